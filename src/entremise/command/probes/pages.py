"""The forms of a page, read as a browser reads them: what may be sent, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

NOT_TYPED = frozenset({"csrfmiddlewaretoken"})
# Sent only once pressed, or once a file was chosen.
NOT_SENT = frozenset({"submit", "image", "reset", "file"})


class Field(NamedTuple):
    """One field: its name, what it is in the page, and what somebody would answer there.

    `given` is what a browser sends of it where nobody answers, None if it sends nothing.
    """

    name: str
    kind: str
    value: str
    given: str | None = None


@dataclass(kw_only=True)
class PageForm:
    """A form that sends: where it stands, where it leads, its fields."""

    page: str
    action: str
    fields: list[Field] = field(default_factory=list)

    @property
    def typed(self) -> list[Field]:
        """The fields that an answer may spoil: all but the guards of the form."""
        named = {one.name: one for one in reversed(self.fields)}
        return [one for one in named.values() if one.name not in NOT_TYPED]


class _Reader(HTMLParser):
    """Collects forms whose method is POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select = ""
        self._area = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            sends = said.get("method", "").lower() == "post"
            action = said.get("action") or self.page
            self._form = PageForm(page=self.page, action=action) if sends else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, said, ticked="checked" in said, chosen="selected" in said)

    def _field(self, tag: str, said: dict[str, str], *, ticked: bool, chosen: bool) -> None:
        assert self._form is not None  # noqa: S101  # the caller looked
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
            self._form.fields.append(Field(name, "select", ""))
        elif tag == "option" and self._select:
            self._option(value, chosen=chosen)
        elif tag == "input" and name:
            self._input(name, said.get("type", "text"), value, ticked=ticked)
        elif tag == "button" and name:
            self._form.fields.append(Field(name, "button", value))

    def _option(self, value: str, *, chosen: bool) -> None:
        """An answer of a list: the first is sent as it stands, the first that says something is
        what somebody would choose."""
        assert self._form is not None  # noqa: S101  # the caller looked
        before = self._form.fields[-1]
        self._form.fields[-1] = before._replace(
            value=value if chosen or not before.value else before.value,
            given=value if chosen or before.given is None else before.given,
        )

    def _input(self, name: str, kind: str, value: str, *, ticked: bool) -> None:
        """An input; of radio buttons the one that is ticked, or else the first, as one answers."""
        assert self._form is not None  # noqa: S101  # the caller looked
        fields = self._form.fields
        if kind == "radio":
            before = next((one for one in fields if one.name == name), None)
            if before is not None and ticked:
                fields.remove(before)
            if before is None or ticked:
                fields.append(Field(name, kind, value, value if ticked else None))
        else:
            unticked = kind == "checkbox" and not ticked
            given = None if unticked or kind in NOT_SENT else value
            fields.append(Field(name, "unticked" if unticked else kind, value, given))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._form is not None and self._area:
            words = "".join(self._text).removeprefix("\n")
            self._form.fields.append(Field(self._area, "textarea", words, words))
            self._area = ""


def forms_of(page: str, body: str) -> Iterator[PageForm]:
    """The forms of a page that send something."""
    reader = _Reader(page)
    reader.feed(body)
    yield from reader.forms
