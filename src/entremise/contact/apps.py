from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "entremise.contact"
    label = "contact"
    verbose_name = "contact"
