"""What can be done about a person: write who she is, and how to reach her."""

from entremise.people.actions.identity import correct_identity, record_person, write_identity

__all__ = ["correct_identity", "record_person", "write_identity"]
