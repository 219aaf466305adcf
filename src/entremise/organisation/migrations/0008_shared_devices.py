import uuid

import django.db.models.deletion
from django.db import migrations, models

from entremise.access.wall import OWNER, Protect, Sql

KEEPS = (
    "((SELECT wall.role()) = 'admin' OR ((SELECT wall.role()) = 'chief'"
    " AND unit_id = ANY ((SELECT wall.unit_ids())::uuid[])))"
)
LIVING = f"""
-- Asked before anybody is known: which computer this is, while it counts and its unit is open.
CREATE FUNCTION wall.living_device(hash text)
RETURNS TABLE (id uuid, unit_id uuid, name text, unit text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT device.id, device.unit_id, device.name, unit.name
  FROM organisation_shareddevice device JOIN organisation_unit unit ON unit.id = device.unit_id
  WHERE device.token_hash = hash AND device.revoked_at IS NULL
    AND device.expires_on >= wall.today() AND unit.closed_on IS NULL
$$;

-- The day of its last login, whoever that was: nothing else of it may be written before.
CREATE POLICY owner_update ON organisation_shareddevice FOR UPDATE TO {OWNER} USING (true);
CREATE FUNCTION wall.device_was_used(which uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE organisation_shareddevice SET last_used_on = wall.today()
  WHERE id = which AND revoked_at IS NULL
$$;
"""
UNLIVING = """
DROP FUNCTION wall.device_was_used(uuid), wall.living_device(text);
DROP POLICY owner_update ON organisation_shareddevice;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0007_journal_of_accounts")]
    operations = [
        migrations.CreateModel(
            name="SharedDevice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créé le")),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "token_hash",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="empreinte du témoin"
                    ),
                ),
                ("enrolled_at", models.DateTimeField(verbose_name="enregistré le")),
                ("enrolled_by", models.UUIDField(verbose_name="enregistré par")),
                ("expires_on", models.DateField(verbose_name="valable jusqu’au")),
                ("last_used_on", models.DateField(null=True, verbose_name="dernier usage")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="retiré le")),
                ("revoked_by", models.UUIDField(null=True, verbose_name="retiré par")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="organisation.unit",
                        verbose_name="unité",
                    ),
                ),
            ],
            options={
                "verbose_name": "ordinateur partagé",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(
                                ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="device_is_revoked_by_somebody",
                        violation_error_message="Un ordinateur retiré dit par qui.",
                    )
                ],
            },
        ),
        Protect(
            "organisation_shareddevice",
            read=KEEPS,
            insert=f"{KEEPS} AND enrolled_by = (SELECT wall.user_id()) AND revoked_at IS NULL",
            update=KEEPS,
            owner=True,
        ),
        Sql(LIVING, UNLIVING),
    ]
