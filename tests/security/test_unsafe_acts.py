"""Every act that leaves, tried for people for whom it is not safe: nothing comes back."""

import pytest
import typst
from django.utils import timezone

from depth import FULL
from entremise.access.acting import acting_as
from entremise.command.probes import trying, unsafe
from entremise.command.probes.canaries import Nest
from entremise.command.probes.planting import Company
from entremise.organisation.actions import allow_sms
from entremise.organisation.queries import actor_of
from entremise.papers import views as papers
from entremise.people.queries import channels
from entremise.people.safety import Act, Code, Opening, Verdict, judge_paper, note
from security.staging import Browsers, staged_accounts, undone
from world import World

pytestmark = pytest.mark.django_db

SAMPLE = ("unsafe", "never a paper", "protection that ended")


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The accounts, and one person for each thing that makes an act unsafe: a sample of them,
    or all with `entremise test --full`, as `bench` does over HTTP."""
    with django_db_blocker.unblock(), undone():
        world = World()
        accounts = staged_accounts(world)
        now = timezone.localtime()
        with acting_as(actor_of(world.coordinator)) as actor:
            allow_sms(actor=actor, employer_id=world.employer.pk, allowed=True, now=now)
        company = Company(accounts, Nest("unsafe acts"), now)
        yield accounts, unsafe.tell(company, only=() if FULL else SAMPLE)


@pytest.fixture(scope="module")
def send(told):
    return Browsers(told[0], roles=("worker", "coordinator")).send


@pytest.fixture(scope="module")
def ways(send, told):
    """Every way to do an act, as it is done for the person who is safe."""
    return list(trying.ways_of(send, trying.example_of(told[1])))


@pytest.fixture
def tried(send, told, ways):
    """Tries everything, or one act for one sort of person."""

    def run(name="", act=None):
        people = [one for one in told[1] if not name or one.state.name in ("safe", name)]
        chosen = [way for way in ways if act is None or act in way.acts]
        return trying.run(send, people, chosen, sparing=not FULL)

    return run


class TestEveryAct:
    def test_is_kept_back_for_whom_it_is_not_safe(self, tried):
        outcome = tried()
        assert outcome.passed == []
        assert outcome.tried > 30
        assert outcome.covered == set(Act)


class TestTheHarness:
    """It is seen to fail: each defect is planted, and found."""

    def test_sees_a_rule_that_opens_everything(self, tried, monkeypatch):
        def opens(row, others, act, now):
            verdict = Verdict(
                act=act, opening=Opening.OPEN, code=Code.SAFE, sentence="", say=("",)
            )
            return note(verdict)

        monkeypatch.setattr(channels, "_strictest_verdict", opens)
        for act in (Act.CALL, Act.LETTER, Act.PARTNER):
            assert any(one.startswith(f"{act} · unsafe") for one in tried("unsafe", act).passed)

    def test_sees_a_paper_that_leaves_against_her_word(self, tried, monkeypatch):
        def careless(**asked):
            return note(judge_paper(Act.HANDOUT, paper="yes"))

        monkeypatch.setattr(papers, "authorise", careless)
        passed = tried("never a paper", Act.HANDOUT).passed
        assert any("never a paper" in one for one in passed)

    def test_reads_the_words_of_a_paper(self, tried, told, monkeypatch):
        hers = next(one for one in told[1] if one.state.name == "unsafe")
        number = next(one.text for one in hers.secrets if one.place == "her phone")

        def careless(*_words, **_options):
            return typst.compile(f"À retenir : {number}".encode())

        monkeypatch.setattr(papers.pdf, "write", careless)
        assert any(
            one.startswith("handout · unsafe") for one in tried("unsafe", Act.HANDOUT).passed
        )
