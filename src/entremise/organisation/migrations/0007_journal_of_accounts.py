from django.db import migrations

from entremise.access.wall import APP, Sql

# The technical administration belongs to no employer, and can make a login link for any account:
# every officer for data protection sees what it does to accounts, posts and units.
POLICY = f"""
CREATE POLICY dpo_sees_administration ON access_journalentry FOR SELECT TO {APP}
  USING (employer_id IS NULL AND split_part(event, ':', 1) IN ('account', 'post', 'ground')
         AND cardinality((SELECT wall.affiliated_employer_ids('dpo'))::uuid[]) > 0);
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_open_office")]
    operations = [Sql(POLICY, "DROP POLICY dpo_sees_administration ON access_journalentry")]
