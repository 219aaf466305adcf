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

# Any marks between the figures, slashes only if they are the same all along. A day is taken first,
# and left: « 01.02.2026 14 30 » would else hold a number.
_MARK = r"[\s.,\-–—_\u2010\u2011]{0,3}"
_BETWEEN = r"[\s.,\-/_]{1,3}"
_ABROAD = rf"\(?(?:\+|00){_MARK}33{_MARK}\)?{_MARK}(?:\(?0\)?{_MARK})?"
NUMBER = re.compile(
    rf"(?<!\d)(?P<day>[0-3]?\d{_BETWEEN}[01]?\d{_BETWEEN}(?:19\d\d|20[0-3]\d)(?!\d))"
    rf"|(?<![\d+])[0Oo]{_MARK}[1-9](?:{_MARK}\d){{8}}(?!\d)"
    r"|(?<![\d+])0[1-9](?:/\d\d){4}(?!\d)"
    rf"|(?<![\d+]){_ABROAD}[1-9](?:{_MARK}\d){{8}}(?!\d)"
    rf"|(?<![\d+])33{_MARK}[67](?:{_MARK}\d){{8}}(?!\d)"
    rf"|(?<![\d+])[67](?:{_MARK}\d\d){{4}}(?!\d)"
    rf"|(?<![\d+])(?:\+|00)(?!33)[1-9](?:{_MARK}\d){{7,13}}(?!\d)"
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
    clean = [NUMBER.sub(lambda one: one["day"] or SHELTERED, text) for text in texts]
    if not known:
        return channel, clean
    first, *others = known
    return {**first, "others": others} if others else first, clean


def _numbers(text: str) -> Iterator[str]:
    return (found[0] for found in NUMBER.finditer(text) if not found["day"])
