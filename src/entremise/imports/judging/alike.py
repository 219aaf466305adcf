"""Lines that may speak of somebody already there: only those worth a look are compared."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from entremise.people.names import Card, Match, likely_same_raw, search_lines
from entremise.people.names.cards import Lines, columns, read_word

__all__ = ["Card", "Resembling", "resembling_rows"]


@dataclass(frozen=True, kw_only=True)
class Resembling:
    """For each line, the earlier line it resembles, and the persons already known."""

    earlier: dict[int, int]
    known: dict[int, list[Match]]


def resembling_rows(
    cards: Sequence[Card], known_ids: Sequence[UUID], known_lines: Sequence[str]
) -> Resembling:
    """What each card resembles, among those before it and among the persons already known.

    Two cards are compared only if a surname and a first name sound alike: of five thousand lines
    a few dozen remain, and each is then read like any other likely same person.
    """
    lines = search_lines(cards)
    own = columns(lines)
    theirs = columns(known_lines)
    places: dict[str, list[int]] = defaultdict(list)
    for row in range(len(known_ids)):
        for key in _keys(theirs, row):
            places[key].append(row)
    seen: dict[str, list[int]] = defaultdict(list)
    earlier: dict[int, int] = {}
    known: dict[int, list[Match]] = {}
    for place, card in enumerate(cards):
        keys = list(_keys(own, place))
        before = sorted({row for key in keys for row in seen[key]})
        if before:
            found = _same(
                card, [cards[row].person_id for row in before], [lines[r] for r in before]
            )
            if found:
                first = {cards[row].person_id: row for row in before}
                earlier[place] = min(first[match.person_id] for match in found)
        rows = sorted({row for key in keys for row in places.get(key, ())})
        if rows:
            matches = _same(card, [known_ids[r] for r in rows], [known_lines[r] for r in rows])
            if matches:
                known[place] = matches
        for key in keys:
            seen[key].append(place)
    return Resembling(earlier=earlier, known=known)


def _same(card: Card, ids: Sequence[UUID], lines: Sequence[str]) -> list[Match]:
    """A birth that contradicts makes a namesake."""
    found = likely_same_raw(card, ids, lines, limit=5)
    return [match for match in found if "birth" not in match.differing]


def _keys(people: Lines, row: int) -> Iterable[str]:
    """How a surname sounds with how a first name begins to sound, in either order."""
    surnames = _sounds(people.last_names[row]) | _sounds(people.birth_names[row])
    first = _sounds(people.first_names[row])
    for surname in surnames:
        for name in first:
            one, other = sorted((surname, name))
            yield f"{one}|{other}"


def _sounds(text: str) -> set[str]:
    plain, _, _ = text.partition("|")
    return {read_word(token).sound for token in plain.split()}
