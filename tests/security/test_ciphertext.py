"""Sealed cells that were moved, cut, altered or written by hand: none is ever shown.

Every sealed column of the classification is tried, on real rows, through the product's own
reading: the attribute of the row, and then the pages.
"""

from random import Random

import pytest
from django.apps import apps

from depth import FULL
from entremise.access.acting import acting_as
from entremise.access.columns import COLUMNS, SEALED
from entremise.accounts import queries as kept
from entremise.base import keyring, sealing
from entremise.base.errors import SealBroken
from entremise.base.sealing import SealedJson, WriteOnlyText
from entremise.command.probes.canaries import SCENARIOS
from entremise.organisation.queries import actor_of

pytestmark = pytest.mark.django_db

TOLD = SCENARIOS if FULL else ("own", "revoked")
FLIPS, SWAPS = (200, 200) if FULL else (20, 12)
# Who reads the rows of a table; everything else is the worker's.
READ_BY = {
    "imports.NightSheet": "chief",
    "referrals.Receipt": "officer",
    "referrals.ReviewLine": "chief",
}
# Sealed for a page and an account, or a browser, rather than for a helped person.
OWN_WAYS = {"accounts.Draft", "accounts.HeldForm"}


def sealed_columns():
    """Every sealed column of the classification: (model, column)."""
    return [
        (apps.get_model(label), column)
        for label, classes in sorted(COLUMNS.items())
        for kind, names in classes.items()
        if kind in SEALED
        for column in names.split()
    ]


def descriptor_of(model, column):
    """The attribute that opens this column."""
    for one in vars(model).values():
        text = one.text if isinstance(one, SealedJson) else one
        if getattr(text, "column", None) == column and hasattr(text, "_place_of"):
            return text
    return None


def opener_of(model, column):
    """What a page calls to read this column of a row, and the column of its key."""
    if model._meta.label == "accounts.HeldForm":
        return kept.opened, None
    if model._meta.label == "accounts.Draft":
        return _open_draft, None
    found = descriptor_of(model, column)
    if isinstance(found, WriteOnlyText):
        return found.reveal, found.subject
    return (lambda row: found.__get__(row, model)), found.subject


def _open_draft(row):
    place = kept.place_of_draft(row.user_id, row.path)
    cipher, cell = kept.cipher_of_draft(row.path), bytes(row.body_sealed)
    return kept._open(cipher, cell, place, table="accounts_draft", row=row.pk)


class Cells:
    """Every sealed cell of a told world that the accounts may read, and how each is opened."""

    def __init__(self, accounts_of_the_world):
        self.accounts = accounts_of_the_world
        self.chance = Random(7)  # noqa: S311 - the same mutations each time

    def each(self):
        """Cells by column: (row, opener, cell), with their keys held."""
        for model, column in sealed_columns():
            role = READ_BY.get(model._meta.label, "worker")
            with acting_as(actor_of(self.accounts[role])):
                opener, subject = opener_of(model, column)
                rows = [row for row in model.objects.all() if bytes(getattr(row, column))]
                if subject:
                    subjects = {getattr(row, subject) for row in rows}
                    keyring.load(subjects)
                    for one in subjects:
                        keyring.load_list(one)
                yield model, column, opener, rows

    def every_cell(self):
        """What may be moved elsewhere: the bytes of every cell of every column."""
        return [
            bytes(getattr(row, column))
            for _model, column, _opener, rows in self.each()
            for row in rows
        ]

    def mutations(self, cell, others):
        """The same cell altered, cut, written by hand, or taken from another place."""
        for _ in range(FLIPS):
            at = self.chance.randrange(len(cell) * 8)
            altered = bytearray(cell)
            altered[at // 8] ^= 1 << at % 8
            yield "bit flipped", bytes(altered)
        for length in {1, 2, 12, 13, 20, 28, 29, len(cell) // 2, len(cell) - 16, len(cell) - 1}:
            if 0 < length < len(cell):
                yield "cut", cell[:length]
                yield "cut at its start", cell[-length:]
        yield "lengthened", cell + b"\0"
        yield "doubled", cell + cell
        yield "in clear", b"Elle dit qu'elle part."
        yield "in clear behind a format", b"\x01" + b"Elle dit qu'elle part demain matin."
        yield "zeros", bytes(len(cell))
        for other in self.chance.sample(others, min(SWAPS, len(others))):
            if other != cell:
                yield "moved here", other


def attack(cells):
    """Try every mutation on every cell: how many were tried, and what was opened."""
    everything = cells.every_cell()
    tried, opened, columns = 0, [], set()
    for model, column, opener, rows in cells.each():
        same_column = [bytes(getattr(row, column)) for row in rows]
        for row in rows:
            cell = bytes(getattr(row, column))
            assert opener(row) is not None, "the true cell opens"
            columns.add((model._meta.label, column))
            for how, altered in cells.mutations(cell, everything + same_column * 3):
                setattr(row, column, altered)
                tried += 1
                try:
                    opener(row)
                except SealBroken:
                    continue
                except Exception as error:  # noqa: BLE001 - anything else is a finding
                    opened.append((model._meta.label, column, how, repr(error)))
                else:
                    opened.append((model._meta.label, column, how, "opened"))
            setattr(row, column, cell)
    return tried, opened, columns


class TestEverySealedColumn:
    def test_refuses_every_cell_that_is_not_its_own(self, accounts):
        tried, opened, columns = attack(Cells(accounts))
        assert opened == []
        assert tried >= (50_000 if FULL else 4_000)
        assert columns == {(model._meta.label, column) for model, column in sealed_columns()}

    def test_has_a_reader(self):
        for model, column in sealed_columns():
            assert model._meta.label in OWN_WAYS or descriptor_of(model, column), (model, column)

    def test_the_harness_finds_a_seal_that_ignores_its_place(self, accounts, monkeypatch):
        monkeypatch.setattr(sealing, "_place", lambda *_place: b"")
        _tried, opened, _columns = attack(SealedAnew(accounts))
        assert {how for _model, _column, how, _what in opened} == {"moved here"}


class SealedAnew(Cells):
    """The same rows, each cell sealed again by whatever the descriptor now does."""

    def each(self):
        for model, column, opener, rows in super().each():
            if model._meta.label in OWN_WAYS:
                continue
            found = descriptor_of(model, column)
            for row in rows:
                setattr(row, column, sealing.seal("{}", **found._place_of(row)))
            yield model, column, opener, rows
