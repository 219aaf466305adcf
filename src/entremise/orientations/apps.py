"""Orientations towards services, and what became of them."""

from django.apps import AppConfig


class OrientationsConfig(AppConfig):
    name = "entremise.orientations"
    label = "orientations"
    verbose_name = "orientations"
