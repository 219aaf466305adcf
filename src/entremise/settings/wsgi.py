"""The WSGI entry point: refuses to serve with a database role that walks through the walls."""

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections


def _refuse_without_walls() -> None:
    """Whatever starts the pages, `entremise serve` or another server, this is never skipped."""
    from entremise.command import checks

    for look in (checks.application_role, checks.wall_is_closed):
        state, message = look()
        if state is checks.State.BLOCKING:
            raise ImproperlyConfigured(message)
    connections.close_all()  # the processes forked from here open their own


application = get_wsgi_application()
_refuse_without_walls()
