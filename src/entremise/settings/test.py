"""Settings of the tests: everything that production would swallow fails here."""

from entremise.settings.base import *  # noqa: F403

KEYRING_STRICT = True
DEMO = True
ALLOWED_HOSTS = ["testserver", "localhost"]
SECRET_KEY = SECRET_KEY or "tests-only-" + "x" * 40  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
