"""The documents are compared with the code, so that they cannot lie."""

import re
from pathlib import Path

from django.apps import apps

from entremise.command.documents import pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


class TestWrittenPages:
    def test_are_what_the_code_says_now(self):
        stale = [name for name, text in pages().items() if (DOCS / name).read_text() != text]
        assert stale == [], "run ./entremise documents"


class TestGlossary:
    def test_names_every_model(self):
        glossary = (DOCS / "glossary.md").read_text()
        missing = [
            model.__name__
            for model in apps.get_models()
            if model.__module__.startswith("entremise") and f"`{model.__name__}`" not in glossary
        ]
        assert missing == []


class TestLinks:
    def test_lead_to_files_that_exist(self):
        for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
            for target in re.findall(r"\]\(([^)#]+)", page.read_text()):
                if "://" not in target:
                    assert (page.parent / target).exists(), f"{page.name}: {target}"
