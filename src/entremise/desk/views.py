"""The screens of the day: home, cases, one case, search, journal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can, Role
from entremise.accounts.queries import saved_draft
from entremise.assessment import queries as assessments
from entremise.base import pdf
from entremise.base.conflict import send_over
from entremise.base.errors import Conflict, NotPossible
from entremise.base.paging import page_of
from entremise.cases import actions as case_actions
from entremise.cases import queries as cases
from entremise.contact import queries as contact
from entremise.contact.actions import Account
from entremise.desk import actions, forms, queries
from entremise.people.queries import may_leave, names_of
from entremise.people.safety import Act, outgoing

HOMES = {
    Role.WORKER: "desk:day",
    Role.COORDINATOR: "desk:cases",
    Role.OFFICER: "referrals:refer",
    Role.CHIEF: "referrals:lists",
    Role.DPO: "desk:journal",
    Role.STEERING: "statistics:figures",
    Role.ADMIN: "organisation:accounts",
}
STATES = (("", "En cours"), ("closed", "Closes"), ("all", "Toutes"))
HEARD = {
    None: "L’entretien est enregistré. Il ne se modifie plus.",
    False: "L’entretien est enregistré. L’évaluation l’est aussi, et n’est pas encore signée.",
    True: "L’entretien est enregistré et l’évaluation est signée.",
}
PAGE_OF_CASES = 50
PAGE_OF_LINES = 100


@require_GET
def home(request: Request) -> HttpResponse:
    """Send each role to the page where its day begins."""
    if request.actor.role is None:
        return redirect("account_login")
    return redirect(HOMES.get(request.actor.role, "accounts:profile"))


@require_GET
def day(request: Request) -> HttpResponse:
    """What waits for the worker today."""
    now = timezone.localtime()
    return render(request, "desk/day.html", {"day": queries.day(actor=request.actor, now=now)})


@require_GET
def case_list(request: Request) -> HttpResponse:
    """The cases of the actor's posts, or a coordinator's lines without name."""
    state = request.GET.get("etat", "")
    rows = cases.listed(actor=request.actor, wanted=cases.Filter(state=state))
    page = page_of(rows, size=PAGE_OF_CASES, number=request.GET.get("page"))
    coordinates = request.actor.may(Can.CASE_REASSIGN)
    context = {
        "unread": cases.unread_cases(actor=request.actor) if coordinates else [],
        "page": page,
        "rows": queries.rows_of(actor=request.actor, cases=list(page), today=timezone.localdate()),
        "tabs": [(label, f"?etat={code}", code == state) for code, label in STATES],
        "nameless": not request.actor.may(Can.PERSON_READ),
    }
    return render(request, "desk/cases.html", context)


@require_GET
def case(request: Request, case_id: UUID) -> HttpResponse:
    """One case, opened as a file: the journal keeps this reading."""
    file = queries.file(actor=request.actor, case_id=case_id, now=timezone.localtime())
    essential = request.GET.get("chronologie") == "essentiel"
    context = {
        "file": file,
        "case": file.case,
        "essential": essential,
        "lines": file.essential if essential else file.timeline,
    }
    return render(request, "desk/case.html", context)


@outgoing(Act.PRINT)
@require_http_methods(["GET", "HEAD", "POST"])
def print_case(request: Request, case_id: UUID) -> HttpResponse:
    """Choose the texts that concern nobody but her, then print for the office."""
    request.actor.require(Can.CASE_WRITE)
    now = timezone.localtime()
    shown = queries.file(actor=request.actor, case_id=case_id, now=now)
    texts = queries.texts_of(actor=request.actor, shown=shown)
    form = forms.Printed(request.POST if request.method == "POST" else None, texts=texts)
    if not form.is_valid():
        rule = may_leave(actor=request.actor, act=Act.PRINT)
        context = {"case": shown.case, "form": form, "rule": rule}
        return render(request, "desk/print.html", context)
    words = queries.printed(
        actor=request.actor, shown=shown, now=now, texts=form.cleaned_data["texts"]
    )
    content = pdf.write("desk/papers/summary.typ", words)
    actions.let_out(actor=request.actor, case_id=case_id, now=now)
    return pdf.response(content)


@require_GET
def rights(request: Request, case_id: UUID) -> HttpResponse:
    """What she may ask for, what was agreed with her, and what became of it."""
    context = {
        "case": case_actions.consult(actor=request.actor, case_id=case_id, now=timezone.now()),
        "rights": queries.rights(actor=request.actor, case_id=case_id, today=timezone.localdate()),
    }
    return render(request, "desk/rights.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def listen(request: Request, case_id: UUID, appointment_id: UUID | None = None) -> HttpResponse:
    """Type while she talks: the interview and the assessment of that moment on one page."""
    request.actor.require(Can.CONTACT_MAKE)
    if request.method == "POST":
        return _heard(request, case_id, appointment_id)
    case = case_actions.consult(actor=request.actor, case_id=case_id, now=timezone.now())
    initial = forms.begun(actor=request.actor, case=case)
    shown = forms.mark_of(initial)
    initial |= contact.filled_in(
        actor=request.actor, case_id=case_id, now=timezone.now(), appointment_id=appointment_id
    )
    kept = saved_draft(actor=request.actor, path=request.path)
    if kept is not None:
        initial |= forms.restored(kept.fields)
        shown = kept.fields.get("shown", shown)
    context = {
        "case": case,
        "shown": shown,
        "name": _name(request, case.person_id),
        "interview": forms.Interview(initial=initial),
        "form": _codes(request, case_id, initial=initial),
        "kept_at": kept.saved_at if kept is not None else None,
    }
    return render(request, "desk/listen.html", context)


def _name(request: Request, person_id: UUID) -> Any:
    """Whom the page is about: one key may have opened it."""
    return names_of(actor=request.actor, person_ids=[person_id]).get(person_id)


def _codes(request: Request, case_id: UUID, **options: Any) -> forms.Codes:
    return forms.Codes(
        *([request.POST] if request.method == "POST" else []),
        grid=assessments.grid_for(actor=request.actor, case_id=case_id),
        offence=assessments.may_hold_offences(actor=request.actor, case_id=case_id),
        today=timezone.localdate(),
        **options,
    )


def _heard(request: Request, case_id: UUID, appointment_id: UUID | None) -> HttpResponse:
    """Keep both, or show both again with what is refused."""
    case = cases.case(actor=request.actor, case_id=case_id)
    interview = forms.Interview(request.POST)
    begun = forms.shown_by(request.POST.get("shown", "")) or forms.begun(
        actor=request.actor, case=case
    )
    codes = _codes(request, case_id, initial=begun)
    context: dict[str, Any] = {
        "case": case,
        "interview": interview,
        "form": codes,
        "shown": forms.mark_of(begun),
    }
    context["name"] = _name(request, case.person_id)
    status = 200
    if interview.is_valid() and codes.is_valid():
        try:
            session, signed = actions.listen(
                actor=request.actor,
                case_id=case_id,
                account=Account(**interview.written()),
                answers=actions.Answers(
                    said=forms.answered(codes), version=codes.cleaned_data["version"] or 0
                ),
                sign="sign" in request.POST,
                appointment_id=appointment_id,
                now=timezone.now(),
            )
        except NotPossible as refusal:
            interview.add_error(None, str(refusal))
        except Conflict as clash:
            status = 409
            context["differences"] = _clash(request, case_id, codes, clash)
            # Hers were read beside the others: sent again, each is an answer.
            context["shown"] = forms.mark_of(forms.begun(actor=request.actor, case=case))
        else:
            messages.success(request, HEARD[signed])
            return redirect("contact:session", case_id, session.pk)
    return render(request, "desk/listen.html", context, status=status)


def _clash(request: Request, case_id: UUID, codes: forms.Codes, clash: Conflict) -> list[Any]:
    """Where the codes and those saved meanwhile differ; sent again, hers take their place."""
    theirs = assessments.draft(actor=request.actor, case_id=case_id)
    send_over(codes, clash)
    return forms.differences(codes, forms.initial_of(theirs)) if theirs is not None else []


@require_http_methods(["GET", "POST"])
def search(request: Request) -> HttpResponse:
    """Find a person; the words travel in the body, never in the address."""
    request.actor.require(Can.CASE_SEARCH)
    form = forms.Search(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["answer"] = cases.search(
            actor=request.actor,
            text=form.cleaned_data["text"],
            today=timezone.localdate(),
            now=timezone.now(),
        )
    return render(request, "desk/search.html", context)


@require_http_methods(["GET", "POST"])
def same_person(request: Request, case_id: UUID) -> HttpResponse:
    """Who may be the person of this case under another record; or name another case to compare."""
    form = forms.OtherRecord(request.POST or None)
    if form.is_valid():
        other = cases.case_of_code(actor=request.actor, code=form.cleaned_data["code"])
        if other is not None:
            return redirect("desk:compare", case_id, other.person_id)
        form.add_error(
            "code", "Aucune de vos situations ne porte ce repère. Vérifiez-le, lettre par lettre."
        )
    context = {
        "case": cases.case(actor=request.actor, case_id=case_id),
        "form": form,
        "same": cases.same_person(actor=request.actor, case_id=case_id, now=timezone.now()),
    }
    return render(request, "desk/same_person.html", context)


@require_http_methods(["GET", "POST"])
def compare(request: Request, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Two records side by side: one person, two people, or nothing said yet."""
    now = timezone.now()
    both = cases.compared(actor=request.actor, case_id=case_id, other_id=person_id, now=now)
    form = forms.WhoIsShown(
        request.POST if "join" in request.POST else None,
        names=(both.name.display, both.other.display),
    )
    pair: dict[str, Any] = {
        "actor": request.actor,
        "case_id": case_id,
        "other_id": person_id,
        "now": now,
    }
    try:
        if "apart" in request.POST:
            case_actions.tell_apart(**pair)
            messages.success(request, "C’est noté : cette fiche ne vous sera plus proposée ici.")
            return redirect("desk:same_person", case_id)
        if "again" in request.POST:
            case_actions.compare_again(**pair)
            messages.success(request, "La note est retirée : les deux fiches se comparent.")
            return redirect("desk:compare", case_id, person_id)
        if form.is_valid():
            case_actions.join(**pair, shows_other=form.cleaned_data["shows"] == "other")
            messages.success(
                request, "Les deux fiches sont réunies. Vous pouvez l’annuler pendant 30 jours."
            )
            return redirect("desk:same_person", case_id)
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    case = cases.case(actor=request.actor, case_id=case_id)
    return render(request, "desk/compare.html", {"case": case, "both": both, "form": form})


@require_POST
def undo_join(request: Request, case_id: UUID, merge_id: UUID) -> HttpResponse:
    """Take back that two records are one person."""
    case_actions.undo_join(
        actor=request.actor, case_id=case_id, merge_id=merge_id, now=timezone.now()
    )
    messages.success(request, "Les deux fiches sont de nouveau séparées.")
    return redirect("desk:same_person", case_id)


@require_GET
def journal(request: Request) -> HttpResponse:
    """Who did or read what, for the data protection officer."""
    request.actor.require(Can.JOURNAL_READ)
    form = forms.JournalFilter(request.GET)
    event = form.cleaned_data["event"] if form.is_valid() else ""
    lines = cases.journal_lines(actor=request.actor, event=event)
    page = Paginator(lines, PAGE_OF_LINES).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "lines": queries.deeds(actor=request.actor, lines=list(page)),
        "glass": queries.glass(actor=request.actor),
    }
    return render(request, "desk/journal.html", context)


@require_http_methods(["GET", "POST"])
def whose_file(request: Request) -> HttpResponse:
    """Tell one person who read her file, and nothing of what it says."""
    request.actor.require(Can.JOURNAL_OF_PERSON)
    form = forms.WhoseFile(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        found = cases.readings_of_person(
            actor=request.actor, now=timezone.now(), **form.cleaned_data
        )
        context["asked"] = True
        context["found"] = found
        context["lines"] = queries.deeds(actor=request.actor, lines=found.lines if found else [])
    return render(request, "desk/whose_file.html", context)
