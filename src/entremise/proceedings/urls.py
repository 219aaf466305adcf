"""Addresses of proceedings, under /situations/."""

from django.urls import path

from entremise.proceedings import views

app_name = "proceedings"
HERE = "<uuid:case_id>/demarches/"
COMPLAINT = f"{HERE}plainte/"
urlpatterns = [
    path(HERE, views.of_case, name="of_case"),
    path(f"{HERE}nouvelle/", views.new_measure, name="new_measure"),
    path(f"{HERE}mesures/<uuid:measure_id>/", views.measure, name="measure"),
    path(f"{HERE}auditions/nouvelle/", views.new_hearing, name="new_hearing"),
    path(f"{HERE}auditions/<uuid:hearing_id>/", views.hearing, name="hearing"),
    path(COMPLAINT, views.complaint, name="complaint"),
    path(f"{COMPLAINT}etat/", views.note_complaint, name="note_complaint"),
    path(f"{COMPLAINT}faits/nouveau/", views.new_fact, name="new_fact"),
    path(f"{COMPLAINT}faits/<uuid:fact_id>/", views.fact, name="fact"),
    path(f"{COMPLAINT}faits/<uuid:fact_id>/retirer/", views.remove_fact, name="remove_fact"),
    path(f"{COMPLAINT}imprimer/", views.print_complaint, name="print_complaint"),
    path(f"{COMPLAINT}remise/", views.hand_complaint, name="hand_complaint"),
    path(f"{COMPLAINT}partie/<str:section>/", views.part, name="part"),
]
