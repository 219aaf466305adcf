from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "entremise.imports"
    label = "imports"
    verbose_name = "reprise de tableaux"
