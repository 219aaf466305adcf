from django.db import migrations

from entremise.access.wall import IS_WORKER, READS_THE_CASE, Protect

COORDINATED = "employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])"
# Who read which text: for the workers and the coordinators of that employer, and nobody else.
OF_MY_SERVICE = (
    f"(({IS_WORKER} AND employer_id = ANY ((SELECT wall.employer_ids())::uuid[]))"
    f" OR {COORDINATED})"
)


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial"), ("cases", "0002_wall")]
    operations = [
        Protect("rights_fichereview", read=OF_MY_SERVICE, insert=COORDINATED),
        Protect(
            "rights_step",
            read=READS_THE_CASE,
            insert=READS_THE_CASE,
            update=READS_THE_CASE,
        ),
    ]
