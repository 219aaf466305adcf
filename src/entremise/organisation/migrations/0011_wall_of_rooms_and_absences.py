from django.db import migrations

from entremise.access.wall import IS_WORKER, Protect, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ME = "(SELECT wall.user_id())"
COORDINATED = "(SELECT wall.coordinated_employer_ids())::uuid[]"

# Neither the police nor the public learns which room is lent when.
READS_ROOM = (
    "(SELECT wall.role()) IN ('worker', 'coordinator', 'admin', 'steering', 'dpo')"
)
KEEPS_ROOM = (
    "((SELECT wall.role()) = 'admin'"
    " OR unit_id = ANY ((SELECT wall.covered_unit_ids())::uuid[])"
    " OR unit_id = ANY ((SELECT wall.coordinated_unit_ids())::uuid[]))"
)
KEEPS_HOURS = "room_id = ANY ((SELECT wall.kept_room_ids())::uuid[])"
OF_MY_SERVICE = (
    f"(({IS_WORKER} AND employer_id = ANY ((SELECT wall.employer_ids())::uuid[]))"
    f" OR employer_id = ANY ({COORDINATED}))"
)
# A worker notes her own; a coordinator those of her service, for people who work there.
NOTES = (
    f"(({IS_WORKER} AND user_id = {ME}"
    " AND employer_id = ANY ((SELECT wall.employer_ids())::uuid[]))"
    f" OR employer_id = ANY ({COORDINATED}))"
)

FUNCTIONS = f"""
CREATE FUNCTION wall.kept_room_ids() RETURNS uuid[] {DEFINER} AS $$
  SELECT coalesce(array_agg(id), '{{}}') FROM organisation_room WHERE {KEEPS_ROOM}
$$;

-- At which hours these people are away, and nothing else: who answers must be known to those who
-- may not read why, and nobody reads that.
CREATE FUNCTION wall.away(who uuid[], first timestamptz, last timestamptz)
RETURNS TABLE (user_id uuid, starts_at timestamptz, ends_at timestamptz) {DEFINER} AS $$
  SELECT away.user_id, away.starts_at, away.ends_at FROM organisation_absence away
  WHERE away.user_id = ANY (who) AND away.starts_at < last AND away.ends_at > first
    AND (SELECT wall.kind()) IN ('user', 'job', 'command')
  ORDER BY away.starts_at, away.ends_at, away.user_id
$$;
"""
DROPS = """
DROP FUNCTION wall.away(uuid[], timestamptz, timestamptz), wall.kept_room_ids();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0010_rooms_and_absences"),
        # Which units a post answers for.
        ("referrals", "0002_wall"),
    ]
    operations = [
        Protect(
            "organisation_room",
            read=READS_ROOM,
            insert=KEEPS_ROOM,
            update=KEEPS_ROOM,
            owner=True,
        ),
        Protect(
            "organisation_absence", read=OF_MY_SERVICE, insert=NOTES, delete=NOTES, owner=True
        ),
        Sql(FUNCTIONS, DROPS),
        Protect(
            "organisation_roomhours",
            read=READS_ROOM,
            insert=KEEPS_HOURS,
            update=KEEPS_HOURS,
            delete=KEEPS_HOURS,
        ),
    ]
