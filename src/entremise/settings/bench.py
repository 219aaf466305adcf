"""Settings of the bench: the demonstration's, with pages that say what they cost.

No other settings load this middleware or these addresses.
"""

from entremise.settings.demo import *  # noqa: F403

MIDDLEWARE = ["entremise.command.bench.pages.Cost", *MIDDLEWARE]  # noqa: F405
# What the probes do writes to people: nobody reads it.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
