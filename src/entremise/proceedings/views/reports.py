"""Writings to an authority on the screen: decided, prepared, signed, sent, printed."""

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
from entremise.accounts.queries import names_of_accounts
from entremise.base import pdf
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.organisation.queries import departements
from entremise.people.safety import Act, outgoing
from entremise.proceedings import actions, forms, queries
from entremise.proceedings.views.measures import BOTH

LIST, ONE = "proceedings:reports", "proceedings:report"
LABELS = {
    "to": "Service ou tribunal",
    "who": "De qui il s’agit",
    "parents": "Parents",
    "address": "Adresse",
    "seen": "Ce que vous avez constaté",
    "told": "Ce qui vous a été dit",
    "told_by": "Qui le dit",
    "not_informed": "Pourquoi les parents ne sont pas informés",
}

MEANWHILE = "Cet écrit a changé entre-temps. Relisez sa page avant d’aller plus loin."


@require_safe
def reports(request: Request, case_id: UUID) -> HttpResponse:
    """What each text allows and to whom, what was decided and written, what was disclosed."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    context = {
        "case": case,
        "grounds": queries.grounds(actor=request.actor),
        "kinds": forms.WRITINGS.items(),
        "reports": queries.reports_of(actor=request.actor, case_id=case_id),
        "disclosures": queries.disclosures_of(actor=request.actor, case_id=case_id),
        "association": case.employer.kind == case.employer.Kind.ASSOCIATION,
    }
    return render(request, "proceedings/reports.html", context)


@require_http_methods(BOTH)
def new_report(request: Request, case_id: UUID, writing: str) -> HttpResponse:
    """Decide: to write or not, by which text, and why."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    if writing not in forms.WRITINGS:
        raise Http404
    commune = case.person.commune
    lives_in = commune.departement_id if commune else case.employer.departement_id
    places = departements(actor=request.actor)
    initial = {"departement": lives_in}
    form = forms.Decide(request.POST or None, kind=writing, departements=places, initial=initial)
    if form.is_valid():
        decision = actions.Decision(kind=writing, **form.cleaned_data)
        try:
            made = actions.decide_report(
                actor=request.actor, case_id=case_id, decision=decision, now=timezone.now()
            )
        except NotPossible as refusal:
            form.add_error("ground", str(refusal))
        else:
            if made.state == made.State.DRAFT:
                return redirect("proceedings:edit_report", case_id, made.pk)
            messages.success(request, "La décision est notée.")
            return redirect(LIST, case_id)
    context = {
        "case": case,
        "form": form,
        "kind": writing,
        "label": forms.WRITINGS[writing],
        "association": case.employer.kind == case.employer.Kind.ASSOCIATION,
    }
    return render(request, "proceedings/new_report.html", context)


@require_safe
def report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """One writing: what it says, what is missing, what became of it."""
    return _report_page(request, case_id, report_id)


def _report_page(
    request: Request, case_id: UUID, report_id: UUID, form: django_forms.Form | None = None
) -> HttpResponse:
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.report(actor=request.actor, case_id=case_id, report_id=report_id)
    today = timezone.localdate()
    state = found.State(found.state)
    drafted = state is found.State.DRAFT
    missing = queries.missing_in(actor=request.actor, report=found, today=today) if drafted else []
    # What can be done with it from its page.
    offered: tuple[type[django_forms.Form], ...] = {
        found.State.DRAFT: (forms.Sign, forms.Drop),
        found.State.SIGNED: (forms.Send,),
        found.State.SENT: (forms.Acknowledge,),
    }.get(state, ())
    if form is not None and not isinstance(form, offered):
        # The page has no place for what was typed any more; that of a refusal gives it back.
        raise NotPossible(MEANWHILE)
    next_form = None if drafted or not offered else offered[0]
    authors = [one for one in (found.author_id, found.signed_by) if one]
    names = names_of_accounts(actor=request.actor, user_ids=authors)
    context = {
        "case": case,
        "report": found,
        "missing": missing,
        "author": names.get(found.author_id, ""),
        "signer": names.get(found.signed_by or found.author_id, "") if found.signed_by else "",
        "sign": forms.Sign(initial={"version": found.version}),
        "drop": form if isinstance(form, forms.Drop) else forms.Drop(),
        "form": form or (next_form() if next_form else None),
    }
    status = 409 if form is not None else 200
    return render(request, "proceedings/report.html", context, status=status)


@require_http_methods(BOTH)
def edit_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Write the draft."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.report(actor=request.actor, case_id=case_id, report_id=report_id)
    if found.state != found.State.DRAFT:
        return redirect(ONE, case_id, report_id)
    form = forms.Letter(
        request.POST or None,
        report=found,
        departements=departements(actor=request.actor),
        one_more="enfant" in request.GET,
        protected=queries.address_is_protected(actor=request.actor, person_id=case.person_id),
    )
    if form.is_valid():
        try:
            actions.write_report(
                actor=request.actor,
                case_id=case_id,
                report_id=report_id,
                answers=form.answers(),
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Conflict as clash:
            back = resolve_url(ONE, case_id, report_id)
            return conflict_page(request, clash, label=LABELS[clash.field], back=back)
        except NotPossible as refusal:
            form.add_error("address", str(refusal))
        else:
            return _after_writing(request, case, report_id)
    context = {"case": case, "form": form, "report": found}
    return render(request, "proceedings/edit_report.html", context)


def _after_writing(request: Request, case: Any, report_id: UUID) -> HttpResponse:
    """Back to the letter, with one more empty child, or to the page that shows it."""
    messages.success(request, "L’écrit est enregistré. Il n’est pas signé.")
    if "more" not in request.POST:
        return redirect(ONE, case.pk, report_id)
    again = resolve_url("proceedings:edit_report", case.pk, report_id)
    return redirect(f"{again}?enfant=1")


def _deed(
    request: Request,
    case_id: UUID,
    report_id: UUID,
    form: django_forms.Form,
    act: Callable[..., Any],
    done: str,
) -> HttpResponse:
    """One step of a writing's life, from its page."""
    if form.is_valid():
        with refusals_on(form):
            act(
                actor=request.actor,
                case_id=case_id,
                report_id=report_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, done)
            return redirect(ONE, case_id, report_id)
    return _report_page(request, case_id, report_id, form)


@require_POST
def sign_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Sign it."""
    form, done = forms.Sign(request.POST), "L’écrit est signé. Il ne change plus."
    return _deed(request, case_id, report_id, form, actions.sign_report, done)


@require_POST
def drop_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Decide against it."""
    form, done = forms.Drop(request.POST), "La décision est notée."
    return _deed(request, case_id, report_id, form, actions.drop_report, done)


@require_POST
def send_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Note that it left."""
    form, done = forms.Send(request.POST), "L’envoi est noté."
    return _deed(request, case_id, report_id, form, actions.send_report, done)


@require_POST
def acknowledge_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Note that the authority has it."""
    form, done = forms.Acknowledge(request.POST), "La réception est notée."
    return _deed(request, case_id, report_id, form, actions.acknowledge_report, done)


@require_POST
def correct_report(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """Begin another writing from a signed one."""
    made = actions.correct_report(
        actor=request.actor, case_id=case_id, report_id=report_id, now=timezone.now()
    )
    messages.success(request, "Un nouvel écrit est commencé. L’ancien reste tel qu’il est parti.")
    return redirect("proceedings:edit_report", case_id, made.pk)


@outgoing(Act.AUTHORITY)
@require_POST
def letter(request: Request, case_id: UUID, report_id: UUID) -> HttpResponse:
    """The signed writing as a paper."""
    case = case_of(actor=request.actor, case_id=case_id)
    found = queries.report(actor=request.actor, case_id=case_id, report_id=report_id)
    if found.signed_at is None or found.signed_by is None:
        raise NotPossible("Signez d’abord cet écrit : seul un écrit signé s’imprime.")
    names = names_of_accounts(actor=request.actor, user_ids=[found.signed_by])
    signer = names.get(found.signed_by, "")
    data = queries.words_of_letter(actor=request.actor, report=found, case=case, signer=signer)
    content = pdf.write("proceedings/papers/letter.typ", data)
    actions.print_letter(
        actor=request.actor, case_id=case_id, report_id=report_id, now=timezone.now()
    )
    return pdf.response(content)
