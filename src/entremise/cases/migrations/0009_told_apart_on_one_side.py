"""Not even « two different people » may link a person and whoever was met as an alleged author."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, Sql

SEEN = " AND ".join(
    f"EXISTS (SELECT 1 FROM people_person seen WHERE seen.id = {column})"
    for column in ("one_id", "two_id")
)


def insert(also: str) -> str:
    return f"""
DROP POLICY app_insert ON people_toldapart;
CREATE POLICY app_insert ON people_toldapart FOR INSERT TO {APP} WITH CHECK (
  {IS_WORKER} AND {SEEN} AND by = (SELECT wall.user_id()){also});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_joined_and_restricted")]
    operations = [
        Sql(
            insert(" AND wall.merge_hindrance(one_id, two_id) NOT IN ('employer', 'side')"),
            insert(""),
        ),
    ]
