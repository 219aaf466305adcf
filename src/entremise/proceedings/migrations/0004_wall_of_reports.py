from django.db import migrations

from entremise.access.wall import READS_THE_CASE, Protect, Sql

# No figure reads these tables: the role that counts has no right on them, so that the number of a
# procedure or a child's name cannot reach a report even by mistake.
ADDED = {"read": READS_THE_CASE, "insert": READS_THE_CASE}
KEPT = {**ADDED, "update": READS_THE_CASE}

# What is signed is what left: only its way to the authority may still be written on the row.
FREEZE = """
CREATE FUNCTION wall.signed_report_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  later CONSTANT text[] := '{state,sent_on,sent_how,acknowledged_on}';
BEGIN
  IF OLD.state <> 'draft' AND (
    NEW.state IN ('draft', 'not_made') OR to_jsonb(NEW) - later <> to_jsonb(OLD) - later
  ) THEN
    RAISE EXCEPTION 'entremise: what is signed is corrected by another writing'
      USING ERRCODE = '23514', CONSTRAINT = 'signed_report_is_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keeps_what_is_signed BEFORE UPDATE ON proceedings_statutoryreport
  FOR EACH ROW EXECUTE FUNCTION wall.signed_report_is_kept();
"""
THAW = """
DROP TRIGGER keeps_what_is_signed ON proceedings_statutoryreport;
DROP FUNCTION wall.signed_report_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("proceedings", "0003_complaint_and_reports"), ("cases", "0002_wall")]
    operations = [
        Protect("proceedings_complaintpreparation", **KEPT),
        Protect("proceedings_complaintfact", **KEPT, delete=READS_THE_CASE),
        Protect("proceedings_complaintnote", **ADDED),
        Protect("proceedings_statutoryreport", **KEPT),
        Protect("proceedings_perilcall", **ADDED),
        Protect("proceedings_disclosure", **ADDED),
        Sql(FREEZE, THAW),
    ]
