"""Who reads a record for a day neither undoes its joining nor says that it is somebody else's."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, Sql


def seen(*columns: str) -> str:
    return " AND ".join(
        f"EXISTS (SELECT 1 FROM people_person seen WHERE seen.id = {column})" for column in columns
    )


def rules(of_merge: str, of_pair: str) -> str:
    """Who ends a joining, who says that two records are two people, who takes that back."""
    undone = f"{IS_WORKER} AND {seen('kept_id', 'other_id')}{of_merge}"
    apart = f"{IS_WORKER} AND {seen('one_id', 'two_id')}{of_pair}"
    return f"""
DROP POLICY app_update ON people_merge;
DROP POLICY app_insert ON people_toldapart;
DROP POLICY app_delete ON people_toldapart;
CREATE POLICY app_update ON people_merge FOR UPDATE TO {APP} USING ({undone}) WITH CHECK ({undone});
CREATE POLICY app_insert ON people_toldapart FOR INSERT TO {APP} WITH CHECK (
  {apart} AND by = (SELECT wall.user_id())
  AND wall.merge_hindrance(one_id, two_id) NOT IN ('employer', 'side'));
CREATE POLICY app_delete ON people_toldapart FOR DELETE TO {APP} USING ({apart});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_shared_once")]
    operations = [
        Sql(
            rules(
                " AND (wall.follows_person(kept_id) OR wall.follows_person(other_id))",
                " AND wall.follows_person(one_id) AND wall.follows_person(two_id)",
            ),
            rules("", ""),
        ),
    ]
