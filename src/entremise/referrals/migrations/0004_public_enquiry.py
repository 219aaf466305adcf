from django.db import migrations, models
from django.db.models import Q

from entremise.access.wall import APP, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# A visitor adds a referral that says nothing of a unit, a case or another referral, and only one
# that comes from the person, a relative or a witness. Nothing lets a visitor read one.
VISITOR = f"""
CREATE POLICY visitor_insert ON referrals_referral FOR INSERT TO {APP} WITH CHECK (
  (SELECT wall.kind()) = 'public' AND referrer_id = (SELECT wall.user_id())
  AND form = 'online' AND source IN ('self', 'relative', 'witness')
  AND state = 'received' AND NOT restricted AND commune_id IS NOT NULL
  AND unit_id IS NULL AND post_id IS NULL AND case_id IS NULL AND duplicate_of_id IS NULL
  AND redirected_from_id IS NULL AND receipt_id IS NULL AND set_tier IS NULL
  AND planned_on IS NULL AND answered_at IS NULL
  AND ((queue_id IS NULL AND employer_id IS NULL) OR EXISTS (
    SELECT 1 FROM organisation_queue line
    WHERE line.id = queue_id AND line.employer_id = referrals_referral.employer_id))
);
"""


def waiting(place: str) -> str:
    """What waits without a reader; the place of one that no post covers is the expression given."""
    return f"""
CREATE OR REPLACE FUNCTION wall.waiting_referrals()
RETURNS TABLE (id uuid, received_at timestamptz, unit_id uuid, queue_id uuid, tier integer)
{DEFINER} AS $$
  SELECT referral.id, referral.received_at, referral.unit_id, referral.queue_id,
    wall.tier_of(facts, wish, asked_tier, set_tier)
  FROM referrals_referral referral LEFT JOIN organisation_unit unit ON unit.id = referral.unit_id
    LEFT JOIN organisation_commune commune ON commune.code = referral.commune_id
  WHERE referral.state = 'received' AND NOT referral.restricted
    AND (SELECT wall.role()) = 'coordinator'
    AND CASE WHEN referral.queue_id IS NULL THEN wall.neighbour({place})
      ELSE referral.employer_id = ANY ((SELECT wall.coordinated_employer_ids())::uuid[])
        AND NOT wall.queue_has_a_reader(referral.queue_id) END
$$;
"""


ANSWERS = [
    ("yes", "oui"),
    ("no", "non"),
    ("unknown", "ne sait pas"),
    ("not_asked", "non demandé"),
]
LANGUAGES = [
    ("fr", "français"),
    ("en", "anglais"),
    ("ar", "arabe"),
    ("tr", "turc"),
    ("pt", "portugais"),
    ("es", "espagnol"),
    ("other", "une autre langue"),
]


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_waiting_index")]
    operations = [
        migrations.AddField(
            "referral",
            "minor",
            models.CharField(
                "personne mineure", max_length=10, choices=ANSWERS, default="not_asked"
            ),
        ),
        migrations.AddField(
            "referral",
            "language",
            models.CharField("langue", max_length=8, choices=LANGUAGES, blank=True),
        ),
        migrations.AddField(
            "referral",
            "interpreter",
            models.CharField("interprète", max_length=10, choices=ANSWERS, default="not_asked"),
        ),
        migrations.AddField(
            "referral",
            "reference",
            models.CharField("référence donnée", max_length=8, blank=True),
        ),
        migrations.RemoveConstraint("referral", "referral_comes_from_somewhere"),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                name="referral_comes_from_somewhere",
                condition=Q(queue__isnull=False, employer__isnull=False)
                | Q(unit__isnull=False)
                | Q(commune__isnull=False),
                violation_error_message="Une saisine a une file, ou au moins un lieu.",
            ),
        ),
        Sql(VISITOR, "DROP POLICY visitor_insert ON referrals_referral"),
        Sql(
            waiting("coalesce(unit.departement_id, commune.departement_id)"),
            waiting("unit.departement_id"),
        ),
    ]
