from django.db import migrations

from entremise.access.wall import READS_THE_CASE, Protect


def about_the_case(table: str) -> Protect:
    return Protect(
        table, read=READS_THE_CASE, insert=READS_THE_CASE, update=READS_THE_CASE, stat=True
    )


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0001_initial"), ("cases", "0002_wall")]
    operations = [
        about_the_case("proceedings_measure"),
        about_the_case("proceedings_hearing"),
    ]
