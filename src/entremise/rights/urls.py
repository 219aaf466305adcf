"""Addresses of the library of rights, and of the steps of a case."""

from django.urls import path

from entremise.rights import views

app_name = "rights"
urlpatterns = [
    path("droits/", views.library, name="library"),
    path("droits/<slug:fiche>/", views.fiche, name="fiche"),
    path("droits/<slug:fiche>/retrait/", views.withdraw, name="withdraw"),
    path("situations/<uuid:case_id>/etapes/nouvelle/", views.answer, name="answer"),
    path(
        "situations/<uuid:case_id>/etapes/nouvelle/<slug:fiche>/",
        views.answer,
        name="answer_fiche",
    ),
    path("situations/<uuid:case_id>/etapes/<uuid:step_id>/", views.step, name="step"),
]
