from django.db import migrations

from entremise.access.wall import IS_WORKER, OWNER, Protect, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

REACH = f"""
-- The units that these posts name or whose commune they hold, and the units below them.
CREATE FUNCTION wall.units_of_posts(posts uuid[]) RETURNS uuid[] {DEFINER} AS $$
  WITH RECURSIVE mine AS (
    SELECT id FROM organisation_unit WHERE
      id IN (SELECT unit_id FROM organisation_post_units WHERE post_id = ANY (posts))
      OR commune_id IN (SELECT commune_id FROM organisation_post_communes
                        WHERE post_id = ANY (posts))
    UNION
    SELECT unit.id FROM organisation_unit unit JOIN mine ON unit.parent_id = mine.id
  )
  SELECT coalesce(array_agg(id), '{{}}') FROM mine
$$;

CREATE FUNCTION wall.covered_unit_ids() RETURNS uuid[] LANGUAGE sql STABLE
AS $$ SELECT wall.units_of_posts(wall.post_ids()) $$;

CREATE FUNCTION wall.coordinated_unit_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT wall.units_of_posts(coalesce(array_agg(id), '{{}}')) FROM organisation_post
  WHERE employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
$$;

-- Restricted cases: their referrals leave the queue, their receipts are withdrawn.
CREATE INDEX cases_restricted ON cases_case (id) WHERE restricted;
CREATE POLICY owner_reads_restricted ON cases_case FOR SELECT TO {OWNER} USING (restricted);
CREATE FUNCTION wall.restricted_case_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(id), '{{}}') FROM cases_case WHERE restricted
$$;
"""

UNREACH = """
DROP FUNCTION wall.restricted_case_ids();
DROP POLICY owner_reads_restricted ON cases_case;
DROP INDEX cases_restricted;
DROP FUNCTION wall.coordinated_unit_ids(), wall.covered_unit_ids(), wall.units_of_posts(uuid[]);
"""

ME = "(SELECT wall.user_id())"
ROLE = "(SELECT wall.role())"
IS_CHIEF = f"{ROLE} = 'chief'"
IS_POLICE = f"{ROLE} IN ('officer', 'chief')"
IS_COORDINATOR = f"{ROLE} = 'coordinator'"
IS_JOB = "(SELECT wall.kind()) = 'job'"
QUEUES = "(SELECT wall.queue_ids())::uuid[]"
OWN_UNITS = "(SELECT wall.unit_ids())::uuid[]"
COVERED = "(SELECT wall.covered_unit_ids())::uuid[]"
COORDINATED_UNITS = "(SELECT wall.coordinated_unit_ids())::uuid[]"
RESTRICTED = "(SELECT wall.restricted_case_ids())::uuid[]"

# --- the referral -----------------------------------------------------------------------------

IN_HER_QUEUE = (
    f"(NOT restricted AND queue_id = ANY ({QUEUES})"
    f" AND (case_id IS NULL OR NOT case_id = ANY ({RESTRICTED})))"
)
HER_OWN = f"(restricted AND case_id IS NULL AND referrer_id = {ME})"
OF_HER_CASE = (
    "(case_id IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id))"
)
READS_REFERRAL = f"({IS_WORKER} AND ({IN_HER_QUEUE} OR {HER_OWN} OR {OF_HER_CASE}))"
# Whoever reads the queue belongs to the employer that answers for the referral.
EMPLOYER_OF_QUEUE = (
    "((queue_id IS NULL AND employer_id IS NULL) OR EXISTS (SELECT 1 FROM organisation_queue line"
    " WHERE line.id = queue_id AND line.employer_id = referrals_referral.employer_id))"
)
MAKES_REFERRAL = (
    f"referrer_id = {ME} AND state = 'received' AND case_id IS NULL AND set_tier IS NULL"
    f" AND {EMPLOYER_OF_QUEUE}"
    f" AND ({IS_WORKER} OR ({IS_POLICE} AND unit_id = ANY ({OWN_UNITS}) AND NOT restricted))"
)
ENDED = f"({IS_JOB} AND state IN ('redirected', 'declined', 'duplicate'))"

SEEN = "EXISTS (SELECT 1 FROM referrals_referral seen WHERE seen.id = referral_id)"
READS_PART = f"{IS_WORKER} AND {SEEN}"
ENDED_PART = f"({READS_PART}) OR ({IS_JOB} AND {SEEN})"

WROTE = f"""
-- An officer may add the sealed parts of the referral that he is writing, and reads none of it.
CREATE FUNCTION wall.writes_referral(which uuid) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM referrals_referral WHERE id = which
    AND referrer_id = (SELECT wall.user_id()) AND state = 'received'
    AND created_at > now() - interval '5 minutes')
$$;
"""

# --- what comes back --------------------------------------------------------------------------

RECEIPTS = f"""
CREATE FUNCTION wall.withdrawn_receipt_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(receipt.id), '{{}}') FROM referrals_receipt receipt
  JOIN referrals_referral referral ON referral.receipt_id = receipt.id
  WHERE receipt.user_id = (SELECT wall.user_id()) AND referral.case_id = ANY ((SELECT wall.restricted_case_ids())::uuid[])
$$;
"""
KNOWS_RECEIPT = (
    f"({IS_WORKER} AND EXISTS (SELECT 1 FROM referrals_referral seen"
    " WHERE seen.receipt_id = referrals_receipt.id))"
)

# What waits without a reader: the hour, the place and the tier, and no other column. The tier is
# that of `models.tier`; a test compares both.
FIRST_TIER = (
    "danger_grid strangulation death_threats firearm pregnant child_hurt released_today"
    " fears_for_life"
)
SECOND_TIER = "separation repeated children_present escalation newborn"


def any_yes(facts: str) -> str:
    """Whether one of these facts was answered yes."""
    return "(" + " OR ".join(f"facts ->> '{fact}' = 'yes'" for fact in facts.split()) + ")"


WAITING = f"""
CREATE FUNCTION wall.tier_of(facts jsonb, wish text, asked integer, decided integer)
RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(decided, least(coalesce(asked, 3), CASE
    WHEN wish = 'danger' OR {any_yes(FIRST_TIER)} THEN 1
    WHEN {any_yes(SECOND_TIER)} THEN 2 ELSE 3 END))
$$;

CREATE FUNCTION wall.queue_has_a_reader(which uuid) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (
    SELECT 1 FROM organisation_post post JOIN (
      SELECT post_id, user_id FROM organisation_holding
      WHERE starts_on <= (SELECT wall.today()) AND (ends_on IS NULL OR ends_on >= (SELECT wall.today()))
      UNION ALL
      SELECT post_id, user_id FROM organisation_cover
      WHERE starts_on <= (SELECT wall.today()) AND ends_on >= (SELECT wall.today())
    ) staff ON staff.post_id = post.id JOIN accounts_user account ON account.id = staff.user_id
    WHERE post.queue_id = which AND account.is_active
  )
$$;

-- What comes from a place that no post covers goes to the coordinators of its département.
CREATE FUNCTION wall.neighbour(place text) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM organisation_employer
    WHERE id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]) AND departement_id = place)
$$;

CREATE FUNCTION wall.waiting_referrals()
RETURNS TABLE (id uuid, received_at timestamptz, unit_id uuid, queue_id uuid, tier integer)
{DEFINER} AS $$
  SELECT referral.id, referral.received_at, referral.unit_id, referral.queue_id,
    wall.tier_of(facts, wish, asked_tier, set_tier)
  FROM referrals_referral referral LEFT JOIN organisation_unit unit ON unit.id = referral.unit_id
  WHERE referral.state = 'received' AND NOT referral.restricted
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE WHEN referral.queue_id IS NULL THEN wall.neighbour(unit.departement_id)
      ELSE referral.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
        AND NOT wall.queue_has_a_reader(referral.queue_id) END
$$;

-- Give to a queue of one's own employer, without reading it, what waits without a reader.
CREATE FUNCTION wall.assign_referral(which uuid, to_queue uuid) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH given AS (
    UPDATE referrals_referral referral SET queue_id = to_queue, employer_id = line.employer_id
    FROM organisation_queue line
    WHERE referral.id = which AND line.id = to_queue
      AND line.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
      AND referral.id IN (SELECT waiting.id FROM wall.waiting_referrals() waiting)
    RETURNING 1
  ) SELECT EXISTS (SELECT 1 FROM given)
$$;

-- Alerts that nobody took: to the coordinator, the hour and the place.
CREATE FUNCTION wall.waiting_alerts(raised_before timestamptz)
RETURNS TABLE (id uuid, raised_at timestamptz, unit_id uuid) {DEFINER} AS $$
  SELECT alert.id, alert.raised_at, alert.unit_id
  FROM referrals_dutyalert alert JOIN organisation_unit unit ON unit.id = alert.unit_id
  LEFT JOIN organisation_queue line ON line.id = alert.queue_id
  WHERE alert.acknowledged_at IS NULL AND alert.raised_at > raised_before - interval '1 day'
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE WHEN alert.queue_id IS NULL THEN wall.neighbour(unit.departement_id)
      ELSE line.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
        AND (alert.raised_at <= raised_before OR NOT wall.queue_has_a_reader(alert.queue_id)) END
$$;

CREATE POLICY owner_update ON referrals_referral FOR UPDATE TO {OWNER} USING (true);
"""

UNWAITING = """
DROP POLICY owner_update ON referrals_referral;
DROP FUNCTION wall.waiting_alerts(timestamptz), wall.assign_referral(uuid, uuid),
  wall.waiting_referrals(), wall.neighbour(text), wall.queue_has_a_reader(uuid),
  wall.tier_of(jsonb, text, integer, integer);
"""

# --- the morning list -------------------------------------------------------------------------

CHIEFS_LIST = f"({IS_CHIEF} AND NOT by_worker AND unit_id = ANY ({OWN_UNITS}))"
WORKERS_LIST = f"({IS_WORKER} AND by_worker AND opened_by = {ME} AND unit_id = ANY ({COVERED}))"
HOLDS_LIST = f"({CHIEFS_LIST} OR {WORKERS_LIST})"
SEES_LIST = (
    f"({IS_WORKER} AND NOT by_worker AND unit_id = ANY ({COVERED}))"
    f" OR ({IS_COORDINATOR} AND unit_id = ANY ({COORDINATED_UNITS}))"
)
OF_LIST = "EXISTS (SELECT 1 FROM referrals_reviewlist held WHERE held.id = list_id)"
READS_LINE = (
    f"({IS_CHIEF} AND {OF_LIST})"
    f" OR ({IS_WORKER} AND {OF_LIST} AND (typed_by = {ME} OR shown_to_worker))"
    f" OR {IS_JOB}"
)
TYPES_LINE = (
    f"typed_by = {ME} AND {ROLE} IN ('chief', 'worker')"
    " AND EXISTS (SELECT 1 FROM referrals_reviewlist held"
    f" WHERE held.id = list_id AND held.by_worker = ({IS_WORKER}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("cases", "0002_wall"),
        ("organisation", "0002_wall"),
    ]
    operations = [
        Sql(REACH, UNREACH),
        Protect(
            "referrals_referral",
            read=f"{READS_REFERRAL} OR {ENDED}",
            insert=MAKES_REFERRAL,
            update=READS_REFERRAL,
            stat=True,
            owner=True,
        ),
        Sql(WROTE, "DROP FUNCTION wall.writes_referral(uuid)"),
        Protect(
            "referrals_referralidentity",
            read=ENDED_PART,
            insert="wall.writes_referral(referral_id)",
            update=ENDED_PART,
        ),
        Protect(
            "referrals_referraltext",
            read=ENDED_PART,
            insert="wall.writes_referral(referral_id)",
            update=ENDED_PART,
        ),
        Protect(
            "referrals_tierchange",
            read=ENDED_PART,
            insert=READS_PART,
            update=ENDED_PART,
            stat=True,
        ),
        Protect(
            "referrals_refusalcount",
            read=f"{IS_WORKER} AND unit_id = ANY ({COVERED})",
            insert=f"{IS_WORKER} OR ({IS_POLICE} AND unit_id = ANY ({OWN_UNITS}))",
            stat=True,
        ),
        Protect(
            "referrals_dutyalert",
            read=f"({IS_WORKER} AND queue_id = ANY ({QUEUES})) OR raised_by = {ME}",
            insert=f"raised_by = {ME} AND {IS_POLICE} AND unit_id = ANY ({OWN_UNITS})",
            update=f"{IS_WORKER} AND queue_id = ANY ({QUEUES})",
            stat=True,
            owner=True,
        ),
        # The function reads the table, the policy calls the function: table, function, policy.
        Sql(RECEIPTS, "DROP FUNCTION wall.withdrawn_receipt_ids()"),
        Protect(
            "referrals_receipt",
            read=(
                f"(user_id = {ME} AND NOT id = ANY"
                f" ((SELECT wall.withdrawn_receipt_ids())::uuid[])) OR {KNOWS_RECEIPT}"
            ),
            insert=(
                f"state = 'received' AND ({IS_WORKER}"
                f" OR ({IS_POLICE} AND user_id = {ME} AND unit_id = ANY ({OWN_UNITS})))"
            ),
            update=KNOWS_RECEIPT,
            delete=KNOWS_RECEIPT,
            owner=True,
        ),
        Sql(WAITING, UNWAITING),
        Protect(
            "referrals_reviewlist",
            read=f"{HOLDS_LIST} OR {SEES_LIST} OR {IS_JOB}",
            insert=f"{HOLDS_LIST} AND opened_by = {ME}",
            update=f"{HOLDS_LIST} OR {IS_JOB}",
            stat=True,
            backup=False,
        ),
        Protect(
            "referrals_reviewline",
            read=READS_LINE,
            insert=TYPES_LINE,
            update=READS_LINE,
            stat=True,
            backup=False,
        ),
    ]
