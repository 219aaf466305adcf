"""The sentences of the open pages in every language: found in the code, compiled beside it.

A `.po` file is written by people; the `.mo` file that the server reads is made from it by
`./entremise documents`, and a test compares both with the code.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from entremise.base import emergency
from entremise.base.languages import LANGUAGES
from entremise.partners.models import NATIONAL_NUMBERS

PACKAGE = Path(__file__).resolve().parent.parent
LOCALE = PACKAGE / "public" / "locale"
SOURCE_LANGUAGE = "fr"
# What the public reads: the form, and what a worker shows or gives.
FOLDERS = ("public", "papers")
MARKS = frozenset({"_", "gettext", "gettext_lazy"})
IN_TEMPLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
# Components of other folders that the open pages are made of.
COMPONENTS = (
    "base/templates/base/page.html",
    "base/templates/base/components/exit.html",
    "base/templates/base/components/emergency.html",
    "base/templates/base/components/field.html",
    "base/templates/base/components/field_notes.html",
    "base/templates/base/components/error_summary.html",
)


def translated() -> list[str]:
    """The codes of the languages that have a file: all but that of the code."""
    return [one.code for one in LANGUAGES if one.code != SOURCE_LANGUAGE]


def sentences() -> list[str]:
    """Every sentence marked for translation, once, in the order of the code."""
    return list(dict.fromkeys(_found()))


def _found() -> Iterator[str]:
    folders = [PACKAGE / name for name in FOLDERS]
    for path in sorted(path for folder in folders for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS:
                word = node.args[0]
                if isinstance(word, ast.Constant) and isinstance(word.value, str):
                    yield word.value
    templates = sorted(path for folder in folders for path in folder.rglob("*.html"))
    templates += [PACKAGE / one for one in COMPONENTS]
    for path in templates:
        for double, single in IN_TEMPLATE.findall(path.read_text()):
            yield double or single
    for line in emergency.ALL:
        yield line.name
        yield line.purpose
    for one in NATIONAL_NUMBERS:
        yield one.name
        yield one.hours


def po_file(code: str) -> Path:
    """Where people write the sentences of a language."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def compiled(code: str) -> bytes:
    """What the server reads, made from the file that people write."""
    import polib  # only where sentences are worked on

    binary: bytes = polib.pofile(str(po_file(code))).to_binary()
    return binary


def compile_all() -> list[Path]:
    """Write what the server reads, for every language; say which files."""
    written = [po_file(code).with_suffix(".mo") for code in translated()]
    for path, code in zip(written, translated(), strict=True):
        path.write_bytes(compiled(code))
    return written
