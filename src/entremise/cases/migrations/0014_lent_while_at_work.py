"""What was lent to somebody by name is hers while she works for the employer of the case."""

from django.db import migrations

from entremise.access.wall import SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
LENT = "(SELECT wall.lent_case_ids())::uuid[]"
ME = "(SELECT wall.user_id())"


# Policies name these functions: they are replaced, never dropped.


def lent(also: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION wall.lent_case_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  SELECT coalesce(array_agg(case_id), '{{}}') FROM cases_loan
  WHERE (until IS NULL OR until > now())
    AND (post_id = ANY ({POSTS}) OR (user_id = {ME}{also}))
    AND (SELECT wall.role()) = 'worker'
$$;
"""


def named(also: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION wall.named_case_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  SELECT coalesce(array_agg(case_id), '{{}}') FROM cases_loan
  WHERE ground = 'named' AND user_id = {ME} AND (SELECT wall.role()) = 'worker'{also}
$$;
"""


def unread(also: str) -> str:
    """Restricted cases whose named readers hold and replace no post of the employer today."""
    return f"""
SET LOCAL ROLE {SEARCH};
CREATE OR REPLACE FUNCTION wall.unread_cases() RETURNS TABLE (id uuid, code text, post_id uuid)
LANGUAGE sql {DEFINER} AS $$
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
          WHERE work.user_id = reader.id AND held.employer_id = kept.employer_id{also}
            AND (work.ends_on IS NULL OR work.ends_on >= (SELECT wall.today()))))
$$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_opened_by_who_follows")]
    operations = [
        # Which cases may be opened with a reason is the same question: those of her employers.
        Sql(lent(" AND wall.may_break_glass(case_id)"), lent("")),
        Sql(named(f" AND case_id = ANY ({LENT})"), named("")),
        Sql(unread(" AND work.starts_on <= (SELECT wall.today())"), unread("")),
    ]
