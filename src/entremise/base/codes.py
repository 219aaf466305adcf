"""Short codes drawn by chance, each given to one row only."""

from collections.abc import Callable
from typing import Protocol

from django.db import IntegrityError, transaction

from entremise.base.errors import NotPossible

DRAWS = 20


class Coded(Protocol):
    """A row found by its code, which the database lets stand once."""

    code: str

    def save(self, *, force_insert: bool) -> None:
        """Insert it."""


def save_with_a_code(row: Coded, draw: Callable[[], str]) -> None:
    """Draw until the code is nobody's: the rows of others are not to be seen, only run into."""
    for _ in range(DRAWS):
        row.code = draw()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return
    raise NotPossible("Aucun code libre n’a été trouvé. Recommencez.")
