"""The guide sends its readers to pages that exist, and quotes the words of the screens."""

import html
import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

ROOT = Path(__file__).parent.parent
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
SCREENS = (".html", ".py", ".js")
ADDRESS = re.compile(r"`(/[a-z/-]*)`")
QUOTED = re.compile(r"«\s*([^»]+?)\s*»")


def plain(text: str) -> str:
    """A text as it is read: no mark-up, one kind of space, no capital, sentences joined."""
    text = re.sub(r'"\s*\n\s*f?"', "", html.unescape(text))
    text = re.sub(r"<[^>]+>", " ", text)
    return re.sub(r"\s+", " ", text).lower()


def unknown_words(page: str, screens: str) -> list[str]:
    """The words between quotation marks that no screen says."""
    quoted = {plain(words).strip(" .…") for words in QUOTED.findall(page)}
    return sorted(words for words in quoted if words not in screens)


@pytest.fixture(scope="module")
def screens() -> str:
    files = (ROOT / "src" / "entremise").rglob("*")
    return " ".join(plain(file.read_text()) for file in files if file.suffix in SCREENS)


class TestAddresses:
    @pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
    def test_lead_to_pages(self, page):
        for address in ADDRESS.findall(page.read_text()):
            resolve(address)

    def test_that_are_gone_are_noticed(self):
        with pytest.raises(Resolver404):
            resolve(*ADDRESS.findall("Ouvrez `/page-retiree/`."))


class TestWords:
    @pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
    def test_are_those_of_the_screens(self, page, screens):
        assert unknown_words(page.read_text(), screens) == []

    def test_that_no_screen_says_are_noticed(self, screens):
        assert unknown_words("Touchez « Bouton retiré ».", screens) == ["bouton retiré"]
