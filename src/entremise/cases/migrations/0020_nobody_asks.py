"""Which records are one person is told to an account, and to nobody else."""

from django.db import migrations

from entremise.access.wall import SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"


def same_person(asked: str) -> str:
    """Policies and functions name it: it is replaced, never dropped."""
    return f"""
SET LOCAL ROLE {SEARCH};
CREATE OR REPLACE FUNCTION wall.same_person_ids(one uuid) RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  WITH RECURSIVE same AS (
    SELECT one AS id{asked}
    UNION
    SELECT CASE WHEN said.kept_id = same.id THEN said.other_id ELSE said.kept_id END
    FROM same JOIN people_merge said
      ON said.undone_at IS NULL AND same.id IN (said.kept_id, said.other_id)
  ) SELECT array_agg(id) FROM same
$$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_lent_in_one_reading")]
    operations = [
        Sql(same_person(" WHERE (SELECT wall.role()) IS NOT NULL"), same_person("")),
    ]
