"""An interview that was corrected counts once, on the day that the correction says."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, Sql

BEFORE = "entremise.statistics.migrations."
NAMES = ("figure_delays(date, date)", "counted_doors(date, date)")
HELD = "WHERE session.case_id = counted.case_id AND session.at >= counted.received_at"
AS_CORRECTED = f"""{HELD}
          AND NOT EXISTS (SELECT 1 FROM contact_session later WHERE later.corrects_id = session.id)"""

told = import_module(f"{BEFORE}0008_told_by_another_table")
TEXTS_BEFORE = (
    told.HOW_MANY + told.NESTED,
    import_module(f"{BEFORE}0006_doors").LINES
    + f"REVOKE EXECUTE ON FUNCTION wall.counted_doors(date, date) FROM PUBLIC, {APP};\n",
)
TEXTS = tuple(text.replace(HELD, AS_CORRECTED) for text in TEXTS_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0008_told_by_another_table")]
    operations = [
        Sql(
            "".join(map(told.again, NAMES, TEXTS)),
            "".join(map(told.again, NAMES, TEXTS_BEFORE)),
        )
    ]
