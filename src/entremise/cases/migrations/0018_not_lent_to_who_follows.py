"""A case is not shared with the post that follows it: given on, that post reads it no more."""

from django.db import migrations

from entremise.access.wall import APP, Sql


def coordinator_ends(lent: str) -> str:
    """The policy of 0015: which readings end when a coordinator gives a case to a post."""
    return f"""
DROP POLICY coordinator_delete ON cases_loan;
CREATE POLICY coordinator_delete ON cases_loan FOR DELETE TO {APP} USING (
  (SELECT wall.role()) = 'coordinator' AND EXISTS (
    SELECT 1 FROM cases_case listed WHERE listed.id = case_id
      AND listed.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
      AND {lent}));
"""


OFFERED = "ground = 'transfer'"
OR_ITS_OWN = f"({OFFERED} OR (ground = 'shared' AND listed.post_id = cases_loan.post_id))"
LEFT_OVER = """
ALTER TABLE cases_loan NO FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
DELETE FROM cases_loan lent USING cases_case held
WHERE held.id = lent.case_id AND held.post_id = lent.post_id AND lent.ground = 'shared';
ALTER TABLE cases_case FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_loan FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_separated_by_who_follows")]
    operations = [
        Sql(LEFT_OVER),
        Sql(coordinator_ends(OR_ITS_OWN), coordinator_ends(OFFERED)),
    ]
