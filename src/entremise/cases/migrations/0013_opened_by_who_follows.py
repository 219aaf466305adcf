"""Another case of somebody known is opened by who follows her; a case stays with its person."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
JOINED = "(SELECT wall.joined_person_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"

MAY_OPEN = f"""
-- Whether the worker may open a case for this person of this employer: somebody new, or whom she
-- follows and reads. Her reading ends with what was lent; her own case would not.
CREATE FUNCTION wall.may_open_for(one uuid, its_employer uuid) RETURNS boolean LANGUAGE sql {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM people_person her WHERE her.id = one AND her.employer_id = its_employer)
    AND (
      NOT EXISTS (SELECT 1 FROM cases_case held WHERE held.person_id = one)
      OR (wall.follows_person(one) AND (one = ANY ({JOINED}) OR EXISTS (
        SELECT 1 FROM cases_case hers WHERE hers.person_id = one
          AND ((NOT hers.restricted AND hers.post_id = ANY ({POSTS})) OR hers.id = ANY ({LENT})))))
    )
$$;
ALTER FUNCTION wall.may_open_for(uuid, uuid) OWNER TO {SEARCH};
"""


def insert(also: str) -> str:
    return f"""
DROP POLICY app_insert ON cases_case;
CREATE POLICY app_insert ON cases_case FOR INSERT TO {APP} WITH CHECK (
  {IS_WORKER} AND employer_id = ANY ({EMPLOYERS}) AND post_id = ANY ({POSTS}){also});
"""


# What the life of a case changes; never whose it is, nor the code by which it is known.
CHANGES = (
    "post_id, position, state, restricted, opened_at, last_contact_at, next_step_on, closed_at,"
    " closing_reason"
)
BY_COLUMN = f"""
REVOKE UPDATE ON cases_case FROM {APP};
GRANT UPDATE ({CHANGES}) ON cases_case TO {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_restricted_by_who_is_named")]
    operations = [
        Sql(MAY_OPEN, "DROP FUNCTION wall.may_open_for(uuid, uuid)"),
        Sql(insert(" AND wall.may_open_for(person_id, employer_id)"), insert("")),
        Sql(BY_COLUMN, f"GRANT UPDATE ON cases_case TO {APP}"),
    ]
