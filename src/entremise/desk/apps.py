from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "entremise.desk"
    label = "desk"
    verbose_name = "bureau"
