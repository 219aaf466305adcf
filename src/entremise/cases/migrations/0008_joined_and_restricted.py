"""A record with a restricted case is read through no joining: its named readers read it already."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"
DPO = "(SELECT wall.affiliated_employer_ids('dpo'))::uuid[]"

OPEN = """
      AND NOT EXISTS (SELECT 1 FROM cases_case kept_back
        WHERE kept_back.restricted AND kept_back.person_id IN (kept_id, other_id))"""


def joined(rule: str) -> str:
    """The records that are read because they are the same person as one whose case is read.

    The policies name this function: it is dropped with them, and they are made again.
    """
    return f"""
CREATE FUNCTION wall.joined_person_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  WITH RECURSIVE said AS MATERIALIZED (
    SELECT kept_id, other_id FROM people_merge
    WHERE undone_at IS NULL AND employer_id = ANY ({EMPLOYERS}){rule}
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
"""


TABLES = {
    "people_person": "id",
    "people_identity": "person_id",
    "people_safechannel": "person_id",
    "people_callercheck": "person_id",
}


def rules() -> str:
    """The policies of 0007, word for word."""
    lines = []
    for table, column in TABLES.items():
        rule = (
            f"{IS_WORKER} AND (EXISTS (SELECT 1 FROM cases_case seen"
            f" WHERE seen.person_id = {table}.{column})"
            f" OR {table}.{column} = ANY ((SELECT wall.joined_person_ids())::uuid[]))"
        )
        lines += [
            f"CREATE POLICY app_select ON {table} FOR SELECT TO {APP} USING ({rule});",
            f"CREATE POLICY app_update ON {table} FOR UPDATE TO {APP}"
            f" USING ({rule}) WITH CHECK ({rule});",
        ]
    return "\n".join(lines)


WITHOUT = "\n".join(
    f"DROP POLICY app_{verb} ON {table};" for table in TABLES for verb in ("select", "update")
) + "\nDROP FUNCTION wall.joined_person_ids();"


def seen(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_person seen WHERE seen.id = {column})"


def merges(both: str) -> str:
    """Who reads what was said of two records: whoever reads both, or either before."""
    return f"""
DROP POLICY app_select ON people_merge;
CREATE POLICY app_select ON people_merge FOR SELECT TO {APP} USING (
  ({IS_WORKER} AND ({seen("kept_id")} {both} {seen("other_id")})) OR employer_id = ANY ({DPO}));
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_same_person")]
    operations = [
        Sql(WITHOUT + joined(OPEN) + rules(), WITHOUT + joined("") + rules()),
        Sql(merges("AND"), merges("OR")),
    ]
