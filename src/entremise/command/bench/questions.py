"""What is typed in the search box: a dozen ways to ask for somebody who is there.

Names come from the same fictional people that the instance was filled with.
"""

import unicodedata

from entremise.command.bench.plan import SEED
from entremise.people.names.fictional import FictionalPerson, fictional_people


def questions(*, first: int, among: int) -> list[str]:
    """Twelve questions about twelve of the people numbered from `first` to `first + among`."""
    people = fictional_people(SEED, first + among)[first:]
    married = next(who for who in people if who.birth_name)
    reached = next(who for who in people[len(people) // 2 :] if who.phones)
    step = max(1, len(people) // 10)
    one = people[::step]
    return [
        f"{one[0].first_name} {one[0].last_name}",
        f"{one[1].last_name} {one[1].first_name}",
        _plain(f"{one[2].first_name} {one[2].last_name}").lower(),
        _misheard(one[3]),
        _misspelt(one[4]),
        f"{one[5].last_name} {one[5].born.year}",
        f"{one[6].first_name} {one[6].born.strftime('%d/%m/%Y')}",
        one[7].last_name,
        f"{married.first_name} {married.birth_name}",
        f"{one[8].last_name[:4]} {one[8].first_name}",
        reached.phones[0],
        f"{reached.first_name} {reached.phones[0][-4:]}",
    ]


def _plain(text: str) -> str:
    """Without accents, as somebody in a hurry types."""
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


def _misheard(who: FictionalPerson) -> str:
    name = who.last_name.lower().replace("ph", "f").replace("eau", "o").replace("ou", "oo")
    return f"{who.first_name} {name}"


def _misspelt(who: FictionalPerson) -> str:
    """Two letters changed places."""
    name = who.last_name
    return f"{name[:1]}{name[2:3]}{name[1:2]}{name[3:]} {who.first_name}"
