from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "entremise.public"
    label = "public"
    verbose_name = "pages ouvertes"
