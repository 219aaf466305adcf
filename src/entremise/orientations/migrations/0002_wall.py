from django.db import migrations

from entremise.access.wall import READS_THE_CASE, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("orientations", "0001_initial"),
        ("cases", "0002_wall"),
        ("partners", "0002_wall"),
    ]
    operations = [
        Protect(
            "orientations_orientation",
            read=READS_THE_CASE,
            insert=READS_THE_CASE,
            update=READS_THE_CASE,
            stat=True,
        ),
    ]
