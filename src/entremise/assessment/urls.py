"""Addresses of assessments, under /situations/."""

from django.urls import path

from entremise.assessment import views

app_name = "assessment"
urlpatterns = [
    path("<uuid:case_id>/evaluation/", views.sheet, name="sheet"),
    path("<uuid:case_id>/evaluation/effacer/", views.discard, name="discard"),
    path("<uuid:case_id>/evaluations/", views.history, name="history"),
    path("<uuid:case_id>/evaluations/<uuid:assessment_id>/", views.read, name="read"),
    path(
        "<uuid:case_id>/evaluations/<uuid:assessment_id>/comparer/", views.compare, name="compare"
    ),
]
