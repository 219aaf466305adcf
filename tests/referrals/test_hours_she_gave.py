"""When she can be called, as somebody typed it: nothing is ever open that was not said."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.base.french import DAYS
from entremise.people.actions import show_channel
from entremise.people.queries import channels_of
from entremise.people.safety import Act, Code, Opening
from entremise.people.windows import ALL_DAYS, Window
from entremise.referrals.forms import window_of
from entremise.referrals.models import Referral
from referring import take

WORDS = (
    *DAYS,
    *("lun", "mar", "mars", "week-end", "tous les jours", "en semaine", "3 mars"),
    *("9h", "12h", "14h30", "18 h", "9", "12", "3", "14:30", "25h"),
    *("et", "a", "à", "au", "-", ",", "de", "du", "le", "entre", "ou", "sauf", "pas", "h"),
    *("avant", "après", "dès", "jusqu’à", "à partir de", "matin", "soir", "midi", "après-midi"),
)
MADE_UP = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
BETWEEN = r"-|\b(?:a|à|au|jusqu)\b|entre"


def days_said(words):
    """The days that are written in full or in short, wherever they stand."""
    found = {at for at, name in enumerate(DAYS) if re.search(rf"\b{name[:3]}", words)}
    return found | ({5, 6} if "week-end" in words else set())


class TestUnderstood:
    @pytest.mark.parametrize(
        ("words", "days", "start", "end"),
        [
            ("mardi et jeudi, 9h-12h", {1, 3}, 9, 12),
            ("lundi au vendredi de 9h à 17h", {0, 1, 2, 3, 4}, 9, 17),
            ("lun-ven 9-12", {0, 1, 2, 3, 4}, 9, 12),
            ("le mercredi matin", {2}, 8, 12),
            ("le week-end", {5, 6}, None, None),
            ("après 18h", set(range(7)), 18, None),
            ("avant 9 h", set(range(7)), None, 9),
            ("lundi à vendredi", {0, 1, 2, 3, 4}, None, None),
            ("lundi a vendredi, de 9 a 12h", {0, 1, 2, 3, 4}, 9, 12),
            ("entre 9h et 12h", set(range(7)), 9, 12),
            ("mardi, entre 9 et 12 heures", {1}, 9, 12),
            ("en semaine, après-midi", {0, 1, 2, 3, 4}, 14, 18),
            ("l’après-midi, lundi et mercredi", {0, 2}, 14, 18),
            ("lun. et jeu. : 22h-6h", {0, 3}, 22, 6),
        ],
    )
    def test_reads_days_and_hours(self, words, days, start, end):
        expected = Window(
            days=frozenset(days),
            start=dt.time(start) if start is not None else None,
            end=dt.time(end) if end is not None else None,
        )
        assert window_of(words) == expected

    @pytest.mark.parametrize(
        "words", ["à toute heure", "N’importe quand.", "tous les jours, à toute heure", "24h/24"]
    )
    def test_says_at_any_hour_where_that_was_said(self, words):
        assert window_of(words) == Window(any_hour=True)


class TestLeftInWords:
    @pytest.mark.parametrize(
        "words",
        [
            *("", "quand il travaille", "mardi sauf vacances", "25h-30h", "tous les jours"),
            *("9h et 14h", "mardi, 9h et 14h", "à 9h", "lundi 9h", "9h-12h et 14h-16h"),
            *("le 3 a 14h", "le 3 à 14h", "lundi 3 à 14h", "lundi 3 - 14h", "le 3, 14h-16h"),
            *("lundi 9-12", "9-12", "du 9 au 12", "le 3 mars", "en mars", "après le 9"),
            *("lundi - mercredi - vendredi", "lundi matin, mardi soir", "mardi ?"),
            *("de 2h à 5h de l’après-midi", "avant lundi", "à partir de lundi", "9h-9h"),
        ],
    )
    def test_where_it_is_not_surely_understood(self, words):
        assert window_of(words) is None

    @given(st.integers(0, 31), st.integers(0, 23))
    def test_a_day_of_the_month_is_no_hour(self, day, hour):
        for words in (f"le {day} a {hour}h", f"le {day} à {hour}h", f"lundi {day} à {hour} h"):
            assert window_of(words) is None

    @given(st.integers(0, 23), st.integers(0, 23), st.sampled_from(["", "mardi, ", "en semaine "]))
    def test_two_moments_are_no_span(self, one, other, days):
        assert window_of(f"{days}{one}h et {other}h") is None


class TestNothingIsOpenThatWasNotSaid:
    @given(st.text(max_size=80) | MADE_UP)
    def test_no_day(self, words):
        window = window_of(words)
        said = days_said(words)
        if window is None or re.search(BETWEEN, words) or "semaine" in words:
            return
        assert window.days == (said or ALL_DAYS)

    @given(MADE_UP)
    def test_no_hour(self, words):
        window = window_of(words)
        if window is None or re.search("matin|midi|soir", words):
            return
        written = {int(number) for number in re.findall(r"(?<![\dh:])\d+", words)}
        ends = {at.hour for at in (window.start, window.end) if at is not None}
        assert ends <= written
        assert len(ends) < 2 or re.search(BETWEEN, words)

    @given(st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(["-", "à", "a", "au"]))
    def test_no_day_outside_a_run(self, first, last, mark):
        start, end = DAYS.index(first), DAYS.index(last)
        run = {day % 7 for day in range(start, end + (1 if start <= end else 8))}
        assert window_of(f"{first} {mark} {last}") == (
            Window(days=frozenset(run)) if run != ALL_DAYS else None
        )

    @given(
        st.frozensets(st.integers(0, 6), min_size=1),
        st.one_of(st.none(), st.times(timezones=st.none())),
        st.one_of(st.none(), st.times(timezones=st.none())),
    )
    def test_what_the_product_says_is_read_back(self, days, start, end):
        start, end = (at and at.replace(second=0, microsecond=0) for at in (start, end))
        window = Window(days=days, start=start, end=end)
        unsaid = window == Window() or (start is not None and start == end)
        assert window_of(window.text) == (None if unsaid else window)


@pytest.mark.django_db
class TestFromTheOfficerToTheCall:
    """What he typed of her hours, read by the worker, until she made days and hours of it."""

    TYPED = "jamais le soir ni le week-end, il est là"

    @pytest.fixture
    def referral(self, world):
        asked = {"wish": "agrees", "phone": "06 39 98 44 21", "phone_when": self.TYPED}
        officer = logged_in_client(world.officer)
        assert officer.post(reverse("referrals:refer"), asked, follow=True).status_code == 200
        with acting_as(world.actor(world.worker)):
            return Referral.objects.get().pk

    def seen(self, world, address, *args):
        page = logged_in_client(world.worker).get(reverse(address, args=args))
        return page.content.decode()

    def channel(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            (line,) = channels_of(actor=actor, person_id=case.person_id, now=TUESDAY_TEN)
        return line

    def test_his_words_stand_where_the_hours_stand(self, world, referral):
        page = self.seen(world, "referrals:referral", referral)
        assert f"«\u00a0{self.TYPED}\u00a0»" in page
        assert "à toute heure" not in page

    def test_no_number_opens_before_somebody_made_hours_of_them(self, world, referral):
        case = take(world, referral)
        line = self.channel(world, case)
        assert line.call.code is Code.HOURS_IN_WORDS
        with (
            acting_as(world.actor(world.worker)) as actor,
            pytest.raises(NotPossible, match="en mots"),
        ):
            show_channel(actor=actor, channel_id=line.id, act=Act.CALL, now=TUESDAY_TEN)
        for address in ("contact:channels", "desk:case"):
            assert f"«\u00a0{self.TYPED}\u00a0»" in self.seen(world, address, case.pk)
        shut = self.seen(world, "contact:reach", case.pk, line.id, "appel")
        assert reverse("contact:change_channel", args=[case.pk, line.id]) in shut

    @pytest.mark.parametrize("days", [["0", "1", "2", "3", "4"], list("0123456")])
    def test_days_that_were_ticked_open_a_first_call_and_keep_the_words(
        self, world, referral, days
    ):
        case = take(world, referral)
        line = self.channel(world, case)
        page = reverse("contact:change_channel", args=[case.pk, line.id])
        worker = logged_in_client(world.worker)
        kept = {"version": line.version, "safe": "unknown", "when": self.TYPED}
        assert worker.post(page, kept).status_code == 302
        assert self.channel(world, case).call.is_shut
        ticked = {**kept, "version": line.version + 1, "days": days}
        assert worker.post(page, ticked).status_code == 302
        opened = self.channel(world, case)
        assert opened.call.opening is Opening.FIRST_CALL
        assert self.TYPED in opened.when
        again = worker.get(page).context["form"]
        assert [str(day) for day in again["days"].value()] == days
