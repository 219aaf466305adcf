"""Whatever is sent, the sheet answers with errors or answers: it never breaks."""

import datetime as dt

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from entremise.assessment.actions import ANSWERS
from entremise.assessment.forms import Sheet
from entremise.assessment.models import CURRENT

TODAY = dt.date(2026, 3, 10)
NAMES = list(Sheet(grid=CURRENT, offence=True, today=TODAY).fields)
texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["yes", "no", "not_asked", "ex", "0001-01-01", "9999-12-31", "31/02/2026", "-1", "1e9"]
    ),
    st.text(alphabet="\0\x1f\u202e😀<é'\"", max_size=8),
)
sent = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=12)


def sheet(pairs, *, offence=True):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    return Sheet(data, grid=CURRENT, offence=offence, today=TODAY)


class TestSheet:
    @given(sent, st.booleans())
    def test_gives_only_answers_that_the_action_takes(self, pairs, offence):
        form = sheet(pairs, offence=offence)
        if not form.is_valid():
            assert form.errors
            return
        answers = form.answers()
        assert set(answers) <= ANSWERS
        assert set(answers["needs"].values()) <= {"yes", "no", "unknown", "not_asked"}
        assert set(answers["acts"]) <= {act.code for act in CURRENT.acts}

    @given(sent)
    def test_asks_nothing_about_offences_without_a_basis(self, pairs):
        form = sheet([*pairs, ("danger_criminal_record", "yes")], offence=False)
        if form.is_valid():
            assert "criminal_record" not in form.answers()["danger"]
            assert "police_record" not in form.answers()

    def test_takes_an_empty_form(self):
        assert sheet([]).is_valid()
