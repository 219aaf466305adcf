"""Two units that bear one name are two: they are said with their force and their département."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import Sql

BEFORE = "entremise.statistics.migrations."
NAMED = """
-- A unit by its name; where another bears it, by its force and its département too: no two are
-- of one name there.
CREATE FUNCTION wall.named_units() RETURNS TABLE (id uuid, name text, departement_id text)
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT id, name || CASE WHEN count(*) OVER (PARTITION BY name) > 1
    THEN ' (' || kind || ', ' || departement_id || ')' ELSE '' END, departement_id
  FROM organisation_unit
$$;
"""

told = import_module(f"{BEFORE}0008_told_by_another_table")
lines = import_module(f"{BEFORE}0011_lines_that_are_not_shown")
AS_THEY_WERE = {
    "figure_referrals(text, date, date)": told.HALVES,
    "counted_doors(date, date)": import_module(f"{BEFORE}0010_refusals_without_a_unit").WITH_QUEUES,
    "figure_card_delays(date, date)": import_module(f"{BEFORE}0004_card_delays").FIGURE,
    "figure_set_aside(text, date, date)": import_module(f"{BEFORE}0005_set_aside").FIGURE,
    **dict(zip(lines.NAMES, lines.TEXTS, strict=True)),
}


def with_named_units(function: str) -> str:
    return (
        function.replace("organisation_unit unit", "wall.named_units() unit")
        .replace("(SELECT name FROM organisation_unit WHERE id = unit_id)", "unit.name")
        .replace(
            "FROM wall.counted_referrals(first, last) GROUP BY 1",
            "FROM wall.counted_referrals(first, last)\n"
            "    LEFT JOIN wall.named_units() unit ON unit.id = unit_id GROUP BY 1",
        )
    )


TEXTS = {name: with_named_units(text) for name, text in AS_THEY_WERE.items()}


class Migration(migrations.Migration):
    dependencies = [("statistics", "0011_lines_that_are_not_shown")]
    operations = [
        Sql(NAMED, "DROP FUNCTION wall.named_units()"),
        Sql(
            "".join(map(told.again, TEXTS.keys(), TEXTS.values())),
            "".join(map(told.again, AS_THEY_WERE.keys(), AS_THEY_WERE.values())),
        ),
    ]
