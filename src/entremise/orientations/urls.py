"""Addresses of orientations, under /situations/."""

from django.urls import path

from entremise.orientations import views

app_name = "orientations"
ONE = "<uuid:case_id>/orientations/<uuid:orientation_id>/"
urlpatterns = [
    path("orientations/a-relancer/", views.awaiting, name="awaiting"),
    path("<uuid:case_id>/orientations/", views.of_case, name="of_case"),
    path("<uuid:case_id>/orientations/nouvelle/", views.propose, name="propose"),
    path(ONE, views.one, name="one"),
    path(f"{ONE}accord/", views.consent, name="consent"),
    path(f"{ONE}transmission/", views.send, name="send"),
    path(f"{ONE}reponse/", views.answer, name="answer"),
    path(f"{ONE}relance/", views.remind, name="remind"),
    path(f"{ONE}reprendre/", views.again, name="again"),
]
