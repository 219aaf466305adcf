"""The parts of a referral are written with it: every visitor is the same nobody."""

from django.db import migrations

from entremise.access.wall import Sql

DEFINER = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Of what is seen, only what this transaction wrote is still in progress. A row bears the last 32
# bits of the number of its transaction: the others are those of this one.
IN_THIS_TRANSACTION = """pg_xact_status((
      (pg_current_xact_id()::text::bigint >> 32 << 32) | xmin::text::bigint
    )::text::xid8) = 'in progress'"""


def writes_referral(when: str) -> str:
    """Whoever makes a referral adds its sealed parts, and reads none of them."""
    return f"""
CREATE OR REPLACE FUNCTION wall.writes_referral(which uuid) RETURNS boolean {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM referrals_referral WHERE id = which
    AND referrer_id = (SELECT wall.user_id()) AND state = 'received'
    AND {when})
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0010_nobody_asks")]
    operations = [
        Sql(
            writes_referral(IN_THIS_TRANSACTION),
            writes_referral("created_at > now() - interval '5 minutes'"),
        ),
    ]
