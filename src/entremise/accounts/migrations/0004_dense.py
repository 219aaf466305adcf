from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sessions_and_texts_kept")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="dense",
            field=models.BooleanField(default=False, verbose_name="lignes serrées"),
        ),
    ]
