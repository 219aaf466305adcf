"""The doctor sees what is wrong with an installation: each fault is planted, and named."""

import base64
import datetime as dt
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.conf import settings as here
from django.db import OperationalError, connections
from django.utils import timezone

from entremise.access.wall import install_context_key
from entremise.command import checks
from entremise.command.checks import CHECKS, State

pytestmark = pytest.mark.django_db(transaction=True)

# check → (what somebody does to the database, how it is undone, a word of what is said)
IN_THE_DATABASE = {
    "a table whose protection is not forced": (
        "tables",
        "ALTER TABLE cases_casetext NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE cases_casetext FORCE ROW LEVEL SECURITY",
        "cases_casetext",
    ),
    "a table without protection": (
        "tables",
        "ALTER TABLE cases_casetext DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_casetext ENABLE ROW LEVEL SECURITY",
        "cases_casetext",
    ),
    "a table that nobody classed": (
        "tables",
        "CREATE TABLE forgotten (name text)",
        "DROP TABLE forgotten",
        "forgotten",
    ),
    "pages that may make tables": (
        "role",
        "GRANT CREATE ON SCHEMA public TO entremise_app",
        "REVOKE CREATE ON SCHEMA public FROM entremise_app",
        "peut créer des tables",
    ),
    "pages that may read the key": (
        "wall",
        (
            "GRANT USAGE ON SCHEMA wall_secret TO entremise_app;"
            " GRANT SELECT ON wall_secret.hmac_key TO entremise_app"
        ),
        (
            "REVOKE SELECT ON wall_secret.hmac_key FROM entremise_app;"
            " REVOKE USAGE ON SCHEMA wall_secret FROM entremise_app"
        ),
        "sans savoir qui demande",
    ),
    "a wall that is not there": (
        "context_key",
        "ALTER SCHEMA wall RENAME TO wall_gone",
        "ALTER SCHEMA wall_gone RENAME TO wall",
        "ne reconnaît pas la clé",
    ),
    "a migration that waits": (
        "migrations",
        (
            "UPDATE django_migrations SET app = 'gone' WHERE app = 'base'"
            " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'base')"
        ),
        "UPDATE django_migrations SET app = 'base' WHERE app = 'gone'",
        "base.0",
    ),
}


@contextmanager
def planted(fault, undone):
    """A fault of the database, for as long as the block lasts."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(fault)
        try:
            yield
        finally:
            cursor.execute(undone)


def found(name):
    """What the doctor says of one thing."""
    return next(check for check in checks.examine() if check.name == name)


class TestAHealthyInstallation:
    def test_gets_no_remark(self):
        assert [check for check in checks.examine() if check.state != State.OK] == []

    def test_gets_a_message_for_each_check(self):
        assert [check.name for check in checks.examine() if check.message] == list(CHECKS)


class TestTheDatabase:
    @pytest.mark.parametrize("fault", IN_THE_DATABASE)
    def test_is_named_with(self, fault):
        name, wrong, undone, word = IN_THE_DATABASE[fault]
        with planted(wrong, undone):
            check = found(name)
        assert (check.state, word in check.message) == (State.BLOCKING, True), check
        assert found(name).state == State.OK

    def test_is_named_when_it_holds_no_key(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM wall_secret.hmac_key")
        try:
            assert found("context_key").state == State.BLOCKING
        finally:
            install_context_key(key=here.ENTREMISE_CONTEXT_KEY)

    @pytest.mark.parametrize("key", ["ab" * 32, "no key at all"])
    def test_is_named_when_its_key_is_not_ours(self, settings, key):
        settings.ENTREMISE_CONTEXT_KEY = key
        assert found("context_key").state == State.BLOCKING

    @pytest.mark.parametrize("role", checks.ROLES["default"])
    def test_is_named_when_a_role_is_missing(self, monkeypatch, role):
        honest = checks._rows

        def without(alias, question):
            return [row for row in honest(alias, question) if row != (role,)]

        monkeypatch.setattr(checks, "_rows", without)
        check = found("roles")
        assert (check.state, role in check.message) == (State.BLOCKING, True)

    def test_is_named_when_it_is_too_old(self, monkeypatch):
        monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 990000)
        assert found("version").state == State.BLOCKING

    def test_that_cannot_answer_hides_no_check_after_it(self, monkeypatch):
        def silent():
            raise OperationalError("perdue")

        monkeypatch.setitem(CHECKS, "version", silent)
        told = {check.name: check.state for check in checks.examine()}
        assert told.pop("version") == State.BLOCKING
        assert set(told.values()) == {State.OK}


class TestTheMachine:
    @pytest.mark.parametrize("minutes", [-2, 2])
    def test_is_named_when_its_clock_is_wrong(self, monkeypatch, minutes):
        wrong = timezone.now() + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(checks, "timezone", SimpleNamespace(now=lambda: wrong))
        check = found("clock")
        assert (check.state, "mettez à l’heure" in check.message) == (State.BLOCKING, True)

    @pytest.mark.parametrize(
        ("text", "mode"),
        [(None, 0o600), ("x", 0o600), (base64.b64encode(b"k" * 32).decode(), 0o640)],
        ids=["missing", "no key", "open to others"],
    )
    def test_is_named_when_its_key_file_is(self, settings, tmp_path, text, mode):
        path = tmp_path / "master.key"
        if text is not None:
            path.write_text(text)
            path.chmod(mode)
        settings.ENTREMISE_KEY_FILE = str(path)
        check = found("key_file")
        assert (check.state, str(path) in check.message) == (State.BLOCKING, True)


class TestTheSettings:
    @pytest.mark.parametrize(
        ("name", "value"), [("SECRET_KEY", "short"), ("ALLOWED_HOSTS", []), ("DEBUG", True)]
    )
    def test_are_named_when_pages_would_be_unsafe(self, settings, name, value):
        setattr(settings, name, value)
        assert found("web").state == State.BLOCKING

    def test_are_named_when_the_keys_lie_with_what_they_open(self, monkeypatch):
        same = here.DATABASES["default"]["NAME"]
        monkeypatch.setitem(here.DATABASES["keys"], "NAME", same)
        assert checks.keys_apart()[0] == State.BLOCKING

    def test_say_what_is_better_done_in_a_real_installation(self, settings, monkeypatch):
        settings.DEMO, settings.LEGAL_PAGES = False, {}
        monkeypatch.setitem(here.DATABASES["owner"], "USER", "")
        told = {check.name: check.state for check in checks.examine()}
        asked = {name for name, state in told.items() if state == State.TO_DO}
        assert asked == {"keys_apart", "legal_pages", "migrations"}

    def test_name_each_legal_text_that_is_missing(self, settings):
        settings.DEMO = False
        settings.LEGAL_PAGES = dict.fromkeys(checks.LEGAL, "dit")
        assert found("legal_pages").state == State.OK
        for name, words in checks.LEGAL.items():
            settings.LEGAL_PAGES = {**dict.fromkeys(checks.LEGAL, "dit"), name: ""}
            assert words in found("legal_pages").message
