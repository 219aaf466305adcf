"""What was known before is counted from the assessment that the page of the case shows.

The rule is that of `assessment.queries.latest`: the last by the day on which it was made, and none
that a signed correction replaces. By another, the page and the figure would contradict each other.
"""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, Sql

BEFORE = "entremise.statistics.migrations."
NAME = "counted_known(date, date)"
LAST_SIGNED = """      ORDER BY assessment.signed_at DESC, assessment.id DESC LIMIT 1"""
STANDING = """        AND NOT EXISTS (SELECT 1 FROM assessment_assessment correction
          WHERE correction.previous_id = assessment.id AND correction.corrects
            AND correction.state = 'signed')
      ORDER BY assessment.at DESC, assessment.created_at DESC, assessment.id DESC LIMIT 1"""

told = import_module(f"{BEFORE}0008_told_by_another_table")
TEXT_BEFORE = (
    import_module(f"{BEFORE}0014_lines_behind_every_figure").COUNTED[NAME]
    + f"REVOKE EXECUTE ON FUNCTION wall.{NAME} FROM PUBLIC, {APP};\n"
)
TEXT = TEXT_BEFORE.replace(LAST_SIGNED, STANDING).replace(
    "its last signed assessment", "its signed assessment that stands"
)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0014_lines_behind_every_figure")]
    operations = [Sql(told.again(NAME, TEXT), told.again(NAME, TEXT_BEFORE))]
