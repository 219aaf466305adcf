"""One page for what she says and for the codes of that moment: both are kept, or neither."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.accounts.models import Draft
from entremise.assessment import queries as assessments
from entremise.assessment.actions import save
from entremise.command.probes.pages import forms_of
from entremise.contact import actions as contact
from entremise.contact.models import Appointment
from entremise.contact.queries import sessions_of
from entremise.people.queries import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def client(world):
    return logged_in_client(world.worker)


def address(case, *more):
    name = "desk:listen_appointment" if more else "desk:listen"
    return reverse(name, args=[case.pk, *more])


def answers(**others):
    """What the browser of somebody who answered nothing sends."""
    today = timezone.localdate().isoformat()
    return {
        "kind": "phone",
        "day": today,
        "start": "00:00",
        "facts": "Canarifait",
        "version": "0",
        **others,
    }


def as_shown(page):
    """What the page holds, as a browser sends it back, with the words if there are any."""
    (form,) = [one for one in forms_of("", page.text) if one.action == ""]
    sent: dict[str, list[str]] = {}
    for one in form.fields:
        if one.given is not None and one.name != "once":
            sent.setdefault(one.name, []).append(one.given)
    return {name: values for name, values in sent.items() if name != "facts" or any(values)}


def kept(world, case):
    """The interviews, the draft and the signed assessment of the case."""
    with acting_as(world.actor(world.worker)) as actor:
        texts = [one.facts for one in sessions_of(actor=actor, case_id=case.pk)]
        draft = assessments.draft(actor=actor, case_id=case.pk)
        signed = assessments.latest(actor=actor, case_id=case.pk)
    return texts, draft, signed


class TestListening:
    def test_keeps_the_words_and_the_codes_by_one_button(self, world, case, client):
        sent = answers(danger_weapon="yes", relation="ex", need_housing="yes")
        assert client.post(address(case), sent).status_code == 302
        texts, draft, signed = kept(world, case)
        assert texts == ["Canarifait"]
        assert (draft.danger["weapon"], draft.relation) == ("yes", "ex")
        assert signed is None

    def test_signs_when_asked(self, world, case, client):
        client.post(address(case), answers(danger_weapon="yes", sign="1"))
        _, draft, signed = kept(world, case)
        assert draft is None
        assert signed.danger["weapon"] == "yes"

    def test_begins_no_assessment_where_nothing_was_answered(self, world, case, client):
        shown = client.get(address(case)).context["form"]
        sent = {one.html_name: one.value() for one in shown if one.value() not in (None, [])}
        client.post(address(case), answers(**sent))
        assert kept(world, case) == (["Canarifait"], None, None)

    def test_goes_on_with_the_draft_that_was_begun(self, world, case, client):
        with acting_as(world.actor(world.worker)) as actor:
            draft = save(
                actor=actor,
                case_id=case.pk,
                answers={"fear": "yes", "facts": "Texte à elle"},
                now=timezone.now(),
            )
        shown = client.get(address(case)).context
        assert shown["form"]["fear"].value() == "yes"
        assert not shown["interview"]["facts"].value()
        client.post(address(case), answers(version=draft.version, fear="for_life"))
        with acting_as(world.actor(world.worker)) as actor:
            draft = assessments.draft(actor=actor, case_id=case.pk)
            assert (draft.fear, draft.facts) == ("for_life", "Texte à elle")

    def test_keeps_neither_where_somebody_saved_since(self, world, case, client):
        with acting_as(world.actor(world.worker)) as actor:
            save(actor=actor, case_id=case.pk, answers={"fear": "no"}, now=timezone.now())
        answer = client.post(address(case), answers(fear="for_life"))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "a été modifiée entre-temps" in page
        assert "Canarifait" in page
        texts, draft, _ = kept(world, case)
        assert (texts, draft.fear) == ([], "no")
        again = answers(fear="for_life", version=answer.context["form"]["version"].value())
        assert client.post(address(case), again).status_code == 302
        assert kept(world, case)[1].fear == "for_life"

    def test_without_an_answer_leaves_the_codes_that_somebody_saved_since(
        self, world, case, client
    ):
        with acting_as(world.actor(world.worker)) as actor:
            read = save(actor=actor, case_id=case.pk, answers={"fear": "yes"}, now=timezone.now())
        shown = as_shown(client.get(address(case)))
        with acting_as(world.actor(world.worker)) as actor:
            save(
                actor=actor,
                case_id=case.pk,
                answers={"fear": "for_life", "grid_on": timezone.localdate()},
                now=timezone.now(),
                version=read.version,
            )
        assert client.post(address(case), answers(**shown)).status_code == 302
        texts, draft, _ = kept(world, case)
        assert (texts, draft.fear) == (["Canarifait"], "for_life")
        assert draft.grid_on == timezone.localdate()

    def test_with_an_answer_shows_both_where_somebody_saved_since(self, world, case, client):
        shown = as_shown(client.get(address(case)))
        with acting_as(world.actor(world.worker)) as actor:
            save(actor=actor, case_id=case.pk, answers={"fear": "yes"}, now=timezone.now())
        clash = client.post(address(case), answers(**shown | {"pregnancy": "yes"}))
        assert clash.status_code == 409
        assert kept(world, case)[0] == []
        again = as_shown(clash)
        assert (again["pregnancy"], again["facts"]) == (["yes"], ["Canarifait"])
        assert client.post(address(case), answers(**again)).status_code == 302
        texts, draft, _ = kept(world, case)
        assert (texts, draft.pregnancy, draft.fear) == (["Canarifait"], "yes", "not_asked")

    def test_signs_no_codes_that_were_not_read(self, world, case, client):
        shown = as_shown(client.get(address(case)))
        with acting_as(world.actor(world.worker)) as actor:
            save(actor=actor, case_id=case.pk, answers={"fear": "yes"}, now=timezone.now())
        clash = client.post(address(case), answers(**shown, sign="1"))
        assert clash.status_code == 409
        texts, draft, signed = kept(world, case)
        assert (texts, draft.fear, signed) == ([], "yes", None)

    def test_answers_by_a_draft_no_more_than_was_typed_in_it(self, world, case, client):
        left = answers(**as_shown(client.get(address(case))) | {"facts": "Elle disait"})
        client.post(f"/compte/brouillon/?path={address(case)}", left)
        with acting_as(world.actor(world.worker)) as actor:
            save(actor=actor, case_id=case.pk, answers={"fear": "yes"}, now=timezone.now())
        found = as_shown(client.get(address(case)))
        assert client.post(address(case), found).status_code == 302
        texts, draft, _ = kept(world, case)
        assert (texts, draft.fear) == (["Elle disait"], "yes")

    def test_takes_a_forged_page_for_one_that_showed_what_is_there(self, world, case, client):
        sent = answers(shown="eyJmZWFyIjoieWVzIn0", fear="yes")
        assert client.post(address(case), sent).status_code == 302
        assert kept(world, case)[1].fear == "yes"

    def test_says_that_there_is_nothing_to_sign_and_keeps_the_words(self, world, case, client):
        nothing = as_shown(client.get(address(case)))
        shown = client.post(address(case), answers(**nothing, sign="1")).text.replace("\xa0", " ")
        assert "Il n’y a encore aucune réponse à signer" in shown
        assert "enregistrez sans signer" in shown
        assert "Canarifait" in shown
        assert kept(world, case) == ([], None, None)

    def test_keeps_neither_where_the_interview_is_to_come(self, world, case, client):
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        answer = client.post(address(case), answers(day=tomorrow.isoformat(), fear="yes"))
        assert "Canarifait" in answer.content.decode()
        assert kept(world, case) == ([], None, None)

    def test_sent_twice_acts_once(self, world, case, client):
        sent = answers(once=str(uuid4()), fear="yes")
        for _ in range(2):
            assert client.post(address(case), sent).status_code == 302
        assert len(kept(world, case)[0]) == 1

    def test_writes_on_the_person_that_an_interpreter_is_needed(self, world, case, client):
        client.post(address(case), answers(interpreter="remote", fear="yes"))
        with acting_as(world.actor(world.worker)) as actor:
            assert person(actor=actor, person_id=case.person_id).interpreter == "needed"

    @pytest.mark.parametrize(
        "role", ["other_worker", "far_worker", "coordinator", "officer", "chief", "dpo", "admin"]
    )
    def test_does_not_exist_for_the_others(self, world, case, role):
        other = logged_in_client(getattr(world, role))
        assert other.get(address(case)).status_code == 404
        assert other.post(address(case), answers()).status_code == 404
        assert kept(world, case)[0] == []


class TestWhatRises:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ({"danger_strangulation": "yes"}, "Étranglement ou étouffement"),
            ({"acts_physical": ["strangulation"]}, "Étranglement ou étouffement"),
            ({"danger_weapon": "yes"}, "Arme"),
            ({"danger_separation": "yes"}, "Séparation"),
            ({"pregnancy": "yes"}, "Enceinte"),
            ({"danger_child_threats": "yes"}, "Menaces ou violences sur les enfants"),
            ({"danger_coercive_control": "yes"}, "Emprise"),
            ({"fear": "for_life"}, "Craint d’être tuée"),
        ],
    )
    def test_stands_at_the_top_of_the_case(self, case, client, answer, words):
        client.post(address(case), answers(**answer))
        page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        top = page.partition('id="compte"')[0]
        assert f"<strong>{words}</strong>" in top

    def test_is_nothing_where_the_answer_was_no(self, case, client):
        client.post(address(case), answers(danger_weapon="no", pregnancy="no", fear="no"))
        page = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        assert "À savoir avant tout" not in page


class TestBeginning:
    def test_has_the_day_the_hour_and_the_way_filled_in(self, case, client):
        shown = client.get(address(case)).context["interview"]
        assert shown["kind"].value() == "phone"
        assert shown["day"].value() == timezone.localdate()

    def test_takes_them_from_the_appointment(self, world, case, client):
        start = timezone.localtime().replace(second=0, microsecond=0) - dt.timedelta(hours=2)
        with acting_as(world.actor(world.worker)) as actor:
            row = contact.plan(
                actor=actor,
                case_id=case.pk,
                meeting=contact.Meeting(
                    place=Appointment.Place.VIDEO,
                    starts_at=start,
                    ends_at=start + dt.timedelta(hours=1),
                ),
                now=start - dt.timedelta(days=1),
            )
        shown = client.get(address(case, row.pk)).context["interview"]
        assert (shown["kind"].value(), shown["start"].value()) == ("video", start.time())
        other = world.case_of(world.worker)
        assert client.get(address(other, row.pk)).status_code == 404

    def test_gives_a_draft_back_with_its_hour_and_forgets_it_once_sent(self, case, client):
        draft = f"/compte/brouillon/?path={address(case)}"
        client.post(draft, answers(facts="Elle disait", danger_weapon="yes", present=["child"]))
        page = client.get(address(case))
        assert "Repris de votre brouillon" in page.content.decode()
        assert page.context["interview"]["facts"].value() == "Elle disait"
        assert page.context["interview"]["present"].value() == "child"
        assert page.context["form"]["danger_weapon"].value() == "yes"
        client.post(address(case), answers())
        assert not Draft.objects.exists()
