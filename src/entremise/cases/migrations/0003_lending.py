from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, Sql

# A reading that was lent is not the reader's to lend: only the post that follows a case, or a
# named reader of a restricted one, says who else reads it.
NAMED = """
CREATE FUNCTION wall.named_case_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(case_id), '{}') FROM cases_loan
  WHERE ground = 'named' AND user_id = (SELECT wall.user_id()) AND (SELECT wall.role()) = 'worker'
$$;
"""

POSTS = "(SELECT wall.post_ids())::uuid[]"
SEEN = "EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id)"
FOLLOWS = (
    "EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id"
    f" AND (seen.post_id = ANY ({POSTS})"
    " OR seen.id = ANY ((SELECT wall.named_case_ids())::uuid[])))"
)
MY_GLASS = (
    f"{IS_WORKER} AND ground = 'glass' AND user_id = (SELECT wall.user_id())"
    " AND until <= now() + interval '25 hours' AND wall.may_break_glass(case_id)"
)
# The post to which a case was offered ends the offer itself, by its answer.
OFFERED_TO_ME = f"ground = 'transfer' AND post_id = ANY ({POSTS})"


def rules(insert: str, delete: str) -> str:
    return f"""
DROP POLICY app_insert ON cases_loan;
DROP POLICY app_delete ON cases_loan;
DROP POLICY IF EXISTS app_update ON cases_loan;
CREATE POLICY app_insert ON cases_loan FOR INSERT TO {APP} WITH CHECK ({insert});
CREATE POLICY app_delete ON cases_loan FOR DELETE TO {APP} USING ({delete});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_wall")]
    operations = [
        Sql(NAMED, "DROP FUNCTION wall.named_case_ids()"),
        Sql(
            rules(f"{FOLLOWS} OR ({MY_GLASS})", f"{FOLLOWS} OR ({OFFERED_TO_ME})")
            + f"REVOKE UPDATE ON cases_loan FROM {APP};",
            rules(f"{SEEN} OR ({MY_GLASS})", SEEN)
            + f"GRANT UPDATE ON cases_loan TO {APP};"
            + f"CREATE POLICY app_update ON cases_loan FOR UPDATE TO {APP} USING ({SEEN});",
        ),
    ]
