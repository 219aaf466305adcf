"""Nothing waits unseen: what no post covers shows its hour and place to the nearest coordinators."""

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

NEIGHBOURS = f"""
-- The employers whose coordinators see what waits at a place: those of its département; else those
-- with a post in its inter-municipality; else those of a département that shares one with it;
-- else every employer. An employer nobody coordinates does not count: the next ones do.
CREATE FUNCTION wall.neighbour_employer_ids(place text, around text) RETURNS uuid[] {DEFINER} AS $$
  WITH coordinated AS (
    SELECT DISTINCT employer.id, employer.departement_id FROM organisation_affiliation mine
    JOIN accounts_user account ON account.id = mine.user_id
    JOIN organisation_employer employer ON employer.id = mine.employer_id
    WHERE account.is_active AND account.role = 'coordinator'
  ), ranked AS (
    SELECT id, CASE
      WHEN departement_id = place THEN 1
      WHEN EXISTS (
        SELECT 1 FROM organisation_post post
        JOIN organisation_post_communes held ON held.post_id = post.id
        JOIN organisation_commune commune ON commune.code = held.commune_id
        WHERE post.employer_id = coordinated.id AND commune.epci_id = around
          AND post.opened_on <= (SELECT wall.today())
          AND (post.closed_on IS NULL OR post.closed_on >= (SELECT wall.today()))) THEN 2
      WHEN departement_id IN (
        SELECT theirs.departement_id FROM organisation_commune ours
        JOIN organisation_commune theirs ON theirs.epci_id = ours.epci_id
        WHERE ours.departement_id = place) THEN 3
      ELSE 4 END AS distance
    FROM coordinated
  )
  SELECT coalesce(array_agg(id), '{{}}') FROM ranked
  WHERE distance = (SELECT min(distance) FROM ranked)
$$;

CREATE FUNCTION wall.is_neighbour(place text, around text) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT wall.neighbour_employer_ids(place, around)
  && (SELECT wall.coordinated_employer_ids())::uuid[] $$;

-- Whether anybody would see that a queue has no reader.
CREATE FUNCTION wall.is_coordinated(employer uuid) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (
    SELECT 1 FROM organisation_affiliation mine JOIN accounts_user account ON account.id = mine.user_id
    WHERE mine.employer_id = employer AND account.is_active AND account.role = 'coordinator'
  )
$$;
"""

WAITING = f"""
DROP FUNCTION wall.waiting_referrals();
CREATE FUNCTION wall.waiting_referrals()
RETURNS TABLE (id uuid, received_at timestamptz, unit_id uuid, commune_id text, queue_id uuid,
  tier integer)
{DEFINER} AS $$
  SELECT referral.id, referral.received_at, referral.unit_id, referral.commune_id::text,
    referral.queue_id, wall.tier_of(facts, wish, asked_tier, set_tier)
  FROM referrals_referral referral LEFT JOIN organisation_unit unit ON unit.id = referral.unit_id
    LEFT JOIN organisation_commune place ON place.code = coalesce(unit.commune_id, referral.commune_id)
  WHERE referral.state = 'received' AND NOT referral.restricted
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE
      WHEN referral.queue_id IS NULL
        THEN wall.is_neighbour(coalesce(unit.departement_id, place.departement_id), place.epci_id)
      WHEN wall.queue_has_a_reader(referral.queue_id) THEN false
      WHEN referral.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]) THEN true
      ELSE NOT wall.is_coordinated(referral.employer_id)
        AND wall.is_neighbour(coalesce(unit.departement_id, place.departement_id), place.epci_id)
      END
$$;

CREATE OR REPLACE FUNCTION wall.waiting_alerts(raised_before timestamptz)
RETURNS TABLE (id uuid, raised_at timestamptz, unit_id uuid) {DEFINER} AS $$
  SELECT alert.id, alert.raised_at, alert.unit_id
  FROM referrals_dutyalert alert JOIN organisation_unit unit ON unit.id = alert.unit_id
  LEFT JOIN organisation_commune place ON place.code = unit.commune_id
  LEFT JOIN organisation_queue line ON line.id = alert.queue_id
  WHERE alert.acknowledged_at IS NULL AND alert.raised_at > raised_before - interval '1 day'
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE
      WHEN alert.queue_id IS NULL THEN wall.is_neighbour(unit.departement_id, place.epci_id)
      WHEN alert.raised_at > raised_before AND wall.queue_has_a_reader(alert.queue_id) THEN false
      WHEN line.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[]) THEN true
      ELSE NOT wall.is_coordinated(line.employer_id)
        AND wall.is_neighbour(unit.departement_id, place.epci_id)
      END
$$;
"""

# As 0002 and 0004 made them.
BEFORE = f"""
DROP FUNCTION wall.waiting_referrals();
CREATE FUNCTION wall.waiting_referrals()
RETURNS TABLE (id uuid, received_at timestamptz, unit_id uuid, queue_id uuid, tier integer)
{DEFINER} AS $$
  SELECT referral.id, referral.received_at, referral.unit_id, referral.queue_id,
    wall.tier_of(facts, wish, asked_tier, set_tier)
  FROM referrals_referral referral LEFT JOIN organisation_unit unit ON unit.id = referral.unit_id
    LEFT JOIN organisation_commune commune ON commune.code = referral.commune_id
  WHERE referral.state = 'received' AND NOT referral.restricted
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE WHEN referral.queue_id IS NULL
      THEN wall.neighbour(coalesce(unit.departement_id, commune.departement_id))
      ELSE referral.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
        AND NOT wall.queue_has_a_reader(referral.queue_id) END
$$;

CREATE OR REPLACE FUNCTION wall.waiting_alerts(raised_before timestamptz)
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
DROP FUNCTION wall.is_coordinated(uuid), wall.is_neighbour(text, text),
  wall.neighbour_employer_ids(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0007_form_of_an_import"),
        ("organisation", "0007_journal_of_accounts"),
    ]
    operations = [Sql(NEIGHBOURS + WAITING, BEFORE)]
