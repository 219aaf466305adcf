"""Beside a small count, hide the fewest others: steps first, then lines, never a whole table.

The database says the totals too: what may be shown of them is judged as what a line may show.
"""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, STAT, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
PLAIN = "LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp"
BEFORE = "entremise.statistics.migrations."

told = import_module(f"{BEFORE}0008_told_by_another_table")
again = told.again

# One bit for each count that may be shown; the table by state shows the taken and the declined.
# Who was flagged is shown with the refusals: the referrals, which other tables say, are the rest.
REFUSAL, NOT_ASKED, OFFERED, REFUSED, TAKEN, TRIED, REACHED, MET, DECLINED = (
    1 << place for place in range(9)
)
SHOWN = {
    "flagged": REFUSAL,
    "not_asked": NOT_ASKED,
    "offered": OFFERED,
    "refused": REFUSED,
    "tried": TRIED,
    "reached": REACHED,
    "met": MET,
}
EVERY = sum(SHOWN.values())

HIDING = f"""
-- People are told apart by the counts shown: a subtraction tells how many are in the same ones.
-- Wishes and steps cross, and so do the offer and the state: each is told apart for itself. Where
-- the refusals are not shown, nothing that counts them is.
CREATE FUNCTION wall.tells_small(masks integer[], counts bigint[], shown integer, minimum integer)
RETURNS boolean {PLAIN} AS $$
  SELECT EXISTS (
    SELECT 1 FROM unnest(masks, counts) AS part (mask, n),
      LATERAL (VALUES (1, shown & ~{NOT_ASKED | OFFERED}), (2, shown & ~{NOT_ASKED | DECLINED}),
        (3, shown & {REFUSAL | NOT_ASKED | OFFERED})) AS seen (way, bits)
    WHERE shown & {REFUSAL} > 0 OR mask & {REFUSAL} = 0
    GROUP BY way, mask & bits HAVING sum(n) > 0 AND sum(n) < minimum)
$$;
"""

MASK = f"""{REFUSAL} * (state IS NULL)::integer + {NOT_ASKED} * not_asked::integer
      + {OFFERED} * offered::integer + {REFUSED} * refused::integer
      + {TAKEN} * (case_id IS NOT NULL)::integer + {TRIED} * tried::integer
      + {REACHED} * reached::integer + {MET} * met::integer
      + {DECLINED} * coalesce(state = 'declined', false)::integer"""

JUDGED = f"""
-- Each line of the doors and, without a label, all of them; `shown` has the bits of its counts
-- that are shown. The steps shown are the most that tell no small count of everybody. A line that
-- would tell one of its own says how many were flagged, or nothing: with it the next smallest are
-- hidden, until their sum tells none either.
CREATE FUNCTION wall.judged_doors(first date, last date)
RETURNS TABLE (dimension text, label text, flagged bigint, refusals bigint, not_asked bigint,
  offered bigint, refused bigint, tried bigint, reached bigint, met bigint, shown integer)
{DEFINER} AS $$
  WITH part AS (
    SELECT dimension, label, {MASK} AS mask, count(*) AS n
    FROM wall.counted_doors(first, last) line, LATERAL (VALUES
      ('unit', line.unit), ('form', line.form), ('all', NULL)) AS seen (dimension, label)
    GROUP BY 1, 2, 3
  ), line AS (
    SELECT dimension, label, array_agg(mask) AS masks, array_agg(n) AS counts,
      sum(n)::bigint AS flagged,
      coalesce(sum(n) FILTER (WHERE mask & {REFUSAL} > 0), 0)::bigint AS refusals,
      coalesce(sum(n) FILTER (WHERE mask & {NOT_ASKED} > 0), 0)::bigint AS not_asked,
      coalesce(sum(n) FILTER (WHERE mask & {OFFERED} > 0), 0)::bigint AS offered,
      coalesce(sum(n) FILTER (WHERE mask & {REFUSED} > 0), 0)::bigint AS refused,
      coalesce(sum(n) FILTER (WHERE mask & {TRIED} > 0), 0)::bigint AS tried,
      coalesce(sum(n) FILTER (WHERE mask & {REACHED} > 0), 0)::bigint AS reached,
      coalesce(sum(n) FILTER (WHERE mask & {MET} > 0), 0)::bigint AS met
    FROM part GROUP BY dimension, label
  ), threshold AS (
    SELECT wall.least_count() AS minimum
  ), state AS (
    SELECT coalesce(bit_or(CASE label WHEN 'accepted' THEN {TAKEN} WHEN 'declined' THEN {DECLINED}
      ELSE 0 END) FILTER (WHERE n IS NOT NULL), 0) AS bits
    FROM wall.figure_referrals('state', first, last)
  ), chosen AS (
    SELECT steps AS bits
    FROM line, threshold, state, generate_series(0, {EVERY}) AS steps
    WHERE dimension = 'all' AND steps & {EVERY} = steps
      AND (steps & {REFUSAL} > 0 OR steps & {OFFERED | REFUSED} = 0)
      AND NOT wall.tells_small(masks, counts, steps | state.bits
        | CASE WHEN steps & {OFFERED} > 0 THEN {NOT_ASKED} ELSE 0 END, minimum)
    ORDER BY bit_count(steps::bit(9)) DESC, steps DESC LIMIT 1
  ), referrals AS (
    SELECT dimension, hidden.label FROM (
      SELECT dimension, array_agg(label) AS labels, array_agg(flagged - refusals) AS counts
      FROM line WHERE dimension <> 'all' GROUP BY dimension) every,
      wall.hide_small(every.labels, every.counts, wall.least_count()) hidden
    WHERE hidden.n IS NULL
  ), judged AS (
    SELECT line.*, bits, (dimension, label) IN (SELECT dimension, label FROM referrals)
      OR wall.tells_small(masks, counts, bits, minimum) AS small
    FROM line, threshold, (SELECT bits & {REFUSAL} AS bits FROM chosen UNION SELECT bits FROM chosen) level
    WHERE dimension <> 'all'
  ), ranked AS (
    SELECT *, count(*) FILTER (WHERE small) OVER (PARTITION BY dimension, bits) AS smalls,
      row_number() OVER (PARTITION BY dimension, bits ORDER BY small DESC, flagged, label) AS place
    FROM judged
  ), clear AS (
    SELECT so_far.dimension, so_far.bits, so_far.place
    FROM ranked so_far JOIN ranked one ON one.dimension = so_far.dimension
      AND one.bits = so_far.bits AND one.place <= so_far.place
    JOIN part ON part.dimension = one.dimension AND part.label = one.label, threshold
    WHERE so_far.smalls > 0 AND so_far.place >= greatest(2, so_far.smalls)
    GROUP BY so_far.dimension, so_far.bits, so_far.place, minimum
    HAVING NOT wall.tells_small(array_agg(mask), array_agg(n), so_far.bits, minimum)
  ), lines AS (
    SELECT dimension, label, CASE WHEN bool_or(bits <= {REFUSAL}) THEN bit_or(bits) ELSE 0 END AS shown
    FROM ranked WHERE smalls = 0 OR place > (SELECT min(clear.place) FROM clear
      WHERE clear.dimension = ranked.dimension AND clear.bits = ranked.bits)
    GROUP BY dimension, label
  )
  SELECT line.dimension, line.label, flagged, refusals, not_asked, offered, refused, tried,
    reached, met, coalesce(CASE WHEN line.dimension = 'all' THEN (SELECT bits FROM chosen)
      ELSE lines.shown END, 0)
  FROM line LEFT JOIN lines ON lines.dimension = line.dimension AND lines.label = line.label
$$;
"""

# Revoked before the owner changes: by somebody else it would be silently nothing.
HELD_BACK = f"REVOKE EXECUTE ON FUNCTION wall.judged_doors(date, date) FROM PUBLIC, {APP};\n"
OWNED = f"ALTER FUNCTION wall.judged_doors(date, date) OWNER TO {STAT};\n"

DOORS = f"""
-- The lines of a table, and last, without a label, all of them together.
CREATE FUNCTION wall.figure_doors(by text, first date, last date)
RETURNS TABLE (label text, flagged bigint, not_asked bigint, offered bigint, refused bigint,
  tried bigint, reached bigint, met bigint)
{DEFINER} AS $$
  SELECT label, {", ".join(f"CASE WHEN shown & {bit} > 0 THEN {step} END" for step, bit in SHOWN.items())}
  FROM wall.judged_doors(first, last) WHERE dimension IN (by, 'all')
  ORDER BY label
$$;
"""
REFUSALS = f"""
-- Refusals are part of the doors: a unit is shown here where it is shown there.
CREATE FUNCTION wall.figure_refusals(first date, last date)
RETURNS TABLE (label text, n bigint)
{DEFINER} AS $$
  SELECT label, CASE WHEN shown & {REFUSAL} > 0 THEN refusals END
  FROM wall.judged_doors(first, last) WHERE dimension = 'unit' AND refusals > 0
  ORDER BY refusals DESC, label
$$;
"""

DELAYS_BEFORE = import_module(f"{BEFORE}0014_lines_behind_every_figure").TEXTS[
    "figure_delays(date, date)"
]
# Those who got to a step are those of the doors, and those taken those of the table by state.
SHOWN_APART = f"""
  , everybody AS (
    SELECT coalesce(bit_or(shown), 0) AS shown
    FROM wall.judged_doors(first, last) WHERE dimension = 'all'
  ), taken AS (
    SELECT coalesce(bool_or(n IS NOT NULL), false) AS shown
    FROM wall.figure_referrals('state', first, last) WHERE label = 'accepted'
  )
  SELECT step, CASE WHEN everybody.shown & CASE step
      WHEN 'tried' THEN {TRIED} WHEN 'reached' THEN {REACHED} ELSE {MET} END > 0 THEN n END,
    CASE WHEN taken.shown THEN out_of END,
    CASE WHEN n >= minimum THEN median END, CASE WHEN n >= minimum THEN p90 END
  FROM total, everybody, taken, (SELECT wall.least_count() AS minimum) threshold ORDER BY rank
$$;
"""
DELAYS = DELAYS_BEFORE.split("\n  , judged AS (")[0] + SHOWN_APART

TEXTS = {
    "figure_doors(text, date, date)": DOORS,
    "figure_refusals(date, date)": REFUSALS,
    "figure_delays(date, date)": DELAYS,
}
AS_THEY_WERE = {
    "figure_doors(text, date, date)": told.DOORS,
    "figure_refusals(date, date)": told.REFUSALS,
    "figure_delays(date, date)": DELAYS_BEFORE,
}
JUDGED_BEFORE = told.JUDGED[told.JUDGED.index("-- A line is shown") :]
NO_JUDGE = "DROP FUNCTION wall.judged_doors(date, date);\n"


class Migration(migrations.Migration):
    dependencies = [("statistics", "0015_answers_of_the_assessment_that_stands")]
    # In one piece: PostgreSQL reads each text against the judge that stands when it is made.
    operations = [
        Sql(
            NO_JUDGE
            + HIDING
            + JUDGED
            + HELD_BACK
            + OWNED
            + "".join(map(again, TEXTS.keys(), TEXTS.values())),
            NO_JUDGE
            + "DROP FUNCTION wall.tells_small(integer[], bigint[], integer, integer);\n"
            + JUDGED_BEFORE
            + HELD_BACK
            + OWNED
            + "".join(map(again, AS_THEY_WERE.keys(), AS_THEY_WERE.values())),
        ),
    ]
