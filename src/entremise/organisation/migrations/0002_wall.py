from django.db import migrations

from entremise.access.wall import APP, Protect, Sql

FUNCTIONS = """
CREATE FUNCTION wall.today() RETURNS date LANGUAGE sql STABLE
AS $$ SELECT (now() AT TIME ZONE 'Europe/Paris')::date $$;

-- The posts of a worker today: those she holds, and those she replaces while a Cover runs.
CREATE FUNCTION wall.post_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(post_id), '{}') FROM (
    SELECT post_id FROM organisation_holding
    WHERE user_id = (SELECT wall.user_id()) AND starts_on <= (SELECT wall.today())
      AND (ends_on IS NULL OR ends_on >= (SELECT wall.today()))
    UNION
    SELECT post_id FROM organisation_cover
    WHERE user_id = (SELECT wall.user_id()) AND starts_on <= (SELECT wall.today()) AND ends_on >= (SELECT wall.today())
  ) mine WHERE (SELECT wall.role()) = 'worker'
$$;

-- The queues of those posts: posts that share a territory share one queue.
CREATE FUNCTION wall.queue_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT queue_id), '{}') FROM organisation_post
  WHERE id = ANY ((SELECT wall.post_ids())::uuid[])
$$;

-- The employers of a worker's posts.
CREATE FUNCTION wall.employer_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT employer_id), '{}') FROM organisation_post
  WHERE id = ANY ((SELECT wall.post_ids())::uuid[])
$$;

-- The employer of a coordinator, or of a data protection officer.
CREATE FUNCTION wall.affiliated_employer_ids(wanted text) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT coalesce(array_agg(employer_id), '{}') FROM organisation_affiliation
  WHERE user_id = (SELECT wall.user_id()) AND employer_id IS NOT NULL AND (SELECT wall.role()) = wanted
$$;

CREATE FUNCTION wall.coordinated_employer_ids() RETURNS uuid[] LANGUAGE sql STABLE
AS $$ SELECT wall.affiliated_employer_ids('coordinator') $$;

-- The unit of an officer or a chief, and the units below it.
CREATE FUNCTION wall.unit_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE mine AS (
    SELECT unit_id AS id FROM organisation_affiliation
    WHERE user_id = (SELECT wall.user_id()) AND unit_id IS NOT NULL
      AND (SELECT wall.role()) IN ('officer', 'chief')
    UNION
    SELECT unit.id FROM organisation_unit unit JOIN mine ON unit.parent_id = mine.id
  )
  SELECT coalesce(array_agg(id), '{}') FROM mine
$$;
"""

DROPS = """
DROP FUNCTION wall.unit_ids(), wall.coordinated_employer_ids(),
  wall.affiliated_employer_ids(text), wall.employer_ids(), wall.queue_ids(), wall.post_ids(),
  wall.today();
"""

# Who holds, replaces and belongs decides who sees which rows: all may read it, before anybody
# is known, and only those who organise the service may write it.
ORGANISES = "(SELECT wall.role()) IN ('coordinator', 'admin')"
STAFFING = {"read": "true", "insert": ORGANISES, "update": ORGANISES, "owner": True, "stat": True}

JOURNAL = f"""
CREATE POLICY dpo_select ON access_journalentry FOR SELECT TO {APP}
  USING (employer_id = ANY ((SELECT wall.affiliated_employer_ids('dpo'))::uuid[]));
GRANT SELECT ON access_journalentry TO {APP};
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("accounts", "0002_role_of_the_wall")]
    operations = [
        Sql(FUNCTIONS, DROPS),
        Protect("organisation_holding", **STAFFING),
        Protect("organisation_cover", **STAFFING, delete=ORGANISES),
        Protect("organisation_affiliation", **STAFFING),
        Sql(JOURNAL, "DROP POLICY dpo_select ON access_journalentry"),
    ]
