"""What she sees or takes with her: one page to choose, then a screen or a paper."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from entremise.access.middleware import Request
from entremise.base import pdf
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.papers import actions, forms, queries
from entremise.people.actions import authorise
from entremise.people.safety import Act, outgoing

TEMPLATES = {"sheet": "papers/papers/sheet.typ", "card": "papers/papers/card.typ"}


@outgoing(Act.HANDOUT)
@require_http_methods(["GET", "HEAD", "POST"])
def handout(request: Request, case_id: UUID) -> HttpResponse:
    """Choose with her; show it to her on the screen, or give it to her if a paper is safe."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    offer = queries.offer(actor=request.actor, case=case, now=timezone.now())
    wanted = {"places": request.GET.getlist("service")}
    form = forms.Choice(request.POST or None, offer=offer, initial=wanted)
    if form.is_valid():
        if request.POST.get("go") != "paper":
            return _shown(request, case_id, form)
        with refusals_on(form):
            return _paper(request, case_id, case.person_id, form)
    context = {"case": case, "offer": offer, "form": form}
    return render(request, "papers/choose.html", context)


def _shown(request: Request, case_id: UUID, form: forms.Choice) -> HttpResponse:
    """A page to turn towards her, which no printer takes."""
    chosen = form.handout()
    with translation.override(chosen.language.code):
        context = {
            "case_id": case_id,
            "language": chosen.language,
            # She is in front of it: nobody else's alert comes here.
            "rings_url": "",
            "words": queries.words(actor=request.actor, handout=chosen),
        }
        return render(request, "papers/shown.html", context)


def _paper(request: Request, case_id: UUID, person_id: UUID, form: forms.Choice) -> HttpResponse:
    """A paper that she carries: made before it is noted, noted before it leaves."""
    chosen = form.handout()
    words = queries.words(actor=request.actor, handout=chosen, printed=True)
    content = pdf.write(TEMPLATES[chosen.shape], words, language=chosen.language.code)
    now = timezone.now()
    authorise(actor=request.actor, act=Act.HANDOUT, now=now, person_id=person_id, case_id=case_id)
    actions.hand_over(actor=request.actor, case_id=case_id, handout=chosen, now=now)
    return pdf.response(content)
