from django.db import migrations

from entremise.access.wall import Sql

ROLE = """
-- The role of the account that asks; NULL for a visitor, a link, a job, or a closed account.
CREATE FUNCTION wall.role() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT role FROM accounts_user
  WHERE id = (SELECT wall.user_id()) AND is_active AND (SELECT wall.kind()) = 'user'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("access", "0001_initial")]
    operations = [Sql(ROLE, "DROP FUNCTION wall.role()")]
