"""A refusal without a unit is counted for the queue of the worker or of the access that heard it."""

import django.db.models.deletion
from django.db import migrations, models

from entremise.access.wall import APP, IS_WORKER, Sql

IS_POLICE = "(SELECT wall.role()) IN ('officer', 'chief')"
IS_LINK = "(SELECT wall.kind()) = 'link'"
OWN_UNITS = "(SELECT wall.unit_ids())::uuid[]"
QUEUES = "(SELECT wall.queue_ids())::uuid[]"
OF_THE_LINK = (
    "queue_id = (SELECT link.queue_id FROM referrals_partnerlink link"
    " WHERE link.id = (SELECT wall.user_id()))"
)


def rules(no_unit_of_a_worker: str, no_unit_of_a_link: str) -> str:
    """Who may count a refusal, with what is asked where there is no unit."""
    return f"""
DROP POLICY app_insert ON referrals_refusalcount;
DROP POLICY link_insert ON referrals_refusalcount;
CREATE POLICY app_insert ON referrals_refusalcount FOR INSERT TO {APP} WITH CHECK (
  ({IS_WORKER}{no_unit_of_a_worker}) OR ({IS_POLICE} AND unit_id = ANY ({OWN_UNITS})));
CREATE POLICY link_insert ON referrals_refusalcount FOR INSERT TO {APP} WITH CHECK (
  {IS_LINK} AND (SELECT wall.link_partner_id()) IS NOT NULL AND unit_id IS NULL
  AND form = 'partner'{no_unit_of_a_link}
);
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0008_neighbours")]
    operations = [
        migrations.AddField(
            model_name="refusalcount",
            name="queue",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="organisation.queue",
                verbose_name="file",
            ),
        ),
        migrations.AddConstraint(
            model_name="refusalcount",
            constraint=models.CheckConstraint(
                condition=models.Q(("unit", None), ("queue", None), _connector="OR"),
                name="refusal_counted_once",
                violation_error_message="Un refus compte pour son unité, ou pour une file.",
            ),
        ),
        Sql(
            rules(
                f" AND (unit_id IS NOT NULL OR queue_id = ANY ({QUEUES}))",
                f" AND {OF_THE_LINK}",
            ),
            rules("", ""),
        ),
    ]
