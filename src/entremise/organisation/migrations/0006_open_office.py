from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_small_count")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="open_office",
            field=models.BooleanField(default=False, verbose_name="bureau ouvert à d’autres"),
        ),
    ]
