"""A line names the case that its import made, and undoing removes no other."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import APP, Sql

BEFORE = import_module("entremise.imports.migrations.0002_wall")
MADE_BY_IT = """
    AND EXISTS (
      SELECT 1 FROM cases_case hers JOIN referrals_referral asked ON asked.case_id = hers.id
        JOIN imports_import brought_it ON brought_it.id = made.of_id
      WHERE hers.id = made.case_id AND hers.person_id = made.person_id
        AND hers.post_id = made.post_id AND hers.created_at >= brought_it.created_at
        AND asked.id = made.referral_id)"""

UNDO = BEFORE.UNDO[BEFORE.UNDO.index("-- Remove what lines") :].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
END = f"AND {BEFORE.IS_WORKER};"
UNDO_ITS_OWN = UNDO.replace(END, END.removesuffix(";") + MADE_BY_IT + ";")


def insert(also: str) -> str:
    return f"""
DROP POLICY app_insert ON imports_importedrow;
CREATE POLICY app_insert ON imports_importedrow FOR INSERT TO {APP} WITH CHECK (
  {BEFORE.OF_HER_IMPORT}{also});
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0003_night_of_each_who_brings")]
    operations = [
        Sql(UNDO_ITS_OWN, UNDO),
        Sql(insert(MADE_BY_IT.replace("made.", "imports_importedrow.")), insert("")),
    ]
