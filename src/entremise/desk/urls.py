"""The screens of the day."""

from django.urls import path

from entremise.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("ma-journee/", views.day, name="day"),
    path("situations/", views.case_list, name="cases"),
    path("situations/<uuid:case_id>/", views.case, name="case"),
    path("situations/<uuid:case_id>/impression/", views.print_case, name="print_case"),
    path("situations/<uuid:case_id>/ecoute/", views.listen, name="listen"),
    path(
        "situations/<uuid:case_id>/ecoute/<uuid:appointment_id>/",
        views.listen,
        name="listen_appointment",
    ),
    path("situations/<uuid:case_id>/meme-personne/", views.same_person, name="same_person"),
    path(
        "situations/<uuid:case_id>/meme-personne/<uuid:person_id>/",
        views.compare,
        name="compare",
    ),
    path(
        "situations/<uuid:case_id>/reunion/<uuid:merge_id>/annuler/",
        views.undo_join,
        name="undo_join",
    ),
    path("recherche/", views.search, name="search"),
    path("situations/<uuid:case_id>/droits/", views.rights, name="rights"),
    path("journal/", views.journal, name="journal"),
    path("journal/dossier/", views.whose_file, name="whose_file"),
]
