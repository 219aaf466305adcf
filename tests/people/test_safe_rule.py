"""The safe-contact rule, by properties: in doubt a channel stays shut."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from conftest import PARIS, TUESDAY_TEN
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import (
    AT_AN_HOUR,
    CARRIES,
    HANDING_OVER,
    REACHING,
    WITHOUT_CHANNEL,
    WRITING,
    Act,
    Code,
    Facts,
    Opening,
    judge,
    judge_paper,
)
from entremise.people.windows import Window

CHECK_DAYS = 30
Kind, Safe, Message = SafeChannel.Kind, SafeChannel.Safe, SafeChannel.Message
Sms = SafeChannel.Sms
Paper = CallerCheck.Paper
TUESDAY = TUESDAY_TEN.date()

hours = st.none() | st.times().map(
    lambda t: t.replace(microsecond=0, second=0).isoformat("minutes")
)
windows = st.fixed_dictionaries(
    {},
    optional={
        "days": st.lists(st.integers(0, 6), unique=True),
        "from": hours,
        "to": hours,
        "any_hour": st.just(True),
        "in_words": st.just(True),
    },
)
# Neither night on which the clocks change: the hour that exists twice, or not at all, is not
# what these properties are about.
APRIL = dt.datetime(2026, 4, 1, tzinfo=PARIS)
moments = st.integers(0, 180 * 24 * 60).map(lambda minutes: APRIL + dt.timedelta(minutes=minutes))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Facts, dt.datetime]:
    """Any channel and any moment, with checks near enough for each answer to come up."""
    now = draw(moments)
    near = st.integers(-3, 60).map(lambda days: now.date() - dt.timedelta(days=days))
    known = draw(
        st.builds(
            Facts,
            kind=st.sampled_from(Kind),
            safe=st.sampled_from(Safe),
            message=st.sampled_from(Message),
            window=st.none() | windows,
            checked_on=st.none() | near,
            outcome_awaited=st.booleans(),
            protected=st.booleans(),
            protected_until=st.none() | near,
            she_calls_us=st.sampled_from([False, False, True]),
            sms_allowed=st.sampled_from([True, True, False]),
            sms=st.sampled_from([Sms.YES, Sms.YES, Sms.NO, Sms.NOT_ASKED]),
        )
    )
    return known, now


acts = st.sampled_from(Act)


def hers(**known: object) -> Facts:
    """Her own telephone, safe, checked last week, at any hour."""
    usual: dict[str, object] = {
        "kind": Kind.PHONE,
        "safe": Safe.YES,
        "message": Message.NEUTRAL,
        "checked_on": TUESDAY - dt.timedelta(days=7),
    }
    return Facts(**{**usual, **known})


def verdict(known: Facts, act: Act = Act.CALL, now: dt.datetime = TUESDAY_TEN):
    return judge(known, act, now=now, check_days=CHECK_DAYS)


class TestInAnyCase:
    @given(case=cases(), act=acts)
    def test_an_unsafe_channel_is_always_shut(self, case, act):
        known, now = case
        answer = verdict(replace(known, safe=Safe.NO), act, now)
        assert answer.is_shut
        assert answer.code is Code.UNSAFE

    @given(case=cases(), act=acts)
    def test_what_is_open_is_safe_checked_lately_and_in_its_hours(self, case, act):
        known, now = case
        if verdict(known, act, now).opening is not Opening.OPEN:
            return
        assert known.safe is Safe.YES
        assert 0 <= (now.date() - known.checked_on).days <= CHECK_DAYS
        assert act in CARRIES[known.kind]
        assert not known.she_calls_us
        assert act not in AT_AN_HOUR or Window.of(known.window).contains(now)
        assert act not in WRITING or known.message is not Message.NEVER
        assert act is not Act.MESSAGE or (known.sms_allowed and known.sms is Sms.YES)
        assert act not in HANDING_OVER or not known.protected

    @given(case=cases(), act=st.sampled_from([Act.CALL, Act.CALL, *Act]))
    def test_what_was_not_verified_lately_opens_for_one_careful_call(self, case, act):
        known, now = case
        answer = verdict(known, act, now)
        if not answer.is_first:
            return
        assert act is Act.CALL
        assert not known.outcome_awaited
        assert Window.of(known.window).contains(now)
        said = " ".join(answer.say)
        for words in ("Ne laissez aucun message", "faux numéro", "Ne vous faites jamais passer"):
            assert words in said

    @given(case=cases(), act=acts)
    def test_a_refusal_has_a_sentence_and_no_script(self, case, act):
        known, now = case
        answer = verdict(known, act, now)
        assert answer.sentence.endswith(".")
        assert answer.is_shut is (answer.say == ())

    @given(case=cases(), act=st.sampled_from(sorted(WITHOUT_CHANNEL)))
    def test_no_number_ever_goes_on_a_paper_or_in_an_export(self, case, act):
        known, now = case
        assert verdict(known, act, now).is_shut

    @given(case=cases(), act=st.sampled_from(sorted(HANDING_OVER)))
    def test_a_protected_address_is_given_to_nobody(self, case, act):
        known, now = case
        assert verdict(replace(known, protected=True), act, now).is_shut

    def test_each_opening_comes_up_in_these_cases(self):
        """The properties above would hold of a rule that always refuses: this one would not."""
        for opening in Opening:
            find(
                st.tuples(cases(), acts),
                lambda drawn, wanted=opening: (
                    verdict(drawn[0][0], drawn[1], drawn[0][1]).opening is wanted
                ),
                settings=settings(max_examples=5000, database=None, phases=[Phase.generate]),
            )


class TestHours:
    @given(stored=windows, now=moments, part=st.floats(0, 1))
    def test_the_next_opening_is_open_and_nothing_before_it_is(self, stored, now, part):
        window = Window.of(stored)
        until = window.next_opening(now)
        if window.contains(now) or until is None:
            return
        assert window.contains(until)
        between = now + (until - now) * part
        assert between >= until or not window.contains(between)

    @given(stored=windows, now=moments)
    def test_what_never_opens_says_so_and_what_opens_says_when(self, stored, now):
        answer = verdict(hers(window=stored, checked_on=now.date()), now=now)
        if answer.code is not Code.OUTSIDE_WINDOW:
            return
        window = Window.of(stored)
        never = window.next_opening(now) is None
        assert never is (answer.until is None)
        same_hour = window.start is not None and window.start == window.end
        assert never is (window.days == frozenset() or same_hour)

    @given(stored=windows)
    def test_a_window_is_read_back_as_it_was_kept(self, stored):
        window = Window.of(stored)
        assert Window.of(window.stored()) == window

    @pytest.mark.parametrize("same", ["00:00", "10:00", "18:00"])
    def test_two_hours_that_are_the_same_never_open(self, same):
        answer = verdict(hers(window={"from": same, "to": same}))
        assert (answer.code, answer.until) == (Code.OUTSIDE_WINDOW, None)

    @pytest.mark.parametrize(
        "stored",
        [{"days": "lundi"}, {"from": "midi"}, {"days": [None]}, {"to": 9}, ["lundi"]],
    )
    def test_a_window_that_cannot_be_read_never_opens(self, stored):
        assert verdict(hers(window=stored)).is_shut

    def test_a_night_belongs_to_the_day_it_began(self):
        monday_night = {"days": [0], "from": "20:00", "to": "06:00"}
        at = TUESDAY_TEN.replace(hour=5)
        assert verdict(hers(window=monday_night), now=at).opening is Opening.OPEN
        assert verdict(hers(window=monday_night), now=at.replace(hour=21)).is_shut

    def test_the_hours_are_those_of_paris(self):
        morning = {"from": "09:00", "to": "12:00"}
        in_utc = dt.datetime(2026, 7, 7, 7, 30, tzinfo=dt.UTC)
        known = hers(window=morning, checked_on=in_utc.date())
        assert verdict(known, now=in_utc).opening is Opening.OPEN

    def test_a_refusal_says_when_she_can_be_reached(self):
        answer = verdict(hers(window={"days": [3], "from": "09:00", "to": "12:00"}))
        assert answer.until == TUESDAY_TEN.replace(day=12, hour=9)
        assert "jeudi 12" in answer.sentence.replace("\u00a0", " ")

    def test_a_moment_without_a_zone_is_an_error_not_a_guess(self):
        with pytest.raises(ValueError, match="time zone"):
            verdict(hers(), now=TUESDAY_TEN.replace(tzinfo=None))


class TestChecks:
    @pytest.mark.parametrize(
        ("days", "opening"),
        [
            (0, Opening.OPEN),
            (30, Opening.OPEN),
            (31, Opening.RECHECK_CALL),
            (-1, Opening.RECHECK_CALL),
        ],
    )
    def test_thirty_days_are_fresh_and_the_next_asks_again(self, days, opening):
        known = hers(checked_on=TUESDAY - dt.timedelta(days=days))
        assert verdict(known).opening is opening

    def test_a_number_never_verified_opens_for_one_first_call(self):
        known = hers(safe=Safe.UNKNOWN, checked_on=None)
        assert verdict(known).opening is Opening.FIRST_CALL

    @pytest.mark.parametrize("checked_on", [None, TUESDAY - dt.timedelta(days=60)])
    def test_a_second_call_waits_for_the_outcome_of_the_first(self, checked_on):
        safe = Safe.YES if checked_on else Safe.UNKNOWN
        known = hers(safe=safe, checked_on=checked_on, outcome_awaited=True)
        assert verdict(known).code is Code.OUTCOME_AWAITED
        assert verdict(known).is_shut

    @pytest.mark.parametrize("act", [Act.MESSAGE, Act.PARTNER, Act.INTERPRETER])
    def test_a_number_never_verified_is_neither_written_to_nor_handed_over(self, act):
        assert verdict(hers(safe=Safe.UNKNOWN, checked_on=None), act).is_shut

    def test_what_is_written_leaves_only_where_she_allowed_it(self):
        mail = hers(kind=Kind.EMAIL)
        assert verdict(replace(mail, message=Message.NEVER), Act.EMAIL).code is Code.NO_MESSAGE
        assert verdict(mail, Act.EMAIL).opening is Opening.OPEN

    def test_where_she_calls_nobody_calls_her(self):
        assert verdict(hers(she_calls_us=True)).code is Code.SHE_CALLS

    def test_a_protection_that_ended_hides_the_address_until_somebody_has_asked_her(self):
        known = hers(kind=Kind.POST, protected=True, protected_until=TUESDAY)
        assert verdict(known, Act.PARTNER).code is Code.PROTECTED
        tomorrow = verdict(known, Act.PARTNER, TUESDAY_TEN + dt.timedelta(days=1))
        assert tomorrow.is_shut
        assert tomorrow.code is Code.PROTECTION_ENDED
        assert "a pris fin le" in tomorrow.sentence


class TestSms:
    """Off unless three say yes: her employer, she for this number, and the hour."""

    def known(self, **other):
        usual = {"sms_allowed": True, "sms": Sms.YES, "window": {"from": "09:00", "to": "12:00"}}
        return hers(**{**usual, **other})

    def test_opens_when_all_agree(self):
        assert verdict(self.known(), Act.MESSAGE).opening is Opening.OPEN

    @pytest.mark.parametrize(
        ("other", "code"),
        [
            ({"sms_allowed": False}, Code.SMS_OFF),
            ({"sms": Sms.NOT_ASKED}, Code.SMS_NOT_AGREED),
            ({"sms": Sms.NO}, Code.SMS_NOT_AGREED),
            ({"window": {}}, Code.NO_HOURS),
            ({"window": {"any_hour": True}}, Code.NO_HOURS),
            ({"window": {"in_words": True}}, Code.NO_HOURS),
            ({"window": {"days": [1]}}, Code.NO_HOURS),
            ({"window": {"from": "14:00", "to": "16:00"}}, Code.OUTSIDE_WINDOW),
            ({"message": Message.NEVER}, Code.NO_MESSAGE),
            ({"safe": Safe.UNKNOWN, "checked_on": None}, Code.NEVER_VERIFIED),
            ({"checked_on": TUESDAY - dt.timedelta(days=31)}, Code.STALE),
            ({"she_calls_us": True}, Code.SHE_CALLS),
        ],
    )
    def test_stays_shut_when_one_does_not(self, other, code):
        answer = verdict(self.known(**other), Act.MESSAGE)
        assert answer.is_shut
        assert answer.code is code

    def test_the_switch_of_the_employer_changes_nothing_else(self):
        for act in set(Act) - {Act.MESSAGE}:
            on, off = (verdict(self.known(sms_allowed=said), act) for said in (True, False))
            assert on == off


class TestPaper:
    @pytest.mark.parametrize(
        ("paper", "code"),
        [
            (Paper.YES, Code.DISCREET),
            (Paper.NEVER, Code.NO_PAPER),
            (Paper.NOT_ASKED, Code.PAPER_NOT_ASKED),
        ],
    )
    def test_she_carries_a_paper_only_if_she_said_that_it_is_safe(self, paper, code):
        answer = judge_paper(Act.HANDOUT, paper=paper)
        assert answer.code is code
        assert answer.is_shut is (paper is not Paper.YES)

    @given(act=acts, paper=st.sampled_from(Paper))
    def test_whatever_reaches_her_is_not_a_paper(self, act, paper):
        answer = judge_paper(act, paper=paper)
        assert answer.is_shut or act not in REACHING

    @pytest.mark.parametrize("act", sorted(set(Act) - REACHING))
    def test_every_paper_says_what_it_must_not_hold(self, act):
        assert judge_paper(act, paper=Paper.YES).say
