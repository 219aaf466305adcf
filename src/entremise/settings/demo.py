"""Settings of the demonstration: fictional people, the loopback, plain HTTP."""

from entremise.settings.base import *  # noqa: F403

DEMO = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
# One login per role is printed, and several people may try the same one.
SINGLE_SESSION = False
# Passkeys want https, except on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
