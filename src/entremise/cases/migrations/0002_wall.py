from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, READS_THE_CASE, SEARCH, Protect, Sql

FUNCTIONS = f"""
-- Cases that somebody outside their post may read: shared, offered, restricted to named
-- readers, or opened with a reason; an ended loan opens nothing.
CREATE FUNCTION wall.lent_case_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(case_id), '{{}}') FROM cases_loan
  WHERE (until IS NULL OR until > now())
    AND (post_id = ANY ((SELECT wall.post_ids())::uuid[]) OR user_id = (SELECT wall.user_id()))
    AND (SELECT wall.role()) = 'worker'
$$;

-- Whether this worker may open this case with a reason: any case of her employer, no other.
CREATE FUNCTION wall.may_break_glass(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM cases_case WHERE id = wanted AND employer_id = ANY ((SELECT wall.employer_ids())::uuid[])
  )
$$;
ALTER FUNCTION wall.may_break_glass(uuid) OWNER TO {SEARCH};

-- The sealed search lines of a worker's employer, as one block: for each person her identity
-- row, herself, the length of the cell, the cell. Nothing here opens without the keys, and what
-- is shown of a person out of reach is only the post that knows her.
CREATE FUNCTION wall.search_lines() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_agg(
    uuid_send(identity.id) || uuid_send(identity.person_id)
      || int4send(length(identity.line_sealed)) || identity.line_sealed, ''::bytea)
  FROM people_identity identity JOIN people_person person ON person.id = identity.person_id
  WHERE person.employer_id = ANY ((SELECT wall.employer_ids())::uuid[])
$$;
ALTER FUNCTION wall.search_lines() OWNER TO {SEARCH};

-- The same for telephone numbers, opened only when figures are searched.
CREATE FUNCTION wall.search_numbers() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_agg(
    uuid_send(channel.id) || uuid_send(channel.person_id)
      || int4send(length(channel.value_sealed)) || channel.value_sealed, ''::bytea)
  FROM people_safechannel channel JOIN people_person person ON person.id = channel.person_id
  WHERE channel.kind = 'phone'
    AND person.employer_id = ANY ((SELECT wall.employer_ids())::uuid[])
$$;
ALTER FUNCTION wall.search_numbers() OWNER TO {SEARCH};

-- Which posts know these persons, restricted cases left out.
CREATE FUNCTION wall.posts_knowing(wanted uuid[]) RETURNS TABLE (person_id uuid, case_id uuid, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT known.person_id, known.id, known.post_id FROM cases_case known
  WHERE known.person_id = ANY (wanted) AND NOT known.restricted
    AND known.employer_id = ANY ((SELECT wall.employer_ids())::uuid[])
$$;
ALTER FUNCTION wall.posts_knowing(uuid[]) OWNER TO {SEARCH};
"""

DROPS = """
DROP FUNCTION wall.posts_knowing(uuid[]), wall.search_numbers(), wall.search_lines(),
  wall.may_break_glass(uuid), wall.lent_case_ids();
"""

POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
COORDINATED = "(SELECT wall.coordinated_employer_ids())::uuid[]"
DPO = "(SELECT wall.affiliated_employer_ids('dpo'))::uuid[]"
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
# 24 hours from the deed, which begins a little after its transaction.
MY_GLASS = (
    f"{IS_WORKER} AND ground = 'glass' AND user_id = (SELECT wall.user_id())"
    " AND until <= now() + interval '25 hours' AND wall.may_break_glass(case_id)"
)

JOURNAL = f"""
-- Who read this file: shown to those who read the case themselves.
CREATE POLICY readers_select ON access_journalentry FOR SELECT TO {APP}
  USING (case_id IS NOT NULL AND {READS_THE_CASE});
"""


def about_her(table: str, *, search: bool = False) -> Protect:
    """A table about a person: read and written by those who read one of her cases."""
    rule = READS_HER.format(table=table, column="person_id")
    return Protect(table, read=rule, insert=rule, update=rule, search=search)


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
        Sql(FUNCTIONS, DROPS),
        Protect(
            "cases_case",
            read=f"{WORKED} OR {LISTED}",
            insert=f"{EMPLOYS} AND post_id = ANY ({POSTS})",
            update=f"{WORKED} OR {LISTED}",
            stat=True,
            search=True,
        ),
        about_the_case("cases_casetext", update=READS_THE_CASE),
        about_the_case("cases_timelineentry"),
        Protect(
            "cases_closingnote", read=READS_THE_CASE, insert=READS_THE_CASE, stat=True
        ),
        Protect(
            "cases_glassnote",
            read=f"({READS_THE_CASE}) OR employer_id = ANY ({DPO})",
            insert=READS_THE_CASE,
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
        Protect("people_person", read=HER_FILE, insert=EMPLOYS, update=HER_FILE, stat=True, search=True),
        about_her("people_identity", search=True),
        about_her("people_safechannel", search=True),
        about_her("people_callercheck"),
        Sql(JOURNAL, "DROP POLICY readers_select ON access_journalentry"),
    ]
