"""A case is known by a code that no other case of the employer bears, those out of reach too."""

import pytest

from entremise.base.errors import NotPossible
from entremise.cases.actions import opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(monkeypatch):
    """The codes that chance draws, one after the other; the last again and again."""
    codes = []
    monkeypatch.setattr(opening, "draw_code", lambda: codes.pop(0) if len(codes) > 1 else codes[0])
    return codes


class TestACodeThatIsTaken:
    def test_is_drawn_again(self, world, drawn):
        drawn += ["BCDFGH", "BCDFGH", "JKMNPQ"]
        theirs, mine = (world.case_of(user) for user in (world.other_worker, world.worker))
        assert (theirs.code, mine.code) == ("BCDFGH", "JKMNPQ")

    def test_may_be_that_of_another_employer(self, world, drawn):
        drawn += ["BCDFGH"]
        codes = {world.case_of(user).code for user in (world.far_worker, world.worker)}
        assert codes == {"BCDFGH"}

    def test_is_said_in_a_sentence_if_chance_finds_no_other(self, world, drawn):
        drawn += ["BCDFGH"]
        world.case_of(world.other_worker)
        with pytest.raises(NotPossible, match="Recommencez"):
            world.case_of(world.worker)
