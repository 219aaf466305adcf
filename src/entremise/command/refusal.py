"""The one way a command says no: a sentence for the person who typed it."""


class Refused(Exception):
    """What is wrong, where, and what to do: in French, shown as it stands, never a stack trace."""
