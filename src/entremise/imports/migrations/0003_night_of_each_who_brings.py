"""Each of those who hold a list brings a sheet of her own: the wall hides the other's."""

from django.db import migrations, models

from entremise.access.wall import Sql

# On the way back one sheet a list is allowed again. None lives a day: it is brought once more.
BACK = "TRUNCATE imports_nightsheet"


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_wall")]
    operations = [
        migrations.AlterField(
            model_name="nightsheet",
            name="list_id",
            field=models.UUIDField(verbose_name="liste"),
        ),
        migrations.AddConstraint(
            model_name="nightsheet",
            constraint=models.UniqueConstraint(
                fields=("list_id", "brought_by"),
                name="night_brought_once",
                violation_error_message="Vous avez déjà apporté un tableau pour cette liste.",
            ),
        ),
        Sql("SELECT 1", BACK),
    ]
