"""The procedures of a case on the screen, and its measures."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from entremise.access.middleware import Request
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.proceedings import actions, forms, queries

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def of_case(request: Request, case_id: UUID) -> HttpResponse:
    """The measures of a case with the days that count, and its hearings."""
    today = timezone.localdate()
    measures = queries.measures_of(actor=request.actor, case_id=case_id)
    context = {
        "case": consult(actor=request.actor, case_id=case_id, now=timezone.now()),
        "rows": [
            (one, [(day, day.is_overdue(today), day.is_near(today)) for day in one.deadlines])
            for one in measures
        ],
        "hearings": queries.hearings_of(actor=request.actor, case_id=case_id),
        "perils": queries.perils_of(actor=request.actor, case_id=case_id),
        "reports": queries.reports_of(actor=request.actor, case_id=case_id),
        "complaint": next(
            iter(queries.complaint_notes(actor=request.actor, case_id=case_id)), None
        ),
    }
    return render(request, "proceedings/of_case.html", context)


@require_http_methods(BOTH)
def new_measure(request: Request, case_id: UUID) -> HttpResponse:
    """Choose what is asked for, then say where it stands."""
    case = case_of(actor=request.actor, case_id=case_id)
    kind = next((one for one in forms.KINDS if one[0] == request.GET.get("mesure")), None)
    if kind is None:
        context: dict[str, Any] = {"case": case, "kinds": forms.KINDS}
        return render(request, "proceedings/choose.html", context)
    form = forms.new_measure_form(request.POST or None, kind=kind[0])
    if form.is_valid():
        with refusals_on(form):
            actions.note_measure(
                actor=request.actor,
                case_id=case_id,
                kind=kind[0],
                now=timezone.now(),
                **form.answers(),
            )
            messages.success(request, "La démarche est notée.")
            return redirect("proceedings:of_case", case_id)
    return _measure_page(request, case, form, label=kind[1])


@require_http_methods(BOTH)
def measure(request: Request, case_id: UUID, measure_id: UUID) -> HttpResponse:
    """What became of a measure."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.measure(actor=request.actor, case_id=case_id, measure_id=measure_id)
    form = forms.MeasureForm(request.POST or None, measure=found, note=found.note)
    if form.is_valid():
        try:
            actions.change_measure(
                actor=request.actor,
                case_id=case_id,
                measure_id=measure_id,
                version=form.cleaned_data["version"],
                now=timezone.now(),
                **form.answers(),
            )
        except Conflict as clash:
            return conflict_page(request, clash, label="Note")
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La démarche est à jour.")
            return redirect("proceedings:of_case", case_id)
    return _measure_page(request, case, form, label=found.get_kind_display())


def _measure_page(
    request: Request, case: Any, form: forms.MeasureForm, *, label: str
) -> HttpResponse:
    context = {"case": case, "form": form, "label": label}
    return render(request, "proceedings/measure.html", context)
