"""Orientations by kind of service and answer."""

from django.db import migrations

from entremise.access.wall import STAT, Sql

FIGURE = f"""
-- Orientations proposed in these days, for the cases in reach of the role. Where one answer of a
-- kind is a small count, all the answers of that kind are hidden: the sum would give it back.
CREATE FUNCTION wall.figure_orientations(first date, last date)
RETURNS TABLE (kind text, n bigint, waiting bigint, accepted bigint, declined bigint,
  unavailable bigint, otherwise bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH counted AS (
    SELECT orientation.kind, orientation.state FROM orientations_orientation orientation
    JOIN cases_case c ON c.id = orientation.case_id
    WHERE orientation.proposed_on BETWEEN first AND last
      AND CASE (SELECT wall.role())
        WHEN 'worker' THEN c.post_id = ANY ((SELECT wall.post_ids())::uuid[])
        WHEN 'coordinator'
          THEN c.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
        WHEN 'steering' THEN c.employer_id = ANY ((SELECT wall.steered_employer_ids())::uuid[])
        ELSE false END
  ), total AS (
    SELECT kind, count(*) AS n,
      count(*) FILTER (WHERE state IN ('proposed', 'sent')) AS waiting,
      count(*) FILTER (WHERE state IN ('accepted', 'kept', 'not_kept')) AS accepted,
      count(*) FILTER (WHERE state = 'declined') AS declined,
      count(*) FILTER (WHERE state = 'unavailable') AS unavailable,
      count(*) FILTER (WHERE state IN ('already_received', 'declined_by_her')) AS otherwise
    FROM counted GROUP BY kind
  ), judged AS (
    SELECT *, n < minimum AS hidden, (
      SELECT bool_or(cell > 0 AND cell < minimum)
      FROM unnest(ARRAY[waiting, accepted, declined, unavailable, otherwise]) AS cell
    ) AS partly
    FROM total, (SELECT wall.least_count() AS minimum) threshold
  )
  SELECT kind, CASE WHEN NOT hidden THEN n END,
    CASE WHEN NOT hidden AND NOT partly THEN waiting END,
    CASE WHEN NOT hidden AND NOT partly THEN accepted END,
    CASE WHEN NOT hidden AND NOT partly THEN declined END,
    CASE WHEN NOT hidden AND NOT partly THEN unavailable END,
    CASE WHEN NOT hidden AND NOT partly THEN otherwise END
  FROM judged ORDER BY n DESC, kind
$$;
ALTER FUNCTION wall.figure_orientations(date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_figures"), ("orientations", "0002_wall")]
    operations = [Sql(FIGURE, "DROP FUNCTION wall.figure_orientations(date, date)")]
