"""The summary of a case, printed for the office: hers alone, and only what was read again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base import keyring
from entremise.cases.actions import write_note, write_text
from entremise.cases.models import TimelineEntry
from entremise.contact.actions import Account, hold
from entremise.contact.models import Session
from entremise.desk.queries.words import KINDS
from entremise.people.actions import add_channel
from entremise.people.models import NameCard, SafeChannel
from papers import read_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    """A case with texts that name others, a number, and an alleged author."""
    made = world.case_of(world.worker, NameCard(last_name="Canarivent", first_name="Zoé"))
    with acting_as(world.actor(world.worker)) as actor:
        now = timezone.now()
        add_channel(
            actor=actor,
            person_id=made.person_id,
            kind=SafeChannel.Kind.PHONE,
            value="06 39 98 12 34",
            now=now,
        )
        texts = (("summary", "Elle part vendredi."), ("author", "Canarimari, le mari"))
        for version, (field, text) in enumerate(texts, start=1):
            write_text(
                actor=actor, case_id=made.pk, field=field, text=text, version=version, now=now
            )
        write_note(actor=actor, case_id=made.pk, text="Canarivoisine a entendu.", now=now)
        write_note(actor=actor, case_id=made.pk, text="Elle a vu son avocate.", now=now)
    return made


def address(case):
    return reverse("desk:print_case", args=[case.pk])


def note_of(case, words):
    keyring.load([case.pk])
    entries = TimelineEntry.objects.filter(case_id=case.pk, kind="case:note")
    return next(str(one.pk) for one in entries.order_by("pk") if words in one.text)


class TestASummary:
    def test_holds_no_text_that_was_not_ticked(self, world, case):
        answer = logged_in_client(world.worker).post(address(case), {})
        words = read_paper(answer.content).text
        assert "CANARIVENT" in words
        for hidden in ("Canari", "vendredi", "avocate", "06 39", "0639"):
            assert hidden not in words.replace("CANARIVENT", "")

    def test_holds_the_texts_that_were_read_again(self, world, case):
        with acting_as(world.actor(world.worker)):
            wanted = note_of(case, "avocate")
        client = logged_in_client(world.worker)
        words = read_paper(client.post(address(case), {"texts": [wanted, "summary"]}).content).text
        assert "Elle a vu son avocate." in words
        assert "Elle part vendredi." in words
        assert "Canarivoisine" not in words

    def test_never_offers_the_alleged_author(self, world, case):
        page = logged_in_client(world.worker).get(address(case)).content.decode()
        assert "Canarivoisine" in page
        assert "Canarimari" not in page

    def test_writes_no_deed_with_a_capital_in_the_middle_of_a_line(self):
        assert [said for said in KINDS.values() if said[:1].isupper()] == []

    def test_says_nothing_about_itself(self, world, case):
        about = read_paper(logged_in_client(world.worker).post(address(case), {}).content).about
        assert "canarivent" not in str(about).lower()
        assert case.code not in str(about)

    def test_leaves_a_line_in_the_timeline_and_in_the_journal(self, world, case):
        logged_in_client(world.worker).post(address(case), {})
        with acting_as(world.actor(world.worker)):
            kinds = TimelineEntry.objects.filter(case_id=case.pk).values_list("kind", flat=True)
            assert "case:printed" in kinds
            printed = JournalEntry.objects.filter(case_id=case.pk, reason__startswith="print:")
            assert printed.exists()

    def test_refuses_a_text_of_another_case(self, world, case):
        other = world.case_of(world.worker, NameCard(last_name="Autre"))
        with acting_as(world.actor(world.worker)) as actor:
            write_note(actor=actor, case_id=other.pk, text="Ailleurs.", now=timezone.now())
            foreign = note_of(other, "Ailleurs")
        answer = logged_in_client(world.worker).post(address(case), {"texts": [foreign]})
        assert answer["Content-Type"].startswith("text/html")
        assert "Ailleurs" not in answer.content.decode()

    @pytest.mark.parametrize("role", ["other_worker", "coordinator", "officer", "dpo", "admin"])
    def test_looks_missing_to_everybody_else(self, world, case, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(address(case)).status_code == 404
        assert client.post(address(case), {}).status_code == 404

    def test_holds_what_is_made_of_codes_without_asking(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            account = Account(kind=Session.Kind.PHONE, at=timezone.now(), facts="Canarifait.")
            hold(actor=actor, case_id=case.pk, account=account, now=timezone.now())
        client = logged_in_client(world.worker)
        assert "Par téléphone" not in client.get(address(case)).content.decode()
        words = read_paper(client.post(address(case), {}).content).text
        assert "Par téléphone" in words
        assert "Canarifait" not in words
