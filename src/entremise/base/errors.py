"""The refusals that a page knows how to say; anything else is a bug."""

from uuid import UUID


class EntremiseError(Exception):
    """Root of our own errors."""


class NotAllowed(EntremiseError):
    """The actor may not do this; on a page it looks exactly like something that does not exist."""


class NotPossible(EntremiseError):
    """The deed makes no sense now; the message, in French, says why and what to do."""


class Conflict(EntremiseError):
    """Somebody else saved the same text in the meantime; the page shows both.

    `field` names the text, `theirs` is what is stored now, `version` is its version.
    """

    def __init__(self, *, field: str, theirs: str, version: int) -> None:
        super().__init__("Ce texte a été modifié entre-temps.")
        self.field = field
        self.theirs = theirs
        self.version = version


class SealBroken(EntremiseError):
    """A sealed cell does not open: swapped, cut, forged, or written by hand. It is never shown."""

    def __init__(self, *, table: str, column: str, row: object) -> None:
        super().__init__(f"sealed cell refused: {table}.{column} {row}")


class KeyMissing(EntremiseError):
    """The key of a subject is not there: never made, or destroyed by an erasure."""

    def __init__(self, subject_id: UUID) -> None:
        super().__init__(f"no key for subject {subject_id}")


class KeyNotLoaded(EntremiseError):
    """A query forgot to load the keys of its rows: one read per row would follow."""

    def __init__(self, subject_id: UUID) -> None:
        super().__init__(f"key of subject {subject_id} was not loaded by the query")
