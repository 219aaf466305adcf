"""One case of Roanne, its worker, and the coordinator of her service."""

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.rights import actions
from entremise.rights.models import FICHES


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


@pytest.fixture
def validated(world):
    """A fictional jurist has read this fiche for the service of Roanne."""

    def validate(code="order", **changed):
        said = {
            "mark": FICHES[code].mark,
            "reader": "Me Ysoline Canaribarreau",
            "body": "Barreau de Roanne",
            "read_on": TUESDAY_TEN.date(),
            "now": TUESDAY_TEN,
        }
        with acting_as(world.actor(world.coordinator)) as actor:
            return actions.validate(actor=actor, code=code, **{**said, **changed})

    return validate
