from importlib import import_module

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

BUSY = f"""
DROP FUNCTION wall.busy_slots(timestamptz, timestamptz);

-- The hours at which a worker is taken, whoever is received: a start and an end, nothing else.
-- Her own; or those of somebody at work today for the same employer, whose appointment a colleague
-- fixes again.
CREATE FUNCTION wall.busy_slots(who uuid, first timestamptz, last timestamptz)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz) {DEFINER} AS $$
  SELECT taken.starts_at, taken.ends_at FROM contact_appointment taken
  WHERE taken.state IN ('planned', 'kept')
    AND (taken.worker_id = who OR taken.second_id = who)
    AND taken.starts_at < last AND taken.ends_at > first
    AND (who = (SELECT wall.user_id()) OR EXISTS (
      SELECT 1 FROM (
        SELECT user_id, post_id, starts_on, ends_on FROM organisation_holding
        UNION ALL SELECT user_id, post_id, starts_on, ends_on FROM organisation_cover
      ) work JOIN organisation_post post ON post.id = work.post_id
      WHERE work.user_id = who AND work.starts_on <= (SELECT wall.today())
        AND (work.ends_on IS NULL OR work.ends_on >= (SELECT wall.today()))
        AND post.employer_id = ANY ((SELECT wall.employer_ids())::uuid[])))
  ORDER BY taken.starts_at
$$;
"""
BEFORE = import_module("entremise.contact.migrations.0002_wall").FUNCTIONS
AS_IT_WAS = BEFORE[BEFORE.index("-- The hours at which whoever asks") :]
UNBUSY = f"DROP FUNCTION wall.busy_slots(uuid, timestamptz, timestamptz);\n{AS_IT_WAS}"


class Migration(migrations.Migration):
    dependencies = [("contact", "0006_appointments_planned")]
    operations = [Sql(BUSY, UNBUSY)]
