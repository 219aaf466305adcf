"""One person named exactly: for an answer that may not say anything of her neighbours."""

from collections.abc import Sequence
from uuid import UUID

from entremise.people.names.cards import columns, read_word
from entremise.people.names.spelling import normalise


def exactly(
    ids: Sequence[UUID], lines: Sequence[str], last_name: str, first_name: str, born: str
) -> list[UUID]:
    """Those whose last or birth name, first name and birth all agree, spelling aside.

    A year agrees with a day of that year. A birth that is not known agrees with nothing.
    """
    last, first = _letters(normalise(last_name)), _letters(normalise(first_name))
    if not (last and first and born):
        return []
    people = columns(lines)
    return [
        person_id
        for row, person_id in enumerate(ids)
        if last in (_kept(people.last_names[row]), _kept(people.birth_names[row]))
        and first == _kept(people.first_names[row])
        and _same_birth(born, people.born(row))
    ]


def _kept(field: str) -> str:
    """The words of a sealed line as they are spelled, the joined ones left out."""
    plain, _, _joined = field.partition("|")
    return _letters(" ".join(read_word(token).spelling for token in plain.split()))


def _letters(name: str) -> str:
    return name.replace(" ", "")


def _same_birth(asked: str, known: str) -> bool:
    return bool(known) and (asked.startswith(known) or known.startswith(asked))
