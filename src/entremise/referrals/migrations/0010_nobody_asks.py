"""A function of the walls tells nothing where nobody asks, and asks once for all that waits."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ME = "(SELECT wall.user_id())"
QUEUES = "(SELECT wall.queue_ids())::uuid[]"
READ = "(SELECT wall.read_queue_ids())::uuid[]"
SOMEBODY_COORDINATES = "(SELECT wall.coordinated_anywhere_ids())::uuid[]"

MADE = import_module("entremise.referrals.migrations.0008_neighbours")
ONE_BY_ONE = MADE.WAITING
AT_ONCE = ONE_BY_ONE
for asked, known in {
    "wall.queue_has_a_reader(referral.queue_id)": f"referral.queue_id = ANY ({READ})",
    "wall.queue_has_a_reader(alert.queue_id)": f"alert.queue_id = ANY ({READ})",
    "wall.is_coordinated(referral.employer_id)": f"referral.employer_id = ANY ({SOMEBODY_COORDINATES})",
    "wall.is_coordinated(line.employer_id)": f"line.employer_id = ANY ({SOMEBODY_COORDINATES})",
}.items():
    AT_ONCE = AT_ONCE.replace(asked, known)

# Called by other functions of the walls alone, which run as the owner.
KNOWN = f"""
CREATE FUNCTION wall.read_queue_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(DISTINCT post.queue_id), '{{}}') FROM organisation_post post JOIN (
    SELECT post_id, user_id FROM organisation_holding
    WHERE starts_on <= (SELECT wall.today()) AND (ends_on IS NULL OR ends_on >= (SELECT wall.today()))
    UNION ALL
    SELECT post_id, user_id FROM organisation_cover
    WHERE starts_on <= (SELECT wall.today()) AND ends_on >= (SELECT wall.today())
  ) staff ON staff.post_id = post.id JOIN accounts_user account ON account.id = staff.user_id
  WHERE account.is_active
$$;

-- The employers where somebody would see that a queue has no reader.
CREATE FUNCTION wall.coordinated_anywhere_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(DISTINCT mine.employer_id), '{{}}') FROM organisation_affiliation mine
  JOIN accounts_user account ON account.id = mine.user_id
  WHERE mine.employer_id IS NOT NULL AND account.is_active AND account.role = 'coordinator'
$$;
REVOKE EXECUTE ON FUNCTION wall.read_queue_ids(), wall.coordinated_anywhere_ids() FROM PUBLIC;
"""
GONE = "DROP FUNCTION wall.queue_has_a_reader(uuid), wall.is_coordinated(uuid), wall.neighbour(text);"

UNKNOWN = "DROP FUNCTION wall.read_queue_ids(), wall.coordinated_anywhere_ids();"

TOLD_TO_ANYBODY = MADE.NEIGHBOURS.split("CREATE FUNCTION wall.is_neighbour")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
TOLD_TO_COORDINATORS = TOLD_TO_ANYBODY.replace(
    "WHERE distance =", "WHERE (SELECT wall.role()) = 'coordinator' AND distance ="
)
# As 0002 and 0008 made them.
BACK = f"""
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
CREATE FUNCTION wall.neighbour(place text) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM organisation_employer
    WHERE id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]) AND departement_id = place)
$$;
CREATE FUNCTION wall.is_coordinated(employer uuid) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (
    SELECT 1 FROM organisation_affiliation mine JOIN accounts_user account ON account.id = mine.user_id
    WHERE mine.employer_id = employer AND account.is_active AND account.role = 'coordinator'
  )
$$;
"""


def restricted(also: str) -> str:
    """The restricted cases that the policies of a queue leave out."""
    return f"""
CREATE OR REPLACE FUNCTION wall.restricted_case_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(id), '{{}}') FROM cases_case WHERE restricted{also}
$$;
"""


def withdrawn(rule: str) -> str:
    """What a restricted case takes back from who referred."""
    return f"""
CREATE OR REPLACE FUNCTION wall.withdrawn_receipt_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(receipt.id), '{{}}') FROM referrals_receipt receipt
  JOIN referrals_referral referral ON referral.receipt_id = receipt.id
  WHERE receipt.user_id = {ME} AND {rule}
$$;
CREATE OR REPLACE FUNCTION wall.withdrawn_partner_receipt_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(receipt.id), '{{}}') FROM referrals_partnerreceipt receipt
  JOIN referrals_referral referral ON referral.partner_receipt_id = receipt.id
  WHERE receipt.link_id = {ME} AND {rule}
$$;
"""


# Those of her own queues, which she could list: a worker learns of no other that it is restricted.
OF_HER_QUEUES = f"""
    AND EXISTS (SELECT 1 FROM referrals_referral told
      WHERE told.case_id = cases_case.id AND told.queue_id = ANY ({QUEUES}))"""
OF_A_RESTRICTED_CASE = (
    "EXISTS (SELECT 1 FROM cases_case kept WHERE kept.id = referral.case_id AND kept.restricted)"
)
LISTED = "referral.case_id = ANY ((SELECT wall.restricted_case_ids())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0009_queue_of_a_refusal")]
    operations = [
        Sql(KNOWN + AT_ONCE + GONE, BACK + ONE_BY_ONE + UNKNOWN),
        Sql(TOLD_TO_COORDINATORS, TOLD_TO_ANYBODY),
        Sql(
            withdrawn(OF_A_RESTRICTED_CASE) + restricted(OF_HER_QUEUES),
            restricted("") + withdrawn(LISTED),
        ),
    ]
