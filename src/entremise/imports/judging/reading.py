"""One line after the other: the case that it would make, or why it cannot be one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from entremise.base.sheets import birth_of, day_of, simplified, yes_or_no
from entremise.imports.fields import DATES, LABELS, MANY, MAPPED, QUESTIONS, Field
from entremise.imports.judging.persons import Named, named_in
from entremise.organisation.spelling import search_key
from entremise.people.models import AgeBand
from entremise.referrals.models import Procedure
from entremise.referrals.queries.cells import is_phone

_NUMBERS = re.compile(r"\s*(?:[/;\n]|\bou\b|\bpuis\b)\s*", re.IGNORECASE)
# Of one person alone; the rest of a line is of the matter.
OF_ONE = (Field.BORN, Field.SEX, Field.PHONE)
_BANDS = (
    *((12, AgeBand.UNDER_12), (15, AgeBand.FROM_12), (18, AgeBand.FROM_15)),
    *((25, AgeBand.FROM_18), (40, AgeBand.FROM_25), (60, AgeBand.FROM_40)),
    *((75, AgeBand.FROM_60), (130, AgeBand.FROM_75)),
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How the sheet is to be read: what she chose on the pages before.

    `values` gives, for a field and a simplified word, its code; `communes` the code of a place.
    """

    titles: Sequence[str]
    columns: Sequence[str]
    values: Mapping[str, Mapping[str, str]]
    communes: Mapping[str, str]
    repairs: Mapping[str, str]
    day: date | None
    today: date


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in a line, in which column, and what stands there."""

    code: str
    label: str
    found: str = ""


@dataclass(kw_only=True)
class Judged:
    """One case that a line would make, as it stands after the repairs."""

    line: int
    cells: Sequence[str]
    plan: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    @property
    def identity(self) -> str:
        """By what the same line is known again: who and when, or every cell of a nameless one."""
        names = [simplified(self.plan[part]) for part in ("last_name", "first_name", "birth_name")]
        if any(names):
            return "|".join([*names, self.plan["born"], self.plan["opened_on"]])
        return "|".join(["", *map(simplified, self.cells)])


def judge(rows: Sequence[Sequence[str]], *, first_line: int, asked: Asked) -> Iterator[Judged]:
    """Every line under the titles; empty lines are nothing."""
    keys = _Keys()
    for place, cells in enumerate(rows):
        if any(cells):
            yield from _Line(first_line + place, cells, asked, keys).judged()


class _Keys(dict[str, str]):
    """Words of columns as they are compared: a few, said thousands of times."""

    def __missing__(self, text: str) -> str:
        self[text] = key = simplified(text)
        return key


class _Line:
    """One line being read."""

    def __init__(self, line: int, cells: Sequence[str], asked: Asked, keys: _Keys) -> None:
        self.line, self.cells, self.asked, self.keys = line, cells, asked, keys
        self.texts: list[str] = []
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []
        self.said = self._by_field()

    def _by_field(self) -> dict[Field, str]:
        said: dict[Field, str] = {}
        many = sum(1 for column in self.asked.columns if column in MANY) > 1
        for title, column, cell in zip(
            self.asked.titles, self.asked.columns, self.cells, strict=False
        ):
            if not column or not cell:
                continue
            if column in MANY:
                self.texts.append(f"{title} : {cell}" if many and title else cell)
            else:
                said[Field(column)] = cell
        return said

    def judged(self) -> Iterator[Judged]:
        people = self._who()
        common = self._common()
        for who in people:
            yield Judged(
                line=self.line,
                cells=self.cells,
                plan={
                    **common,
                    "line": self.line,
                    "last_name": who.last_name,
                    "first_name": who.first_name,
                    "birth_name": who.birth_name,
                    "notes": "\n".join(self.texts),
                },
                faults=list(self.faults),
                remarks=list(self.remarks),
            )

    def _fault(self, code: str, where: Field, found: str = "") -> None:
        self.faults.append(Fault(code=code, label=LABELS[where], found=found))

    def _remark(self, code: str, where: Field) -> None:
        """What is not understood is not lost: it stays as text, with its title."""
        self.remarks.append(Fault(code=code, label=LABELS[where], found=self.said[where]))
        if code != "phone":
            self.texts.append(f"{LABELS[where]} : {self.said[where]}")

    def _who(self) -> list[Named]:
        people = named_in(self.said)
        where = Field.FULL_NAME if Field.FULL_NAME in self.said else Field.LAST_NAME
        if not people:
            if self.asked.repairs.get("no_name") != "nameless":
                self._fault("no_name", where)
            return [Named()]
        if len(people) == 1:
            return people
        for column in OF_ONE:
            self._leave_aside(column)
        written = " ".join(
            self.said[one]
            for one in (Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME)
            if one in self.said
        )
        match self.asked.repairs.get("several"):
            case "split":
                return people
            case "first":
                self.texts.append(f"{LABELS[where]} : {written}")
            case _:
                self._fault("several", where, written)
        return people[:1]

    def _leave_aside(self, where: Field) -> None:
        """What is of one person is given to none of several: the sheet does not say whose it is.

        A number is no text: there it would be read without the rule that opens it.
        """
        if text := self.said.get(where):
            code = "whose_phone" if where is Field.PHONE else "whose"
            self.remarks.append(Fault(code=code, label=LABELS[where], found=text))
            if where is not Field.PHONE:
                self.texts.append(f"{LABELS[where]}, sans dire de qui : {text}")
            del self.said[where]

    def _common(self) -> dict[str, Any]:
        """Everything but who she is."""
        codes = {name.value: self._code(name) for name in MAPPED}
        facts = {
            str(fact): codes[question.value]
            for question, fact in QUESTIONS.items()
            if fact is not None and codes[question.value]
        }
        if codes[Field.COMPLAINT.value] == "yes" and not codes[Field.PROCEDURE.value]:
            codes[Field.PROCEDURE.value] = Procedure.COMPLAINT.value
        born, opened = self._born(), self._opened_on()
        return {
            **{name.value: codes[name.value] for name in MAPPED if name not in QUESTIONS},
            "facts": facts,
            "born": born,
            "age_band": _age_band(born, opened),
            "phones": self._phones(),
            "commune": self._commune(),
            "opened_on": opened.isoformat() if opened else "",
            **self._other_days(opened),
        }

    def _code(self, where: Field) -> str:
        text = self.said.get(where, "")
        if not text:
            return ""
        code = self.asked.values.get(where, {}).get(self.keys[text])
        if code is None and where in QUESTIONS:
            answer = yes_or_no(text)
            code = "" if answer is None or answer == "not_asked" else answer.value
            if answer is not None:
                return code
        if not code:
            self._remark("value", where)
        return code or ""

    def _born(self) -> str:
        born = birth_of(self.said.get(Field.BORN, ""), latest=self.asked.today)
        if born is None:
            self._remark("birth", Field.BORN)
        return born or ""

    def _opened_on(self) -> date | None:
        text = self.said.get(Field.OPENED_ON, "")
        day = day_of(text, latest=self.asked.today)
        if day is None:
            if self.asked.repairs.get("no_day") == "day" and self.asked.day:
                if text:
                    self.texts.append(f"{LABELS[Field.OPENED_ON]} : {text}")
                if self.asked.day > self.asked.today:
                    self._fault("future", Field.OPENED_ON, f"{self.asked.day:%d/%m/%Y}")
                return self.asked.day
            self._fault("no_day", Field.OPENED_ON, text)
        elif day > self.asked.today:
            self._fault("future", Field.OPENED_ON, text)
        return day

    def _other_days(self, opened: date | None) -> dict[str, str]:
        days: dict[str, str] = {}
        for where in DATES[1:]:
            text = self.said.get(where, "")
            day = day_of(text, latest=self.asked.today)
            if text and day is None:
                self._remark("day", where)
            wrong = day and (day > self.asked.today or (opened is not None and day < opened))
            if wrong and where is Field.CLOSED_ON:
                if self.asked.repairs.get("closed_before") != "open":
                    self._fault("closed_before", where, text)
                day = None
            elif wrong:
                self._remark("day", where)
                day = None
            days[where.value] = day.isoformat() if day else ""
        return days

    def _phones(self) -> list[str]:
        text = self.said.get(Field.PHONE, "")
        numbers = [_whole_number(part) for part in _NUMBERS.split(text) if part.strip()]
        if any(not is_phone(number) for number in numbers):
            self._remark("phone", Field.PHONE)
        return numbers

    def _commune(self) -> str:
        text = self.said.get(Field.COMMUNE, "")
        code = self.asked.communes.get(search_key(re.sub(r"\d{5}", " ", text)), "")
        if text and not code:
            self._remark("commune", Field.COMMUNE)
        return code


def _whole_number(text: str) -> str:
    """A sheet that takes a number for a quantity eats its first zero."""
    digits = re.sub(r"\D", "", text)
    return f"0{digits}" if len(digits) == 9 and digits == text.strip() else text.strip()


def _age_band(born: str, opened: date | None) -> str:
    if not born or opened is None:
        return AgeBand.NOT_ASKED.value
    if len(born) == 4:
        age = opened.year - int(born)
    else:
        day = date.fromisoformat(born)
        age = opened.year - day.year - ((opened.month, opened.day) < (day.month, day.day))
    return next(
        (band.value for least, band in _BANDS if 0 <= age < least), AgeBand.NOT_ASKED.value
    )
