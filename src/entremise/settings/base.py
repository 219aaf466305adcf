"""Settings common to tests, demonstration and production; secrets come from the environment."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

PACKAGE = Path(__file__).resolve().parent.parent


def database(name: str, **extra: Any) -> dict[str, Any]:
    """A Django database from a `postgresql://` address in the environment."""
    address = conninfo_to_dict(os.environ.get(name, ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.get("dbname", "entremise"),
        "USER": address.get("user", ""),
        "PASSWORD": address.get("password", ""),
        "HOST": address.get("host", ""),
        "PORT": address.get("port", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c statement_timeout=30s -c lock_timeout=5s",
            "application_name": "entremise",
        },
        **extra,
    }


# The app role owns nothing; the owner role is for migrations alone. Counters (rate limits) have
# a connection of their own, so that a refused request does not forget that it was tried.
DATABASES = {
    "default": database("ENTREMISE_DATABASE_URL", TEST={"MIRROR": "owner"}),
    "owner": database("ENTREMISE_OWNER_DATABASE_URL", TEST={"DEPENDENCIES": []}),
    "keys": database("ENTREMISE_KEYS_DATABASE_URL", TEST={"MIRROR": "keys_owner"}),
    "keys_owner": database("ENTREMISE_KEYS_OWNER_DATABASE_URL", TEST={"DEPENDENCIES": []}),
}
DATABASE_ROUTERS = ["entremise.base.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = os.environ.get("ENTREMISE_SECRET_KEY", "")
ENTREMISE_KEY_FILE = os.environ.get("ENTREMISE_KEY_FILE", "")
ENTREMISE_CONTEXT_KEY = os.environ.get("ENTREMISE_CONTEXT_KEY", "")
KEYRING_STRICT = False
DEMO = False
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "entremise.base",
    "entremise.access",
    "entremise.accounts",
    "entremise.organisation",
    "entremise.people",
    "entremise.cases",
    "entremise.desk",
]

MIDDLEWARE = [
    "entremise.base.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "entremise.accounts.middleware.SessionGuard",
    "entremise.access.middleware.Acting",
]

ROOT_URLCONF = "entremise.urls"
WSGI_APPLICATION = "entremise.settings.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "base" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "entremise.base.context_processors.page",
                "entremise.desk.navigation.navigation",
            ],
            "builtins": ["entremise.base.templatetags.entremise"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/compte/connexion/"
LOGIN_REDIRECT_URL = "/"
# Who asks: a function of the request, so that `access` needs to know no user model.
ACTOR_RESOLVER = "entremise.organisation.queries.actor_of_request"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "entremise.accounts.views.csrf_failure"
IDLE_MINUTES = 15

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Local protocol: thresholds are data. Hours for the first tier, working days for the others.
SMALL_COUNT = 5
CHANNEL_CHECK_DAYS = 30
ALERT_MINUTES = 15
LEGAL_PAGES: dict[str, str] = {}
