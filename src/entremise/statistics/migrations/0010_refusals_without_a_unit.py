"""Refusals without a unit count for those who count the referrals of their queue."""

from importlib import import_module

from django.db import migrations

from entremise.access.wall import STAT, Sql

BEFORE = "entremise.statistics.migrations."
DOORS = "counted_doors(date, date)"

again = import_module(f"{BEFORE}0008_told_by_another_table").again
AS_IT_WAS = import_module(f"{BEFORE}0009_interviews_as_corrected").TEXTS[1]


def of_employers(which: str) -> str:
    """The queues of these employers."""
    return (
        "\n        OR refusal.queue_id IN (SELECT id FROM organisation_queue"
        f" WHERE employer_id = ANY ((SELECT {which})::uuid[]))"
    )


WITH_QUEUES = (
    AS_IT_WAS.replace(
        "ANY ((SELECT wall.covered_unit_ids())::uuid[])",
        "ANY ((SELECT wall.covered_unit_ids())::uuid[])\n"
        "        OR refusal.queue_id = ANY ((SELECT wall.queue_ids())::uuid[])",
    )
    .replace(
        "ANY ((SELECT wall.coordinated_unit_ids())::uuid[])",
        "ANY ((SELECT wall.coordinated_unit_ids())::uuid[])"
        + of_employers("wall.coordinated_employer_ids()"),
    )
    .replace(
        "\n      ELSE false END\n$$;",
        of_employers("wall.steered_employer_ids()") + "\n      ELSE false END\n$$;",
    )
)


class Migration(migrations.Migration):
    dependencies = [
        ("statistics", "0009_interviews_as_corrected"),
        ("referrals", "0009_queue_of_a_refusal"),
    ]
    operations = [
        Sql(
            f"GRANT SELECT ON organisation_queue TO {STAT};\n" + again(DOORS, WITH_QUEUES),
            again(DOORS, AS_IT_WAS) + f"REVOKE SELECT ON organisation_queue FROM {STAT}",
        )
    ]
