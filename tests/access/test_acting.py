"""The only door: who asks is signed, and without a door nothing is read."""

import time

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from entremise.access.acting import acting_as, signed_context
from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.access.models import Submission
from entremise.cases.models import Case

pytestmark = pytest.mark.django_db


def set_context(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entremise.context', %s, true)", [value])


def ask_the_wall() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.kind()")
        return cursor.fetchone()[0]


class TestActing:
    def test_tells_the_database_who_asks(self):
        with acting_as(PUBLIC):
            assert ask_the_wall() == "public"

    def test_is_not_read_by_another_session_of_the_application(self):
        params = connections["default"].get_connection_params()
        address = {name: params[name] for name in ("host", "dbname", "user", "password")}
        with acting_as(PUBLIC), psycopg.connect(**address) as other:
            sent_last = other.execute(
                "SELECT query FROM pg_stat_activity WHERE pid = %s",
                [connection.connection.info.backend_pid],
            ).fetchone()
        assert sent_last == ("SELECT set_config('entremise.context', $1, true)",)

    def test_outside_the_door_the_wall_raises(self):
        with pytest.raises(ProgrammingError, match="nobody asks"), transaction.atomic():
            ask_the_wall()

    def test_leaves_no_context_behind(self):
        with acting_as(PUBLIC):
            pass
        with pytest.raises(ProgrammingError, match="nobody asks"), transaction.atomic():
            ask_the_wall()

    def test_refuses_to_be_nested(self):
        with acting_as(PUBLIC), pytest.raises(RuntimeError), acting_as(PUBLIC):
            pass

    def test_an_empty_table_of_cases_is_what_the_public_sees(self):
        with acting_as(PUBLIC):
            assert list(Case.objects.all()) == []
            assert list(Submission.objects.all()) == []


class TestForgery:
    @pytest.mark.parametrize(
        "forge",
        [
            lambda token: token.replace("public", "user"),
            lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
            lambda token: token.rsplit("|", 1)[0],
            lambda token: token + "|more",
            lambda token: "public",
            lambda token: "|||",
        ],
    )
    def test_a_forged_context_is_refused(self, forge):
        token = signed_context(PUBLIC, at=time.time())
        set_context(forge(token))
        with pytest.raises(ProgrammingError, match="forged context"), transaction.atomic():
            ask_the_wall()

    def test_an_expired_context_is_refused(self):
        set_context(signed_context(Actor(kind=Kind.USER), at=time.time() - 3600))
        with pytest.raises(ProgrammingError, match="expired context"), transaction.atomic():
            ask_the_wall()

    def test_the_app_cannot_read_the_key_that_signs(self):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM wall_secret.hmac_key")
