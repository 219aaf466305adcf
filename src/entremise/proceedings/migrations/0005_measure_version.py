from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0004_wall_of_reports")]
    operations = [
        migrations.AddField(
            model_name="measure",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
    ]
