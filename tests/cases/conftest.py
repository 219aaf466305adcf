import pytest

from recognising import AMINA, AMINATA


@pytest.fixture
def hers(world):
    """A case of somebody known."""
    return world.case_of(world.worker, AMINA)


@pytest.fixture
def again(world):
    """A case of the same post under a name that resembles hers."""
    return world.case_of(world.worker, AMINATA)
