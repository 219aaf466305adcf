"""Delays, answers known before, orientations and card calls open the lines that they count.

Each is counted from lines of its own now, so that what is opened is what was counted.
"""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, STAT, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
BEFORE = "entremise.statistics.migrations."

first_figures = import_module(f"{BEFORE}0001_figures").FIGURES
told = import_module(f"{BEFORE}0008_told_by_another_table")
behind = import_module(f"{BEFORE}0011_lines_that_are_not_shown")

COUNTED = {
    "counted_steps(date, date)": f"""
-- From each referral that was taken to the first try, contact and meeting, in hours; none where
-- she did not get there.
CREATE FUNCTION wall.counted_steps(first date, last date)
RETURNS TABLE (id uuid, step text, rank integer, hours double precision)
{DEFINER} AS $$
  WITH reached AS (
    SELECT counted.id, counted.received_at,
      (SELECT min(at) FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome <> 'not_made') AS tried_at,
      (SELECT min(at) FROM contact_contactattempt attempt
        WHERE attempt.case_id = counted.case_id AND attempt.at >= counted.received_at
          AND attempt.outcome IN ('reached', 'refused')) AS reached_at,
      (SELECT min(at) FROM contact_session session
        WHERE session.case_id = counted.case_id AND session.at >= counted.received_at
          AND NOT EXISTS (SELECT 1 FROM contact_session later WHERE later.corrects_id = session.id)) AS met_at
    FROM wall.counted_referrals(first, last) counted WHERE counted.case_id IS NOT NULL
  )
  SELECT reached.id, steps.step, steps.rank, extract(epoch FROM steps.at - received_at) / 3600
  FROM reached, LATERAL (VALUES (1, 'tried', least(tried_at, met_at)),
    (2, 'reached', least(reached_at, met_at)), (3, 'met', met_at)) AS steps (rank, step, at)
$$;
""",
    "counted_known(date, date)": f"""
-- Each case that these referrals opened or joined, once, by the first of them: whether social
-- services knew her, by its last signed assessment; `not_assessed` where there is none.
CREATE FUNCTION wall.counted_known(first date, last date)
RETURNS TABLE (id uuid, label text)
{DEFINER} AS $$
  SELECT DISTINCT ON (counted.case_id) counted.id,
    coalesce((SELECT known_before FROM assessment_assessment assessment
      WHERE assessment.case_id = counted.case_id AND assessment.state = 'signed'
      ORDER BY assessment.signed_at DESC, assessment.id DESC LIMIT 1), 'not_assessed')
  FROM wall.counted_referrals(first, last) counted WHERE counted.case_id IS NOT NULL
  ORDER BY counted.case_id, counted.received_at, counted.id
$$;
""",
    "counted_orientations(date, date)": f"""
-- Orientations proposed in these days, for the cases in reach of the role.
CREATE FUNCTION wall.counted_orientations(first date, last date)
RETURNS TABLE (id uuid, case_id uuid, proposed_on date, kind text, state text, answer text)
{DEFINER} AS $$
  SELECT orientation.id, orientation.case_id, orientation.proposed_on, orientation.kind,
    orientation.state, CASE
      WHEN orientation.state IN ('proposed', 'sent') THEN 'waiting'
      WHEN orientation.state IN ('accepted', 'kept', 'not_kept') THEN 'accepted'
      WHEN orientation.state IN ('already_received', 'declined_by_her') THEN 'otherwise'
      ELSE orientation.state END
  FROM orientations_orientation orientation
  JOIN cases_case c ON c.id = orientation.case_id
  WHERE orientation.proposed_on BETWEEN first AND last
    AND CASE (SELECT wall.role())
      WHEN 'worker' THEN c.post_id = ANY ((SELECT wall.post_ids())::uuid[])
      WHEN 'coordinator'
        THEN c.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
      WHEN 'steering' THEN c.employer_id = ANY ((SELECT wall.steered_employer_ids())::uuid[])
      ELSE false END
$$;
""",
    "counted_card_calls(date, date)": f"""
-- Referrals of these days that came with the code of a lot, by the unit of the lot: days since
-- the handing, and their class.
CREATE FUNCTION wall.counted_card_calls(first date, last date)
RETURNS TABLE (id uuid, unit text, days integer, class text)
{DEFINER} AS $$
  SELECT called.*, CASE WHEN days <= 7 THEN 'within_week' WHEN days <= 31 THEN 'within_month'
    WHEN days <= 92 THEN 'within_quarter' WHEN days <= 365 THEN 'within_year' ELSE 'beyond' END
  FROM (
    SELECT counted.id, unit.name AS unit,
      greatest(0, (counted.received_at AT TIME ZONE 'Europe/Paris')::date - lot.handed_on) AS days
    FROM wall.counted_referrals(first, last) counted
    JOIN referrals_referral referral ON referral.id = counted.id
    JOIN referrals_cardlot lot ON lot.id = referral.card_lot_id
    JOIN wall.named_units() unit ON unit.id = lot.unit_id
    WHERE lot.handed_on IS NOT NULL
  ) called
$$;
""",
}
AS_THEY_WERE = {
    "figure_delays(date, date)": import_module(f"{BEFORE}0009_interviews_as_corrected").TEXTS[0],
    "figure_known(date, date)": first_figures[
        first_figures.index("CREATE FUNCTION wall.figure_known") : first_figures.index(
            "-- The lines behind"
        )
    ],
    "figure_orientations(date, date)": import_module(f"{BEFORE}0002_orientations").FIGURE,
    "figure_card_delays(date, date)": import_module(f"{BEFORE}0012_units_told_apart").TEXTS[
        "figure_card_delays(date, date)"
    ],
}


def counted_by(name: str, counted: str, instead_of: str) -> str:
    """A figure as it was, its total being over the lines that it opens."""
    head, _, rest = AS_THEY_WERE[name].partition("  WITH ")
    total = rest[rest.index("total AS (") :]
    return f"{head}  WITH {total}".replace(
        f"FROM {instead_of} GROUP BY", f"FROM wall.{counted}(first, last) GROUP BY"
    )


COUNTED_BY = {
    "figure_delays(date, date)": ("counted_steps", "hours"),
    "figure_known(date, date)": ("counted_known", "answer"),
    "figure_orientations(date, date)": ("counted_orientations", "counted"),
    "figure_card_delays(date, date)": ("counted_card_calls", "called"),
}
TEXTS = {name: counted_by(name, *lines) for name, lines in COUNTED_BY.items()}

COLUMNS = """received_on date, unit text, source text, state text, code text, case_id uuid,
  elapsed double precision"""
COUNTS_LINES = "(SELECT wall.role()) IN ('worker', 'coordinator')"
# What an assessment says and where she was sent are for those who open her case.
READS_CASES = "(SELECT wall.role()) = 'worker'"


def lines(signature: str, counted: str, elapsed: str, reads: str, wanted: str) -> str:
    """The referrals behind a count, without name; those that the reader may not see are empty."""
    return f"""
CREATE FUNCTION wall.{signature}
RETURNS TABLE ({COLUMNS})
{DEFINER} AS $$
  SELECT said.*
  FROM wall.{counted}(first, last) line
  JOIN referrals_referral referral ON referral.id = line.id
  LEFT JOIN wall.named_units() unit ON unit.id = referral.unit_id
  LEFT JOIN cases_case c ON c.id = referral.case_id
  LEFT JOIN LATERAL (
    SELECT (referral.received_at AT TIME ZONE 'Europe/Paris')::date AS received_on,
      coalesce(unit.name, ''), referral.source, referral.state, coalesce(c.code, ''),
      CASE WHEN {behind.OPENS_CASE} THEN c.id END, {elapsed}::double precision
    WHERE {reads}
  ) said ON true
  WHERE {wanted}
  ORDER BY said.received_on, referral.received_at, referral.id
$$;
"""


LINES = {
    "figure_delay_rows(text, date, date)": lines(
        "figure_delay_rows(wanted text, first date, last date)",
        "counted_steps",
        "line.hours",
        behind.READS_LINE,
        f"{COUNTS_LINES} AND line.step = wanted AND line.hours IS NOT NULL",
    ),
    "figure_known_rows(text, date, date)": lines(
        "figure_known_rows(wanted text, first date, last date)",
        "counted_known",
        "NULL",
        behind.OPENS_CASE,
        f"{READS_CASES} AND line.label = wanted",
    ),
    "figure_card_rows(text, text, date, date)": lines(
        "figure_card_rows(wanted text, part text, first date, last date)",
        "counted_card_calls",
        "line.days",
        behind.READS_LINE,
        f"{COUNTS_LINES} AND line.unit = wanted AND part IN ('', line.class)",
    ),
    "figure_orientation_rows(text, text, date, date)": f"""
-- The orientations behind a count; those of a case that the reader does not open are empty.
CREATE FUNCTION wall.figure_orientation_rows(wanted text, part text, first date, last date)
RETURNS TABLE ({COLUMNS})
{DEFINER} AS $$
  SELECT said.*
  FROM wall.counted_orientations(first, last) line
  JOIN cases_case c ON c.id = line.case_id
  LEFT JOIN LATERAL (
    SELECT line.proposed_on AS received_on, '', '', line.state, c.code, c.id,
      NULL::double precision
    WHERE {behind.OPENS_CASE}
  ) said ON true
  WHERE {READS_CASES} AND line.kind = wanted AND part IN ('', line.answer)
  ORDER BY said.received_on, line.id
$$;
""",
}


def drops(names: dict[str, str]) -> str:
    return "".join(f"DROP FUNCTION wall.{name};\n" for name in names)


def owned(names: dict[str, str]) -> str:
    return "".join(f"ALTER FUNCTION wall.{name} OWNER TO {STAT};\n" for name in names)


# Revoked before the owner changes: by somebody else it would be silently nothing.
HELD_BACK = "".join(
    f"REVOKE EXECUTE ON FUNCTION wall.{name} FROM PUBLIC, {APP};\n" for name in COUNTED
)


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0013_no_figure_by_problem"),
        ("contact", "0002_wall"),
        ("assessment", "0002_wall"),
        ("orientations", "0002_wall"),
    ]
    operations = [
        Sql("".join(COUNTED.values()) + HELD_BACK + owned(COUNTED), drops(COUNTED)),
        Sql(
            "".join(map(told.again, TEXTS.keys(), TEXTS.values())),
            "".join(map(told.again, AS_THEY_WERE.keys(), AS_THEY_WERE.values())),
        ),
        Sql("".join(LINES.values()) + owned(LINES), drops(LINES)),
    ]
