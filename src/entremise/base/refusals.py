"""What a deed refuses is said where it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from entremise.base.errors import NotPossible


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Do what this block says; where a deed refuses, put its words on the form and go on after."""
    try:
        yield
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
