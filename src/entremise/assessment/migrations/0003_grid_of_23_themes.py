from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_wall")]

    operations = [
        migrations.AlterField(
            model_name="assessment",
            name="grid",
            field=models.CharField(default="2026-2", max_length=10, verbose_name="grille"),
        ),
    ]
