"""Somebody types, something dies: five seconds of typing at most are lost, by every accident."""

from itertools import count

import pytest
from django.urls import reverse

from accounts.browsing import SECRET, user_with_application
from chromium import needs_chromium
from clients import PASSWORD
from entremise.command.bench.accidents import (
    BROWSER,
    CRASH,
    OF_ONE_TAB,
    Sheet,
    Site,
    Trial,
    Trials,
)
from entremise.command.logins import Login
from entremise.command.refusal import Refused

MOST_LOST = 5.0
SLOW = "const LATEST_MS = 30_000;"


@pytest.fixture
def trials(live_server):
    """Trials on the page of a call, which any worker opens."""
    sheet = Sheet(path=reverse("referrals:record", args=["appel"]), box="seen")
    address = live_server.url.removeprefix("http://")
    numbers = count(1)

    def run(*kinds, people, **options):
        logins = [
            Login(role="worker", name="", email=user.email, password=PASSWORD, secret=SECRET)
            for user in (user_with_application() for _ in range(people))
        ]
        made = Trials(Site(address=address), logins, seed=next(numbers), **options)
        return made.run([(kind, sheet) for kind in kinds])

    return run


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
@needs_chromium
class TestDying:
    def test_loses_five_seconds_at_most(self, trials):
        found = trials("one", BROWSER, people=len(OF_ONE_TAB), shortest=2, longest=4)
        assert {trial.kind for trial in found} == {*OF_ONE_TAB, BROWSER}
        assert [trial for trial in found if trial.lost > MOST_LOST] == []
        assert all(trial.kept for trial in found)

    def test_is_seen_to_lose_more_where_drafts_are_sent_late(self, trials):
        async def slowly(context):
            async def late(route):
                answer = await route.fetch()
                script = (await answer.text()).replace("const LATEST_MS = 1500;", SLOW)
                assert SLOW in script
                script = script.replace("const QUIET_MS = 600;", "const QUIET_MS = 30_000;")
                await route.fulfill(response=answer, body=script)

            await context.route("**/autosave*.js", late)

        found = trials(CRASH, people=1, shortest=6.5, longest=6.6, tamper=slowly)
        assert [trial.lost > MOST_LOST for trial in found] == [True]


class TestCounting:
    def trial(self, kept):
        return Trial(kind=CRASH, typed=[10.0, 11.0, 12.0, 14.5], struck=14.0, kept=kept)

    def test_is_from_the_last_sign_that_came_back_to_the_accident(self):
        assert [self.trial(kept).lost for kept in ("", "E", "El", "Ell", "Elle")] == [
            4.0,
            4.0,
            3.0,
            0.0,
            0.0,
        ]

    def test_refuses_a_draft_that_holds_something_else(self):
        with pytest.raises(Refused, match="Xl"):
            self.trial("Xl").check()
        self.trial("El").check()
