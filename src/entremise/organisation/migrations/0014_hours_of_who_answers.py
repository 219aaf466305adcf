"""A unit learns the hours of those who answer it, and of nobody else."""

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
UNITS = "(SELECT wall.unit_ids())::uuid[]"

# Called by `away` alone, which runs as the owner.
ANSWERING = f"""
-- Who holds or replaces a post of the queues that receive what the units of a police role send.
CREATE FUNCTION wall.answering_user_ids() RETURNS uuid[] {DEFINER} AS $$
  WITH RECURSIVE line AS (
    SELECT id, parent_id FROM organisation_unit WHERE id = ANY ({UNITS})
    UNION
    SELECT above.id, above.parent_id FROM organisation_unit above JOIN line ON above.id = line.parent_id
  ), covering AS (
    SELECT post_id FROM organisation_post_units WHERE unit_id IN (SELECT id FROM line)
    UNION
    SELECT post_id FROM organisation_post_communes WHERE commune_id IN (
      SELECT commune_id FROM organisation_unit WHERE id = ANY ({UNITS}))
  )
  SELECT coalesce(array_agg(DISTINCT staff.user_id), '{{}}') FROM organisation_post post JOIN (
    SELECT post_id, user_id FROM organisation_holding
    UNION ALL SELECT post_id, user_id FROM organisation_cover
  ) staff ON staff.post_id = post.id
  WHERE post.queue_id IN (
    SELECT queue_id FROM organisation_post WHERE id IN (SELECT post_id FROM covering))
$$;
REVOKE EXECUTE ON FUNCTION wall.answering_user_ids() FROM PUBLIC;
"""


def away(asking: str) -> str:
    """At which hours these people are away, and nothing else."""
    return f"""
CREATE OR REPLACE FUNCTION wall.away(who uuid[], first timestamptz, last timestamptz)
RETURNS TABLE (user_id uuid, starts_at timestamptz, ends_at timestamptz) {DEFINER} AS $$
  SELECT away.user_id, away.starts_at, away.ends_at FROM organisation_absence away
  WHERE away.user_id = ANY (who) AND away.starts_at < last AND away.ends_at > first
    AND {asking}
  ORDER BY away.starts_at, away.ends_at, away.user_id
$$;
"""


THE_SERVICE_OR_ITS_UNITS = """((SELECT wall.kind()) IN ('job', 'command')
      OR (SELECT wall.role()) IN ('worker', 'coordinator')
      OR ((SELECT wall.role()) IN ('officer', 'chief')
        AND away.user_id = ANY ((SELECT wall.answering_user_ids())::uuid[])))"""
ANY_ACCOUNT = "(SELECT wall.kind()) IN ('user', 'job', 'command')"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0013_version")]
    operations = [
        Sql(
            ANSWERING + away(THE_SERVICE_OR_ITS_UNITS),
            away(ANY_ACCOUNT) + "DROP FUNCTION wall.answering_user_ids();",
        ),
    ]
