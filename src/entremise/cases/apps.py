from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "entremise.cases"
    label = "cases"
    verbose_name = "situations"
