"""The directory of services of the territory."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "entremise.partners"
    label = "partners"
    verbose_name = "partenaires"
