from django.db import migrations

from entremise.access.wall import READS_THE_CASE, Protect, Sql

ME = "(SELECT wall.user_id())"
MINE = f"{READS_THE_CASE} AND author_id = {ME}"

FUNCTIONS = """
-- Nobody is in two places. Held here, since two requests at once would each see a free hour: the
-- lock makes them wait for one another, worker by worker and always in the same order. It also
-- sees the appointments of cases that the actor does not read, and says nothing of them.
CREATE FUNCTION wall.no_double_booking() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  who uuid;
BEGIN
  IF NEW.state NOT IN ('planned', 'kept') THEN
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
  END LOOP;
  RETURN NEW;
END $$;

CREATE TRIGGER no_double_booking
  BEFORE INSERT OR UPDATE OF state, worker_id, second_id, starts_at, ends_at
  ON contact_appointment FOR EACH ROW EXECUTE FUNCTION wall.no_double_booking();

-- The hours at which whoever asks is taken, cases that she no longer reads included: a start and
-- an end, nothing else.
CREATE FUNCTION wall.busy_slots(first timestamptz, last timestamptz)
RETURNS TABLE (starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT taken.starts_at, taken.ends_at FROM contact_appointment taken
  WHERE taken.state IN ('planned', 'kept')
    AND (taken.worker_id = (SELECT wall.user_id()) OR taken.second_id = (SELECT wall.user_id()))
    AND taken.starts_at < last AND taken.ends_at > first
  ORDER BY taken.starts_at
$$;
"""

DROPS = """
DROP FUNCTION wall.busy_slots(timestamptz, timestamptz);
DROP TRIGGER no_double_booking ON contact_appointment;
DROP FUNCTION wall.no_double_booking();
"""


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_initial"), ("cases", "0002_wall")]
    operations = [
        Sql(FUNCTIONS, DROPS),
        # Neither an attempt nor an interview is ever changed: the app has no right to.
        Protect("contact_contactattempt", read=READS_THE_CASE, insert=MINE, stat=True),
        Protect("contact_session", read=READS_THE_CASE, insert=MINE, stat=True),
        Protect(
            "contact_appointment",
            read=READS_THE_CASE,
            insert=READS_THE_CASE,
            update=READS_THE_CASE,
            stat=True,
            owner=True,
        ),
        Protect("contact_privatenote", read=MINE, insert=MINE),
    ]
