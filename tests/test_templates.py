"""Every template, read as text: no inline code, nothing from outside, French signs."""

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

SOURCE = Path(__file__).parent.parent / "src" / "entremise"
TEMPLATES = sorted(
    path for path in SOURCE.glob("*/templates/**/*") if path.suffix in (".html", ".txt", ".svg")
)
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

PARTED = "a sign of French parted from its words by a space that does not hold"
FAULTS = {
    "an inline handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.I),
    "an htmx handler or evaluated value": re.compile(
        r"\b(?:hx-on\b|hx-on:|hx-vals\s*=\s*.js:)", re.I
    ),
    "an inline style": re.compile(r"""<style\b|\sstyle\s*=""", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an address outside": re.compile(r"""(?:https?:)?//(?=[a-z0-9-]+\.[a-z])""", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "text marked safe": re.compile(r"\|\s*safe(?:seq)?\b|\{%-?\s*autoescape\s+off"),
    "a middle dot": re.compile(r"\w·\w"),
    "a straight apostrophe in a French word": re.compile(
        r">[^<>{}]*\b(?:[cdjlmnst]|qu|jusqu|lorsqu|aujourd)'[a-zéèêàâîôûœh]", re.I
    ),
    PARTED: re.compile(r"[>}](?:[^<>{}]*[\w’.)])? [:;!?»%](?=[\s<{.,)])|[>}][^<>{}]*« "),
}
# SVG names its own language by an address that nobody fetches.
NAMESPACES = re.compile(r'xmlns(?::\w+)?="[^"]+"')
COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.S)
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']?post[^>]*>.*?</form>", re.I | re.S)


def text_of(path: Path) -> str:
    return NAMESPACES.sub("", COMMENTS.sub("", path.read_text()))


def faults_in(text: str) -> list[str]:
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
class TestEachTemplate:
    def test_compiles(self, path):
        name = str(path).split("/templates/", 1)[1]
        try:
            get_template(name)
        except TemplateDoesNotExist as missing:
            pytest.fail(f"{name} needs {missing}")

    def test_holds_nothing_that_the_content_policy_or_the_style_refuses(self, path):
        # A mail in plain text has nothing to escape.
        allowed = {"text marked safe"} if path.suffix == ".txt" else set()
        assert set(faults_in(text_of(path))) <= allowed


@pytest.mark.parametrize("path", PAGES, ids=named)
class TestEachForm:
    def test_that_is_sent_carries_its_guard_and_its_key(self, path):
        for form in POST_FORM.findall(path.read_text()):
            if 'name="ticket"' in form:
                # A visitor has neither cookie nor session: her page carries a ticket instead.
                continue
            assert "csrf_token" in form, form[:120]
            # A search changes nothing; a text taken up again brings its own key along.
            free = 'role="search"' in form or "reprise" in form
            assert free or "{% once" in form, form[:120]


class TestTheReaderOfTemplates:
    @pytest.mark.parametrize(
        ("name", "planted"),
        [
            ("an inline handler", '<button onclick="go()">'),
            ("an htmx handler or evaluated value", '<div hx-on:click="x">'),
            ("an inline style", '<p style="color:red">'),
            ("an inline style", "<style>p{}</style>"),
            ("a script in the page", "<script>go()</script>"),
            ("an address outside", '<script src="https://cdn.exemple.fr/x.js">'),
            ("an address outside", '<img src="//exemple.fr/x.png">'),
            ("a javascript address", '<a href="javascript:go()">'),
            ("text marked safe", "{{ note|safe }}"),
            ("text marked safe", "{% autoescape off %}"),
            ("a middle dot", "<p>les agent·es</p>"),
            ("a straight apostrophe in a French word", "<p>l'accueil</p>"),
            (PARTED, "<p>Que faire ?</p>"),
            (PARTED, "<p>{{ label }} : {{ value }}</p>"),
            (PARTED, "<p>Au poste « {{ post }}&nbsp;».</p>"),
            (PARTED, "<p>Au poste «&nbsp;{{ post }} ».</p>"),
        ],
    )
    def test_sees_a_planted_fault(self, name, planted):
        assert faults_in(planted) == [name]

    def test_lets_a_sound_page_through(self):
        sound = '<a class="en-button" href="{% url \'x\' %}">Que faire&nbsp;? L’appeler.</a>'
        assert faults_in(sound) == []
