"""What can be done with a case."""

from entremise.cases.actions.opening import append, consult, note_contact, open_case

__all__ = ["append", "consult", "note_contact", "open_case"]
