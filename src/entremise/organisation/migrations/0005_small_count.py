from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0004_days_of_duty")]

    operations = [
        migrations.AddField(
            model_name="localprotocol",
            name="small_count",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="petits effectifs masqués sous"
            ),
        ),
    ]
