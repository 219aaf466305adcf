"""A coordinator who gives a case to a post ends the reading that an offer gave to another."""

from django.db import migrations

from entremise.access.wall import APP, Sql

OF_HER_SERVICE = (
    "(SELECT wall.role()) = 'coordinator' AND ground = 'transfer' AND EXISTS ("
    "SELECT 1 FROM cases_case listed WHERE listed.id = case_id"
    " AND listed.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]))"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_lent_while_at_work")]
    operations = [
        Sql(
            f"CREATE POLICY coordinator_delete ON cases_loan FOR DELETE TO {APP}"
            f" USING ({OF_HER_SERVICE})",
            "DROP POLICY coordinator_delete ON cases_loan",
        ),
    ]
