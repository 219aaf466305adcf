"""Two records said to be one person: who reads one reads both, and when that may not be said."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, OWNER, SEARCH, Protect, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"
DPO = "(SELECT wall.affiliated_employer_ids('dpo'))::uuid[]"
ME = "(SELECT wall.user_id())"
JOINED = "(SELECT wall.joined_person_ids())::uuid[]"

# A tree by its making: only a record that is shown takes another in. The lock makes two deeds of
# one employer wait for each other, so that no ring closes between them.
TREE = f"""
CREATE FUNCTION wall.merge_keeps_a_tree() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('merge:' || NEW.employer_id::text, 0));
  IF EXISTS (SELECT 1 FROM people_merge WHERE other_id = NEW.kept_id AND undone_at IS NULL)
     OR EXISTS (SELECT 1 FROM people_person WHERE id IN (NEW.kept_id, NEW.other_id)
                AND employer_id <> NEW.employer_id) THEN
    RAISE EXCEPTION 'entremise: these records do not merge'
      USING ERRCODE = '23514', CONSTRAINT = 'merge_keeps_a_tree';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_a_tree BEFORE INSERT ON people_merge
  FOR EACH ROW EXECUTE FUNCTION wall.merge_keeps_a_tree();
CREATE POLICY owner_reads_employer ON people_person FOR SELECT TO {OWNER} USING (true);
"""
UNTREE = f"""
DROP POLICY owner_reads_employer ON people_person;
DROP TRIGGER keeps_a_tree ON people_merge;
DROP FUNCTION wall.merge_keeps_a_tree();
"""

GROUPS = f"""
-- Every record said to be the same person as this one, itself included.
CREATE FUNCTION wall.same_person_ids(one uuid) RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  WITH RECURSIVE same AS (
    SELECT one AS id
    UNION
    SELECT CASE WHEN said.kept_id = same.id THEN said.other_id ELSE said.kept_id END
    FROM same JOIN people_merge said
      ON said.undone_at IS NULL AND same.id IN (said.kept_id, said.other_id)
  ) SELECT array_agg(id) FROM same
$$;
ALTER FUNCTION wall.same_person_ids(uuid) OWNER TO {SEARCH};

-- The records that are read because they are the same person as one whose case the worker reads.
CREATE FUNCTION wall.joined_person_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  WITH RECURSIVE said AS MATERIALIZED (
    SELECT kept_id, other_id FROM people_merge
    WHERE undone_at IS NULL AND employer_id = ANY ({EMPLOYERS})
  ), mine AS (
    SELECT hers.person_id AS id FROM cases_case hers
    WHERE hers.person_id IN (SELECT kept_id FROM said UNION ALL SELECT other_id FROM said)
      AND ((NOT hers.restricted AND hers.post_id = ANY ({POSTS})) OR hers.id = ANY ({LENT}))
    UNION
    SELECT CASE WHEN said.kept_id = mine.id THEN said.other_id ELSE said.kept_id END
    FROM mine JOIN said ON mine.id IN (said.kept_id, said.other_id)
  ) SELECT coalesce(array_agg(id), '{{}}') FROM mine
$$;
ALTER FUNCTION wall.joined_person_ids() OWNER TO {SEARCH};

-- Why two records may not become one, all their cases considered, those out of reach too:
-- « side » where one was met as an alleged author and the other was not (nothing may link them),
-- « restricted » where the readers of one are not those of the other, « employer », or nothing.
CREATE FUNCTION wall.merge_hindrance(one uuid, two uuid) RETURNS text LANGUAGE sql {DEFINER} AS $$
  WITH hers AS (
    SELECT held.employer_id, held.position = 'alleged' AS alleged, held.restricted,
      CASE WHEN held.restricted THEN (
        SELECT coalesce(string_agg(named.user_id::text, ' ' ORDER BY named.user_id), '')
        FROM cases_loan named WHERE named.case_id = held.id AND named.ground = 'named'
      ) END AS readers
    FROM cases_case held
    WHERE held.person_id = ANY (wall.same_person_ids(one) || wall.same_person_ids(two))
  )
  SELECT CASE
    WHEN coalesce(NOT bool_and(employer_id = ANY ({EMPLOYERS})), true)
      OR count(DISTINCT employer_id) > 1 THEN 'employer'
    WHEN bool_or(alleged) AND NOT bool_and(alleged) THEN 'side'
    WHEN bool_or(restricted) AND (NOT bool_and(restricted) OR count(DISTINCT readers) > 1)
      THEN 'restricted'
    ELSE '' END
  FROM hers
$$;
ALTER FUNCTION wall.merge_hindrance(uuid, uuid) OWNER TO {SEARCH};

-- Of these persons, those who were met as alleged authors only (or never): what a record may be
-- compared with. A record of both sides is on neither.
CREATE FUNCTION wall.persons_on_side(wanted uuid[], alleged boolean) RETURNS SETOF uuid
LANGUAGE sql {DEFINER} AS $$
  SELECT met.person_id FROM cases_case met
  WHERE met.person_id = ANY (wanted) AND met.employer_id = ANY ({EMPLOYERS})
  GROUP BY met.person_id
  HAVING bool_and((met.position = 'alleged') = alleged)
$$;
ALTER FUNCTION wall.persons_on_side(uuid[], boolean) OWNER TO {SEARCH};
"""
UNGROUPS = """
DROP FUNCTION wall.persons_on_side(uuid[], boolean), wall.merge_hindrance(uuid, uuid),
  wall.joined_person_ids(), wall.same_person_ids(uuid);
"""


def reads_her(table: str, column: str) -> str:
    """Who reads one of her cases, or one of the same person under another record."""
    return (
        f"{IS_WORKER} AND (EXISTS (SELECT 1 FROM cases_case seen"
        f" WHERE seen.person_id = {table}.{column}) OR {table}.{column} = ANY ({JOINED}))"
    )


def read_her_alone(table: str, column: str) -> str:
    return (
        f"{IS_WORKER} AND EXISTS"
        f" (SELECT 1 FROM cases_case seen WHERE seen.person_id = {table}.{column})"
    )


TABLES = {
    "people_person": "id",
    "people_identity": "person_id",
    "people_safechannel": "person_id",
    "people_callercheck": "person_id",
}


def rules(rule_of: object) -> str:
    """The policies that read and change a record, by one rule."""
    lines = []
    for table, column in TABLES.items():
        rule = rule_of(table, column)  # type: ignore[operator]
        for verb in ("SELECT", "UPDATE"):
            name = f"app_{verb.lower()}"
            check = f" WITH CHECK ({rule})" if verb == "UPDATE" else ""
            lines += [
                f"DROP POLICY {name} ON {table};",
                f"CREATE POLICY {name} ON {table} FOR {verb} TO {APP} USING ({rule}){check};",
            ]
    return "\n".join(lines)


def seen(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_person seen WHERE seen.id = {column})"


BOTH = f"{IS_WORKER} AND {seen('one_id')} AND {seen('two_id')}"

# What was said is ended, never rewritten.
ENDED_ONLY = f"""
REVOKE UPDATE ON people_merge FROM {APP};
GRANT UPDATE (undone_at, undone_by) ON people_merge TO {APP};
"""

# « Who read my file? » answers for every record of one person.
FILES = f"""
DROP FUNCTION wall.whose_file(uuid, text);
CREATE FUNCTION wall.whose_file(wanted uuid, its_code text)
RETURNS TABLE (person_id uuid, case_id uuid) LANGUAGE sql {DEFINER} AS $$
  SELECT hers.person_id, hers.id FROM cases_case hers
  WHERE hers.employer_id = ANY ({DPO}) AND hers.person_id IN (
    SELECT unnest(wall.same_person_ids(asked.id)) FROM (
      SELECT wanted AS id UNION ALL
      SELECT named.person_id FROM cases_case named
      WHERE named.code = its_code AND named.employer_id = ANY ({DPO})
    ) asked WHERE asked.id IS NOT NULL
  )
$$;
ALTER FUNCTION wall.whose_file(uuid, text) OWNER TO {SEARCH};
"""
FILES_BEFORE = f"""
DROP FUNCTION wall.whose_file(uuid, text);
CREATE FUNCTION wall.whose_file(wanted uuid, its_code text)
RETURNS TABLE (person_id uuid, case_id uuid) LANGUAGE sql {DEFINER} AS $$
  SELECT hers.person_id, hers.id FROM cases_case hers
  WHERE hers.employer_id = ANY ({DPO}) AND hers.person_id IN (
    SELECT wanted UNION ALL
    SELECT named.person_id FROM cases_case named
    WHERE named.code = its_code AND named.employer_id = ANY ({DPO})
  )
$$;
ALTER FUNCTION wall.whose_file(uuid, text) OWNER TO {SEARCH};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_case_without_version"), ("people", "0004_merge")]
    operations = [
        Sql(GROUPS, UNGROUPS),
        Sql(rules(reads_her), rules(read_her_alone)),
        Protect(
            "people_merge",
            read=f"({IS_WORKER} AND ({seen('kept_id')} OR {seen('other_id')}))"
            f" OR employer_id = ANY ({DPO})",
            insert=f"{IS_WORKER} AND by = {ME} AND undone_at IS NULL AND undone_by IS NULL"
            f" AND employer_id = ANY ({EMPLOYERS})"
            f" AND {seen('kept_id')} AND {seen('other_id')}"
            " AND wall.merge_hindrance(kept_id, other_id) = ''",
            update=f"{IS_WORKER} AND {seen('kept_id')} AND {seen('other_id')}",
            search=True,
            owner=True,
        ),
        Sql(ENDED_ONLY, f"GRANT UPDATE ON people_merge TO {APP}"),
        Sql(TREE, UNTREE),
        Protect("people_toldapart", read=BOTH, insert=f"{BOTH} AND by = {ME}", delete=BOTH),
        Sql(FILES, FILES_BEFORE),
    ]
