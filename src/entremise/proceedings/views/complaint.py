"""The preparation of a complaint, and where the complaint stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.base import pdf
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.people.queries import agreement
from entremise.people.safety import Act, outgoing
from entremise.proceedings import actions, forms, queries
from entremise.proceedings.views.measures import BOTH

HERE = "proceedings:complaint"
NEUTRAL = "Notes"


@require_safe
def complaint(request: Request, case_id: UUID) -> HttpResponse:
    """What she prepared, kept at the office; where the complaint stands."""
    return _complaint_page(request, case_id, forms.Handing())


def _complaint_page(request: Request, case_id: UUID, handing: forms.Handing) -> HttpResponse:
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    agreed = agreement(actor=request.actor, person_id=case.person_id)
    context = {
        "case": case,
        "prepared": queries.preparation(actor=request.actor, case_id=case_id),
        "notes": queries.complaint_notes(actor=request.actor, case_id=case_id),
        "paper": agreed.paper,
        "may_hand": agreed.paper == agreed.paper.YES,
        "in_her_bag": actions.IN_HER_BAG,
        "form": handing,
    }
    status = 409 if handing.errors else 200
    return render(request, "proceedings/complaint.html", context, status=status)


@require_http_methods(BOTH)
def part(request: Request, case_id: UUID, section: str) -> HttpResponse:
    """Write one part of the preparation."""
    if section not in forms.HINTS:
        raise Http404
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    known = queries.part(actor=request.actor, case_id=case_id, section=section)
    initial = {"text": known.text, "version": known.version}
    form = forms.Part(request.POST or None, initial=initial)
    form.fields["text"].help_text = forms.HINTS[known.section]
    return _written(
        request,
        case,
        form,
        heading=known.section.label,
        act=lambda said: actions.write_section(
            actor=request.actor, case_id=case_id, section=section, now=timezone.now(), **said
        ),
    )


@require_http_methods(BOTH)
def new_fact(request: Request, case_id: UUID) -> HttpResponse:
    """Add a fact to the chronology."""
    case = case_of(actor=request.actor, case_id=case_id)
    return _written(
        request,
        case,
        forms.Fact(request.POST or None),
        heading="Ajouter un fait",
        act=lambda said: actions.add_fact(
            actor=request.actor, case_id=case_id, now=timezone.now(), **said
        ),
    )


@require_http_methods(BOTH)
def fact(request: Request, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """Write a fact again."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    known = queries.fact(actor=request.actor, case_id=case_id, fact_id=fact_id)
    initial = {"moment": known.moment, "text": known.text, "version": known.version}
    return _written(
        request,
        case,
        forms.ChangedFact(request.POST or None, initial=initial),
        heading="Un fait",
        fact=known,
        act=lambda said: actions.change_fact(
            actor=request.actor, case_id=case_id, fact_id=fact_id, now=timezone.now(), **said
        ),
    )


def _written(
    request: Request,
    case: Any,
    form: django_forms.Form,
    *,
    heading: str,
    act: Callable[[dict[str, Any]], Any],
    fact: Any = None,
) -> HttpResponse:
    """One text of the preparation: asked, then kept; a conflict shows both."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Conflict as clash:
            back = resolve_url(HERE, case.pk)
            return conflict_page(request, clash, label=heading, back=back)
        except NotPossible as refusal:
            form.add_error("moment" if "moment" in form.fields else None, str(refusal))
        else:
            messages.success(request, "La préparation est à jour.")
            return redirect(HERE, case.pk)
    context = {"case": case, "form": form, "heading": heading, "fact": fact}
    return render(request, "proceedings/complaint_text.html", context)


@require_POST
def remove_fact(request: Request, case_id: UUID, fact_id: UUID) -> HttpResponse:
    """Take a fact out of the chronology."""
    actions.remove_fact(actor=request.actor, case_id=case_id, fact_id=fact_id, now=timezone.now())
    messages.success(request, "Ce fait est retiré de la chronologie.")
    return redirect(HERE, case_id)


@require_http_methods(BOTH)
def note_complaint(request: Request, case_id: UUID) -> HttpResponse:
    """Note where the complaint stands."""
    case = case_of(actor=request.actor, case_id=case_id)
    kept = queries.keeps_offence_data(actor=request.actor, case=case)
    form = forms.Note(request.POST or None, offence_data=kept)
    if form.is_valid():
        said = {"number": "", **form.cleaned_data}
        with refusals_on(form):
            actions.note_complaint(
                actor=request.actor, case_id=case_id, now=timezone.now(), **said
            )
            messages.success(request, "L’état de la plainte est noté.")
            return redirect(HERE, case_id)
    context = {"case": case, "form": form, "offence_data": kept}
    return render(request, "proceedings/complaint_note.html", context)


@outgoing(Act.PRINT)
@require_POST
def print_complaint(request: Request, case_id: UUID) -> HttpResponse:
    """Print the preparation for the office."""
    return _paper(request, case_id, Act.PRINT, "À garder au bureau. Ne pas remettre.")


@outgoing(Act.HANDOUT)
@require_POST
def hand_complaint(request: Request, case_id: UUID) -> HttpResponse:
    """Print the preparation for her, where paper is safe and she asked for it."""
    form = forms.Handing(request.POST)
    if form.is_valid():
        try:
            return _paper(request, case_id, Act.HANDOUT, "")
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _complaint_page(request, case_id, form)


def _paper(request: Request, case_id: UUID, act: Act, stays: str) -> HttpResponse:
    prepared = queries.preparation(actor=request.actor, case_id=case_id)
    if prepared.is_empty:
        raise NotPossible("Rien n’est encore écrit : il n’y a rien à imprimer.")
    content = pdf.write(
        "proceedings/papers/preparation.typ",
        {
            "title": NEUTRAL,
            "stays": stays,
            "words": {"facts": "Dans l’ordre", "undated": "Sans date"},
            "facts": [{"moment": one.moment, "text": one.text} for one in prepared.facts],
            "parts": [
                {"label": str(one.section.label), "text": one.text} for one in prepared.written
            ],
        },
    )
    # Said to have left only once it can be written; what follows refuses or leaves its lines.
    actions.let_out(actor=request.actor, case_id=case_id, act=act, now=timezone.now())
    return pdf.response(content)
