from django.db import migrations

from entremise.access.wall import BACKUP, Sql

# A draft lives seven days, and no key of a case seals it: in a backup it would outlive both.
LEAVE_OUT = f"REVOKE SELECT ON accounts_draft FROM {BACKUP}"
TAKE_IN = f"GRANT SELECT ON accounts_draft TO {BACKUP}"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_dense")]
    operations = [Sql(LEAVE_OUT, TAKE_IN)]
