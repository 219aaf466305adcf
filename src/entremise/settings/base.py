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
    "counters": database("ENTREMISE_DATABASE_URL", TEST={"MIRROR": "owner"}),
    "keys": database("ENTREMISE_KEYS_DATABASE_URL", TEST={"MIRROR": "keys_owner"}),
    "keys_owner": database("ENTREMISE_KEYS_OWNER_DATABASE_URL", TEST={"DEPENDENCIES": []}),
}
DATABASE_ROUTERS = ["entremise.base.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = os.environ.get("ENTREMISE_SECRET_KEY", "")
ENTREMISE_KEY_FILE = os.environ.get("ENTREMISE_KEY_FILE", "")
ENTREMISE_PRUNER_DATABASE_URL = os.environ.get("ENTREMISE_PRUNER_DATABASE_URL", "")
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
    "entremise.partners",
    "entremise.cases",
    "entremise.assessment",
    "entremise.proceedings",
    "entremise.rights",
    "entremise.orientations",
    "entremise.referrals",
    "entremise.contact",
    "entremise.statistics",
    "entremise.imports",
    "entremise.papers",
    "entremise.desk",
    "entremise.public",
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
    "entremise.people.safety.Guard",
    "entremise.accounts.middleware.DraftKeeper",
]

ROOT_URLCONF = "entremise.urls"
WSGI_APPLICATION = "entremise.settings.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before those of allauth, which ours replace.
        "DIRS": [PACKAGE / "base" / "templates", PACKAGE / "accounts" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "entremise.base.context_processors.page",
                "entremise.desk.navigation.navigation",
            ],
            "builtins": [
                "entremise.base.templatetags.entremise",
                "entremise.people.templatetags.labels",
                "entremise.statistics.templatetags.figures",
            ],
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
LOGOUT_REDIRECT_URL = LOGIN_URL

# allauth: e-mail address and password, then always a second factor; nobody signs up by himself.
ACCOUNT_ADAPTER = "entremise.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "entremise.accounts.forms.LoginForm",
    "change_password": "entremise.accounts.forms.ChangePasswordForm",
    "set_password": "entremise.accounts.forms.SetPasswordForm",
    "reset_password": "entremise.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "entremise.accounts.forms.NewPasswordForm",
    "reauthenticate": "entremise.accounts.forms.PasswordAgainForm",
}
# Passwords are limited by account and device, in the adapter. A whole département may leave by
# one address: the limits by address are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key",
    "reset_password": "30/m/ip,3/15m/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "entremise.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An address is what the administration typed: no mail asks to confirm it, and none is trusted.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Entremise"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "entremise.accounts.forms.SecondStepForm",
    "reauthenticate": "entremise.accounts.forms.CodeAgainForm",
    "activate_totp": "entremise.accounts.forms.ActivateForm",
    "authenticate_webauthn": "entremise.accounts.forms.PasskeyStepForm",
    "login_webauthn": "entremise.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "entremise.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "entremise.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "entremise.accounts.forms.RenamePasskeyForm",
}
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("ENTREMISE_MAIL_FROM", "Entremise <ne-pas-repondre@localhost>")
# Who asks: a function of the request, so that `access` needs to know no user model.
ACTOR_RESOLVER = "entremise.referrals.queries.actor_of_request"
# Whether an account works where others see its screen, for the same reason.
OPEN_OFFICE_RESOLVER = "entremise.organisation.queries.works_in_an_open_office"

# Which computer of a unit asks, and whether a passkey alone is enough there: once more asked of
# the organisation, which the accounts do not know.
SHARED_DEVICE_RESOLVER = "entremise.organisation.queries.device_of_request"
KEY_ALONE_RESOLVER = "entremise.organisation.queries.enters_by_key_alone"
SHARED_DEVICE_USED = "entremise.organisation.actions.note_use"
SHARED_DEVICE_COOKIE = "entremise_ordinateur"
SHARED_DEVICE_DAYS = int(os.environ.get("ENTREMISE_SHARED_DEVICE_DAYS", "180"))

# Not in cookies: nothing that a page says stays in a browser.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "entremise.accounts.sessions.SealedSerializer"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "entremise.accounts.views.csrf_failure"
IDLE_MINUTES = 15
IDLE_MINUTES_IN_AN_OPEN_OFFICE = 5
# On a computer that a unit shares the session ends by itself; sooner once a referral is sent.
IDLE_MINUTES_ON_A_SHARED_DEVICE = 5
IDLE_MINUTES_ONCE_SENT = 2
# A new login ends the older sessions of the same account.
SINGLE_SESSION = True

# Counters of tries, shared by every process, on a connection of their own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counter",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

PROCRASTINATE_IMPORT_PATHS = ["entremise.jobs"]

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# A file that somebody sends never touches the disk.
FILE_UPLOAD_HANDLERS = ["entremise.base.uploads.InMemory"]
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing goes to other sites. "no-referrer" would make browsers send `Origin: null` with our own
# forms, which Django's guard against forged requests rightly refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Contexts of one layer do not import each other: what orientations asks of assessments.
CONJUGAL_VIOLENCE_KNOWN = "entremise.assessment.queries.conjugal_violence_known"
# What contact asks of referrals, before she is called.
SPOKEN_FOR = "entremise.referrals.queries.speakers_of_case"

# Contexts whose pages speak of persons: the browser's own menu prints nothing of them.
STAYS_ON_SCREEN = {
    "assessment",
    "cases",
    "contact",
    "desk",
    "imports",
    "orientations",
    "papers",
    "proceedings",
    "referrals",
    "rights",
}

# Local protocol: thresholds are data. Hours for the first tier, working days for the others.
CHANNEL_CHECK_DAYS = 30
ALERT_MINUTES = 15
# What the law asks to publish: `ENTREMISE_LEGAL_EDITOR` and so on.
LEGAL_PAGES: dict[str, str] = {
    name: os.environ.get(f"ENTREMISE_LEGAL_{name.upper()}", "")
    for name in (
        "editor",
        "director",
        "host",
        "controller",
        "dpo",
        "contact",
        "accessibility_contact",
    )
}
