"""A count that one table hides is not given back by another."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, STAT, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
PLAIN = "LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp"
BEFORE = "entremise.statistics.migrations."


def again(name: str, text: str) -> str:
    """A function made anew for the role that counts; replacing it is for that role alone."""
    return f"""
DROP FUNCTION wall.{name};
{text.split("ALTER FUNCTION")[0]}
ALTER FUNCTION wall.{name} OWNER TO {STAT};
"""


HIDING = f"""
CREATE FUNCTION wall.any_small(counts bigint[], minimum integer) RETURNS boolean {PLAIN} AS $$
  SELECT EXISTS (SELECT 1 FROM unnest(counts) AS n WHERE n > 0 AND n < minimum)
$$;

-- Hide the small counts of one table, and the next smallest with them until two are hidden whose
-- sum is not small: another table says the total, and a subtraction would give that sum back.
CREATE OR REPLACE FUNCTION wall.hide_small(labels text[], counts bigint[], minimum integer)
RETURNS TABLE (label text, n bigint) {PLAIN} AS $$
  WITH cell AS (
    SELECT label, n, n > 0 AND n < minimum AS small FROM unnest(labels, counts) AS given (label, n)
  ), ranked AS (
    SELECT *, bool_or(small) OVER () AS partly,
      row_number() OVER so_far AS place, sum(n) OVER so_far - n AS before
    FROM cell WHERE n > 0 WINDOW so_far AS (ORDER BY small DESC, n, label)
  )
  SELECT label, CASE WHEN small OR (partly AND (place = 2 OR before < minimum)) THEN NULL ELSE n END
  FROM ranked ORDER BY n DESC, label
$$;
"""

DELAYS_BEFORE = (
    import_module(f"{BEFORE}0007_tries_that_were_made")
    .delays("\n          AND attempt.outcome <> 'not_made'")
    .removeprefix("\nDROP FUNCTION wall.figure_delays(date, date);\n")
)
HOW_MANY = DELAYS_BEFORE.split("  SELECT step, CASE WHEN n")[0].rstrip()

# Each step is part of the one before it: what is lost between two of them is a count too. Those
# who were taken are also a count of the table by state, and are shown here if they are there.
NESTED = """
  , judged AS (
    SELECT *, wall.any_small(ARRAY[out_of, n, lag(n, 1, out_of) OVER (ORDER BY rank) - n],
      wall.least_count()) AS small
    FROM total
  ), state AS (
    SELECT * FROM wall.figure_referrals('state', first, last) WHERE label = 'accepted'
  )
  SELECT step, CASE WHEN shown THEN n END, CASE WHEN shown THEN out_of END,
    CASE WHEN shown THEN median END, CASE WHEN shown THEN p90 END
  FROM judged, (SELECT NOT bool_or(small) AND bool_and(state.n IS NOT NULL) AS shown
    FROM judged, state) every ORDER BY rank
$$;
"""

JUDGED = f"""
-- The parts that make up a line of the doors: those not offered help, those offered though not
-- asked, those asked, those who refused at once and later, those who wait, and what each step from
-- the taking on has lost. Where none is small no sum of them is, in this table or another.
CREATE FUNCTION wall.parts_of_door(flagged bigint, refusals bigint, not_asked bigint,
  offered bigint, refused bigint, taken bigint, tried bigint, reached bigint, met bigint)
RETURNS bigint[] {PLAIN} AS $$
  SELECT ARRAY[flagged - offered, not_asked - (flagged - offered), flagged - refusals - not_asked,
    refusals, refused - refusals, offered - refused - taken,
    taken - tried, tried - reached, reached - met, met]
$$;

-- A line is shown if none of its parts is small, and its referrals are shown in their own table.
-- The lines that are not are taken with the next smallest, until no part of their sum is small.
CREATE FUNCTION wall.judged_doors(first date, last date)
RETURNS TABLE (dimension text, label text, flagged bigint, refusals bigint, not_asked bigint,
  offered bigint, refused bigint, tried bigint, reached bigint, met bigint, shown boolean)
{DEFINER} AS $$
  WITH total AS (
    SELECT dimension, label, count(*) AS flagged, count(*) FILTER (WHERE state IS NULL) AS refusals,
      count(*) FILTER (WHERE not_asked) AS not_asked, count(*) FILTER (WHERE offered) AS offered,
      count(*) FILTER (WHERE refused) AS refused, count(case_id) AS taken,
      count(*) FILTER (WHERE tried) AS tried, count(*) FILTER (WHERE reached) AS reached,
      count(*) FILTER (WHERE met) AS met
    FROM wall.counted_doors(first, last) line,
      LATERAL (VALUES ('unit', line.unit), ('form', line.form)) AS seen (dimension, label)
    GROUP BY dimension, label
  ), referrals AS (
    SELECT dimension, hidden.label FROM (
      SELECT dimension, array_agg(label) AS labels, array_agg(flagged - refusals) AS counts
      FROM total GROUP BY dimension) every,
      wall.hide_small(every.labels, every.counts, wall.least_count()) hidden
    WHERE hidden.n IS NULL
  ), judged AS (
    SELECT total.*, minimum, (dimension, label) IN (SELECT dimension, label FROM referrals)
      OR wall.any_small(wall.parts_of_door(
        flagged, refusals, not_asked, offered, refused, taken, tried, reached, met), minimum) AS small
    FROM total, (SELECT wall.least_count() AS minimum) threshold
  ), summed AS (
    SELECT *, count(*) FILTER (WHERE small) OVER (PARTITION BY dimension) AS smalls,
      row_number() OVER so_far AS place, NOT wall.any_small(wall.parts_of_door(
        sum(flagged) OVER so_far::bigint, sum(refusals) OVER so_far::bigint,
        sum(not_asked) OVER so_far::bigint, sum(offered) OVER so_far::bigint,
        sum(refused) OVER so_far::bigint, sum(taken) OVER so_far::bigint,
        sum(tried) OVER so_far::bigint, sum(reached) OVER so_far::bigint,
        sum(met) OVER so_far::bigint), minimum) AS clear
    FROM judged
    WINDOW so_far AS (PARTITION BY dimension ORDER BY small DESC, flagged, label)
  )
  SELECT dimension, label, flagged, refusals, not_asked, offered, refused, tried, reached, met,
    smalls = 0 OR coalesce(place > min(place) FILTER (WHERE clear AND place >= greatest(2, smalls))
      OVER (PARTITION BY dimension), false)
  FROM summed
$$;
"""
DOORS = f"""
CREATE FUNCTION wall.figure_doors(by text, first date, last date)
RETURNS TABLE (label text, flagged bigint, not_asked bigint, offered bigint, refused bigint,
  tried bigint, reached bigint, met bigint)
{DEFINER} AS $$
  SELECT label, CASE WHEN shown THEN flagged END, CASE WHEN shown THEN not_asked END,
    CASE WHEN shown THEN offered END, CASE WHEN shown THEN refused END,
    CASE WHEN shown THEN tried END, CASE WHEN shown THEN reached END, CASE WHEN shown THEN met END
  FROM wall.judged_doors(first, last) WHERE dimension = by ORDER BY label
$$;
"""
REFUSALS = f"""
-- Refusals are part of the doors: a unit is shown here where it is shown there.
CREATE FUNCTION wall.figure_refusals(first date, last date)
RETURNS TABLE (label text, n bigint)
{DEFINER} AS $$
  SELECT label, CASE WHEN shown THEN refusals END
  FROM wall.judged_doors(first, last) WHERE dimension = 'unit' AND refusals > 0
  ORDER BY refusals DESC, label
$$;
"""

# Revoked before the owner changes: by somebody else it would be silently nothing.
OWNERS = f"""
REVOKE EXECUTE ON FUNCTION wall.judged_doors(date, date) FROM PUBLIC, {APP};
ALTER FUNCTION wall.judged_doors(date, date) OWNER TO {STAT};
"""

HIDING_BEFORE = (
    import_module(f"{BEFORE}0001_figures").HIDING.replace("CREATE", "CREATE OR REPLACE")
    + """
DROP FUNCTION wall.parts_of_door(bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint,
  bigint), wall.any_small(bigint[], integer);
"""
)
REFUSALS_BEFORE = import_module(f"{BEFORE}0003_refusals").FIGURE
DOORS_BEFORE = import_module(f"{BEFORE}0006_doors").TABLE.split("-- The lines behind")[0]
BY_LABEL = import_module(f"{BEFORE}0001_figures").FIGURES.split("-- How many, of those")[0]

# The doors say how many could not be asked, danger included: a part of these would tell the other.
NOT_ASKED = "hidden.label IN ('could_not_ask', 'danger')"
HALVES = BY_LABEL.replace(
    "SELECT hidden.* FROM",
    f"""SELECT hidden.label, CASE WHEN {NOT_ASKED}
    AND bool_or(hidden.n IS NULL) FILTER (WHERE {NOT_ASKED}) OVER () THEN NULL ELSE hidden.n END FROM""",
)


def functions(by_label: str, delays: str, doors: str, refusals: str) -> str:
    return (
        again("figure_referrals(text, date, date)", by_label)
        + again("figure_delays(date, date)", delays)
        + again("figure_doors(text, date, date)", doors)
        + again("figure_refusals(date, date)", refusals)
    )


class Migration(migrations.Migration):
    dependencies = [("statistics", "0007_tries_that_were_made")]
    operations = [
        Sql(HIDING, HIDING_BEFORE),
        Sql(JUDGED + OWNERS, "DROP FUNCTION wall.judged_doors(date, date)"),
        Sql(
            functions(HALVES, HOW_MANY + NESTED, DOORS, REFUSALS),
            functions(BY_LABEL, DELAYS_BEFORE, DOORS_BEFORE, REFUSALS_BEFORE),
        ),
    ]
