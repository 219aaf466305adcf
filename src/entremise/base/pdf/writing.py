"""One door to the maker of papers: cleaned and bounded data goes in, a PDF comes out."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from entremise.base.errors import NotPossible

PACKAGE = Path(__file__).parents[2]
ASIDE = Path(__file__).with_name("aside.py")
MOST_SECONDS = 15
MOST_LETTERS = 200_000
# Whoever looks over her shoulder reads the name of the file and the title of its window.
FILE_NAME = "document.pdf"

TOO_LONG = "Ce texte est trop long pour un papier. Raccourcissez-le, ou faites deux papiers."
LETTERS = (
    "Ces lettres ne peuvent pas être imprimées ici : « {letters} ». Remplacez-les, ou demandez "
    "que les polices de cette écriture soient installées sur le serveur (paquet fonts-noto)."
)


class NotWritable(NotPossible):
    """This text cannot be put on paper here; the message says why and what to do."""


class TemplateWrong(RuntimeError):
    """A template of ours does not hold together: a bug, said without what it was to show."""


def write(template: str, data: Mapping[str, Any], *, language: str = "fr") -> bytes:
    """The paper that a template of the package makes of these values.

    `template` is a path under `entremise/`; `data` holds texts, numbers, lists and dictionaries,
    and a neutral `title`. A letter that no font here can draw is refused: never an empty box.
    """
    clean = _cleaned({**data, "language": language})
    order = {
        "template": str(PACKAGE / template),
        "root": str(PACKAGE),
        "data": json.dumps(clean, ensure_ascii=False),
    }
    if len(order["data"]) > MOST_LETTERS:
        raise NotWritable(TOO_LONG)
    head, content = _made(order)
    match head.get("problem"):
        case "letters":
            raise NotWritable(LETTERS.format(letters=head["letters"]))
        case "long":
            raise NotWritable(TOO_LONG)
        case "template":
            raise TemplateWrong(f"{template}: {head['message']} ({head['where']})")
    if head["warnings"]:
        raise TemplateWrong(f"{template}: {'; '.join(head['warnings'])}")
    return content


def response(content: bytes) -> HttpResponse:
    """The paper as a page answers it: shown in the browser, left in no folder of downloads."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{FILE_NAME}"'},
    )


def _made(order: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    """What the process beside answers; one that had to be stopped was asked for too much."""
    try:
        done = subprocess.run(  # noqa: S603  # our own file, without arguments
            [sys.executable, "-I", str(ASIDE)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env={"RAYON_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"problem": "long"}, b""
    head, _, content = done.stdout.partition(b"\n")
    if not head:
        # Negative: stopped from outside, by its bounds. Otherwise it never began.
        if done.returncode < 0:
            return {"problem": "long"}, b""
        raise TemplateWrong("the maker of papers does not start: is « typst » installed?")
    found: dict[str, Any] = json.loads(head)
    return found, content


def _cleaned(value: Any) -> Any:
    """Without the marks that no paper shows, which a text pasted from elsewhere may hold."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
        text = text.replace("\t", " ")
        return "".join(
            one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cs")
        )
    if isinstance(value, Mapping):
        return {str(key): _cleaned(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_cleaned(one) for one in value]
    return value
