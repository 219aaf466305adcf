"""What does not fit on one leaf or one card is refused; figures read as they are dialled."""

import pytest

from entremise.base import pdf
from entremise.rights.models import LIBRARY
from papers import read_paper

TEMPLATES = {"sheet": "papers/papers/sheet.typ", "card": "papers/papers/card.typ"}


def words(fiches=(), labels=0, language="fr"):
    steps = [{"name": one.label, "sections": one.sections, "source": one.source} for one in fiches]
    steps += [{"name": "Une étape en mots", "sections": [], "source": ""}] * labels
    return {
        "title": "Notes",
        "headings": {"moment": "a", "steps": "b", "places": "c", "numbers": "d"},
        "moment": "mardi",
        "steps": steps,
        "places": [{"name": "Accueil", "lines": ["04 77 00 00 01"], "moment": ""}],
        "numbers": [{"number": "116 006", "name": "Aide", "hours": "jour et nuit"}],
    }


class TestFolding:
    @pytest.mark.parametrize("shape", TEMPLATES)
    def test_what_fits_is_on_one_page(self, shape):
        content = pdf.write(TEMPLATES[shape], words(LIBRARY[:3], labels=2))
        assert read_paper(content).pages == 1

    def test_a_leaf_that_would_need_a_second_one_is_refused(self):
        with pytest.raises(pdf.NotWritable, match="trop long"):
            pdf.write(TEMPLATES["sheet"], words(LIBRARY))

    def test_a_card_that_would_overflow_is_refused(self):
        with pytest.raises(pdf.NotWritable, match="trop long"):
            pdf.write(TEMPLATES["card"], words(labels=20))

    @pytest.mark.parametrize("shape", TEMPLATES)
    def test_figures_keep_their_order_where_words_go_from_right_to_left(self, shape):
        said = words()
        said["numbers"][0]["hours"] = "ليلًا ونهارًا"
        seen = read_paper(pdf.write(TEMPLATES[shape], said, language="ar")).seen
        for number in ("0477000001", "116006"):
            assert any(number in line for line in seen)
