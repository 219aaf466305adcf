"""Refusals by unit: those who were offered help, and said no."""

from django.db import migrations

from entremise.access.wall import STAT, Sql

FIGURE = f"""
CREATE FUNCTION wall.figure_refusals(first date, last date)
RETURNS TABLE (label text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH counted AS (
    SELECT coalesce(unit.name, '') AS label, count(*) AS n
    FROM referrals_refusalcount refusal
    LEFT JOIN organisation_unit unit ON unit.id = refusal.unit_id
    WHERE refusal."on" BETWEEN first AND last
      AND CASE (SELECT wall.role())
        WHEN 'worker' THEN refusal.unit_id = ANY ((SELECT wall.covered_unit_ids())::uuid[])
        WHEN 'coordinator'
          THEN refusal.unit_id = ANY ((SELECT wall.coordinated_unit_ids())::uuid[])
        WHEN 'steering' THEN unit.departement_id IN (
          SELECT departement_id FROM organisation_employer
          WHERE id = ANY ((SELECT wall.steered_employer_ids())::uuid[]))
        ELSE false END
    GROUP BY 1
  )
  SELECT hidden.* FROM (SELECT array_agg(label) AS labels, array_agg(n) AS counts FROM counted) all_of,
    wall.hide_small(labels, counts, wall.least_count()) hidden
$$;
ALTER FUNCTION wall.figure_refusals(date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_orientations"), ("referrals", "0002_wall")]
    operations = [Sql(FIGURE, "DROP FUNCTION wall.figure_refusals(date, date)")]
