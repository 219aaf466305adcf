from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0005_two_people_who_change_one_row")]

    operations = [
        migrations.AlterField(
            model_name="perilcall",
            name="called",
            field=models.CharField(
                choices=[
                    ("17", "17, police ou gendarmerie"),
                    ("112", "112"),
                    ("114", "114, par SMS"),
                    ("15", "15, SAMU"),
                    ("nobody", "personne"),
                ],
                max_length=6,
                verbose_name="appelé",
            ),
        ),
    ]
