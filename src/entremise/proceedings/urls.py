"""Addresses of proceedings, under /situations/."""

from django.urls import path

from entremise.proceedings import views

app_name = "proceedings"
HERE = "<uuid:case_id>/demarches/"
COMPLAINT = f"{HERE}plainte/"
REPORTS = f"{HERE}signalements/"
REPORT = f"{REPORTS}<uuid:report_id>/"
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
    path(f"{HERE}peril/", views.peril, name="peril"),
    path(REPORTS, views.reports, name="reports"),
    path(f"{REPORTS}nouveau/<str:writing>/", views.new_report, name="new_report"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}texte/", views.edit_report, name="edit_report"),
    path(f"{REPORT}signer/", views.sign_report, name="sign_report"),
    path(f"{REPORT}renoncer/", views.drop_report, name="drop_report"),
    path(f"{REPORT}depart/", views.send_report, name="send_report"),
    path(f"{REPORT}reception/", views.acknowledge_report, name="acknowledge_report"),
    path(f"{REPORT}corriger/", views.correct_report, name="correct_report"),
    path(f"{REPORT}imprimer/", views.letter, name="letter"),
]
