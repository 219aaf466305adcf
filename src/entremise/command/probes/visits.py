"""The later steps of the public form: no address leads there, so they are built from its code."""

import time

from django.forms import Form, HiddenInput, Textarea

from entremise.command.probes.pages import Field, PageForm
from entremise.public import tickets
from entremise.public.forms import STEPS, Herself, Minor, Reach, ThirdParty, Where

ADDRESS = "/ecrire/"
# The answers of the steps before, sound, so that what is wrong is what was spoilt.
BEFORE = {"who": "self", "place": "42300"}
LATER: tuple[tuple[str, str, type[Form]], ...] = (
    ("where", "self", Where),
    ("tell", "self", Herself),
    ("tell", "minor", Minor),
    ("tell", "witness", ThirdParty),
)


def visit_forms() -> list[PageForm]:
    """The forms of the second and third steps, as a browser would send them."""
    return [_form(step, who, kind) for step, who, kind in LATER]


def _form(step: str, who: str, kind: type[Form]) -> PageForm:
    ticket = tickets.issue(at=time.time()).signed
    carried = {"ticket": ticket, "step": step, "page_language": "fr", "go": "next"}
    if step == STEPS[-1]:
        carried |= BEFORE | {"who": who}
    fields = [Field(name, "hidden", value) for name, value in carried.items()]
    fields += [_field(name, one.widget) for name, one in kind.base_fields.items()]
    fields += [Field(name, "text", "") for name in Reach.base_fields]
    return PageForm(page=ADDRESS, action=ADDRESS, fields=fields)


def _field(name: str, widget: object) -> Field:
    if isinstance(widget, Textarea):
        return Field(name, "textarea", "")
    return Field(name, "hidden" if isinstance(widget, HiddenInput) else "text", "")
