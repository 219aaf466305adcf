"""The journal names a case by its code, as its page does: that word, and nothing else of it."""

from django.db import migrations

from entremise.access.wall import SEARCH, Sql

DPO = "(SELECT wall.affiliated_employer_ids('dpo'))::uuid[]"
FUNCTION = f"""
CREATE FUNCTION wall.codes_in_journal(wanted uuid[]) RETURNS TABLE (case_id uuid, code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT named.id, named.code FROM cases_case named
  WHERE named.id = ANY (wanted) AND named.employer_id = ANY ({DPO})
$$;
ALTER FUNCTION wall.codes_in_journal(uuid[]) OWNER TO {SEARCH};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_nobody_asks")]
    operations = [Sql(FUNCTION, "DROP FUNCTION wall.codes_in_journal(uuid[])")]
