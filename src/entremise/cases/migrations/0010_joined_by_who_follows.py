"""A reading that was lent for a day, or to answer an offer, does not become one for ever."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
ME = "(SELECT wall.user_id())"

FOLLOWS = f"""
-- Whether the worker follows a record of this person: by her post, by a sharing, or by name.
CREATE FUNCTION wall.follows_person(one uuid) RETURNS boolean LANGUAGE sql {DEFINER} AS $$
  SELECT EXISTS (
    SELECT 1 FROM cases_case hers
    WHERE hers.person_id = ANY (wall.same_person_ids(one))
      AND ((NOT hers.restricted AND hers.post_id = ANY ({POSTS})) OR EXISTS (
        SELECT 1 FROM cases_loan lent
        WHERE lent.case_id = hers.id AND lent.ground IN ('shared', 'named')
          AND (lent.until IS NULL OR lent.until > now())
          AND (lent.post_id = ANY ({POSTS}) OR lent.user_id = {ME})))
  )
$$;
ALTER FUNCTION wall.follows_person(uuid) OWNER TO {SEARCH};
"""


def seen(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM people_person seen WHERE seen.id = {column})"


def insert(also: str) -> str:
    return f"""
DROP POLICY app_insert ON people_merge;
CREATE POLICY app_insert ON people_merge FOR INSERT TO {APP} WITH CHECK (
  {IS_WORKER} AND by = {ME} AND undone_at IS NULL AND undone_by IS NULL
  AND employer_id = ANY ((SELECT wall.employer_ids())::uuid[])
  AND {seen("kept_id")} AND {seen("other_id")}
  AND wall.merge_hindrance(kept_id, other_id) = ''{also});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_told_apart_on_one_side")]
    operations = [
        Sql(FOLLOWS, "DROP FUNCTION wall.follows_person(uuid)"),
        Sql(
            insert(" AND wall.follows_person(kept_id) AND wall.follows_person(other_id)"),
            insert(""),
        ),
    ]
