"""Recognising somebody through the pages: found whatever was heard, and never joined unasked."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from entremise.command.bench.browser import Answer, Browser
from entremise.command.probes.pages import PageForm, forms_of
from entremise.command.refusal import Refused

FIRST = 5
SAME = "/situations/{}/meme-personne/"
_ROW = "<tr data-row"
_TAKE = re.compile(r'href="(/saisines/[0-9a-f-]{36}/prendre/)"')
_CASE = re.compile(r"^/situations/([0-9a-f-]{36})/$")
_JOINED = "Fiches réunies"


def recall(
    look_for: Callable[[str], Answer], misspelled: Sequence[tuple[str, str]]
) -> tuple[float, list[str]]:
    """The share of questions whose person is among the first five shown, and those that failed."""
    lost = [query for query, code in misspelled if code not in _first(look_for(query))]
    return 1 - len(lost) / len(misspelled), lost


def _first(answer: Answer) -> str:
    """The first rows of a page of results."""
    if answer.status != 200:
        raise Refused(f"La recherche du banc a répondu {answer.status}.")
    return "".join(answer.text.split(_ROW)[1 : FIRST + 1])


@dataclass(kw_only=True)
class Taken:
    """What became of those who came."""

    look_alikes: int = 0
    joined_unasked: int = 0
    same: int = 0
    proposed: int = 0


def take_all(browser: Browser, queue: str, pairs: Sequence[tuple[str, str, str, bool]]) -> Taken:
    """Open every referral of the cast; take the look-alikes without answering any question."""
    known: dict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
    for code, last_name, first_name, same in pairs:
        known[last_name, first_name].append((code, same))
    result = Taken()
    for path in dict.fromkeys(_TAKE.findall(browser.get(queue).text)):
        page = browser.get(path)
        form = next((one for one in forms_of(path, page.text) if one.action == path), None)
        if page.status != 200 or form is None:
            raise Refused(f"La page « prendre » du banc a répondu {page.status}.")
        held = {field.name: field.value for field in form.fields}
        meant = known.get((held.get("last_name", ""), held.get("first_name", "")), [])
        if not meant:
            continue
        if any(same for _code, same in meant):
            result.same += 1
            result.proposed += any(code in page.text for code, _same in meant)
        else:
            result.look_alikes += 1
            result.joined_unasked += _is_joined(browser, path, form, held)
    return result


def _is_joined(browser: Browser, path: str, form: PageForm, held: dict[str, str]) -> bool:
    """Send the form as the page gives it; whether what comes of it is somebody else's."""
    done = browser.post(path, dict(_as_given(form)))
    case = _CASE.match(done.headers.get("Location", ""))
    if done.status != 302 or case is None:
        raise Refused(f"Une saisine du banc n’a pas été prise ({done.status}).")
    page = browser.get(case[0]).text
    name = escape(f"{held['first_name']} {held['last_name'].upper()}")
    return name not in page or _JOINED in browser.get(SAME.format(case[1])).text


def _as_given(form: PageForm) -> Iterator[tuple[str, str]]:
    for field in form.fields:
        if field.given is not None:
            yield field.name, field.given
