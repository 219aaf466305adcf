from importlib import import_module

from django.db import migrations

from entremise.access.wall import IS_WORKER, OWNER, Protect, Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ME = "(SELECT wall.user_id())"
MINE = f"({IS_WORKER} AND user_id = {ME})"

BOOKING = """
-- Nobody is in two places, nobody receives while away, and a room that takes one person at a time
-- takes one: held here, since two requests at once would each see a free hour. The locks make them
-- wait for one another, worker by worker in one order, then the room. It also sees appointments of
-- cases that the actor does not read, and says nothing of them.
CREATE OR REPLACE FUNCTION wall.no_double_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  who uuid;
  gap interval;
BEGIN
  IF NEW.state NOT IN ('planned', 'kept') THEN
    RETURN NEW;
  END IF;
  -- Only noting that it took place: an absence or a room noted since then changes nothing.
  IF TG_OP = 'UPDATE' AND OLD.state IN ('planned', 'kept')
    AND (NEW.worker_id, NEW.second_id, NEW.room_id, NEW.starts_at, NEW.ends_at)
      IS NOT DISTINCT FROM (OLD.worker_id, OLD.second_id, OLD.room_id, OLD.starts_at, OLD.ends_at)
  THEN
    RETURN NEW;
  END IF;
  FOR who IN
    SELECT booked FROM unnest(ARRAY[NEW.worker_id, NEW.second_id]) booked
    WHERE booked IS NOT NULL ORDER BY booked
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('appointment:' || who::text, 0));
    IF EXISTS (
      SELECT 1 FROM contact_appointment other
      WHERE other.id <> NEW.id AND other.state IN ('planned', 'kept')
        AND (other.worker_id = who OR other.second_id = who)
        AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
    ) THEN
      RAISE EXCEPTION 'entremise: double booking'
        USING ERRCODE = '23P01', CONSTRAINT = 'one_appointment_at_a_time';
    END IF;
    IF EXISTS (
      SELECT 1 FROM organisation_absence away
      WHERE away.user_id = who
        AND away.starts_at < NEW.ends_at AND away.ends_at > NEW.starts_at
    ) THEN
      RAISE EXCEPTION 'entremise: away'
        USING ERRCODE = '23P01', CONSTRAINT = 'nobody_receives_while_away';
    END IF;
  END LOOP;
  SELECT make_interval(mins => room.minutes_between) INTO gap FROM organisation_room room
  WHERE room.id = NEW.room_id AND room.one_at_a_time;
  IF FOUND THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('room:' || NEW.room_id::text, 0));
    IF EXISTS (
      SELECT 1 FROM contact_appointment other
      WHERE other.id <> NEW.id AND other.state IN ('planned', 'kept')
        AND other.room_id = NEW.room_id
        AND other.starts_at < NEW.ends_at + gap AND other.ends_at > NEW.starts_at - gap
    ) THEN
      RAISE EXCEPTION 'entremise: double booking'
        USING ERRCODE = '23P01', CONSTRAINT = 'one_person_in_a_room';
    END IF;
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER no_double_booking ON contact_appointment;
CREATE TRIGGER no_double_booking
  BEFORE INSERT OR UPDATE OF state, worker_id, second_id, room_id, starts_at, ends_at
  ON contact_appointment FOR EACH ROW EXECUTE FUNCTION wall.no_double_booking();
"""
BEFORE = import_module("entremise.contact.migrations.0002_wall").FUNCTIONS
AS_IT_WAS = BEFORE.split("CREATE TRIGGER")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
UNBOOKING = f"""
{AS_IT_WAS}
DROP TRIGGER no_double_booking ON contact_appointment;
CREATE TRIGGER no_double_booking
  BEFORE INSERT OR UPDATE OF state, worker_id, second_id, starts_at, ends_at
  ON contact_appointment FOR EACH ROW EXECUTE FUNCTION wall.no_double_booking();
"""

BUSY = f"""
-- When nobody can be received in these rooms, whoever is received there: hours, and nothing else.
CREATE FUNCTION wall.room_busy(rooms uuid[], first timestamptz, last timestamptz)
RETURNS TABLE (room_id uuid, starts_at timestamptz, ends_at timestamptz) {DEFINER} AS $$
  SELECT taken.room_id, taken.starts_at - gap, taken.ends_at + gap
  FROM contact_appointment taken JOIN organisation_room room ON room.id = taken.room_id,
    LATERAL (SELECT make_interval(mins => room.minutes_between) AS gap) between_two
  WHERE {IS_WORKER} AND taken.room_id = ANY (rooms) AND room.one_at_a_time
    AND taken.state IN ('planned', 'kept')
    AND taken.starts_at - gap < last AND taken.ends_at + gap > first
  ORDER BY 2, 3, 1
$$;
"""
UNBUSY = "DROP FUNCTION wall.room_busy(uuid[], timestamptz, timestamptz);"

FEED = f"""
CREATE POLICY owner_update ON contact_calendarfeed FOR UPDATE TO {OWNER} USING (true);

-- Asked by a program that is nobody: whose calendar this address reads, while it is open and its
-- owner is a worker with a post of today.
CREATE FUNCTION wall.calendar_of(hash text)
RETURNS TABLE (feed_id uuid, user_id uuid, line_key text) {DEFINER} AS $$
  SELECT feed.id, feed.user_id, feed.line_key FROM contact_calendarfeed feed
  JOIN accounts_user account ON account.id = feed.user_id
  WHERE feed.token_hash = hash AND feed.closed_at IS NULL
    AND account.is_active AND account.role = 'worker'
    AND (EXISTS (SELECT 1 FROM organisation_holding held WHERE held.user_id = feed.user_id
           AND held.starts_on <= wall.today()
           AND (held.ends_on IS NULL OR held.ends_on >= wall.today()))
      OR EXISTS (SELECT 1 FROM organisation_cover cover WHERE cover.user_id = feed.user_id
           AND cover.starts_on <= wall.today() AND cover.ends_on >= wall.today()))
$$;
REVOKE EXECUTE ON FUNCTION wall.calendar_of(text) FROM PUBLIC;

-- Whether this address answers; if so, when it was last read is noted.
CREATE FUNCTION wall.calendar_is_read(hash text) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH read AS (
    UPDATE contact_calendarfeed SET fetched_at = now()
    WHERE id IN (SELECT feed_id FROM wall.calendar_of(hash)) RETURNING 1
  )
  SELECT EXISTS (SELECT 1 FROM read)
$$;

-- All that the address gives: hours, a discreet word, and a mark that is no identifier of ours.
-- Of hours of duty the département comes along, since it decides which days are holidays.
CREATE FUNCTION wall.calendar_lines(hash text, first timestamptz, last timestamptz)
RETURNS TABLE (kind text, mark text, starts_at timestamptz, ends_at timestamptz, line text,
  cancelled boolean, changes integer, departement text) {DEFINER} AS $$
  WITH feed AS (SELECT * FROM wall.calendar_of(hash)),
  staffing AS (
    SELECT held.post_id, held.starts_on, held.ends_on, false AS covering
    FROM organisation_holding held JOIN feed ON held.user_id = feed.user_id
    UNION ALL
    SELECT cover.post_id, cover.starts_on, cover.ends_on, true
    FROM organisation_cover cover JOIN feed ON cover.user_id = feed.user_id
  ),
  days AS (
    SELECT day::date AS day FROM generate_series(
      (first AT TIME ZONE 'Europe/Paris')::date, (last AT TIME ZONE 'Europe/Paris')::date,
      interval '1 day') day
  )
  SELECT 'line', encode(sha256(decode(feed.line_key, 'hex') || uuid_send(met.id)), 'hex'),
    met.starts_at, met.ends_at, met.line, met.state = 'cancelled', met.version::integer, ''
  FROM contact_appointment met, feed
  WHERE (met.worker_id = feed.user_id OR met.second_id = feed.user_id)
    AND met.starts_at < last AND met.ends_at > first
  UNION ALL
  SELECT 'away', encode(sha256(decode(feed.line_key, 'hex') || uuid_send(away.id)), 'hex'),
    away.starts_at, away.ends_at, 'busy', false, 0, ''
  FROM organisation_absence away, feed
  WHERE away.user_id = feed.user_id AND away.starts_at < last AND away.ends_at > first
  UNION ALL
  SELECT 'duty', '', (days.day + duty.starts_at) AT TIME ZONE 'Europe/Paris',
    (days.day + duty.ends_at) AT TIME ZONE 'Europe/Paris', '', false, 0,
    employer.departement_id
  FROM staffing
  JOIN days ON staffing.starts_on <= days.day
    AND (staffing.ends_on IS NULL OR staffing.ends_on >= days.day)
  JOIN organisation_dutyhours duty ON duty.post_id = staffing.post_id
    AND duty.weekday = extract(isodow FROM days.day) - 1
  JOIN organisation_post post ON post.id = staffing.post_id
    AND post.opened_on <= days.day AND (post.closed_on IS NULL OR post.closed_on >= days.day)
  JOIN organisation_employer employer ON employer.id = post.employer_id
  WHERE staffing.covering OR NOT EXISTS (
    SELECT 1 FROM organisation_cover other WHERE other.post_id = staffing.post_id
      AND other.starts_on <= days.day AND other.ends_on >= days.day)
  ORDER BY 3, 4, 1, 2
$$;
"""
UNFEED = """
DROP FUNCTION wall.calendar_lines(text, timestamptz, timestamptz), wall.calendar_is_read(text),
  wall.calendar_of(text);
DROP POLICY owner_update ON contact_calendarfeed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0004_rooms_and_calendar"),
        ("organisation", "0011_wall_of_rooms_and_absences"),
    ]
    operations = [
        Sql(BOOKING, UNBOOKING),
        Sql(BUSY, UNBUSY),
        Protect(
            "contact_calendarfeed",
            read=MINE,
            insert=f"{MINE} AND closed_at IS NULL",
            update=MINE,
            owner=True,
        ),
        Sql(FEED, UNFEED),
    ]
