from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, READS_THE_CASE, Protect, Sql

FUNCTIONS = """
-- Cases that somebody outside their post may read: shared, offered, restricted to named
-- readers, or opened with a reason; an ended loan opens nothing.
CREATE FUNCTION wall.lent_case_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(case_id), '{}') FROM cases_loan
  WHERE (until IS NULL OR until > now())
    AND (post_id = ANY (wall.post_ids()) OR user_id = wall.user_id())
    AND wall.role() = 'worker'
$$;
"""

POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
COORDINATED = "(SELECT wall.coordinated_employer_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"

WORKED = f"((NOT restricted AND post_id = ANY ({POSTS})) OR id = ANY ({LENT}))"
LISTED = f"(NOT restricted AND employer_id = ANY ({COORDINATED}))"

READS_HER = (
    f"{IS_WORKER} AND EXISTS"
    " (SELECT 1 FROM cases_case seen WHERE seen.person_id = {table}.{column})"
)
HER_FILE = READS_HER.format(table="people_person", column="id")
EMPLOYS = f"{IS_WORKER} AND employer_id = ANY ({EMPLOYERS})"

SEEN = "EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id)"
MY_GLASS = (
    f"{IS_WORKER} AND ground = 'glass' AND user_id = (SELECT wall.user_id())"
    " AND until <= now() + interval '24 hours'"
)

JOURNAL = f"""
-- Who read this file: shown to those who read the case themselves.
CREATE POLICY readers_select ON access_journalentry FOR SELECT TO {APP}
  USING (case_id IS NOT NULL AND {READS_THE_CASE});
"""


def about_her(table: str) -> Protect:
    """A table about a person: read and written by those who read one of her cases."""
    rule = READS_HER.format(table=table, column="person_id")
    return Protect(table, read=rule, insert=rule, update=rule)


def about_the_case(table: str, **verbs: str) -> Protect:
    """A table about a case: appended to by those who read the case."""
    return Protect(table, read=READS_THE_CASE, insert=READS_THE_CASE, **verbs)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("organisation", "0002_wall"),
    ]
    operations = [
        Sql(FUNCTIONS, "DROP FUNCTION wall.lent_case_ids()"),
        Protect(
            "cases_case",
            read=f"{WORKED} OR {LISTED}",
            insert=f"{EMPLOYS} AND post_id = ANY ({POSTS})",
            update=f"{WORKED} OR {LISTED}",
            stat=True,
        ),
        about_the_case("cases_casetext", update=READS_THE_CASE),
        about_the_case("cases_timelineentry"),
        Protect(
            "cases_closingnote", read=READS_THE_CASE, insert=READS_THE_CASE, stat=True
        ),
        Protect(
            "cases_transfer",
            read=SEEN,
            insert=SEEN,
            update=SEEN,
        ),
        Protect(
            "cases_loan",
            read=f"{SEEN} OR user_id = (SELECT wall.user_id())",
            insert=f"{SEEN} OR ({MY_GLASS})",
            update=SEEN,
            delete=SEEN,
            owner=True,
        ),
        Protect("people_person", read=HER_FILE, insert=EMPLOYS, update=HER_FILE, stat=True),
        about_her("people_identity"),
        about_her("people_safechannel"),
        about_her("people_callercheck"),
        Sql(JOURNAL, "DROP POLICY readers_select ON access_journalentry"),
    ]
