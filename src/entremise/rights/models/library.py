"""The library: one file for each right, in plain words, with the text of law it was written from.

A file says what it is, for whom, how to ask. None is validated by being here: somebody entitled
has to read that very text (`FicheReview`), and the least change makes the validation fall.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entremise.base.french import nbsp
from entremise.partners.models import Need

FOLDER = Path(__file__).resolve().parent.parent / "fiches"
# In the order in which they are read; a file may leave out what its source does not say.
SECTIONS = {
    "what": "Ce que c’est",
    "who": "Pour qui",
    "how": "Comment faire",
    "delay": "Combien de temps",
    "cost": "Ce que cela coûte",
    "needed": "Ce qu’il faut",
    "where": "Où",
}
ORDER = (
    *("order", "immediate", "phone", "bracelet", "complaint", "certificate"),
    *("housing", "aid", "new_start", "legal_aid", "compensation", "card"),
)


@dataclass(frozen=True, kw_only=True)
class Fiche:
    """One right. `label` is what a paper calls it: it must tell nothing to who finds it."""

    code: str
    title: str
    label: str
    needs: tuple[Need, ...]
    source: str
    law_of: str
    checked_on: date
    text: dict[str, str]
    mark: str
    # The measure whose days are counted once it is asked for, as `proceedings` codes it.
    measure: str = ""
    # A judge decides it between those who are or were a couple, and between no others.
    couple: bool = False

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The questions that it answers, with their answers."""
        return [(SECTIONS[name], self.text[name]) for name in SECTIONS if name in self.text]


def read_fiche(content: str, *, code: str) -> Fiche:
    """A fiche as its file says it; `mark` changes as soon as one word of it or its source does."""
    said = tomllib.loads(content)
    unknown = said["text"].keys() - SECTIONS.keys()
    if unknown:
        raise ValueError(f"{code}: unknown section {sorted(unknown)}")
    sealed = [said["title"], said["label"], said["source"], said["law_of"], said["text"]]
    whole = json.dumps(sealed, ensure_ascii=False, sort_keys=True)
    return Fiche(
        code=code,
        title=said["title"],
        label=said["label"],
        needs=tuple(Need(need) for need in said["needs"]),
        source=nbsp(said["source"]),
        law_of=said["law_of"],
        checked_on=said["checked_on"],
        text={name: nbsp(words) for name, words in said["text"].items()},
        mark=hashlib.sha256(whole.encode()).hexdigest(),
        measure=said.get("measure", ""),
        couple=said.get("couple", False),
    )


LIBRARY: tuple[Fiche, ...] = tuple(
    read_fiche((FOLDER / f"{code}.toml").read_text(encoding="utf-8"), code=code) for code in ORDER
)
FICHES: dict[str, Fiche] = {fiche.code: fiche for fiche in LIBRARY}
