"""A call that was not made is no try: delays count as the doors do."""

from django.db import migrations

from entremise.access.wall import STAT, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"


def delays(made: str) -> str:
    """From the referral to each step, in hours; `made` says which attempts are tries."""
    return f"""
DROP FUNCTION wall.figure_delays(date, date);
CREATE FUNCTION wall.figure_delays(first date, last date)
RETURNS TABLE (step text, n bigint, out_of bigint, median double precision, p90 double precision)
{DEFINER} AS $$
  WITH counted AS (
    SELECT * FROM wall.counted_referrals(first, last) WHERE case_id IS NOT NULL
  ), reached AS (
    SELECT counted.id, counted.received_at,
      (SELECT min(at) FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at{made}) AS tried_at,
      (SELECT min(at) FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome IN ('reached', 'refused')) AS reached_at,
      (SELECT min(at) FROM contact_session session
        WHERE session.case_id = counted.case_id AND session.at >= counted.received_at) AS met_at
    FROM counted
  ), hours AS (
    SELECT steps.step, steps.rank, extract(epoch FROM steps.at - received_at) / 3600 AS hours
    FROM reached, LATERAL (VALUES (1, 'tried', least(tried_at, met_at)),
      (2, 'reached', least(reached_at, met_at)), (3, 'met', met_at)) AS steps (rank, step, at)
  ), total AS (
    SELECT step, rank, count(hours) AS n, count(*) AS out_of,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY hours) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY hours) AS p90
    FROM hours GROUP BY step, rank
  )
  SELECT step, CASE WHEN n < minimum THEN NULL ELSE n END, CASE WHEN out_of < minimum THEN NULL ELSE out_of END,
    CASE WHEN n < minimum THEN NULL ELSE median END, CASE WHEN n < minimum THEN NULL ELSE p90 END
  FROM total, (SELECT wall.least_count() AS minimum) threshold ORDER BY rank
$$;
ALTER FUNCTION wall.figure_delays(date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0006_doors")]
    operations = [Sql(delays("\n          AND attempt.outcome <> 'not_made'"), delays(""))]
