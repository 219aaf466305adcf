"""Settings of the demonstration: fictional people, the loopback, plain HTTP."""

from entremise.settings.base import *  # noqa: F403

DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
