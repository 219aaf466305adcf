"""The access of a partner: a key that only its hash knows, one form, nothing else."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.people.models import NameCard
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    PartnerLink,
    PartnerReceipt,
    Receipt,
    Referral,
    RefusalCount,
    Wish,
    hash_of_key,
)
from entremise.referrals.queries.links import actor_of_link
from partnering import REFUSED, content, open_access, organisation_of, refer, said_to

pytestmark = pytest.mark.django_db
NEXT_YEAR = TUESDAY_TEN.date() + dt.timedelta(days=365)


class TestOpening:
    @pytest.mark.parametrize("role", ["worker", "coordinator", "admin"])
    def test_is_for_those_who_organise_the_service(self, world, role):
        link, key = open_access(world, getattr(world, role))
        assert link.employer_id == world.employer.pk
        assert len(key.replace("-", "")) == 20

    @pytest.mark.parametrize("role", REFUSED)
    def test_is_refused_to_the_others(self, world, role):
        with pytest.raises(NotAllowed):
            open_access(world, getattr(world, role))

    def test_is_refused_for_the_queue_of_another_employer(self, world):
        with pytest.raises(NotAllowed):
            open_access(world, world.far_worker)

    def test_keeps_a_hash_and_never_the_key(self, world):
        link, key = open_access(world)
        assert link.token_hash == hash_of_key(key) == hash_of_key(key.lower().replace("-", " "))
        assert key.replace("-", "") not in str(vars(link))

    def test_lasts_two_years_at_most(self, world):
        with pytest.raises(NotPossible):
            open_access(world, expires_on=dt.date(2036, 1, 1))

    def test_and_revoking_are_in_the_journal_without_a_name(self, world):
        link, _key = open_access(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.revoke_link(actor=actor, link_id=link.pk, now=TUESDAY_TEN)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=link.pk)
            events = set(lines.values_list("event", "reason"))
        assert events == {("account:link_opened", ""), ("account:link_revoked", "")}

    def test_by_the_administration_is_read_by_the_data_protection_officer(self, world):
        link, _key = open_access(world, world.admin)
        with acting_as(world.actor(world.dpo)):
            assert JournalEntry.objects.filter(subject_id=link.pk).count() == 1

    @pytest.mark.parametrize("role", [*REFUSED, "far_worker"])
    def test_shows_the_access_to_nobody_else(self, world, role):
        open_access(world)
        with acting_as(world.actor(getattr(world, role))):
            assert list(PartnerLink.objects.all()) == []
        with acting_as(world.actor(world.worker)):
            seen = PartnerLink.objects.visible_to(world.actor(getattr(world, role)))
            assert list(seen) == []


class TestAKey:
    def test_opens_its_access(self, world):
        link, key = open_access(world)
        assert queries.link_of_key(actor=None, key=key.lower()) == link.pk
        assert actor_of_link(link.pk).kind is Kind.LINK

    def test_revoked_opens_nothing_and_ends_what_was_open(self, world):
        link, key = open_access(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.revoke_link(actor=actor, link_id=link.pk, now=TUESDAY_TEN)
        assert queries.link_of_key(actor=None, key=key) is None
        assert actor_of_link(link.pk).kind is Kind.PUBLIC

    def test_revoked_writes_nothing_even_without_the_python_wall(self, world):
        link, _key = open_access(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.revoke_link(actor=actor, link_id=link.pk, now=TUESDAY_TEN)
        ghost = Actor(kind=Kind.LINK, id=link.pk, employer_id=link.employer_id)
        with acting_as(ghost) as actor:
            assert list(PartnerLink.objects.all()) == []
            with (
                pytest.raises(ProgrammingError, match="row-level"),
                transaction.atomic(),
            ):
                PartnerReceipt(
                    partner_id=link.partner_id,
                    link=link,
                    source="hospital",
                    due="answer",
                    received_on=NEXT_YEAR,
                ).save(force_insert=True)

    def test_of_an_access_is_no_key_of_an_account(self, world):
        stranger = Actor(kind=Kind.LINK, id=world.worker.pk)
        with acting_as(stranger):
            for model in (PartnerLink, PartnerReceipt, Referral, Case):
                assert list(model.objects.all()) == []

    def test_expired_opens_nothing(self, world):
        link, key = open_access(world)
        with acting_as(world.actor(world.worker)):
            PartnerLink.objects.filter(pk=link.pk).update(expires_on=dt.date(2026, 1, 1))
        assert queries.link_of_key(actor=None, key=key) is None
        assert actor_of_link(link.pk).kind is Kind.PUBLIC

    @pytest.mark.parametrize("key", ["", "-", "AAAAA-AAAAA-AAAAA-AAAAA", "\0", "é" * 500])
    def test_of_nobody_opens_nothing(self, world, key):
        open_access(world)
        assert queries.link_of_key(actor=None, key=key) is None


class TestReferring:
    def test_goes_to_the_queue_of_the_commune_in_the_name_of_the_organisation(self, world):
        link, _key = open_access(world)
        outcome = refer(link)
        with acting_as(world.actor(world.worker)):
            row = Referral.objects.get(pk=outcome.referral_id)
        assert (row.queue_id, row.partner_id) == (world.post.queue_id, link.partner_id)
        assert (row.source, row.form, row.approach) == ("hospital", "partner", "not_needed")

    def test_without_a_commune_goes_to_the_queue_of_the_access(self, world):
        link, _key = open_access(world)
        assert refer(link, commune_code="").queue_id == world.post.queue_id

    def test_reads_nothing_of_what_it_sent(self, world):
        link, _key = open_access(world)
        refer(link)
        with acting_as(actor_of_link(link.pk)):
            for model in (Referral, Receipt, Case, RefusalCount):
                assert list(model.objects.all()) == []

    def test_a_refusal_is_counted_and_nothing_of_her_is_kept(self, world):
        link, _key = open_access(world)
        assert refer(link, wish=Wish.REFUSES).counted_only
        assert said_to(link) == []
        with acting_as(world.actor(world.worker)):
            assert list(Referral.objects.all()) == []

    def test_is_in_the_journal_of_the_employer_as_the_deed_of_an_access(self, world):
        link, _key = open_access(world)
        outcome = refer(link)
        with acting_as(world.actor(world.dpo)):
            (line,) = JournalEntry.objects.filter(subject_id=outcome.referral_id)
        assert (line.actor_kind, line.actor_id, line.event) == (
            "link",
            link.pk,
            "referral:received",
        )

    @pytest.mark.parametrize("changes", [{"restricted": True}, {"unit_id": "station"}])
    def test_takes_neither_a_unit_nor_a_restriction_from_the_form(self, world, changes):
        link, _key = open_access(world)
        if "unit_id" in changes:
            changes = {"unit_id": world.station.pk}
        outcome = refer(link, **changes)
        with acting_as(world.actor(world.worker)):
            row = Referral.objects.get(pk=outcome.referral_id)
        assert (row.unit_id, row.restricted) == (None, False)

    @pytest.mark.parametrize(
        "changes",
        [
            {"partner_id": None},
            {"source": "police"},
            {"form": "phone", "partner_id": None},
            {"restricted": True},
            {"set_tier": 1},
            {"queue_id": None, "employer_id": None},
        ],
    )
    def test_the_wall_refuses_anything_else(self, world, changes):
        link, _key = open_access(world)
        stray = Referral(
            **{
                "partner_id": link.partner_id,
                "source": "hospital",
                "form": "partner",
                "wish": "agrees",
                "commune_id": "42187",
                "queue_id": world.post.queue_id,
                "employer_id": world.employer.pk,
                "received_at": TUESDAY_TEN,
                "referrer_id": link.pk,
                **changes,
            }
        )
        with (
            acting_as(actor_of_link(link.pk)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            stray.save(force_insert=True)

    def test_the_wall_refuses_the_name_of_another_organisation(self, world):
        link, _key = open_access(world)
        other = organisation_of(world, "Autre organisme")
        with (
            acting_as(actor_of_link(link.pk)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            PartnerReceipt(
                partner=other, link=link, source="hospital", due="answer", received_on=NEXT_YEAR
            ).save(force_insert=True)

    def test_is_refused_to_whoever_is_no_access(self, world):
        for user in (world.worker, world.officer):
            with acting_as(world.actor(user)) as actor, pytest.raises(NotAllowed):
                actions.refer_by_link(actor=actor, content=content(), now=TUESDAY_TEN)


class TestNames:
    def test_the_card_of_her_is_sealed_as_by_any_other_door(self, world):
        link, _key = open_access(world)
        outcome = refer(link, card=NameCard(last_name="Canarinom"))
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(
                actor=actor, referral_id=outcome.referral_id, now=TUESDAY_TEN
            )
            kept = PartnerReceipt.objects.get()
        assert opened.card.last_name == "Canarinom"
        assert b"Canari" not in bytes(kept.contact_sealed) + bytes(kept.reference_sealed)
