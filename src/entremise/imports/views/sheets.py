"""A worker's old sheet, step by step; every page works with a keyboard and without JavaScript."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.refusals import refusals_on
from entremise.imports import actions, forms, queries
from entremise.organisation import queries as organisation
from entremise.people.actions import authorise
from entremise.people.safety import Act, outgoing


@require_http_methods(["GET", "POST"])
def imports(request: Request) -> HttpResponse:
    """Step 1: bring a sheet; and the imports made before."""
    request.actor.require(Can.CASE_IMPORT)
    now = timezone.now()
    posts = organisation.my_posts(actor=request.actor)
    sent = request.method == "POST"
    form = forms.SheetFile(
        request.POST if sent else None, request.FILES if sent else None, posts=posts
    )
    if form.is_valid():
        of = actions.bring(
            actor=request.actor,
            post_id=UUID(form.cleaned_data["post"]),
            book=form.book,
            now=now,
        )
        return redirect("imports:titles", of.pk)
    context = {
        "form": form,
        "imports": queries.imports_of(actor=request.actor),
        "has_post": bool(posts),
        "one_post": len(posts) == 1,
    }
    return render(request, "imports/imports.html", context)


@require_http_methods(["GET", "POST"])
def titles(request: Request, import_id: UUID) -> HttpResponse:
    """Step 1, continued: which row holds the titles."""
    view = queries.titles_view(actor=request.actor, import_id=import_id)
    form = forms.Titles(request.POST or None, view=view)
    if form.is_valid():
        leaf = form.cleaned_data["leaf"]
        same = leaf == view.leaf
        header = form.cleaned_data["header"] if same else None
        actions.choose_titles(actor=request.actor, import_id=import_id, leaf=leaf, header=header)
        return redirect("imports:columns" if same else "imports:titles", import_id)
    return render(request, "imports/titles.html", {"form": form, "view": view})


@require_http_methods(["GET", "POST"])
def columns(request: Request, import_id: UUID) -> HttpResponse:
    """Step 2: what each column is; the guess is shown as a guess."""
    view = queries.columns_view(actor=request.actor, import_id=import_id)
    form = forms.Columns(request.POST or None, view=view, choices=forms.CASE_COLUMNS)
    if form.is_valid():
        with refusals_on(form):
            actions.choose_columns(actor=request.actor, import_id=import_id, columns=form.columns)
            return redirect("imports:values", import_id)
    return render(request, "imports/columns.html", {"form": form, "view": view})


@require_http_methods(["GET", "POST"])
def values(request: Request, import_id: UUID) -> HttpResponse:
    """Step 3: what each word of a column means; without such a column there is nothing to ask."""
    view = queries.values_view(actor=request.actor, import_id=import_id)
    if request.method == "GET" and not view.columns:
        return redirect("imports:preview", import_id)
    form = forms.Values(request.POST or None, view=view)
    if form.is_valid():
        actions.choose_values(actor=request.actor, import_id=import_id, values=form.said)
        return redirect("imports:preview", import_id)
    return render(request, "imports/values.html", {"form": form, "view": view})


@require_http_methods(["GET", "POST"])
def preview(request: Request, import_id: UUID) -> HttpResponse:
    """Step 4: what would be made, and what is wrong, by repair."""
    view = queries.preview(actor=request.actor, import_id=import_id, now=timezone.now())
    if not view.ready:
        return redirect("imports:columns", import_id)
    form = forms.Repairs(request.POST or None, view=view)
    if form.is_valid():
        with refusals_on(form):
            actions.repair(
                actor=request.actor,
                import_id=import_id,
                repairs=form.ways,
                day=form.cleaned_data["day"],
                who=form.who,
            )
            return redirect("imports:preview", import_id)
    return render(request, "imports/preview.html", {"form": form, "view": view})


@require_POST
def make(request: Request, import_id: UUID) -> HttpResponse:
    """Step 5: import, some hundred lines at a time."""
    now = timezone.now()
    of = queries.import_(actor=request.actor, import_id=import_id)
    try:
        if of.state == "prepared":
            of = actions.start(actor=request.actor, import_id=import_id, now=now)
        actions.carry_on(actor=request.actor, import_id=import_id, now=now)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:preview" if of.state == "prepared" else "imports:imports")
    return redirect("imports:result", import_id)


@require_GET
def result(request: Request, import_id: UUID) -> HttpResponse:
    """What came of it: how far it is, what was made, what is given back, how to undo."""
    of = queries.import_(actor=request.actor, import_id=import_id)
    if of.state == "prepared":
        return redirect("imports:preview", import_id)
    context = {"result": queries.result_of(actor=request.actor, of=of, now=timezone.now())}
    return render(request, "imports/result.html", context)


@require_GET
@outgoing(Act.EXPORT)
def given_back(request: Request, import_id: UUID) -> HttpResponse:
    """The rows that were not taken, in the format they came in: an export, which is journalled."""
    now = timezone.now()
    file = queries.rows_given_back(actor=request.actor, import_id=import_id, now=now)
    authorise(actor=request.actor, act=Act.EXPORT, now=now)
    name = f"lignes-rendues.{file.kind}"
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def drop(request: Request, import_id: UUID) -> HttpResponse:
    """Give up: nothing was made."""
    actions.drop(actor=request.actor, import_id=import_id)
    messages.success(request, "La reprise est abandonnée. Le tableau est effacé.")
    return redirect("imports:imports")


@require_POST
def undo(request: Request, import_id: UUID) -> HttpResponse:
    """Take everything back but what somebody has worked on since."""
    try:
        done = actions.undo(actor=request.actor, import_id=import_id, now=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        plural = "s" if done.removed > 1 else ""
        messages.success(request, f"{done.removed} situation{plural} retirée{plural}.")
    return redirect("imports:result", import_id)
