"""The night of a unit as a sheet: to the list, under the list's own key, and nothing else."""

import datetime as dt

import pytest
from django.urls import reverse

import untidy
from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.base import keyring, sheets
from entremise.base.errors import KeyMissing, KeyNotLoaded, NotAllowed, NotPossible
from entremise.imports import actions, queries
from entremise.imports.models import ImportedRow, KnownColumns, NightSheet
from entremise.jobs import JOB
from entremise.referrals import actions as referrals
from entremise.referrals import queries as referral_queries
from importing import NOW

pytestmark = pytest.mark.django_db
ROWS = [
    ["Commissariat de Roanne, nuit du 9 au 10"],
    [],
    ["Jour", "Nature", "Ville", "Nom", "Tél", "Patrouille", "Observations"],
    ["hier", "VIF", "Roanne", "Mme CANARI Zoé", "06 99 00 11 22", "Alpha 2", "Cris entendus"],
    ["hier", "différend", "Roanne", "", "", "", "Dispute"],
]


def opened(world, user=None):
    user = user or world.chief
    with acting_as(world.actor(user)) as actor:
        return referrals.open_list(actor=actor, unit_id=world.station.pk, now=NOW).pk


def bring(world, list_id, content=None, user=None):
    book = sheets.read(content or untidy.xlsx(ROWS))
    with acting_as(world.actor(user or world.chief)) as actor:
        actions.bring_night(actor=actor, list_id=list_id, book=book)


def add(world, list_id, user=None, **said):
    with acting_as(world.actor(user or world.chief)) as actor:
        view = queries.night(actor=actor, list_id=list_id)
        columns = {column.place: column.field for column in view.columns}
        columns |= {int(place[1:]): field for place, field in said.items()}
        return actions.add_night(
            actor=actor,
            list_id=list_id,
            leaf=view.leaf,
            header=view.header,
            columns=columns,
            now=NOW,
        )


def lines(world, list_id):
    with acting_as(world.actor(world.chief)) as actor:
        return referral_queries.lines(actor=actor, list_id=list_id, now=NOW)


class TestTheSheetOfANight:
    @pytest.mark.parametrize("who", ["chief", "worker"])
    def test_becomes_lines_of_the_list(self, world, who):
        user = getattr(world, who)
        list_id = opened(world, user)
        bring(world, list_id, user=user)
        assert add(world, list_id, user=user) == 2
        with acting_as(world.actor(user)) as actor:
            found = referral_queries.lines(actor=actor, list_id=list_id, now=NOW)
        assert [line.cells["kind"] for line in found] == ["VIF", "différend"]
        assert found[0].cells["persons"] == "Mme CANARI Zoé"
        assert "Patrouille : Alpha 2" in found[0].cells["seen"]

    def test_leaves_out_a_column_that_is_ignored(self, world):
        list_id = opened(world)
        bring(world, list_id)
        add(world, list_id, c5="-")
        assert "Alpha" not in lines(world, list_id)[0].cells["seen"]

    def test_leaves_no_sheet_and_no_fingerprint(self, world):
        list_id = opened(world)
        bring(world, list_id)
        add(world, list_id)
        with acting_as(world.actor(world.chief)):
            assert not NightSheet.objects.exists()
            assert KnownColumns.objects.get().purpose == "night"
        with acting_as(world.actor(world.worker)):
            assert not ImportedRow.objects.exists()

    def test_is_known_the_next_time_by_its_titles(self, world):
        list_id = opened(world)
        bring(world, list_id)
        add(world, list_id, c5="-")
        bring(world, list_id)
        with acting_as(world.actor(world.chief)) as actor:
            view = queries.night(actor=actor, list_id=list_id)
        assert (view.columns[5].field, view.columns[5].how) == ("-", "known")

    def test_of_one_chief_leaves_that_of_another_alone(self, world):
        with acting_as(world.actor(world.admin)):
            second = world.add_member(Role.CHIEF, unit=world.station)
        list_id = opened(world)
        for user in (world.chief, second, world.chief):
            bring(world, list_id, user=user)
        assert add(world, list_id, user=second) == 2
        with acting_as(world.actor(second)):
            assert not NightSheet.objects.exists()
        assert add(world, list_id) == 2
        assert len(lines(world, list_id)) == 4

    def test_is_in_the_journal_as_a_count(self, world):
        list_id = opened(world, world.worker)
        bring(world, list_id, user=world.worker)
        add(world, list_id, user=world.worker)
        with acting_as(world.actor(world.dpo)):
            said = JournalEntry.objects.filter(event=Event.NIGHT_BROUGHT)
            assert [line.reason for line in said] == ["2"]

    def test_is_sealed_with_the_key_of_the_list_and_lost_with_it(self, world):
        list_id = opened(world)
        bring(world, list_id)
        keyring.destroy(list_id)
        with acting_as(world.actor(world.chief)):
            brought = NightSheet.objects.get()
            assert b"CANARI" not in bytes(brought.sheet_sealed)
            keyring.load_list(list_id)
            with pytest.raises((KeyMissing, KeyNotLoaded)):
                _ = brought.sheet

    @pytest.mark.parametrize("closed", [True, False])
    def test_is_gone_when_the_list_is_closed_or_a_day_old(self, world, closed):
        list_id = opened(world)
        bring(world, list_id)
        later = NOW + dt.timedelta(hours=0 if closed else 25)
        if closed:
            with acting_as(world.actor(world.chief)) as actor:
                referrals.close_list(actor=actor, list_id=list_id, now=NOW)
        with acting_as(JOB) as actor:
            assert actions.forget_old_sheets(actor=actor, now=later) == 1
        with acting_as(world.actor(world.chief)):
            assert not NightSheet.objects.exists()

    def test_stays_while_its_list_is_open(self, world):
        bring(world, opened(world))
        with acting_as(JOB) as actor:
            assert actions.forget_old_sheets(actor=actor, now=NOW) == 0


class TestRefusing:
    def test_a_list_that_is_closed(self, world):
        list_id = opened(world)
        with acting_as(world.actor(world.chief)) as actor:
            referrals.close_list(actor=actor, list_id=list_id, now=NOW)
        with pytest.raises(NotPossible, match="close"):
            bring(world, list_id)

    def test_a_list_that_was_closed_after_it_was_brought(self, world):
        list_id = opened(world)
        bring(world, list_id)
        with acting_as(world.actor(world.chief)) as actor:
            referrals.close_list(actor=actor, list_id=list_id, now=NOW)
        with pytest.raises(NotPossible, match="close"):
            add(world, list_id)
        page = reverse("imports:night", args=[list_id])
        browser = logged_in_client(world.chief)
        for answer in (browser.get(page), browser.post(page)):
            assert answer.status_code == 409
            assert "Cette liste est close" in answer.content.decode()

    def test_more_lines_than_a_list_holds(self, world):
        list_id = opened(world)
        rows = [["Nature", "Personnes"], *[["VIF", f"Mme CANARI {place}"] for place in range(201)]]
        bring(world, list_id, untidy.xlsx(rows))
        with pytest.raises(NotPossible, match="200"):
            add(world, list_id)
        assert lines(world, list_id) == []

    def test_who_does_not_hold_the_list(self, world):
        list_id = opened(world)
        for user in (world.worker, world.far_worker):
            with pytest.raises(Exception, match="matching query"):
                bring(world, list_id, user=user)
        for user in (world.officer, world.coordinator):
            with pytest.raises(NotAllowed):
                bring(world, list_id, user=user)

    def test_who_did_not_bring_it(self, world):
        list_id = opened(world)
        bring(world, list_id)
        with acting_as(world.actor(world.worker)):
            assert not NightSheet.objects.exists()
