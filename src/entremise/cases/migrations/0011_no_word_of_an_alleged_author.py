"""A search from another post says nothing of who was met as an alleged author.

She says his name to her worker; that he is received elsewhere is not hers to learn.
"""

from django.db import migrations

from entremise.access.wall import SEARCH, Sql


def posts_knowing(also: str) -> str:
    return f"""
DROP FUNCTION wall.posts_knowing(uuid[]);
-- Which posts know these persons, restricted cases left out.
CREATE FUNCTION wall.posts_knowing(wanted uuid[]) RETURNS TABLE (person_id uuid, case_id uuid, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT known.person_id, known.id, known.post_id FROM cases_case known
  WHERE known.person_id = ANY (wanted) AND NOT known.restricted
    AND known.employer_id = ANY ((SELECT wall.employer_ids())::uuid[]){also}
$$;
ALTER FUNCTION wall.posts_knowing(uuid[]) OWNER TO {SEARCH};
"""


NEVER_ALLEGED = "\n    AND known.person_id IN (SELECT wall.persons_on_side(wanted, false))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_joined_by_who_follows")]
    operations = [Sql(posts_knowing(NEVER_ALLEGED), posts_knowing(""))]
