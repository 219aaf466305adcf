"""Each door measured: of those a unit flagged, or who came by one way, how far they got."""

from django.db import migrations

from entremise.access.wall import APP, STAT, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

LINES = f"""
-- One line for each person flagged in these days, in reach of the role: a referral that counts, or
-- a refusal, of which nothing else is kept. Each step holds for whoever got to a later one.
CREATE FUNCTION wall.counted_doors(first date, last date)
RETURNS TABLE (id uuid, case_id uuid, unit text, form text, source text, state text,
  received_on date, not_asked boolean, offered boolean, refused boolean, tried boolean,
  reached boolean, met boolean)
{DEFINER} AS $$
  WITH step AS (
    SELECT counted.id, counted.case_id, counted.unit_id, counted.form, counted.source, counted.state,
      counted.received_at, counted.wish, referral.decline_reason = 'declined' AS declined,
      EXISTS (SELECT 1 FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome <> 'not_made') AS tried,
      EXISTS (SELECT 1 FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome IN ('reached', 'refused')) AS reached,
      EXISTS (SELECT 1 FROM contact_session session
        WHERE session.case_id = counted.case_id AND session.at >= counted.received_at) AS met
    FROM wall.counted_referrals(first, last) counted
    JOIN referrals_referral referral ON referral.id = counted.id
  )
  SELECT step.id, step.case_id, coalesce(unit.name, ''), step.form, step.source, step.state,
    (step.received_at AT TIME ZONE 'Europe/Paris')::date,
    step.wish IN ('could_not_ask', 'danger'),
    step.wish = 'agrees' OR step.declined OR step.case_id IS NOT NULL,
    step.declined, tried OR reached OR met, reached OR met, met
  FROM step LEFT JOIN organisation_unit unit ON unit.id = step.unit_id
  UNION ALL
  SELECT refusal.id, NULL, coalesce(unit.name, ''), refusal.form, NULL, NULL, refusal."on",
    false, true, true, false, false, false
  FROM referrals_refusalcount refusal
  LEFT JOIN organisation_unit unit ON unit.id = refusal.unit_id
  WHERE refusal."on" BETWEEN first AND last
    AND CASE (SELECT wall.role())
      WHEN 'worker' THEN refusal.unit_id = ANY ((SELECT wall.covered_unit_ids())::uuid[])
      WHEN 'coordinator' THEN refusal.unit_id = ANY ((SELECT wall.coordinated_unit_ids())::uuid[])
      WHEN 'steering' THEN unit.departement_id IN (
        SELECT departement_id FROM organisation_employer
        WHERE id = ANY ((SELECT wall.steered_employer_ids())::uuid[]))
      ELSE false END
$$;
"""

TABLE = f"""
-- A line is shown if no count of it is small, nor what is lost between two of its steps. Both
-- tables count the same people: where a line of either is hidden, two lines of each are, or the
-- total of one table would give back what the other hides.
CREATE FUNCTION wall.figure_doors(by text, first date, last date)
RETURNS TABLE (label text, flagged bigint, not_asked bigint, offered bigint, refused bigint,
  tried bigint, reached bigint, met bigint)
{DEFINER} AS $$
  WITH total AS (
    SELECT dimension, label, count(*) AS flagged, count(*) FILTER (WHERE not_asked) AS not_asked,
      count(*) FILTER (WHERE offered) AS offered, count(*) FILTER (WHERE refused) AS refused,
      count(*) FILTER (WHERE tried) AS tried, count(*) FILTER (WHERE reached) AS reached,
      count(*) FILTER (WHERE met) AS met
    FROM wall.counted_doors(first, last) line,
      LATERAL (VALUES ('unit', line.unit), ('form', line.form)) AS seen (dimension, label)
    GROUP BY dimension, label
  ), judged AS (
    SELECT total.*, EXISTS (
      SELECT 1 FROM unnest(ARRAY[flagged, not_asked, flagged - not_asked, offered, refused, tried,
        reached, met, flagged - offered, offered - tried, tried - reached, reached - met]) AS cell
      WHERE cell > 0 AND cell < minimum) AS small
    FROM total, (SELECT wall.least_count() AS minimum) threshold
  ), placed AS (
    SELECT judged.*, NOT small AND NOT (bool_or(small) OVER () AND row_number() OVER (
      PARTITION BY dimension ORDER BY small DESC, flagged, label) <= 2) AS shown
    FROM judged
  )
  SELECT label, CASE WHEN shown THEN flagged END, CASE WHEN shown THEN not_asked END,
    CASE WHEN shown THEN offered END, CASE WHEN shown THEN refused END,
    CASE WHEN shown THEN tried END, CASE WHEN shown THEN reached END, CASE WHEN shown THEN met END
  FROM placed WHERE dimension = by ORDER BY label
$$;

-- The lines behind one step of one door, without name: for a worker and a coordinator only. A
-- refusal has no line to open: nothing of it is kept.
CREATE FUNCTION wall.figure_door_rows(by text, wanted text, step text, first date, last date)
RETURNS TABLE (received_on date, unit text, source text, state text, code text, case_id uuid)
{DEFINER} AS $$
  SELECT line.received_on, line.unit, line.source, line.state,
    coalesce((SELECT c.code FROM cases_case c
      WHERE c.id = line.case_id AND NOT c.restricted), ''),
    line.case_id
  FROM wall.counted_doors(first, last) line
  WHERE (SELECT wall.role()) IN ('worker', 'coordinator') AND line.state IS NOT NULL
    AND wanted = CASE by WHEN 'unit' THEN line.unit WHEN 'form' THEN line.form END
    AND CASE step WHEN 'flagged' THEN true WHEN 'not_asked' THEN line.not_asked
      WHEN 'offered' THEN line.offered WHEN 'refused' THEN line.refused
      WHEN 'tried' THEN line.tried WHEN 'reached' THEN line.reached
      WHEN 'met' THEN line.met ELSE false END
  ORDER BY line.received_on, line.id
$$;
"""

NAMES = (
    "figure_doors(text, date, date)",
    "figure_door_rows(text, text, text, date, date)",
    "counted_doors(date, date)",
)

# Revoked before the owner changes: by somebody else it would be silently nothing.
OWNERS = (
    f"REVOKE EXECUTE ON FUNCTION wall.counted_doors(date, date) FROM PUBLIC, {APP};\n"
    + "".join(f"ALTER FUNCTION wall.{name} OWNER TO {STAT};\n" for name in NAMES)
)

# The table of units that this one takes the place of, as 0001 made it.
REACH = f"""
CREATE FUNCTION wall.figure_reach(first date, last date)
RETURNS TABLE (unit text, received bigint, taken bigint, tried bigint, reached bigint, met bigint)
{DEFINER} AS $$
  WITH step AS (
    SELECT coalesce((SELECT name FROM organisation_unit WHERE id = unit_id), '') AS unit,
      counted.case_id,
      EXISTS (SELECT 1 FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at) AS tried,
      EXISTS (SELECT 1 FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome IN ('reached', 'refused')) AS reached,
      EXISTS (SELECT 1 FROM contact_session session
        WHERE session.case_id = counted.case_id AND session.at >= counted.received_at) AS met
    FROM wall.counted_referrals(first, last) counted
  ), total AS (
    SELECT unit, count(*) AS received, count(case_id) AS taken,
      count(*) FILTER (WHERE tried OR met) AS tried,
      count(*) FILTER (WHERE reached OR met) AS reached, count(*) FILTER (WHERE met) AS met
    FROM step GROUP BY unit
  )
  SELECT total.unit, hidden.n,
    CASE WHEN shown THEN taken END, CASE WHEN shown THEN tried END,
    CASE WHEN shown THEN reached END, CASE WHEN shown THEN met END
  FROM total
  JOIN (SELECT array_agg(unit) AS units, array_agg(received) AS counts FROM total) every ON true
  JOIN LATERAL wall.hide_small(every.units, every.counts, wall.least_count()) hidden
    ON hidden.label = total.unit
  JOIN (SELECT wall.least_count() AS minimum) threshold ON true
  -- A step is as telling as what it lost: those who were taken and not tried are a count too.
  JOIN LATERAL (SELECT hidden.n IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM unnest(ARRAY[taken, tried, reached, met,
      received - taken, taken - tried, tried - reached, reached - met]) AS step
    WHERE step > 0 AND step < minimum) AS shown) judged ON true
  ORDER BY total.unit
$$;
ALTER FUNCTION wall.figure_reach(date, date) OWNER TO {STAT};
"""


class Migration(migrations.Migration):
    dependencies = [("statistics", "0005_set_aside"), ("referrals", "0002_wall")]
    operations = [
        Sql(LINES + TABLE + OWNERS, "".join(f"DROP FUNCTION wall.{name};\n" for name in NAMES)),
        Sql("DROP FUNCTION wall.figure_reach(date, date)", REACH),
    ]
