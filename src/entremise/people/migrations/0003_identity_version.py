from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_safe_contact")]

    operations = [
        migrations.AddField(
            model_name="identity",
            name="version",
            field=models.PositiveIntegerField(default=1, verbose_name="version"),
        ),
    ]
