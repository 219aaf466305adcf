"""The Django application of what she takes with her."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "entremise.papers"
    label = "papers"
    verbose_name = "papiers"
