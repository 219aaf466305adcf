"""What was lent is found in one reading, however many cases were lent by name."""

from django.db import migrations, models

from entremise.access.wall import SEARCH, Sql

DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
POSTS = "(SELECT wall.post_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"
ME = "(SELECT wall.user_id())"
LIVING = "(lent.until IS NULL OR lent.until > now())"

# Asked of each loan, `may_break_glass` verified who asks once a loan, on every page. It belongs
# to the role that searches because that role reads whose employer a case is; the owner does not.
# Policies name this function: it is replaced, never dropped.
IN_ONE_READING = f"""
ALTER FUNCTION wall.lent_case_ids() OWNER TO {SEARCH};
SET LOCAL ROLE {SEARCH};
CREATE OR REPLACE FUNCTION wall.lent_case_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  SELECT coalesce(array_agg(case_id), '{{}}') FROM (
    SELECT lent.case_id FROM cases_loan lent
    WHERE lent.post_id = ANY ({POSTS}) AND {LIVING}
    UNION ALL
    SELECT lent.case_id FROM cases_loan lent JOIN cases_case kept ON kept.id = lent.case_id
    WHERE lent.user_id = {ME} AND {LIVING} AND kept.employer_id = ANY ({EMPLOYERS})
  ) mine WHERE (SELECT wall.role()) = 'worker'
$$;
RESET ROLE;
"""
# As 0014 made it; that role keeps it, who may not give away what it owns.
ONE_BY_ONE = f"""
SET LOCAL ROLE {SEARCH};
CREATE OR REPLACE FUNCTION wall.lent_case_ids() RETURNS uuid[] LANGUAGE sql {DEFINER} AS $$
  SELECT coalesce(array_agg(case_id), '{{}}') FROM cases_loan
  WHERE (until IS NULL OR until > now())
    AND (post_id = ANY ({POSTS}) OR (user_id = {ME} AND wall.may_break_glass(case_id)))
    AND (SELECT wall.role()) = 'worker'
$$;
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_not_lent_to_who_follows")]
    operations = [
        Sql(IN_ONE_READING, ONE_BY_ONE),
        migrations.AddIndex(
            model_name="loan",
            index=models.Index(
                condition=models.Q(("user_id__isnull", False)),
                fields=["user_id"],
                name="loans_of_somebody",
            ),
        ),
    ]
