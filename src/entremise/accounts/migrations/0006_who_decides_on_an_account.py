"""What an account may do, and whether it is open, is said by the technical administration."""

from django.db import migrations

from entremise.access.wall import APP, Sql

# A policy cannot say which columns change, and the login writes others before anybody is known.
# The owner's deeds and the signed commands of the host are not those of a page.
DECIDED = f"""
CREATE FUNCTION wall.account_is_decided_on() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user = '{APP}' AND wall.kind() <> 'command'
    AND wall.role() IS DISTINCT FROM 'admin' THEN
    RAISE EXCEPTION 'entremise: the administration decides on accounts' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided_on BEFORE UPDATE OF role, is_active ON accounts_user FOR EACH ROW
  WHEN ((OLD.role, OLD.is_active) IS DISTINCT FROM (NEW.role, NEW.is_active))
  EXECUTE FUNCTION wall.account_is_decided_on();
"""
UNDECIDED = """
DROP TRIGGER decided_on ON accounts_user;
DROP FUNCTION wall.account_is_decided_on();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_drafts_out_of_backups"),
        ("access", "0001_initial"),
    ]
    operations = [Sql(DECIDED, UNDECIDED)]
