"""What these tests share."""

import pytest

from accounts import pages


@pytest.fixture
def sent():
    """What the page of `pages.py` acted upon."""
    pages.sent.clear()
    return pages.sent


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves: the guard and allauth read it."""
    import time as real

    class Clock:
        ahead = 0.0

        def forward(self, minutes: float) -> None:
            self.ahead += minutes * 60

    ours = Clock()
    now = real.time
    monkeypatch.setattr("time.time", lambda: now() + ours.ahead)
    return ours
