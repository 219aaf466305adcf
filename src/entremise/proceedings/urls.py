"""Addresses of proceedings, under /situations/."""

from django.urls import path

from entremise.proceedings import views

app_name = "proceedings"
HERE = "<uuid:case_id>/demarches/"
urlpatterns = [
    path(HERE, views.of_case, name="of_case"),
    path(f"{HERE}nouvelle/", views.new_measure, name="new_measure"),
    path(f"{HERE}mesures/<uuid:measure_id>/", views.measure, name="measure"),
    path(f"{HERE}auditions/nouvelle/", views.new_hearing, name="new_hearing"),
    path(f"{HERE}auditions/<uuid:hearing_id>/", views.hearing, name="hearing"),
]
