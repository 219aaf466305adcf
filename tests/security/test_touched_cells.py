"""A cell that somebody with the rights of the owner touched: its pages show an error, no word."""

import re

import pytest
from django.db import connections

from security.staging import Browsers, stage

TOLD = ("own", "other")

pytestmark = pytest.mark.django_db(transaction=True)


def overwrite(table, column, row_id, cell):
    """Write bytes in a cell as somebody who owns the tables could."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [cell, row_id])
        assert cursor.rowcount == 1
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def read_cell(table, column, where, value):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE {where} = %s", [value])
        found = cursor.fetchall()
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    return [(row, bytes(cell)) for row, cell in found if cell]


PAGES = {
    "summary": ("cases_casetext", "summary_sealed", "case_id", "case_id", "/situations/{}/"),
    "note": ("cases_timelineentry", "text_sealed", "case_id", "case_id", "/situations/{}/"),
    "session": (
        *("contact_session", "facts_sealed", "id", "session_id"),
        "/situations/{case}/entretiens/{}/",
    ),
    "assessment": (
        *("assessment_assessment", "facts_sealed", "id", "assessment_id"),
        "/situations/{case}/evaluations/{}/",
    ),
    "orientation": (
        *("orientations_orientation", "note_sealed", "id", "orientation_id"),
        "/situations/{case}/orientations/{}/",
    ),
    "measure": (
        *("proceedings_measure", "note_sealed", "id", "measure_id"),
        "/situations/{case}/demarches/mesures/{}/",
    ),
    "fact": (
        *("proceedings_complaintfact", "text_sealed", "id", "fact_id"),
        "/situations/{case}/demarches/plainte/faits/{}/",
    ),
    "referral": (
        "referrals_referraltext",
        "said_sealed",
        "referral_id",
        "referral_id",
        "/saisines/{}/",
    ),
}


class TestPages:
    def test_show_an_error_without_a_word_when_a_cell_was_touched(self):
        told, planted = stage(told=TOLD)
        browsers = Browsers(told, ("worker",))
        for page in PAGES.values():
            self._touch(browsers, planted, *page)

    def _touch(self, browsers, planted, table, column, where, keyword, address):
        mine, hers = planted.scenarios["own"].ids, planted.scenarios["other"].ids
        path = address.format(mine[keyword][0], case=mine["case_id"][0])
        before = browsers.send("worker", "GET", path)
        shown = {one.text for one in planted.found_in(before.body)}
        assert before.status == 200
        assert shown
        (row, cell), *_ = read_cell(table, column, where, mine[keyword][0])
        (_, other), *_ = read_cell(table, column, where, hers[keyword][0])
        clear = "Texte écrit à la main".encode()
        for altered in (other, cell[:-1], cell[:9], clear, b"\x01" + clear * 3):
            overwrite(table, column, row, altered)
            answer = browsers.send("worker", "GET", path)
            assert answer.status == 500
            assert list(planted.found_in(answer.words)) == []
            assert clear.decode() not in answer.body
            assert not re.search("Traceback|SealBroken|InvalidTag", answer.body)
        overwrite(table, column, row, cell)
        after = browsers.send("worker", "GET", path)
        assert {one.text for one in planted.found_in(after.body)} == shown

    def test_a_key_put_in_the_place_of_another_opens_nothing(self):
        told, planted = stage(told=TOLD)
        browsers = Browsers(told, ("worker",))
        case_id = planted.scenarios["own"].ids["case_id"][0]
        other_id = planted.scenarios["other"].ids["case_id"][0]
        with connections["keys_owner"].cursor() as cursor:
            cursor.execute(
                "UPDATE base_subjectkey SET wrapped ="
                " (SELECT wrapped FROM base_subjectkey WHERE subject_id = %s)"
                " WHERE subject_id = %s",
                [other_id, case_id],
            )
        answer = browsers.send("worker", "GET", f"/situations/{case_id}/")
        assert answer.status == 500
        assert list(planted.found_in(answer.words)) == []
