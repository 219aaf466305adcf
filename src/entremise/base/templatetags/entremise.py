"""The components of the pages; the style guide (`/_styleguide`) shows each in every state."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid4

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Textarea
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entremise.base import emergency, french
from entremise.base.sent import sent_fields, texts_among

register = template.Library()


# --- Forms ------------------------------------------------------------------------------------


def _uuid_or_none(value: object) -> str | None:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return None


@register.simple_tag(takes_context=True)
def once(
    context: template.Context, form: BaseForm | None = None, *, fresh: bool = False
) -> SafeString:
    """Hidden key that makes a form sent twice act once.

    A page shown again after a refusal keeps the key it was sent with, so that "back" and a second
    press are still recognised; `fresh=True` asks for a new one (a new attempt on another page).
    """
    sent: object = None
    if not fresh:
        if form is not None and form.is_bound:
            sent = form.data.get("once")
        elif form is None and (request := context.get("request")) is not None:
            sent = request.POST.get("once")
    key = (sent and _uuid_or_none(sent)) or str(uuid4())
    return format_html('<input type="hidden" name="once" value="{}">', key)


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if getattr(widget, "option_template_name", "") and bound.use_fieldset:
        return "choices"
    return "group" if bound.use_fieldset else "input"


def _widget_attrs(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """What every control carries: nothing typed here may stay in the browser's memory."""
    own = bound.field.widget.attrs
    attrs: dict[str, Any] = {name: value for name, value in extra.items() if value}
    attrs.setdefault("autocomplete", own.get("autocomplete", "off"))
    if isinstance(bound.field.widget, Textarea):
        # A browser cuts what is pasted beyond maxlength without a word; the form says it instead.
        attrs["maxlength"] = False
    elif "spellcheck" not in own:
        attrs["spellcheck"] = "false"
    return attrs


def _options(bound: BoundField, *, autofocus: bool) -> list[Any]:
    """The answers to choose from; the focus goes to the one chosen, or to the first."""
    options = list(bound)
    for one in options:
        one.data["attrs"].setdefault("autocomplete", "off")
    for one in [one for one in options if one.data["selected"]][:1] or options[:1]:
        one.data["attrs"]["data-first"] = autofocus
    return options


@register.inclusion_tag("base/components/field.html")
def field(
    bound: BoundField,
    *,
    label: str = "",
    hint: str = "",
    width: str = "",
    inline: bool = False,
    combobox: bool = False,
    autofocus: bool = False,
    rows: int | None = None,
    optional: bool | None = None,
    hide_label: bool = False,
) -> dict[str, Any]:
    """A question: label, help, error, control. Optional ones say so; mandatory ones do not.

    `width`: "short" (date, number), "medium", or full. `inline` puts short choices on a line.
    """
    bound.form.use_required_attribute = False
    bound.help_text = hint or bound.help_text
    attrs = _widget_attrs(
        bound, rows=rows, autofocus=autofocus, **({"data-combobox": True} if combobox else {})
    )
    kind = _kind(bound)
    is_optional = not bound.field.required if optional is None else optional
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "control": bound.as_widget(attrs=attrs) if kind != "choices" else "",
        "options": _options(bound, autofocus=autofocus) if kind == "choices" else [],
        "width": width,
        "inline": inline,
        "hide_label": hide_label,
        "optional": is_optional and kind != "checkbox",
    }


@register.inclusion_tag("base/components/fields.html")
def fields(form: BaseForm, *names: str) -> dict[str, Any]:
    """All the questions of a form in order, or only those named; hidden ones always come along."""
    chosen = [form[name] for name in names] if names else form.visible_fields()
    return {"form": form, "chosen": chosen}


def _target(bound: BoundField) -> str:
    return bound.id_for_label or f"{bound.auto_id}_0"


def _lead_in(label: str) -> str:
    """The question before its error: « Jour : », but « Un message ? » as it stands."""
    return french.nbsp(label if label.endswith("?") else f"{label} :")


@register.inclusion_tag("base/components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What is wrong, at the top, each line leading to its question; nothing if all is well."""
    problems: list[tuple[str, str, str]] = []
    for form in forms:
        if not form.is_bound:
            continue
        problems += [("", "", str(error)) for error in form.non_field_errors()]
        for bound in form:
            place = "" if bound.is_hidden else _target(bound)
            problems += [(place, _lead_in(str(bound.label)), str(error)) for error in bound.errors]
    return {"problems": problems}


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context) -> str:
    """« Erreur : » when a form of the page was refused: the first thing a screen reader says."""
    values: dict[Any, Any] = context.flatten()
    # Looking at the guard would set its cookie, on pages that hold no form too.
    values.pop("csrf_token", None)
    for value in values.values():
        if isinstance(value, BaseForm | BaseFormSet) and value.is_bound and not value.is_valid():
            return f"Erreur{french.NBSP}: "
    return ""


@register.inclusion_tag("base/components/sent_again.html", takes_context=True)
def sent_again(context: template.Context, *, resend: bool = True) -> dict[str, Any]:
    """On a page of refusal: what was written, to copy or to send again. Nothing after a GET."""
    request = context.get("request")
    fields = sent_fields(request) if request is not None else []
    return {
        "request": request,
        "sent": fields,
        "texts": texts_among(fields),
        "path": request.get_full_path() if request is not None else "",
        "resend": resend,
    }


# --- Blocks -----------------------------------------------------------------------------------

NOTICES = {
    "info": "Information",
    "done": "C’est fait",
    "attention": "Attention",
    "danger": "Danger",
}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", *, role: str = "") -> SafeString:
    """{% notice "attention" "Titre" %}…{% endnotice %}; kinds: info, done, attention, danger."""
    word = NOTICES[kind]
    return render_to_string(
        "base/components/notice.html",
        {"content": content, "kind": kind, "word": word, "title": title, "role": role},
    )


@register.filter
def notice_kind(level_tag: str) -> str:
    """The kind of notice for a level of django.contrib.messages."""
    return {"success": "done", "warning": "attention", "error": "danger"}.get(level_tag, "info")


_NOBODY = UUID(int=0)


@cache
def _address_with_a_hole(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_NOBODY]).partition(str(_NOBODY))
    return before, after


@register.simple_tag
def address(name: str, pk: UUID) -> str:
    """The address of a row's page, as `{% url %}` gives it; worked out once for a whole table."""
    before, after = _address_with_a_hole(name)
    return f"{before}{pk}{after}"


@register.simple_tag
def badge(text: str, kind: str = "") -> SafeString:
    """A word in a box; kinds: none, accent, done, attention, danger. Never colour alone."""
    return _boxed(str(text), kind)


# Few words, drawn on each line of a list.
@lru_cache(maxsize=256, typed=True)
def _boxed(text: str, kind: str) -> SafeString:
    modifier = f" en-badge--{kind}" if kind else ""
    return format_html('<span class="en-badge{}">{}</span>', modifier, french.nbsp(text))


@register.inclusion_tag("base/components/row.html")
def row(label: str, value: object = "", *, change: str = "", empty: str = "") -> dict[str, Any]:
    """A line of `<dl class="en-summary">`; `change` is the address where it is corrected."""
    blank = value is None or value == ""
    return {
        "label": label,
        "value": (empty or "non renseigné") if blank else value,
        "blank": blank,
        "change": change,
    }


@register.simple_block_tag
def entry(
    content: str, title: str, *, at: datetime | date | None = None, by: str = "", kind: str = ""
) -> SafeString:
    """A line of `<ol class="en-timeline">`: what, when, by whom, then the details."""
    return render_to_string(
        "base/components/entry.html",
        {"content": content, "title": title, "at": at, "by": by, "kind": kind},
    )


@register.inclusion_tag("base/components/tab.html")
def tab(label: str, url: str, current: bool = False, count: int | None = None) -> dict[str, Any]:
    """A link of `<nav class="en-tabs" aria-label="…"><ul>…`."""
    return {"label": label, "url": url, "current": current, "count": count}


@register.inclusion_tag("base/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Previous, numbers, next for a `Page`; the other parameters of the address are kept."""
    request = context.get("request")
    kept = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if kept is None:
            return f"?{name}={number}"
        kept[name] = str(number)
        return f"?{kept.urlencode()}"

    numbers: Iterator[Any] = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    ellipsis = page.paginator.ELLIPSIS
    links = [(n, "" if n == ellipsis else address(n)) for n in numbers]
    return {
        "page": page,
        "links": links,
        "before": address(page.number - 1),
        "after": address(page.number + 1),
    }


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """{% empty "Rien n’attend." %}what to do{% endempty %}: an empty list is not a fault."""
    return format_html(
        '<div class="en-empty"><p class="en-empty-title">{}</p>{}</div>',
        french.nbsp(title),
        content,
    )


@register.inclusion_tag("base/components/figure.html")
def figure(label: str, value: int | str | None, *, note: str = "") -> dict[str, str]:
    """A figure: a number, words, or a dash where there is none."""
    if isinstance(value, str):
        shown = value
    else:
        shown = "–" if value is None else french.number(value)
    return {"label": label, "shown": shown, "note": note}


@register.inclusion_tag("base/components/emergency.html")
def emergency_numbers(*chosen: str) -> dict[str, Any]:
    """The card of the emergency numbers; all of them, or those named, in that order."""
    return {"numbers": emergency.numbers(*chosen)}


@register.inclusion_tag("base/components/exit.html")
def exit_button() -> dict[str, Any]:
    """« Quitter cette page », on each page that a victim may open."""
    return {}


# --- Filters ----------------------------------------------------------------------------------


@register.filter
def when(value: date | datetime | None) -> str:
    """« mardi 3 mars 2026 à 14 h 05 »."""
    return french.when(value) if value else ""


@register.filter
def short_when(value: date | datetime | None) -> str:
    """« 3 mars 2026 à 14 h 05 »."""
    return french.short_when(value) if value else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """« mardi 3 mars 2026 »."""
    return french.long_day(value) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """« 3 mars 2026 »: our own words, several on each line of a list, which need no escaping."""
    return SafeString(french.short_day(value) if value else "")


@register.filter
def hour(value: datetime | time | None) -> str:
    """« 14 h 05 »."""
    return french.hour(value) if value else ""


@register.filter
def duration(value: timedelta | float | None) -> str:
    """« 2 jours », « 3 h », « 14 min »; a number is seconds."""
    if value is None:
        return ""
    length = value if isinstance(value, timedelta) else timedelta(seconds=value)
    return french.duration(length)


@register.filter
def phone(value: str | None) -> str:
    """« 06 12 34 56 78 », in pairs that stay together."""
    return french.phone(str(value)) if value else ""


register.filter("pairs", french.pairs)
register.filter("birth", french.birth)


@register.filter
def number(value: float | None) -> str:
    """« 1 234 », « 2,5 »."""
    return "" if value is None else french.number(value)


@register.filter
def plural(value: int, ending: str = "s") -> str:
    """« s » from two on: in French zero and one are singular. « personne,personnes » chooses."""
    one, comma, many = ending.partition(",")
    if not comma:
        one, many = "", ending
    return many if abs(value) >= 2 else one


@register.filter(is_safe=True)
def nbsp(value: str) -> str:
    """French punctuation and units that stay on the line of their word."""
    return french.nbsp(str(value))
