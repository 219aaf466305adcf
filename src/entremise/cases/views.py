"""Pages of one case's life. The case page itself, which composes contexts, is in `desk`."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import MEANWHILE, conflict_page, send_over
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases import actions, forms, queries
from entremise.organisation.queries import colleagues, find_communes, posts_of_employer
from entremise.people.queries import names_of, shown_record

PAGE = "desk:case"
TEXTS = {
    "resume": ("summary", "Ce qui compte maintenant"),
    "mis-en-cause": ("author", "La personne mise en cause"),
}


def _deed(
    request: Request,
    case_id: UUID,
    *,
    form: django_forms.Form,
    template: str,
    act: Callable[[dict[str, Any]], object],
    done: str,
    leaves: bool = False,
    **context: Any,
) -> HttpResponse:
    """The shape of every page here: one form, one deed, back to the case.

    `leaves`: after this deed the actor may not read the case any more.
    """
    if form.is_valid():
        with refusals_on(form):
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("desk:cases") if leaves else redirect(PAGE, case_id)
    case = queries.case(actor=request.actor, case_id=case_id)
    return render(request, template, {"form": form, "case": case, **context})


@require_http_methods(["GET", "POST"])
def text(request: Request, case_id: UUID, name: str) -> HttpResponse:
    """Write one of the two texts of a case; a conflict shows both."""
    field, label = TEXTS[name]
    if field == "author":
        label = queries.case(actor=request.actor, case_id=case_id).other_party
    form = forms.Text(request.POST or None)
    if form.is_valid():
        try:
            actions.write_text(
                actor=request.actor,
                case_id=case_id,
                field=field,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
                now=timezone.now(),
            )
        except Conflict as clash:
            clash.field = "text"
            return conflict_page(request, clash, label=label, back=_page(case_id))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le texte est enregistré.")
            return redirect(PAGE, case_id)
    case = actions.consult(actor=request.actor, case_id=case_id, now=timezone.now())
    if not form.is_bound:
        kept = case.text
        form = forms.Text(initial={"text": getattr(kept, field), "version": kept.version})
    context = {"form": form, "case": case, "label": label}
    return render(request, "cases/text.html", context)


def _page(case_id: UUID) -> str:
    return redirect(PAGE, case_id).url


@require_http_methods(["GET", "POST"])
def note(request: Request, case_id: UUID) -> HttpResponse:
    """Add a note; the page says on whom, since one figure may have opened it."""
    her = queries.case(actor=request.actor, case_id=case_id).person_id
    return _deed(
        request,
        case_id,
        form=forms.Note(request.POST or None, initial={"on": timezone.localdate()}),
        template="cases/note.html",
        act=lambda data: actions.write_note(
            actor=request.actor, case_id=case_id, now=timezone.now(), **data
        ),
        done="La note est dans la chronologie.",
        name=names_of(actor=request.actor, person_ids=[her]).get(her),
    )


@require_http_methods(["GET", "POST"])
def next_step(request: Request, case_id: UUID) -> HttpResponse:
    """Choose the day of the next step."""
    return _deed(
        request,
        case_id,
        form=forms.NextStep(request.POST or None),
        template="cases/next_step.html",
        act=lambda data: actions.plan_next_step(
            actor=request.actor, case_id=case_id, on=data["on"], now=timezone.now()
        ),
        done="Le jour où la reprendre est noté.",
    )


@require_http_methods(["GET", "POST"])
def close(request: Request, case_id: UUID) -> HttpResponse:
    """Close the case."""
    return _deed(
        request,
        case_id,
        form=forms.Close(request.POST or None),
        template="cases/close.html",
        act=lambda data: actions.close(
            actor=request.actor, case_id=case_id, now=timezone.now(), **data
        ),
        done="La situation est close. Elle pourra être rouverte à tout moment.",
    )


@require_http_methods(["GET", "POST"])
def reopen(request: Request, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    return _deed(
        request,
        case_id,
        form=forms.Reopen(request.POST or None),
        template="cases/reopen.html",
        act=lambda data: actions.reopen(
            actor=request.actor,
            case_id=case_id,
            reason=data["reason"],
            now=timezone.now(),
        ),
        done="La situation est rouverte.",
    )


@require_http_methods(["GET", "POST"])
def identity(request: Request, case_id: UUID) -> HttpResponse:
    """Correct who she is."""
    case = actions.consult(actor=request.actor, case_id=case_id, now=timezone.now())
    card = names_of(actor=request.actor, person_ids=[case.person_id])[case.person_id]
    her = shown_record(actor=request.actor, person_id=case.person_id)
    form = forms.Who(
        request.POST or None,
        initial=forms.Who.known(case, card, her),
        find=lambda words: find_communes(actor=request.actor, text=words),
        url=reverse("organisation:communes"),
    )

    def act(data: dict[str, Any]) -> None:
        try:
            actions.correct_who(
                actor=request.actor,
                case_id=case_id,
                person_id=her.pk,
                position=data["position"],
                card=form.card(),
                version=data["version"] or 0,
                now=timezone.now(),
                **form.codes(),
            )
        except Conflict as clash:
            send_over(form, clash)
            raise NotPossible(MEANWHILE.format(clash.theirs)) from None

    return _deed(
        request,
        case_id,
        form=form,
        template="cases/identity.html",
        act=act,
        done="L’identité est corrigée.",
    )


@require_http_methods(["GET", "POST"])
def lending(request: Request, case_id: UUID) -> HttpResponse:
    """Who else reads the case: share it with a post of the employer."""
    form = forms.Share(
        request.POST or None,
        posts=posts_of_employer(actor=request.actor),
        case=queries.case(actor=request.actor, case_id=case_id),
    )

    def act(data: dict[str, Any]) -> None:
        until = data["until"]
        actions.share(
            actor=request.actor,
            case_id=case_id,
            post_id=UUID(data["post"]),
            until=until and _end_of(until),
            now=timezone.now(),
        )

    return _deed(
        request,
        case_id,
        form=form,
        template="cases/lending.html",
        act=act,
        done="La situation est partagée.",
        loans=queries.loans(actor=request.actor, case_id=case_id),
        readings=queries.readings(actor=request.actor, case_id=case_id),
    )


def _end_of(day: dt.date) -> dt.datetime:
    """The last moment of a day, in Paris."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))


@require_POST
def end_share(request: Request, case_id: UUID, loan_id: UUID) -> HttpResponse:
    """End a sharing."""
    actions.end_share(actor=request.actor, case_id=case_id, loan_id=loan_id, now=timezone.now())
    messages.success(request, "Le partage est terminé.")
    return redirect("cases:lending", case_id)


@require_http_methods(["GET", "POST"])
def restrict(request: Request, case_id: UUID) -> HttpResponse:
    """Keep the case to named readers, or name others."""
    here = colleagues(actor=request.actor, today=timezone.localdate())
    form = forms.Readers(
        request.POST or None,
        colleagues=[one for one in here if one.pk != request.actor.id],
        initial={"readers": queries.named_readers(actor=request.actor, case_id=case_id)},
    )
    return _deed(
        request,
        case_id,
        form=form,
        template="cases/restrict.html",
        act=lambda data: actions.restrict(
            actor=request.actor, case_id=case_id, reader_ids=data["readers"], now=timezone.now()
        ),
        done="La situation est restreinte : seules les personnes nommées la lisent.",
    )


@require_http_methods(["GET", "POST"])
def lift(request: Request, case_id: UUID) -> HttpResponse:
    """Give a restricted case back to the whole post."""
    return _deed(
        request,
        case_id,
        form=forms.Lift(request.POST or None),
        template="cases/lift.html",
        act=lambda data: actions.lift_restriction(
            actor=request.actor, case_id=case_id, reason=data["reason"], now=timezone.now()
        ),
        done="La restriction est levée : tout le poste lit de nouveau cette situation.",
        leaves=True,
    )


@require_http_methods(["GET", "POST"])
def transfer(request: Request, case_id: UUID) -> HttpResponse:
    """Offer the case to another post."""
    form = forms.Transfer(
        request.POST or None,
        posts=posts_of_employer(actor=request.actor),
        case=queries.case(actor=request.actor, case_id=case_id),
    )
    return _deed(
        request,
        case_id,
        form=form,
        template="cases/transfer.html",
        act=lambda data: actions.propose_transfer(
            actor=request.actor,
            case_id=case_id,
            post_id=UUID(data["post"]),
            reason=data["reason"],
            now=timezone.now(),
        ),
        done="Le transfert est proposé. La situation reste la vôtre jusqu’à la réponse.",
    )


@require_POST
def answer_transfer(request: Request, transfer_id: UUID) -> HttpResponse:
    """Accept or refuse a case that was offered."""
    now = timezone.now()
    if request.POST.get("answer") == "accept":
        case = actions.accept_transfer(actor=request.actor, transfer_id=transfer_id, now=now)
        messages.success(request, "La situation est maintenant suivie par votre poste.")
        return redirect(PAGE, case.pk)
    actions.refuse_transfer(
        actor=request.actor,
        transfer_id=transfer_id,
        reason=request.POST.get("reason", "")[:2000],
        now=now,
    )
    messages.success(request, "Le transfert est refusé. La situation reste où elle était.")
    return redirect("desk:day")


@require_http_methods(["GET", "POST"])
def glass(request: Request, case_id: UUID) -> HttpResponse:
    """Open a case of another post for a day, with a reason."""
    request.actor.require(Can.CASE_BREAK_GLASS)
    form = forms.Glass(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            actions.break_glass(
                actor=request.actor,
                case_id=case_id,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
            return redirect(PAGE, case_id)
    return render(request, "cases/glass.html", {"form": form})


@require_http_methods(["GET", "POST"])
def reassign(request: Request, case_id: UUID) -> HttpResponse:
    """A coordinator gives the case to another post, without reading it."""
    case = queries.line(actor=request.actor, case_id=case_id)
    form = forms.ToPost(
        request.POST or None, posts=posts_of_employer(actor=request.actor), case=case
    )
    if form.is_valid():
        actions.reassign(
            actor=request.actor,
            case_id=case_id,
            post_id=UUID(form.cleaned_data["post"]),
            now=timezone.now(),
        )
        messages.success(request, "La situation est confiée à ce poste.")
        return redirect("desk:cases")
    return render(request, "cases/reassign.html", {"form": form, "case": case})


@require_http_methods(["GET", "POST"])
def name_reader(request: Request, case_id: UUID) -> HttpResponse:
    """A coordinator names a reader for a restricted case that nobody can read any more."""
    unread = {one.id: one for one in queries.unread_cases(actor=request.actor)}
    if case_id not in unread:
        raise NotAllowed(case_id)
    here = colleagues(actor=request.actor, today=timezone.localdate())
    form = forms.Reader(request.POST or None, colleagues=here)
    if form.is_valid():
        actions.name_reader(
            actor=request.actor,
            case_id=case_id,
            user_id=form.cleaned_data["reader"],
            now=timezone.now(),
        )
        messages.success(request, "Cette personne lit maintenant la situation, et elle seule.")
        return redirect("desk:cases")
    return render(request, "cases/name_reader.html", {"form": form, "case": unread[case_id]})
