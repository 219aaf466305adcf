from django.db import migrations, models


def versioned(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="version",
        field=models.PositiveIntegerField(default=1, verbose_name="version"),
    )


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0004_wall_of_reports")]

    operations = [versioned("measure"), versioned("hearing")]
