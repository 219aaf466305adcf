from django.db import migrations

from entremise.access.wall import APP, SEARCH, Sql

# Restricted cases of a coordinator's employers that nobody can read any more: no named reader
# holds or replaces a post of the employer today. Only what the list without names shows.
UNREAD = f"""
GRANT SELECT ON cases_loan, organisation_holding, organisation_cover, organisation_post TO {SEARCH};
GRANT SELECT (id, is_active) ON accounts_user TO {SEARCH};
CREATE POLICY {SEARCH}_select ON cases_loan FOR SELECT TO {SEARCH} USING (true);
CREATE POLICY {SEARCH}_select ON organisation_holding FOR SELECT TO {SEARCH} USING (true);
CREATE POLICY {SEARCH}_select ON organisation_cover FOR SELECT TO {SEARCH} USING (true);

CREATE FUNCTION wall.unread_cases() RETURNS TABLE (id uuid, code text, post_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT kept.id, kept.code::text, kept.post_id FROM cases_case kept
  WHERE kept.restricted
    AND kept.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
    AND NOT EXISTS (
      SELECT 1 FROM cases_loan named JOIN accounts_user reader ON reader.id = named.user_id
      WHERE named.case_id = kept.id AND named.ground = 'named' AND reader.is_active
        AND EXISTS (
          SELECT 1 FROM (
            SELECT user_id, post_id, starts_on, ends_on FROM organisation_holding
            UNION ALL SELECT user_id, post_id, starts_on, ends_on FROM organisation_cover
          ) work JOIN organisation_post held ON held.id = work.post_id
          WHERE work.user_id = reader.id AND held.employer_id = kept.employer_id
            AND (work.ends_on IS NULL OR work.ends_on >= (SELECT wall.today()))))
$$;
ALTER FUNCTION wall.unread_cases() OWNER TO {SEARCH};
"""
DROP_UNREAD = f"""
DROP FUNCTION wall.unread_cases();
DROP POLICY {SEARCH}_select ON organisation_cover;
DROP POLICY {SEARCH}_select ON organisation_holding;
DROP POLICY {SEARCH}_select ON cases_loan;
REVOKE SELECT (id, is_active) ON accounts_user FROM {SEARCH};
REVOKE SELECT ON cases_loan, organisation_holding, organisation_cover, organisation_post FROM {SEARCH};
"""

ME = "(SELECT wall.user_id())"
UNREAD_IDS = "case_id IN (SELECT unread.id FROM wall.unread_cases() unread)"
COORDINATES = (
    "EXISTS (SELECT 1 FROM cases_case listed WHERE listed.id = case_id"
    " AND listed.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]))"
)
# A coordinator says that she acted, and not one word more: she reads no timeline.
WORDLESS = f"author_id = {ME} AND text_sealed = '' AND (SELECT wall.role()) = 'coordinator'"
POLICIES = f"""
CREATE POLICY coordinator_insert ON cases_loan FOR INSERT TO {APP} WITH CHECK (
  (SELECT wall.role()) = 'coordinator' AND ground = 'named' AND until IS NULL AND {UNREAD_IDS});
CREATE POLICY coordinator_insert ON cases_timelineentry FOR INSERT TO {APP} WITH CHECK (
  {WORDLESS} AND ((kind = 'case:reassigned' AND {COORDINATES})
    OR (kind = 'case:reader_named' AND {UNREAD_IDS})));
"""
DROP_POLICIES = """
DROP POLICY coordinator_insert ON cases_timelineentry;
DROP POLICY coordinator_insert ON cases_loan;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_whose_file"), ("organisation", "0002_wall"), ("accounts", "0001_initial")]
    operations = [Sql(UNREAD, DROP_UNREAD), Sql(POLICIES, DROP_POLICIES)]
