from django.db import migrations

from entremise.access.wall import APP, READS_THE_CASE, Protect, Sql

# What is signed is never changed, not even by SQL: an update reads drafts only, and a draft may
# become signed. Throwing away is for drafts.
DRAFT = f"state = 'draft' AND {READS_THE_CASE}"
SIGNING = f"""
GRANT UPDATE ON assessment_assessment TO {APP};
CREATE POLICY app_update ON assessment_assessment FOR UPDATE TO {APP}
  USING ({DRAFT}) WITH CHECK ({READS_THE_CASE});
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial"), ("cases", "0002_wall")]
    operations = [
        Protect(
            "assessment_assessment",
            read=READS_THE_CASE,
            insert=DRAFT,
            delete=DRAFT,
            stat=True,
        ),
        Sql(SIGNING, "DROP POLICY app_update ON assessment_assessment"),
    ]
