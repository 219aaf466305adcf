"""Ways to reach her: the number opens by the rule, is journalled, and is read nowhere else."""

import ast
import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

import entremise
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.people import actions, queries
from entremise.people.actions import ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import Act, Code, Opening
from entremise.people.windows import Window

pytestmark = pytest.mark.django_db

NUMBER = "06 39 98 12 34"
Kind, Safe, Message = SafeChannel.Kind, SafeChannel.Safe, SafeChannel.Message


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def phone(actor, case, *, checked=False, now=TUESDAY_TEN, **words):
    return actions.add_channel(
        actor=actor,
        person_id=case.person_id,
        kind=Kind.PHONE,
        value=NUMBER,
        now=now,
        words=ChannelWords(**words),
        checked=checked,
        case_id=case.pk,
    )


def calls(actor, case, now=TUESDAY_TEN):
    """What the rule answers for a call, by each channel of hers."""
    lines = queries.channels_of(actor=actor, person_id=case.person_id, now=now)
    return {line.id: line.call.code for line in lines}


def show(actor, channel, *, act=Act.CALL, now=TUESDAY_TEN, key=None):
    return actions.show_channel(actor=actor, channel_id=channel.pk, act=act, now=now, key=key)


def journal_of(person_id):
    lines = JournalEntry.objects.filter(subject_id=person_id).order_by("created_at")
    return [(line.event, line.reason) for line in lines]


class TestTheSameNumberNotedTwice:
    def test_stays_shut_where_it_was_found_dangerous(self, worker, case):
        dangerous = phone(worker, case, safe=Safe.NO)
        again = phone(worker, case)
        assert calls(worker, case) == {dangerous.pk: Code.UNSAFE, again.pk: Code.UNSAFE}
        with pytest.raises(NotPossible, match="dangereux"):
            show(worker, again)

    def test_opens_as_before_where_both_may_open(self, worker, case):
        safe, again = phone(worker, case, safe=Safe.YES, checked=True), phone(worker, case)
        assert calls(worker, case) == {safe.pk: Code.SAFE, again.pk: Code.NEVER_VERIFIED}


class TestShowing:
    def test_a_safe_channel_opens_with_what_may_be_said(self, worker, case):
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        shown = show(worker, channel)
        assert shown.value == NUMBER
        assert shown.script
        assert "06" not in repr(shown)

    def test_the_opening_leaves_a_line_in_the_journal(self, worker, case, world):
        channel = phone(worker, case, safe=Safe.YES, checked=True, origin="officer")
        actions.show_channel(
            actor=worker, channel_id=channel.pk, act=Act.CALL, now=TUESDAY_TEN, case_id=case.pk
        )
        lines = JournalEntry.objects.filter(case_id=case.pk, event="channel:shown")
        assert [line.reason for line in lines] == ["call:safe"]

    def test_a_refusal_is_journalled_too(self, worker, case):
        channel = phone(worker, case, safe=Safe.NO)
        with pytest.raises(NotPossible, match="dangereux"):
            actions.show_channel(
                actor=worker, channel_id=channel.pk, act=Act.CALL, now=TUESDAY_TEN, case_id=case.pk
            )
        lines = JournalEntry.objects.filter(case_id=case.pk, event="channel:refused")
        assert [line.reason for line in lines] == ["call:unsafe"]

    def test_a_number_never_verified_opens_once_until_the_outcome_is_noted(self, worker, case):
        channel = phone(worker, case)
        assert show(worker, channel).verdict.opening is Opening.FIRST_CALL
        with pytest.raises(NotPossible, match="issue"):
            show(worker, channel)
        actions.settle_call(actor=worker, channel_id=channel.pk, now=TUESDAY_TEN)
        assert show(worker, channel).verdict.opening is Opening.FIRST_CALL

    def test_the_same_form_sent_twice_is_the_same_call(self, worker, case):
        channel, key = phone(worker, case), uuid4()
        assert show(worker, channel, key=key).value == NUMBER
        assert show(worker, channel, key=key).value == NUMBER
        with pytest.raises(NotPossible):
            show(worker, channel, key=uuid4())

    def test_a_channel_checked_long_ago_is_checked_again(self, worker, case):
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        later = TUESDAY_TEN + dt.timedelta(days=31)
        assert show(worker, channel, now=later).verdict.opening is Opening.RECHECK_CALL
        actions.settle_call(actor=worker, channel_id=channel.pk, now=later, safe=Safe.YES)
        assert show(worker, channel, now=later).verdict.opening is Opening.OPEN

    @pytest.mark.parametrize("role", ["other_worker", "far_worker"])
    def test_a_worker_of_another_post_finds_no_channel(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            channel = phone(actor, case, safe=Safe.YES, checked=True)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(SafeChannel.objects.all()) == []
            with pytest.raises(SafeChannel.DoesNotExist):
                show(actor, channel)

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_the_other_roles_may_not_ask_and_the_wall_shows_them_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            channel = phone(actor, case, safe=Safe.YES, checked=True)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(SafeChannel.objects.all()) == []
            assert list(CallerCheck.objects.all()) == []
            with pytest.raises(NotAllowed):
                show(actor, channel)


class TestNoting:
    def test_safe_needs_her_word_of_today(self, worker, case):
        with pytest.raises(NotPossible, match="si elle l’a dit"):
            phone(worker, case, safe=Safe.YES)
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        assert (channel.checked_on, channel.checked_by) == (TUESDAY_TEN.date(), worker.id)

    def test_another_number_is_no_longer_safe_by_itself(self, worker, case):
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        again = ChannelWords(safe=Safe.YES)
        with pytest.raises(NotPossible), transaction.atomic():
            actions.change_channel(
                actor=worker,
                channel_id=channel.pk,
                version=1,
                words=again,
                value="06 39 98 00 00",
                now=TUESDAY_TEN,
            )

    def test_changing_the_hours_does_not_renew_the_check(self, worker, case):
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        later = TUESDAY_TEN + dt.timedelta(days=20)
        words = ChannelWords(safe=Safe.YES, window=Window(days=frozenset({1})))
        changed = actions.change_channel(
            actor=worker, channel_id=channel.pk, version=1, words=words, now=later
        )
        assert changed.checked_on == TUESDAY_TEN.date()
        assert show(worker, changed).value == NUMBER

    def test_two_people_who_change_it_are_told(self, worker, case):
        channel = phone(worker, case, instructions={"say": "demander Léa"})
        words = ChannelWords(instructions={"say": "ne rien dire"})
        change = {"actor": worker, "channel_id": channel.pk, "words": words, "now": TUESDAY_TEN}
        actions.change_channel(version=1, **change)
        with pytest.raises(Conflict) as clash:
            actions.change_channel(version=1, **change)
        assert "ne rien dire" in clash.value.theirs

    def test_who_saves_an_older_page_is_told_that_it_was_found_dangerous(self, worker, case):
        channel = phone(worker, case)
        change = {"actor": worker, "channel_id": channel.pk, "now": TUESDAY_TEN}
        actions.change_channel(version=1, words=ChannelWords(safe=Safe.NO), **change)
        with pytest.raises(Conflict) as clash:
            actions.change_channel(version=1, words=ChannelWords(), **change)
        assert clash.value.theirs.startswith("dangereux")

    @pytest.mark.parametrize("safe", [Safe.UNKNOWN, Safe.YES])
    def test_a_dangerous_one_stays_so_until_she_says_otherwise_today(self, worker, case, safe):
        channel = phone(worker, case, safe=Safe.NO)
        change = {"actor": worker, "channel_id": channel.pk, "version": 1, "now": TUESDAY_TEN}
        words = ChannelWords(safe=safe)
        with pytest.raises(NotPossible), transaction.atomic():
            actions.change_channel(words=words, **change)
        assert actions.change_channel(words=words, checked=True, **change).safe == safe

    def test_another_number_is_not_dangerous_by_the_one_before(self, worker, case):
        channel = phone(worker, case, safe=Safe.NO)
        changed = actions.change_channel(
            actor=worker,
            channel_id=channel.pk,
            version=1,
            words=ChannelWords(),
            value="06 39 98 00 00",
            now=TUESDAY_TEN,
        )
        assert changed.safe == Safe.UNKNOWN

    def test_a_call_that_waits_for_its_outcome_keeps_the_number_as_it_is(self, worker, case):
        channel = phone(worker, case)
        show(worker, channel)
        with pytest.raises(NotPossible, match="issue"):
            actions.change_channel(
                actor=worker,
                channel_id=channel.pk,
                version=1,
                words=ChannelWords(),
                value="06 39 98 00 00",
                now=TUESDAY_TEN,
            )

    def test_lists_hold_everything_but_the_number(self, worker, case):
        phone(worker, case, instructions={"say": "demander Léa"})
        (line,) = queries.channels_of(actor=worker, person_id=case.person_id, now=TUESDAY_TEN)
        assert line.instructions["say"] == "demander Léa"
        assert line.call.opening is Opening.FIRST_CALL
        assert "98 12" not in repr(line)


class TestAgreement:
    def agree(self, actor, case, version=0, **agreed):
        usual = {"she_calls_us": False, "paper": CallerCheck.Paper.NOT_ASKED}
        return actions.agree(
            actor=actor,
            person_id=case.person_id,
            version=version,
            now=TUESDAY_TEN,
            **{**usual, **agreed},
        )

    @pytest.mark.parametrize(
        "said",
        [
            "Le chat est sur l’éléphant",
            "le chat est sur l elephant",
            "LE CHAT EST SUR L'ÉLÉPHANT !",
        ],
    )
    def test_the_code_phrase_is_known_however_it_is_written(self, worker, case, said):
        self.agree(worker, case, code_phrase="Le chat est sur l’éléphant")
        found = actions.check_caller(
            actor=worker, person_ids=[case.person_id], said=said, now=TUESDAY_TEN
        )
        assert found == case.person_id

    @pytest.mark.parametrize("said", ["", "   ", "aucune phrase", "le chat", "éléphant"])
    def test_anything_else_is_nobody(self, worker, case, said):
        self.agree(worker, case, code_phrase="Le chat est sur l’éléphant")
        found = actions.check_caller(
            actor=worker, person_ids=[case.person_id], said=said, now=TUESDAY_TEN
        )
        assert found is None

    def test_without_a_code_phrase_nothing_matches(self, worker, case):
        for said in ("", "aucune phrase"):
            assert (
                actions.check_caller(
                    actor=worker, person_ids=[case.person_id], said=said, now=TUESDAY_TEN
                )
                is None
            )

    def test_where_she_calls_the_channel_stays_shut(self, worker, case):
        channel = phone(worker, case, safe=Safe.YES, checked=True)
        self.agree(worker, case, she_calls_us=True)
        with pytest.raises(NotPossible, match="C’est elle qui appelle"):
            show(worker, channel)

    def test_two_people_who_change_it_are_told(self, worker, case):
        self.agree(worker, case, paper=CallerCheck.Paper.NEVER)
        with pytest.raises(Conflict):
            self.agree(worker, case, paper=CallerCheck.Paper.YES)

    def test_a_paper_leaves_with_her_only_if_she_said_that_it_is_safe(self, worker, case):
        def leave():
            return actions.authorise(
                actor=worker,
                act=Act.HANDOUT,
                now=TUESDAY_TEN,
                person_id=case.person_id,
                case_id=case.pk,
            )

        with pytest.raises(NotPossible, match="Demandez-lui"):
            leave()
        self.agree(worker, case, paper=CallerCheck.Paper.YES)
        assert leave().say
        events = JournalEntry.objects.filter(case_id=case.pk, event__startswith="paper:")
        assert sorted(events.values_list("event", "reason")) == [
            ("paper:printed", "handout:discreet"),
            ("paper:refused", "handout:paper_not_asked"),
        ]


SOURCE = Path(entremise.__file__).parent
MAY_READ_THE_CELL = {
    "people/models.py": "declares it",
    "people/actions/showing.py": "the only one that shows it",
    "cases/queries/search.py": "compares figures in memory, shows none",
    "access/columns.py": "classifies it",
}


class TestTheHouse:
    def test_no_attribute_gives_the_number(self, worker, case):
        channel = phone(worker, case)
        with pytest.raises(AttributeError):
            _ = channel.value

    def test_no_other_module_names_the_sealed_cell_or_opens_it(self):
        named = {
            str(path.relative_to(SOURCE))
            for path in SOURCE.rglob("*.py")
            if "migrations" not in path.parts
            for node in ast.walk(ast.parse(path.read_text()))
            if (isinstance(node, ast.Constant) and node.value == "value_sealed")
            or (isinstance(node, ast.Attribute) and node.attr in ("value_sealed", "reveal"))
            or (isinstance(node, ast.Constant) and "value_sealed" in str(node.value).split())
        }
        assert named <= set(MAY_READ_THE_CELL)
