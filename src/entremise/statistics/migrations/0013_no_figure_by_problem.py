"""No figure is asked by problem: nothing counts by it."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, Sql

BEFORE = "entremise.statistics.migrations."
SCOPE = import_module(f"{BEFORE}0001_figures").SCOPE
# Revoked before the owner changes: by somebody else it would be silently nothing.
REVOKED = f"REVOKE EXECUTE ON FUNCTION wall.counted_referrals(date, date) FROM PUBLIC, {APP};\n"

again = import_module(f"{BEFORE}0008_told_by_another_table").again
units = import_module(f"{BEFORE}0012_units_told_apart")
AS_THEY_WERE = {
    "counted_referrals(date, date)": (
        SCOPE[SCOPE.index("CREATE FUNCTION wall.counted_referrals") :] + REVOKED
    ),
    "figure_referrals(text, date, date)": units.TEXTS["figure_referrals(text, date, date)"],
}


def without_problem(function: str) -> str:
    for word in ("WHEN 'problem' THEN problem ", "problem text, ", "problem, "):
        function = function.replace(word, "")
    return function


TEXTS = {name: without_problem(text) for name, text in AS_THEY_WERE.items()}


class Migration(migrations.Migration):
    dependencies = [("statistics", "0012_units_told_apart")]
    operations = [
        Sql(
            "".join(map(again, TEXTS.keys(), TEXTS.values())),
            "".join(map(again, AS_THEY_WERE.keys(), AS_THEY_WERE.values())),
        )
    ]
