"""Pages about reaching her, under /situations/…, /agenda/ and /appel-entrant/."""

from django.urls import path

from entremise.contact import views

CASE = "situations/<uuid:case_id>"

app_name = "contact"
urlpatterns = [
    path("agenda/", views.day, name="day"),
    path("agenda/semaine/", views.week, name="week"),
    path("agenda/flux/", views.own_calendar, name="own_calendar"),
    path("agenda/flux/<str:secret>.ics", views.calendar, name="calendar"),
    path("appel-entrant/", views.incoming, name="incoming"),
    path(f"{CASE}/contact/", views.channels, name="channels"),
    path(f"{CASE}/contact/ajouter/", views.add_channel, name="add_channel"),
    path(f"{CASE}/contact/convenu/", views.agreement, name="agreement"),
    path(f"{CASE}/contact/elle-a-appele/", views.she_called, name="she_called"),
    path(f"{CASE}/contact/<uuid:channel_id>/", views.change_channel, name="change_channel"),
    path(f"{CASE}/contact/<uuid:channel_id>/<str:way>/", views.reach, name="reach"),
    path(f"{CASE}/contact/<uuid:channel_id>/<str:way>/issue/", views.outcome, name="outcome"),
    path(f"{CASE}/interprete/", views.interpreter, name="interpreter"),
    path(f"{CASE}/rendez-vous/", views.plan, name="plan"),
    path(f"{CASE}/rendez-vous/<uuid:appointment_id>/", views.appointment, name="appointment"),
    path(f"{CASE}/rendez-vous/<uuid:appointment_id>/deplacer/", views.move, name="move"),
    path(f"{CASE}/rendez-vous/<uuid:appointment_id>/<str:deed>/", views.settle, name="settle"),
    path(f"{CASE}/entretiens/<uuid:session_id>/", views.session, name="session"),
    path(f"{CASE}/entretiens/<uuid:session_id>/corriger/", views.correct, name="correct"),
]
