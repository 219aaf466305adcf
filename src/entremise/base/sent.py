"""What came with a request that was refused or broke down, so that the page gives it back.

Fields are kept out of the browser's memory (`autocomplete="off"`), so « back » shows them empty:
without this the text would be gone.
"""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

NOT_GIVEN_BACK = {"csrfmiddlewaretoken", "once"}
LONG_ENOUGH_TO_READ = 20
# A post, a unit, a person of a list: an identifier, sometimes with its kind before it.
A_CHOICE = re.compile(r"(\w+:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the form that was sent, without passwords; empty if unreadable."""
    if request.method != "POST":
        return []
    try:
        lists = list(request.POST.lists())
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []
    return [
        (name, value)
        for name, values in lists
        for value in values
        if name not in NOT_GIVEN_BACK and "password" not in name
    ]


def texts_among(fields: list[tuple[str, str]]) -> list[str]:
    """The values that somebody wrote, worth showing and copying; a choice in a list is not."""
    return [
        value
        for _name, value in fields
        if len(value) > LONG_ENOUGH_TO_READ and not A_CHOICE.fullmatch(value)
    ]
