"""Settings of production: refuses to start if a secret is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from entremise.settings.base import *  # noqa: F403

for _name in ("SECRET_KEY", "ENTREMISE_KEY_FILE", "ENTREMISE_CONTEXT_KEY"):
    if not globals()[_name]:
        raise ImproperlyConfigured(f"Le réglage {_name} manque : voir « entremise doctor ».")

ALLOWED_HOSTS = os.environ.get("ENTREMISE_HOSTS", "").split()
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_SSL_REDIRECT = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# How many of our own proxies stand before us: the address of the visitor is read behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ENTREMISE_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
