"""Behind a figure, a line that the reader may not open is counted, and nothing of it is said."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
BEFORE = "entremise.statistics.migrations."
NAMES = (
    "figure_rows(text, text, date, date)",
    "figure_door_rows(text, text, text, date, date)",
)
LENT = "(SELECT wall.lent_case_ids())::uuid[]"

# A restricted one is for the named readers of its case and, before it has one, for the worker who
# wrote it down. A refusal has no line at all.
READS_LINE = f"""referral.id IS NOT NULL AND (NOT (referral.restricted OR coalesce(c.restricted, false))
      OR CASE WHEN c.id IS NULL THEN referral.referrer_id = (SELECT wall.user_id())
        ELSE c.id = ANY ({LENT}) END)"""
OPENS_CASE = (
    f"c.id = ANY ({LENT}) OR (NOT c.restricted AND c.post_id = ANY ((SELECT wall.post_ids())::uuid[]))"
)


def lines(signature: str, counted: str, wanted: str) -> str:
    """The lines behind a count, without name, for a worker and a coordinator; the others are empty."""
    return f"""
CREATE FUNCTION wall.{signature}
RETURNS TABLE (received_on date, unit text, source text, state text, code text, case_id uuid)
{DEFINER} AS $$
  SELECT said.*
  FROM wall.{counted}(first, last) line
  LEFT JOIN referrals_referral referral ON referral.id = line.id
  LEFT JOIN organisation_unit unit ON unit.id = referral.unit_id
  LEFT JOIN cases_case c ON c.id = referral.case_id
  LEFT JOIN LATERAL (
    SELECT (referral.received_at AT TIME ZONE 'Europe/Paris')::date AS received_on,
      coalesce(unit.name, ''), referral.source, referral.state, coalesce(c.code, ''),
      CASE WHEN {OPENS_CASE} THEN c.id END
    WHERE {READS_LINE}
  ) said ON true
  WHERE (SELECT wall.role()) IN ('worker', 'coordinator') AND {wanted}
  ORDER BY said.received_on, referral.received_at, referral.id
$$;
"""


TEXTS = (
    lines(
        "figure_rows(by text, wanted text, first date, last date)",
        "counted_referrals",
        """wanted = CASE by
    WHEN 'source' THEN line.source WHEN 'form' THEN line.form
    WHEN 'wish' THEN line.wish WHEN 'state' THEN line.state
    WHEN 'unit' THEN coalesce(unit.name, '')
    WHEN 'month' THEN to_char(line.received_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') END""",
    ),
    lines(
        "figure_door_rows(by text, wanted text, step text, first date, last date)",
        "counted_doors",
        """wanted = CASE by WHEN 'unit' THEN line.unit WHEN 'form' THEN line.form END
    AND CASE step WHEN 'flagged' THEN true WHEN 'not_asked' THEN line.not_asked
      WHEN 'offered' THEN line.offered WHEN 'refused' THEN line.refused
      WHEN 'tried' THEN line.tried WHEN 'reached' THEN line.reached
      WHEN 'met' THEN line.met ELSE false END""",
    ),
)

again = import_module(f"{BEFORE}0008_told_by_another_table").again
TEXTS_BEFORE = tuple(
    sql[sql.rindex("CREATE FUNCTION") :]
    for sql in (
        import_module(f"{BEFORE}0001_figures").FIGURES,
        import_module(f"{BEFORE}0006_doors").TABLE,
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0010_refusals_without_a_unit"),
        ("cases", "0002_wall"),
    ]
    operations = [
        Sql("".join(map(again, NAMES, TEXTS)), "".join(map(again, NAMES, TEXTS_BEFORE)))
    ]
