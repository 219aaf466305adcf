"""The functions that count. They run as a role that reads codes and nothing sealed.

What each counts, and the unit of count, is said in `docs/counting.md`. Small counts are hidden
here, in the database, for those who may not see the rows: no page can forget to.
"""

from django.db import migrations

from entremise.access.wall import APP, STAT, Sql

DEFINER = (
    "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
)

SCOPE = f"""
-- The employers of the département whose steering committee the account sits on.
CREATE FUNCTION wall.steered_employer_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(employer.id), '{{}}')
  FROM organisation_affiliation mine
  JOIN organisation_employer employer ON employer.departement_id = mine.departement_id
  WHERE mine.user_id = (SELECT wall.user_id()) AND (SELECT wall.role()) = 'steering'
$$;

-- Counts under this are hidden: 0 for those who may open the rows, the local protocol's
-- threshold (never under 3) for those who may not.
CREATE FUNCTION wall.least_count() RETURNS integer {DEFINER} AS $$
  SELECT CASE WHEN (SELECT wall.role()) IN ('worker', 'coordinator') THEN 0 ELSE greatest(3, coalesce((
    SELECT max(protocol.small_count) FROM organisation_affiliation mine
    JOIN organisation_localprotocol protocol ON protocol.departement_id = mine.departement_id
    WHERE mine.user_id = (SELECT wall.user_id())), 5)) END
$$;

-- The referrals that count: received in these days, in reach of the role, each once: one that
-- was redirected is received again elsewhere, a duplicate is another's.
CREATE FUNCTION wall.counted_referrals(first date, last date)
RETURNS TABLE (id uuid, case_id uuid, unit_id uuid, source text, form text, wish text,
  problem text, state text, received_at timestamptz)
{DEFINER} AS $$
  SELECT id, case_id, unit_id, source, form, wish, problem, state, received_at
  FROM referrals_referral
  WHERE state NOT IN ('redirected', 'duplicate')
    AND received_at >= first::timestamp AT TIME ZONE 'Europe/Paris'
    AND received_at < (last + 1)::timestamp AT TIME ZONE 'Europe/Paris'
    AND CASE (SELECT wall.role())
      WHEN 'worker' THEN queue_id = ANY ((SELECT wall.queue_ids())::uuid[])
      WHEN 'coordinator' THEN employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
      WHEN 'steering' THEN employer_id = ANY ((SELECT wall.steered_employer_ids())::uuid[])
      ELSE false END
$$;
"""

HIDING = """
-- Hide the small counts of one table, and where only one is hidden the next smallest with it,
-- or a subtraction from the total would give it back.
CREATE FUNCTION wall.hide_small(labels text[], counts bigint[], minimum integer)
RETURNS TABLE (label text, n bigint) LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  WITH cell AS (
    SELECT label, n, n > 0 AND n < minimum AS small FROM unnest(labels, counts) AS given (label, n)
  ), ranked AS (
    SELECT *, count(*) FILTER (WHERE small) OVER () AS smalls,
      row_number() OVER (ORDER BY small DESC, n, label) AS place
    FROM cell WHERE n > 0
  )
  SELECT label, CASE WHEN small OR (smalls = 1 AND place = 2) THEN NULL ELSE n END
  FROM ranked ORDER BY n DESC, label
$$;
"""

FIGURES = f"""
CREATE FUNCTION wall.figure_referrals(by text, first date, last date)
RETURNS TABLE (label text, n bigint) {DEFINER} AS $$
  WITH counted AS (
    SELECT CASE by
      WHEN 'source' THEN source WHEN 'form' THEN form WHEN 'wish' THEN wish
      WHEN 'problem' THEN problem WHEN 'state' THEN state
      WHEN 'unit' THEN coalesce((SELECT name FROM organisation_unit WHERE id = unit_id), '')
      WHEN 'month' THEN to_char(received_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM')
      END AS label, count(*) AS n
    FROM wall.counted_referrals(first, last) GROUP BY 1
  )
  SELECT hidden.* FROM (SELECT array_agg(label) AS labels, array_agg(n) AS counts FROM counted) all_of,
    wall.hide_small(labels, counts, wall.least_count()) hidden
$$;

-- How many, of those that a unit signalled, were taken, tried, reached and met.
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

-- From the referral to the first try, the first contact and the first meeting, in hours. `n` is
-- how many got there, `of` how many were taken: a delay says nothing of those it leaves out.
CREATE FUNCTION wall.figure_delays(first date, last date)
RETURNS TABLE (step text, n bigint, out_of bigint, median double precision, p90 double precision)
{DEFINER} AS $$
  WITH counted AS (
    SELECT * FROM wall.counted_referrals(first, last) WHERE case_id IS NOT NULL
  ), reached AS (
    SELECT counted.id, counted.received_at,
      (SELECT min(at) FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at) AS tried_at,
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

-- Whether social services knew her before, by the last signed assessment of each case that these
-- referrals opened or joined; `not_assessed` where there is none.
CREATE FUNCTION wall.figure_known(first date, last date)
RETURNS TABLE (label text, n bigint) {DEFINER} AS $$
  WITH counted AS (
    SELECT DISTINCT case_id FROM wall.counted_referrals(first, last) WHERE case_id IS NOT NULL
  ), answer AS (
    SELECT coalesce((SELECT known_before FROM assessment_assessment assessment
      WHERE assessment.case_id = counted.case_id AND assessment.state = 'signed'
      ORDER BY assessment.signed_at DESC, assessment.id DESC LIMIT 1), 'not_assessed') AS label
    FROM counted
  ), total AS (SELECT label, count(*) AS n FROM answer GROUP BY label)
  SELECT hidden.* FROM (SELECT array_agg(label) AS labels, array_agg(n) AS counts FROM total) all_of,
    wall.hide_small(labels, counts, wall.least_count()) hidden
$$;

-- The lines behind a figure, without name: for a worker and a coordinator only.
CREATE FUNCTION wall.figure_rows(by text, wanted text, first date, last date)
RETURNS TABLE (received_on date, unit text, source text, state text, code text, case_id uuid)
{DEFINER} AS $$
  SELECT (counted.received_at AT TIME ZONE 'Europe/Paris')::date,
    coalesce((SELECT name FROM organisation_unit WHERE id = counted.unit_id), ''),
    counted.source, counted.state,
    coalesce((SELECT c.code FROM cases_case c
      WHERE c.id = counted.case_id AND NOT c.restricted), ''),
    counted.case_id
  FROM wall.counted_referrals(first, last) counted
  WHERE (SELECT wall.role()) IN ('worker', 'coordinator') AND wanted = CASE by
    WHEN 'source' THEN counted.source WHEN 'form' THEN counted.form
    WHEN 'wish' THEN counted.wish WHEN 'problem' THEN counted.problem
    WHEN 'state' THEN counted.state
    WHEN 'unit' THEN coalesce((SELECT name FROM organisation_unit WHERE id = counted.unit_id), '')
    WHEN 'month' THEN to_char(counted.received_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') END
  ORDER BY counted.received_at, counted.id
$$;
"""

FUNCTIONS = [
    "figure_referrals(text, date, date)",
    "figure_reach(date, date)",
    "figure_delays(date, date)",
    "figure_known(date, date)",
    "figure_rows(text, text, date, date)",
    "counted_referrals(date, date)",
]

OWNERS = (
    f"""
-- The rows themselves are for the functions alone: said before the owner changes, for a revoking
-- by somebody else would be silently nothing.
REVOKE EXECUTE ON FUNCTION wall.counted_referrals(date, date) FROM PUBLIC, {APP};
GRANT SELECT ON organisation_unit, organisation_employer TO {STAT};
"""
    + "".join(f"ALTER FUNCTION wall.{name} OWNER TO {STAT};\n" for name in FUNCTIONS)
)

DROPS = "".join(f"DROP FUNCTION wall.{name};\n" for name in FUNCTIONS) + """
DROP FUNCTION wall.hide_small(text[], bigint[], integer);
DROP FUNCTION wall.least_count(), wall.steered_employer_ids();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_small_count"),
        ("referrals", "0002_wall"),
        ("contact", "0002_wall"),
        ("assessment", "0002_wall"),
        ("cases", "0002_wall"),
    ]
    operations = [Sql(SCOPE + HIDING + FIGURES + OWNERS, DROPS)]
