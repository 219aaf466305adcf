from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rights", "0003_answers_said_of_anybody")]

    operations = [
        migrations.AddField(
            model_name="step",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
    ]
