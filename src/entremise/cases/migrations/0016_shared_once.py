"""A case is shared once with a post: ending that leaves it nothing."""

from django.db import migrations, models

from entremise.access.wall import Sql

# Of two, the one that lasts longer is kept: what was ended by hand is no row any more.
ONCE = """
ALTER TABLE cases_loan NO FORCE ROW LEVEL SECURITY;
DELETE FROM cases_loan one USING cases_loan other
WHERE one.ground = 'shared' AND other.ground = 'shared' AND one.id <> other.id
  AND one.case_id = other.case_id AND one.post_id = other.post_id
  AND (coalesce(one.until, 'infinity'), one.id) < (coalesce(other.until, 'infinity'), other.id);
ALTER TABLE cases_loan FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_offer_ended_by_reassigning")]
    operations = [
        Sql(ONCE),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ground", "shared")),
                fields=("case", "post"),
                name="shared_once_with_a_post",
                violation_error_message="Cette situation est déjà partagée avec ce poste.",
            ),
        ),
    ]
