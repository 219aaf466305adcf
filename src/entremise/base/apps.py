from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "entremise.base"
    label = "base"
    verbose_name = "socle"
