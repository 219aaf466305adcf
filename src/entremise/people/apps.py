from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "entremise.people"
    label = "people"
    verbose_name = "personnes"
