"""Whose sheet it is, and the one way to take back what it made."""

from django.db import migrations

from entremise.access.wall import IS_WORKER, OWNER, SEARCH, Protect, Sql

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ME = "(SELECT wall.user_id())"
POSTS = "(SELECT wall.post_ids())::uuid[]"
EMPLOYERS = "(SELECT wall.employer_ids())::uuid[]"
OWN_UNITS = "(SELECT wall.unit_ids())::uuid[]"
IS_JOB = "(SELECT wall.kind()) = 'job'"
HOLDS_LISTS = "(SELECT wall.role()) IN ('worker', 'chief')"

HERS = f"({IS_WORKER} AND user_id = {ME} AND post_id = ANY ({POSTS}))"
OF_HER_POST = f"{IS_WORKER} AND post_id = ANY ({POSTS})"
OF_HER_IMPORT = (
    f"{OF_HER_POST} AND EXISTS (SELECT 1 FROM imports_import hers WHERE hers.id = of_id)"
)
OF_HER_PLACE = (
    f"(scope_id = ANY ({EMPLOYERS}) AND {IS_WORKER})"
    f" OR (scope_id = ANY ({OWN_UNITS}) AND (SELECT wall.role()) = 'chief')"
)
BROUGHT_BY_ME = f"(brought_by = {ME} AND {HOLDS_LISTS})"

# What an import made, table by table, as the owner alone may remove it.
MADE = {
    "referrals_referraltext": "referral_id IN (SELECT referral_id FROM imports_importedrow)",
    "referrals_referralidentity": "referral_id IN (SELECT referral_id FROM imports_importedrow)",
    "referrals_referral": "id IN (SELECT referral_id FROM imports_importedrow)",
    "cases_timelineentry": "case_id IN (SELECT case_id FROM imports_importedrow)",
    "cases_casetext": "case_id IN (SELECT case_id FROM imports_importedrow)",
    "cases_case": "id IN (SELECT case_id FROM imports_importedrow)",
    "people_identity": "person_id IN (SELECT person_id FROM imports_importedrow)",
    "people_safechannel": "person_id IN (SELECT person_id FROM imports_importedrow)",
    "people_person": "id IN (SELECT person_id FROM imports_importedrow)",
    "imports_importedrow": "true",
}
UNDO = "".join(
    f"CREATE POLICY owner_undo_{verb.lower()} ON {table} FOR {verb} TO {OWNER} USING ({rule});\n"
    for table, rule in MADE.items()
    for verb in ("SELECT", "DELETE")
)
UNDO += f"""
-- Of these persons of the worker's employer, those who have no other case than these, whoever
-- follows it.
CREATE FUNCTION wall.persons_without_other_case(wanted uuid[], these uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT coalesce(array_agg(one.id), '{{}}') FROM people_person one
  WHERE one.id = ANY (wanted) AND one.employer_id = ANY ({EMPLOYERS}) AND NOT EXISTS (
    SELECT 1 FROM cases_case held WHERE held.person_id = one.id AND NOT held.id = ANY (these)
  )
$$;
ALTER FUNCTION wall.persons_without_other_case(uuid[], uuid[]) OWNER TO {SEARCH};

-- Remove what lines of an import made: hers alone, within seven days, and answer the subjects
-- whose keys are to be destroyed. A row that still points at them makes the whole fail.
CREATE FUNCTION wall.undo_imported(lines uuid[]) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
  allowed uuid[]; held uuid[]; asked uuid[]; persons uuid[];
BEGIN
  SELECT array_agg(made.id), array_agg(made.case_id), array_agg(made.referral_id),
    array_agg(made.person_id) FILTER (WHERE made.person_made)
  INTO allowed, held, asked, persons
  FROM imports_importedrow made JOIN imports_import brought ON brought.id = made.of_id
  WHERE made.id = ANY (lines) AND brought.user_id = {ME} AND brought.state = 'done'
    AND brought.ended_at > now() - interval '7 days'
    AND made.post_id = ANY ({POSTS}) AND {IS_WORKER};
  persons := wall.persons_without_other_case(coalesce(persons, '{{}}'), coalesce(held, '{{}}'));
  DELETE FROM referrals_referraltext WHERE referral_id = ANY (asked);
  DELETE FROM referrals_referralidentity WHERE referral_id = ANY (asked);
  DELETE FROM referrals_referral WHERE id = ANY (asked);
  DELETE FROM cases_timelineentry WHERE case_id = ANY (held);
  DELETE FROM cases_casetext WHERE case_id = ANY (held);
  DELETE FROM cases_case WHERE id = ANY (held);
  DELETE FROM people_identity WHERE person_id = ANY (persons);
  DELETE FROM people_safechannel WHERE person_id = ANY (persons);
  DELETE FROM people_person WHERE id = ANY (persons);
  DELETE FROM imports_importedrow WHERE id = ANY (allowed);
  RETURN coalesce(held, '{{}}') || coalesce(persons, '{{}}');
END $$;
"""
KEPT = "".join(
    f"DROP POLICY owner_undo_{verb} ON {table};\n" for table in MADE for verb in ("select", "delete")
)
KEPT = (
    "DROP FUNCTION wall.undo_imported(uuid[]), wall.persons_without_other_case(uuid[], uuid[]);\n"
    + KEPT
)


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("referrals", "0007_form_of_an_import"),
        ("cases", "0003_lending"),
        ("people", "0003_identity_version"),
        ("organisation", "0007_journal_of_accounts"),
    ]
    operations = [
        Protect(
            "imports_import",
            read=f"{HERS} OR {IS_JOB}",
            insert=HERS,
            update=f"{HERS} OR {IS_JOB}",
            owner=True,
        ),
        Protect(
            "imports_importedrow",
            read=OF_HER_POST,
            insert=OF_HER_IMPORT,
        ),
        Protect(
            "imports_knowncolumns",
            read=OF_HER_PLACE,
            insert=OF_HER_PLACE,
            update=OF_HER_PLACE,
        ),
        Protect(
            "imports_knownvalue",
            read=OF_HER_PLACE,
            insert=OF_HER_PLACE,
            update=OF_HER_PLACE,
        ),
        Protect(
            "imports_nightsheet",
            read=f"{BROUGHT_BY_ME} OR {IS_JOB}",
            insert=BROUGHT_BY_ME,
            update=BROUGHT_BY_ME,
            delete=f"{BROUGHT_BY_ME} OR {IS_JOB}",
            backup=False,
        ),
        Sql(UNDO, KEPT),
    ]
