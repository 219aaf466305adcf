"""Holding the post of a restricted case is not to be named: only a named reader says who reads it."""

from django.db import migrations

from entremise.access.wall import APP, IS_WORKER, Sql

POSTS = "(SELECT wall.post_ids())::uuid[]"
NAMED = "(SELECT wall.named_case_ids())::uuid[]"
MY_GLASS = (
    f"{IS_WORKER} AND ground = 'glass' AND user_id = (SELECT wall.user_id())"
    " AND until <= now() + interval '25 hours' AND wall.may_break_glass(case_id)"
)
OFFERED_TO_ME = f"ground = 'transfer' AND post_id = ANY ({POSTS})"


def rules(of_my_post: str) -> str:
    """The policies of 0003, by what a post may alone."""
    follows = (
        "EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id"
        f" AND ({of_my_post} OR seen.id = ANY ({NAMED})))"
    )
    return f"""
DROP POLICY app_insert ON cases_loan;
DROP POLICY app_delete ON cases_loan;
CREATE POLICY app_insert ON cases_loan FOR INSERT TO {APP} WITH CHECK ({follows} OR ({MY_GLASS}));
CREATE POLICY app_delete ON cases_loan FOR DELETE TO {APP} USING ({follows} OR ({OFFERED_TO_ME}));
"""


# A policy cannot say which columns change: whoever only reads a case neither gives it to a post
# nor opens it to one. It goes to the post that takes an offer, or where a coordinator says.
MOVES = """
CREATE FUNCTION wall.case_goes_by_who_follows() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NOT OLD.restricted AND OLD.post_id = ANY (wall.post_ids()))
     OR OLD.id = ANY (wall.named_case_ids()) THEN
    RETURN NEW;
  END IF;
  IF NOT NEW.restricted AND NOT OLD.restricted AND (
    OLD.employer_id = ANY (wall.coordinated_employer_ids())
    OR (NEW.post_id = ANY (wall.post_ids()) AND EXISTS (
      SELECT 1 FROM cases_loan offered WHERE offered.case_id = OLD.id
        AND offered.ground = 'transfer' AND offered.post_id = NEW.post_id))) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'entremise: who follows a case says who reads it' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER goes_by_who_follows BEFORE UPDATE OF post_id, restricted ON cases_case
  FOR EACH ROW
  WHEN ((OLD.post_id, OLD.restricted) IS DISTINCT FROM (NEW.post_id, NEW.restricted))
  EXECUTE FUNCTION wall.case_goes_by_who_follows();
"""
STAYS = """
DROP TRIGGER goes_by_who_follows ON cases_case;
DROP FUNCTION wall.case_goes_by_who_follows();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_no_word_of_an_alleged_author")]
    operations = [
        Sql(
            rules(f"(NOT seen.restricted AND seen.post_id = ANY ({POSTS}))"),
            rules(f"seen.post_id = ANY ({POSTS})"),
        ),
        Sql(MOVES, STAYS),
    ]
