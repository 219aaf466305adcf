"""Settings of production: refuses to start if a secret is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from entremise.settings.base import *  # noqa: F403

for _name in ("SECRET_KEY", "ENTREMISE_KEY_FILE", "ENTREMISE_CONTEXT_KEY"):
    if not globals()[_name]:
        raise ImproperlyConfigured(f"Le réglage {_name} manque : voir « entremise doctor ».")

# The server that carries password mails; without a host, the one of the machine itself.
EMAIL_HOST = os.environ.get("ENTREMISE_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ENTREMISE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ENTREMISE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ENTREMISE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20

ALLOWED_HOSTS = os.environ.get("ENTREMISE_HOSTS", "").split()
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SHARED_DEVICE_COOKIE = "__Host-entremise_ordinateur"
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_SSL_REDIRECT = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# How many of our own proxies stand before us: the address of the visitor is read behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ENTREMISE_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
