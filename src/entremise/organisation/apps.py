from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "entremise.organisation"
    label = "organisation"
    verbose_name = "organisation"
