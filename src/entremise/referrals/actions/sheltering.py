"""Numbers written among the words of a referral go behind the rule of safe contact.

Whoever reads the words would otherwise read a number at any hour, before anybody knows whose it
is; and would print it with a summary.
"""

import re
from collections.abc import Iterator
from typing import Any

from entremise.people.names import phone_digits
from entremise.people.windows import Window
from entremise.referrals.queries.reaching import every_channel

SHELTERED = "[numéro mis à l’abri]"
WHOSE = "numéro écrit dans le récit, peut-être pas le sien : cherchez d’abord à qui il est"

# The same mark between each two figures: « 01/02/2026 14 h » is a day and an hour.
_PAIRS = r"[1-9](?P<{0}>[ .\-/\u00a0\u202f]{{0,2}})\d\d(?:(?P={0})\d\d){{3}}(?!\d)"
NUMBER = re.compile(
    rf"(?<![\d+])0{_PAIRS.format('home')}"
    rf"|(?<![\d+])(?:\+|00)33[ .\-\u00a0\u202f]?(?:\(?0\)?)?[ .\-\u00a0\u202f]?"
    rf"{_PAIRS.format('abroad')}"
    r"|(?<![\d+])\+(?!33)[1-9](?:[ .\-\u00a0\u202f]?\d){7,13}(?!\d)"
)


def shelter(channel: dict[str, Any], *texts: str) -> tuple[dict[str, Any], list[str]]:
    """How she can be reached, with the numbers that these texts held; the texts without them.

    Nothing is lost: a number that was not given apart becomes one more, which stays shut until
    somebody has found out whose it is and when it may ring.
    """
    known = every_channel(channel)
    digits = {phone_digits(str(one["value"])) for one in known}
    for number in (found for text in texts for found in _numbers(text)):
        if phone_digits(number) not in digits:
            digits.add(phone_digits(number))
            window = Window(in_words=True).stored()
            known.append({"value": number, "window": window, "rule": {"when": WHOSE}})
    clean = [NUMBER.sub(SHELTERED, text) for text in texts]
    if not known:
        return channel, clean
    first, *others = known
    return {**first, "others": others} if others else first, clean


def _numbers(text: str) -> Iterator[str]:
    return (found[0] for found in NUMBER.finditer(text))
