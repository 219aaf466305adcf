"""Complaint, hearing and protection measures."""

from django.apps import AppConfig


class ProceedingsConfig(AppConfig):
    name = "entremise.proceedings"
    label = "proceedings"
    verbose_name = "démarches"
