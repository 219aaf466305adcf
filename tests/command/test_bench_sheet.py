"""What the bench brings as an old sheet, and how it looks at the memory of the server."""

import subprocess
import sys
import time

from entremise.base import sheets
from entremise.command.bench.importing import Watch, _fields
from entremise.command.bench.sheet import LINES, TITLES, old_sheet
from entremise.imports.fields import TITLES as KNOWN

HOLDS = "import sys, time; held = bytearray({} << 20); print(1, flush=True); sys.stdin.read()"


class TestTheOldSheet:
    def test_has_thirty_columns_under_two_rows_that_are_no_titles(self):
        (table,) = sheets.read(old_sheet(20)).tables
        assert len(TITLES) == table.width == 30
        assert len(table.rows) == 23
        assert sheets.header_of(table.rows, KNOWN) == 2

    def test_is_the_same_at_each_call_in_its_words(self):
        first, second = (sheets.read(old_sheet(20)).tables for _ in range(2))
        assert first == second
        assert LINES == 5000


class TestWatching:
    def test_sees_what_a_process_under_the_server_holds_with_what_it_starts(self):
        inside = f"import subprocess; subprocess.run({[sys.executable, '-c', HOLDS.format(80)]!r})"
        around = f"import subprocess; subprocess.run({[sys.executable, '-c', inside]!r})"
        server = subprocess.Popen(
            [sys.executable, "-c", around], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            with Watch(server.pid) as watch:
                server.stdout.read(1)
                time.sleep(0.2)
        finally:
            server.communicate(b"")
        assert 80 < watch.mebibytes < 200


class TestAnsweringAsItIsProposed:
    def test_takes_what_is_hidden_ticked_and_chosen(self):
        class Page:
            text = (
                '<form method="post"><input type="hidden" name="once" value="no"></form><main>'
                '<form method="post">'
                '<input type="hidden" name="once" value="yes">'
                '<input type="radio" name="header" value="1" id="a">'
                '<input type="radio" name="header" value="2" id="b" checked>'
                '<select name="c0"><option value="x">X</option>'
                '<option value="y" selected>Y</option></select>'
                '<select name="c1"><option value="">À choisir</option>'
                '<option value="x">X</option></select>'
                '<select name="c2"><option value="x">X</option></select>'
                '<input type="radio" name="left" value="1"><input type="checkbox" name="box">'
                '<input type="file" name="sheet"><button name="go" value="1">Suite</button></form>'
                '<form method="post"><input type="hidden" name="drop" value="1"></form>'
            )

        held = {"once": "yes", "header": "2", "c0": "y", "c1": "", "c2": "x"}
        assert _fields(Page()) == held
