"""The people of the demonstration: made once and whole, kept, begun anew on request.

The databases and the six hundred cases have tests of their own; here they only say that they
were asked.
"""

import argparse
import io
import sys
from types import SimpleNamespace

import pytest

from entremise.command import bootstrap, database, demo, ground, logins
from entremise.command.data_directory import DataDirectory
from entremise.command.logins import Login
from entremise.command.postgres import Cluster

CLAIRE = Login(
    role="worker", name="Claire Fictive", email="c@exemple.fr", password="p", secret="S"
)


class Cut(Exception):
    """The power goes while people are made."""


@pytest.fixture
def directory(tmp_path):
    ground.claim(tmp_path / "data", ground.ourselves())
    return DataDirectory(tmp_path / "data")


@pytest.fixture
def asked(monkeypatch):
    """What a run asks of the databases and of those who make people, in order."""
    asked = []

    def build(*, now, progress):
        asked.append("people")
        return [CLAIRE]

    def noted(name, answer=None):
        def note(*_args, **_kept):
            asked.append(name)
            return answer

        return note

    monkeypatch.setitem(sys.modules, demo.DATA, SimpleNamespace(build=build))
    monkeypatch.setattr(demo.importlib.util, "find_spec", lambda _name: True)
    monkeypatch.setattr(bootstrap, "drop_databases", noted("drop"))
    monkeypatch.setattr(bootstrap, "bootstrap", noted("roles", {}))
    monkeypatch.setattr(database, "bring_up_to_date", noted("tables"))
    monkeypatch.setattr(database, "load_context_key", noted("key"))
    monkeypatch.setattr(database, "hang_up", lambda: None)
    monkeypatch.setattr(DataDirectory, "use", lambda self, kept: None)
    monkeypatch.setattr(Cluster, "start", lambda self: None)
    monkeypatch.setattr(Cluster, "stop", lambda self: None)
    monkeypatch.setattr(demo, "_serve", lambda directory, port: 0)
    return asked


def run(directory, *, fresh=False):
    options = argparse.Namespace(data_dir=directory.path, json=False, fresh=fresh, port=8000)
    assert demo.run(options) == 0


class TestPeople:
    def test_are_made_by_the_first_run(self, directory, asked):
        run(directory)
        assert asked == ["roles", "tables", "key", "people"]
        assert logins.kept(directory.path) == [CLAIRE]
        assert ground.memory(directory.path)["people"] == "made"

    def test_are_kept_by_the_second(self, directory, asked):
        run(directory)
        before = directory.environment()
        asked.clear()
        run(directory)
        assert asked == ["roles"]
        assert logins.kept(directory.path) == [CLAIRE]
        assert directory.environment() == before

    def test_are_kept_by_a_newer_version_which_changes_the_tables(
        self, directory, asked, monkeypatch
    ):
        run(directory)
        asked.clear()
        monkeypatch.setattr(demo, "code_stamp", lambda _key: "another")
        run(directory)
        assert asked == ["roles", "tables", "key"]

    def test_are_dropped_and_made_again_after_a_cut(self, directory, asked, monkeypatch):
        def cut(*, now, progress):
            raise Cut

        with monkeypatch.context() as power:
            power.setattr(sys.modules[demo.DATA], "build", cut)
            with pytest.raises(Cut):
                run(directory)
        assert ground.memory(directory.path)["people"] == "begun"
        assert logins.kept(directory.path) == []
        asked.clear()
        run(directory)
        assert asked == ["drop", "roles", "tables", "key", "people"]
        assert ground.memory(directory.path)["people"] == "made"


class TestFresh:
    def test_begins_with_other_keys_and_other_people(self, directory, asked):
        run(directory)
        before, key = directory.environment(), (directory.path / "master.key").read_text()
        asked.clear()
        run(directory, fresh=True)
        after = directory.environment()
        assert (directory.path / "master.key").read_text() != key
        for name in ("ENTREMISE_SECRET_KEY", "ENTREMISE_CONTEXT_KEY"):
            assert before[name] != after[name]
        assert asked == ["roles", "tables", "key", "people"]

    def test_gives_each_login_a_password_and_a_code_never_drawn_before(self):
        assert len({logins.draw_password() for _ in range(200)}) == 200
        assert len({logins.draw_secret() for _ in range(200)}) == 200


class TestWords:
    def test_say_first_that_everybody_is_fictional(self, directory, capsys):
        logins.keep(directory.path, [CLAIRE])
        demo._announce(directory, "http://localhost:8000")
        said = capsys.readouterr().out
        assert said.index("Toutes les personnes sont fictives.") < said.index(CLAIRE.email)
        assert "Intervenante sociale – Claire Fictive" in said

    def test_say_where_the_code_is_shown(self, directory, capsys):
        logins.keep(directory.path, [CLAIRE])
        demo._announce(directory, "http://localhost:8000")
        assert "la page de connexion demande un code, et le montre" in capsys.readouterr().out

    def test_fill_one_line_of_a_screen(self, monkeypatch):
        screen = io.StringIO()
        screen.isatty = lambda: True
        monkeypatch.setattr(sys, "stderr", screen)
        for done in range(1, 601):
            demo.show_progress(done, 600)
        lines = screen.getvalue().split("\r")
        assert screen.getvalue().count("\n") == 1
        assert lines[300].endswith("50%")
        assert lines[-1] == f"Personnes fictives  {'█' * 30} 100%\n"

    def test_are_ten_lines_in_a_file(self, capsys):
        for done in range(1, 601):
            demo.show_progress(done, 600)
        told = capsys.readouterr().err.splitlines()
        assert told == [f"Personnes fictives : {tenth}0%" for tenth in range(1, 11)]
