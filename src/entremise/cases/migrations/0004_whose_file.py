from django.db import migrations

from entremise.access.wall import SEARCH, Sql

DPO = "(SELECT wall.affiliated_employer_ids('dpo'))::uuid[]"
DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# To answer « who read my file? », the data protection officer finds one person by what names her
# exactly, and gets identifiers: of the person and of her cases, restricted ones too, since those
# are asked about most. Neither name nor text comes with them.
FUNCTIONS = f"""
CREATE FUNCTION wall.lines_of_persons() RETURNS bytea LANGUAGE sql {DEFINER} AS $$
  SELECT string_agg(
    uuid_send(identity.id) || uuid_send(identity.person_id)
      || int4send(length(identity.line_sealed)) || identity.line_sealed, ''::bytea)
  FROM people_identity identity JOIN people_person person ON person.id = identity.person_id
  WHERE person.employer_id = ANY ({DPO})
$$;
ALTER FUNCTION wall.lines_of_persons() OWNER TO {SEARCH};

CREATE FUNCTION wall.whose_file(wanted uuid, its_code text)
RETURNS TABLE (person_id uuid, case_id uuid) LANGUAGE sql {DEFINER} AS $$
  SELECT hers.person_id, hers.id FROM cases_case hers
  WHERE hers.employer_id = ANY ({DPO}) AND hers.person_id IN (
    SELECT wanted UNION ALL
    SELECT named.person_id FROM cases_case named
    WHERE named.code = its_code AND named.employer_id = ANY ({DPO})
  )
$$;
ALTER FUNCTION wall.whose_file(uuid, text) OWNER TO {SEARCH};
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_lending")]
    operations = [
        Sql(
            FUNCTIONS,
            "DROP FUNCTION wall.whose_file(uuid, text), wall.lines_of_persons()",
        ),
    ]
