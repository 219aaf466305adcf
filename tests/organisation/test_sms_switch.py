"""SMS are off until the employer answers for them: who may say so, for whom."""

import pytest
from django.urls import reverse

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.organisation.models import Employer

pytestmark = pytest.mark.django_db


def switch(world, who, employer, said="oui"):
    client = logged_in_client(getattr(world, who))
    page = reverse("organisation:allow_sms", args=[employer.pk])
    return client.post(page, {"permis": said}).status_code


def allowed(world, employer):
    with acting_as(world.actor(world.admin)):
        return Employer.objects.get(pk=employer.pk).sms_allowed


class TestTheSwitch:
    def test_is_off_by_default(self, world):
        assert not allowed(world, world.employer)
        assert not allowed(world, world.association)

    @pytest.mark.parametrize("who", ["coordinator", "admin"])
    def test_is_turned_on_and_off_by_who_keeps_the_service(self, world, who):
        assert switch(world, who, world.employer) == 302
        assert allowed(world, world.employer)
        assert not allowed(world, world.association)
        assert switch(world, who, world.employer, "non") == 302
        assert not allowed(world, world.employer)

    def test_of_another_employer_does_not_exist_for_a_coordinator(self, world):
        assert switch(world, "coordinator", world.association) == 404
        assert not allowed(world, world.association)

    @pytest.mark.parametrize("who", ["worker", "officer", "chief", "dpo", "steering"])
    def test_does_not_exist_for_anybody_else(self, world, who):
        assert switch(world, who, world.employer) == 404
        assert not allowed(world, world.employer)

    def test_leaves_a_line_in_the_journal(self, world):
        switch(world, "admin", world.employer)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=world.employer.pk)
            assert "sms:on" in lines.values_list("reason", flat=True)

    def test_stands_on_the_page_of_the_employers(self, world):
        page = logged_in_client(world.coordinator).get(reverse("organisation:employers"))
        text = page.content.decode()
        assert text.count("Permettre<span") == 1
        assert "non permis" in text
