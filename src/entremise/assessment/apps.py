"""Assessments: needs, violence, danger signs, what was known before."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "entremise.assessment"
    label = "assessment"
    verbose_name = "évaluations"
