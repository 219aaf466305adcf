"""From the card to the call: how long after a lot was handed to its unit somebody called."""

from django.db import migrations

from entremise.access.wall import STAT, Sql

FIGURE = f"""
-- Referrals of these days that came with the code of a lot, by the unit of the lot. Days between
-- the handing and the referral: the card was given later, so each is the longest it can be.
-- Where one class of a unit is a small count all its classes are hidden, and its days with them.
CREATE FUNCTION wall.figure_card_delays(first date, last date)
RETURNS TABLE (unit text, n bigint, median double precision, p90 double precision,
  within_week bigint, within_month bigint, within_quarter bigint, within_year bigint,
  beyond bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH called AS (
    SELECT unit.name AS unit,
      greatest(0, (counted.received_at AT TIME ZONE 'Europe/Paris')::date - lot.handed_on) AS days
    FROM wall.counted_referrals(first, last) counted
    JOIN referrals_referral referral ON referral.id = counted.id
    JOIN referrals_cardlot lot ON lot.id = referral.card_lot_id
    JOIN organisation_unit unit ON unit.id = lot.unit_id
    WHERE lot.handed_on IS NOT NULL
  ), total AS (
    SELECT unit, count(*) AS n,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,
      percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS p90,
      count(*) FILTER (WHERE days <= 7) AS within_week,
      count(*) FILTER (WHERE days BETWEEN 8 AND 31) AS within_month,
      count(*) FILTER (WHERE days BETWEEN 32 AND 92) AS within_quarter,
      count(*) FILTER (WHERE days BETWEEN 93 AND 365) AS within_year,
      count(*) FILTER (WHERE days > 365) AS beyond
    FROM called GROUP BY unit
  ), shown AS (
    SELECT hidden.label, hidden.n
    FROM (SELECT array_agg(unit) AS units, array_agg(n) AS counts FROM total) every,
      wall.hide_small(every.units, every.counts, wall.least_count()) hidden
  )
  SELECT total.unit, shown.n,
    CASE WHEN clear THEN median END, CASE WHEN clear THEN p90 END,
    CASE WHEN clear THEN within_week END, CASE WHEN clear THEN within_month END,
    CASE WHEN clear THEN within_quarter END, CASE WHEN clear THEN within_year END,
    CASE WHEN clear THEN beyond END
  FROM total JOIN shown ON shown.label = total.unit
  JOIN (SELECT wall.least_count() AS minimum) threshold ON true
  JOIN LATERAL (SELECT shown.n IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unnest(ARRAY[within_week, within_month, within_quarter, within_year, beyond])
      AS class WHERE class > 0 AND class < minimum) AS clear) judged ON true
  ORDER BY total.unit
$$;
ALTER FUNCTION wall.figure_card_delays(date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0003_refusals"), ("referrals", "0005_card_lots")]
    operations = [Sql(FIGURE, "DROP FUNCTION wall.figure_card_delays(date, date)")]
