"""The days and hours at which she can be reached, on the wall clock of Paris."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from entremise.base.french import DAYS, PARIS, hour

ALL_DAYS = frozenset(range(7))
# So many days in a row are said as « du … au … ».
A_RUN = 3


def _hour(text: object) -> time | None:
    return time.fromisoformat(str(text)) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Some days, from an hour to another; past midnight, the night belongs to the day it began.

    Nobody having said anything (`Window()`) is not « at any hour » (`any_hour`), which she said.
    Where she said it in words that are not yet days and hours (`in_words`), it never opens.
    """

    days: frozenset[int] = ALL_DAYS
    start: time | None = None
    end: time | None = None
    any_hour: bool = False
    in_words: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Self:
        """The stored window; one that cannot be read never opens."""
        try:
            stored = stored or {}
            days = frozenset(int(day) for day in stored.get("days", ALL_DAYS)) & ALL_DAYS
            return cls(
                days=days,
                start=_hour(stored.get("from")),
                end=_hour(stored.get("to")),
                any_hour=bool(stored.get("any_hour")),
                in_words=bool(stored.get("in_words")),
            )
        except (ValueError, TypeError, AttributeError):
            return cls(days=frozenset())

    @classmethod
    def answered(cls, days: Iterable[int], start: time | None, end: time | None) -> Self:
        """Days that were ticked, two hours that may be left empty: all seven days is an answer."""
        ticked = frozenset(days)
        any_hour = ticked == ALL_DAYS and start is None and end is None
        return cls(days=ticked or ALL_DAYS, start=start, end=end, any_hour=any_hour)

    @staticmethod
    def local(now: datetime) -> datetime:
        """The wall clock in Paris. A moment without a zone would be a guess."""
        if now.tzinfo is None:
            msg = "a moment without a time zone"
            raise ValueError(msg)
        return now.astimezone(UTC).astimezone(PARIS)

    def stored(self) -> dict[str, Any]:
        """What is kept: an absent key means that nobody said."""
        kept: dict[str, Any] = {
            name: True for name in ("any_hour", "in_words") if getattr(self, name)
        }
        if self.days != ALL_DAYS:
            kept["days"] = sorted(self.days)
        if self.start is not None:
            kept["from"] = self.start.isoformat("minutes")
        if self.end is not None:
            kept["to"] = self.end.isoformat("minutes")
        return kept

    @property
    def _opens(self) -> time:
        return self.start or time.min

    def contains(self, now: datetime) -> bool:
        """Whether she can be reached at this moment; the last hour named is already too late.

        Two hours that are the same say nothing that is sure: they never open.
        """
        if self.in_words:
            return False
        local = self.local(now)
        clock, day = local.time(), local.weekday()
        if self.end is not None and self.start == self.end:
            return False
        if self.end is None or self.end == time.min:
            return day in self.days and clock >= self._opens
        if self._opens < self.end:
            return day in self.days and self._opens <= clock < self.end
        begun_yesterday = clock < self.end and (day - 1) % 7 in self.days
        return begun_yesterday or (clock >= self._opens and day in self.days)

    def next_opening(self, now: datetime) -> datetime | None:
        """The first moment after `now` at which it opens; None if it never does."""
        local = self.local(now)
        for ahead in range(15):
            day = local.date() + timedelta(days=ahead)
            start = self.local(datetime.combine(day, self._opens, tzinfo=PARIS))
            if start > local and self.contains(start):
                return start
        return None

    @property
    def days_text(self) -> str:
        """Days that follow one another are said by the first and the last."""
        named = sorted(self.days)
        if self.days == ALL_DAYS:
            return "tous les jours"
        if not named:
            return "aucun jour"
        first, last = named[0], named[-1]
        if len(named) >= A_RUN and last - first == len(named) - 1:
            return f"du {DAYS[first]} au {DAYS[last]}"
        names = [f"le {DAYS[day]}" for day in named]
        return " et ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)

    @property
    def text(self) -> str:
        """« le mardi et le jeudi, de 9 h à 12 h », « tous les jours, à toute heure »."""
        if self.in_words:
            return "dit en mots, pas encore en jours et en heures"
        if self == Window():
            return "jours et heures non précisés"
        days = self.days_text
        if self.start is None and self.end is None:
            return f"{days}, à toute heure" if self.any_hour else days
        if self.end is None:
            return f"{days}, à partir de {hour(self._opens)}"
        if self.start is None:
            return f"{days}, jusqu’à {hour(self.end)}"
        return f"{days}, de {hour(self._opens)} à {hour(self.end)}"
