"""Posts: the list, one post, its territory, its holders, its hours."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.errors import NotAllowed
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries

Cleaned = dict[str, Any]


@require_safe
def posts(request: Request) -> HttpResponse:
    """Posts, who holds them, who replaces."""
    closed = bool(request.GET.get("fermes"))
    rows = queries.posts_list(actor=request.actor, on=timezone.localdate(), closed=closed)
    context = {
        "posts": rows,
        "closed": closed,
        "writes": request.actor.may(Can.GROUND_WRITE),
        "keeps_accounts": request.actor.may(Can.ACCOUNT_WRITE),
        "notes_absences": request.actor.may(Can.ABSENCE_WRITE),
        "employers": _kept_employers(request),
    }
    return render(request, "organisation/posts.html", context)


def _kept_employers(request: Request) -> list[Any]:
    return [
        one
        for one in queries.employers(actor=request.actor)
        if queries.may_write(actor=request.actor, employer_id=one.pk)
    ]


@require_http_methods(["GET", "POST"])
def new_post(request: Request, employer_id: UUID) -> HttpResponse:
    """Open a post at an employer."""
    request.actor.require(Can.GROUND_WRITE)
    if not queries.may_write(actor=request.actor, employer_id=employer_id):
        raise NotAllowed(Can.GROUND_WRITE)
    employer = queries.employer(actor=request.actor, employer_id=employer_id)
    form = forms.PostForm(
        request.POST or None,
        initial={"opened_on": timezone.localdate()},
        queues=queries.queues_of(actor=request.actor, employer_id=employer_id),
    )
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            post = actions.create_post(
                actor=request.actor,
                employer_id=employer_id,
                name=data["name"],
                kind=data["kind"],
                fte=data["fte"],
                duty_phone=data["duty_phone"],
                opened_on=data["opened_on"],
                queue_id=_uuid(data["queue"]),
                now=timezone.now(),
            )
            messages.success(request, "Le poste est ouvert. Donnez-lui un territoire.")
            return redirect("organisation:post", post.pk)
    return render(request, "organisation/post_form.html", {"form": form, "employer": employer})


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


@require_http_methods(["GET", "POST"])
def change_post(request: Request, post_id: UUID) -> HttpResponse:
    """Correct or close a post."""
    request.actor.require(Can.GROUND_WRITE)
    sheet = queries.post_sheet(actor=request.actor, post_id=post_id)
    post = sheet.post
    names = ("name", "kind", "fte", "duty_phone", "opened_on", "closed_on", "version")
    form = forms.PostForm(
        request.POST or None,
        initial={**{name: getattr(post, name) for name in names}, "queue": str(post.queue_id)},
        queues=queries.queues_of(actor=request.actor, employer_id=post.employer_id),
    )
    if form.is_valid():
        data = form.cleaned_data
        with corrections_on(form):
            actions.change_post(
                actor=request.actor,
                post_id=post_id,
                version=form.read,
                queue_id=_uuid(data.pop("queue")),
                now=timezone.now(),
                **data,
            )
            messages.success(request, "Le poste est corrigé.")
            return redirect("organisation:post", post_id)
    context = {"form": form, "post": post, "employer": post.employer}
    return render(request, "organisation/post_form.html", context)


class _Page:
    """The page of a post, with its small forms; the one that was sent comes back as it was."""

    def __init__(self, request: Request, post_id: UUID) -> None:
        self.request = request
        self.actor = request.actor
        self.sheet = queries.post_sheet(actor=request.actor, post_id=post_id)
        self.post = self.sheet.post
        self.sent: dict[str, django_forms.Form] = {}

    def form(self, name: str) -> django_forms.Form:
        return self.sent.get(name) or self.made(name, None)

    def made(self, name: str, data: Any) -> django_forms.Form:
        """One of the forms of the page, empty or filled with what was sent."""
        prefix = name if name != "commune" else None
        makers: dict[str, Callable[[], django_forms.Form]] = {
            "holder": lambda: forms.Term(data, prefix=prefix, workers=self.workers),
            "cover": lambda: forms.Replacement(data, prefix=prefix, workers=self.workers),
            "duty": lambda: forms.Duty(data, prefix=prefix),
            "epci": lambda: forms.WholeEpci(data, prefix=prefix, epcis=self.epcis),
            "commune": lambda: forms.CommuneField(data, find=self.find, url=self.url),
            "communes": lambda: forms.Ticked(
                data, prefix=prefix, rows=self.sheet.communes, title="Communes"
            ),
            "units": lambda: forms.Ticked(
                data,
                prefix=prefix,
                rows=self.units,
                title="Unités",
                initial={"chosen": [str(unit.pk) for unit in self.sheet.units]},
            ),
        }
        return makers[name]()

    @property
    def url(self) -> str:
        return reverse("organisation:communes")

    def find(self, text: str) -> list[Any]:
        return queries.find_communes(actor=self.actor, text=text)

    @property
    def workers(self) -> list[Any]:
        if not hasattr(self, "_workers"):
            self._workers = queries.workers_of(actor=self.actor, employer_id=self.post.employer_id)
        return self._workers

    @property
    def epcis(self) -> list[Any]:
        return queries.epcis_of(actor=self.actor, departement=self.post.employer.departement_id)

    @property
    def units(self) -> list[Any]:
        return list(
            queries.units_within_reach(
                actor=self.actor, post=self.post, communes=self.sheet.communes
            )
        )

    def render(self) -> HttpResponse:
        """The page; its forms only for those who keep the post."""
        names = ("holder", "cover", "duty", "epci", "commune", "communes", "units")
        bound = {name: self.form(name) for name in names} if self.sheet.may_write else {}
        context = {
            "sheet": self.sheet,
            "post": self.post,
            "fte": floatformat(self.post.fte, -2),
            "today": timezone.localdate(),
            "ending": forms.Day(),
            "form": next(iter(self.sent.values()), None),
            "bound": bound,
        }
        return render(self.request, "organisation/post.html", context)

    def deed(self, name: str, do: Callable[[Cleaned], object], done: str) -> HttpResponse:
        """Act on one of the forms, then show the page again; a refusal stands on its form."""
        form = self.made(name, self.request.POST)
        self.sent[name] = form
        if form.is_valid():
            with refusals_on(form):
                do(form.cleaned_data)
                messages.success(self.request, done)
                return redirect("organisation:post", self.post.pk)
        return self.render()


@require_safe
def post(request: Request, post_id: UUID) -> HttpResponse:
    """A post: who holds it, who replaces, when it answers, which places are its own."""
    return _Page(request, post_id).render()


@require_POST
def give_post(request: Request, post_id: UUID) -> HttpResponse:
    """Give the post to a worker."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.give_post(
            actor=request.actor,
            post_id=post_id,
            user_id=UUID(data["user"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            now=timezone.now(),
        )

    return _Page(request, post_id).deed("holder", do, "Le poste a sa ou son titulaire.")


@require_POST
def end_holding(request: Request, post_id: UUID, holding_id: UUID) -> HttpResponse:
    """Say the last day of a holder."""
    request.actor.require(Can.GROUND_WRITE)
    form = forms.Day(request.POST)
    if form.is_valid():
        actions.end_holding(
            actor=request.actor,
            post_id=post_id,
            holding_id=holding_id,
            ends_on=form.cleaned_data["on"],
            now=timezone.now(),
        )
        messages.success(request, "Le dernier jour est noté.")
    else:
        messages.error(request, "Donnez le dernier jour.")
    return redirect("organisation:post", post_id)


@require_POST
def cover_post(request: Request, post_id: UUID) -> HttpResponse:
    """Have the post replaced."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.cover_post(
            actor=request.actor,
            post_id=post_id,
            user_id=UUID(data["user"]),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            now=timezone.now(),
        )

    return _Page(request, post_id).deed("cover", do, "Le remplacement est noté.")


@require_POST
def end_cover(request: Request, post_id: UUID, cover_id: UUID) -> HttpResponse:
    """End a replacement today."""
    actions.end_cover(
        actor=request.actor,
        post_id=post_id,
        cover_id=cover_id,
        on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, "Le remplacement est terminé.")
    return redirect("organisation:post", post_id)


@require_POST
def add_duty(request: Request, post_id: UUID) -> HttpResponse:
    """Add hours of duty."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.add_duty_hours(actor=request.actor, post_id=post_id, now=timezone.now(), **data)

    return _Page(request, post_id).deed("duty", do, "La permanence est notée.")


@require_POST
def remove_duty(request: Request, post_id: UUID, duty_id: UUID) -> HttpResponse:
    """Take off hours of duty."""
    actions.remove_duty_hours(
        actor=request.actor, post_id=post_id, duty_id=duty_id, now=timezone.now()
    )
    messages.success(request, "Ces heures de permanence sont retirées.")
    return redirect("organisation:post", post_id)


@require_POST
def add_commune(request: Request, post_id: UUID) -> HttpResponse:
    """Add a commune to the territory."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.add_to_territory(
            actor=request.actor,
            post_id=post_id,
            communes=[data["found"].pk],
            now=timezone.now(),
        )

    return _Page(request, post_id).deed("commune", do, "La commune est ajoutée.")


@require_POST
def add_epci(request: Request, post_id: UUID) -> HttpResponse:
    """Add every commune of an inter-municipality."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.add_to_territory(
            actor=request.actor, post_id=post_id, epci=data["epci"], now=timezone.now()
        )

    return _Page(request, post_id).deed("epci", do, "Toutes ses communes sont ajoutées.")


@require_POST
def remove_communes(request: Request, post_id: UUID) -> HttpResponse:
    """Take the ticked communes off the territory."""
    request.actor.require(Can.GROUND_WRITE)

    def do(data: Cleaned) -> None:
        actions.remove_from_territory(
            actor=request.actor, post_id=post_id, communes=data["chosen"], now=timezone.now()
        )

    return _Page(request, post_id).deed("communes", do, "Les communes cochées sont retirées.")


@require_POST
def set_units(request: Request, post_id: UUID) -> HttpResponse:
    """Make the ticked units those of the post."""
    request.actor.require(Can.GROUND_WRITE)
    page = _Page(request, post_id)

    def do(data: Cleaned) -> None:
        wanted = {UUID(unit) for unit in data["chosen"]}
        there = {unit.pk for unit in page.sheet.units}
        actions.remove_from_territory(
            actor=request.actor, post_id=post_id, units=there - wanted, now=timezone.now()
        )
        actions.add_to_territory(
            actor=request.actor, post_id=post_id, units=wanted - there, now=timezone.now()
        )

    return page.deed("units", do, "Les unités du poste sont enregistrées.")
