"""A rule of the database that shows too much is noticed, as soon as it alone stands."""

import psycopg
import pytest
from django.db import connections

from entremise.command.probes import matrix
from security.staging import Browsers, stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loosened_policy(django_db_setup, django_db_blocker):
    """The rule of one table shows every row; for tests that hold no transaction open."""
    table = "cases_case"
    with django_db_blocker.unblock():
        settings = connections["owner"].get_connection_params()
    address = {name: settings[name] for name in ("host", "dbname", "user", "password")}
    with psycopg.connect(**address, autocommit=True) as owner:
        owner.execute("SET lock_timeout = '10s'")
        (rule,) = owner.execute(
            "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = 'app_select'",
            [table],
        ).fetchone()
        owner.execute(f"ALTER POLICY app_select ON {table} USING (true)")
        yield
        owner.execute(f"ALTER POLICY app_select ON {table} USING ({rule})")


def read_a_case_of_another():
    """What a worker is shown of a case of another post."""
    accounts, planted = stage(told=["own"])
    browsers = Browsers(accounts, ("other_worker",))
    probes = matrix.plan(planted, roles=["other_worker"], scenarios=["own"], full=False)
    asked = [probe for probe in probes if probe.route == "desk:case"]
    return matrix.run(browsers.send, asked, planted, strict=False)


class TestALoosenedPolicy:
    def test_is_found_once_the_other_wall_is_down(self, loosened_policy, one_wall_only):
        places = {leak.detail.split(", ")[-1] for leak in read_a_case_of_another().leaks}
        assert {"summary", "timeline note"} <= places

    def test_shows_nothing_while_the_other_wall_stands(self, loosened_policy):
        assert read_a_case_of_another().leaks == []
