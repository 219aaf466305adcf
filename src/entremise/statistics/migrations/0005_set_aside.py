"""Lines of the morning lists that were set aside, by unit and by nature: all that stays of them."""

from django.db import migrations

from entremise.access.wall import STAT, Sql

FIGURE = f"""
CREATE FUNCTION wall.figure_set_aside(by text, first date, last date)
RETURNS TABLE (label text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH counted AS (
    SELECT CASE by WHEN 'unit' THEN unit.name ELSE line.kind_of_event END AS label, count(*) AS n
    FROM referrals_reviewline line
    JOIN referrals_reviewlist list ON list.id = line.list_id
    JOIN organisation_unit unit ON unit.id = list.unit_id
    WHERE line.state = 'set_aside' AND list.for_date BETWEEN first AND last
      AND CASE (SELECT wall.role())
        WHEN 'worker' THEN list.unit_id = ANY ((SELECT wall.covered_unit_ids())::uuid[])
        WHEN 'coordinator'
          THEN list.unit_id = ANY ((SELECT wall.coordinated_unit_ids())::uuid[])
        WHEN 'steering' THEN unit.departement_id IN (
          SELECT departement_id FROM organisation_employer
          WHERE id = ANY ((SELECT wall.steered_employer_ids())::uuid[]))
        ELSE false END
    GROUP BY 1
  )
  SELECT hidden.* FROM (SELECT array_agg(label) AS labels, array_agg(n) AS counts FROM counted) all_of,
    wall.hide_small(labels, counts, wall.least_count()) hidden
$$;
ALTER FUNCTION wall.figure_set_aside(text, date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0004_card_delays"), ("referrals", "0002_wall")]
    operations = [Sql(FIGURE, "DROP FUNCTION wall.figure_set_aside(text, date, date)")]
