"""Words planted where only some accounts may read them, and who those accounts are.

Each word is unique: found in an answer, it says which text of which case was shown. The classes
are those of the columns: who she is, what was said, how to reach her.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from uuid import UUID

from entremise.access.columns import Secrecy
from entremise.accounts.models import User

# Who probes; « spare » acts in the scenarios and is nobody who probes.
WORKERS = ("worker", "other_worker", "far_worker")
ROLES = (
    *WORKERS,
    "coordinator",
    "officer",
    "chief",
    "far_officer",
    "steering",
    "dpo",
    "admin",
    "anonymous",
)
SCENARIOS = ("own", "other", "shared", "revoked", "restricted", "far")
NOBODY: frozenset[str] = frozenset()

_FIRST, _LAST = "bdfgjklmnprstvz", "aeiou"
_BLANK = r"(?:[\s.\-\u00a0\u202f]|&nbsp;)*"


@dataclass(frozen=True, kw_only=True)
class Canary:
    """One planted word: its class, where it stands, and the roles that may read it."""

    text: str
    secrecy: Secrecy
    scenario: str
    place: str
    readers: frozenset[str]

    @property
    def key(self) -> str:
        """What an answer is searched for: figures are compared without what separates them."""
        return re.sub(r"\D", "", self.text) if self.text[0].isdigit() else self.text.casefold()


@dataclass(kw_only=True)
class Scenario:
    """One case and all that hangs on it: the rows by keyword, and the roles that know each."""

    name: str
    ids: dict[str, list[UUID]] = field(default_factory=dict)
    seers: dict[UUID, frozenset[str]] = field(default_factory=dict)

    def put(self, keyword: str, row: UUID, seers: Iterable[str]) -> None:
        """Remember a row that an address can name."""
        self.ids.setdefault(keyword, []).append(row)
        self.seers[row] = frozenset(seers)


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The accounts that the scenarios are told with.

    `worker`, `other_worker` and `spare_worker` hold posts of one employer with a queue each;
    `far_worker` one of another employer. `officer` and `chief` belong to a unit that the post of
    `worker` covers, `far_officer` to one that the post of `far_worker` covers.
    """

    users: Mapping[str, User]

    def __getitem__(self, role: str) -> User:
        return self.users[role]

    def __post_init__(self) -> None:
        missing = {*ROLES, "spare_worker"} - {"anonymous"} - self.users.keys()
        if missing:
            msg = f"no account for {sorted(missing)}"
            raise ValueError(msg)


class Nest:
    """Where the words are drawn from: the same seed draws the same words."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - nothing secret, and the same words each time
        self.canaries: list[Canary] = []
        self._drawn: set[str] = set()

    def word(self) -> str:
        """A word of no language, long enough to stand nowhere by chance."""
        pairs = (self._random.choice(_FIRST) + self._random.choice(_LAST) for _ in range(7))
        return self._once("".join(pairs).capitalize()) or self.word()

    def number(self) -> str:
        """A telephone number of the ranges kept for fiction, which the demonstration leaves."""
        digits = "".join(self._random.choice("0123456789") for _ in range(4))
        start = self._random.choice(("05 36 49", "02 61 91"))
        return self._once(f"{start} {digits[:2]} {digits[2:]}") or self.number()

    def _once(self, text: str) -> str:
        """This text, or nothing if it was drawn before."""
        if text in self._drawn:
            return ""
        self._drawn.add(text)
        return text

    def plant(
        self, scenario: str, secrecy: Secrecy, place: str, readers: Iterable[str], text: str = ""
    ) -> str:
        """Draw a word for a place, and remember who may read it."""
        drawn = text or self.word()
        self.canaries.append(
            Canary(
                text=drawn,
                secrecy=secrecy,
                scenario=scenario,
                place=place,
                readers=frozenset(readers),
            )
        )
        return drawn


@dataclass(frozen=True, kw_only=True)
class Planted:
    """The world with its canaries: what to look for, and with which rows to ask."""

    canaries: tuple[Canary, ...]
    scenarios: Mapping[str, Scenario]
    ground: Mapping[str, UUID]

    @cached_property
    def _by_key(self) -> dict[str, Canary]:
        return {canary.key: canary for canary in self.canaries}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = (key for key in self._by_key if not key.isdigit())
        numbers = (_BLANK.join(key) for key in self._by_key if key.isdigit())
        return re.compile("|".join((*words, *numbers)))

    def found_in(self, text: str) -> Iterator[Canary]:
        """The canaries that a text shows, whatever its capitals and the blanks of numbers."""
        for found in set(self._pattern.findall(text.casefold())):
            key = re.sub(r"\D", "", found) if found[0].isdigit() else found
            yield self._by_key[key]
