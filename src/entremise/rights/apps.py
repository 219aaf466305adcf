"""The Django application of rights and steps."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "entremise.rights"
    label = "rights"
    verbose_name = "droits et étapes"
