"""An old sheet of cases, in five steps; the sheet of a night, on the page of its list."""

from django.urls import path

from entremise.imports.views import night, sheets

NIGHT = "liste-du-matin/<uuid:list_id>"

app_name = "imports"
urlpatterns = [
    path("reprise/", sheets.imports, name="imports"),
    path("reprise/<uuid:import_id>/", sheets.result, name="result"),
    path("reprise/<uuid:import_id>/titres/", sheets.titles, name="titles"),
    path("reprise/<uuid:import_id>/colonnes/", sheets.columns, name="columns"),
    path("reprise/<uuid:import_id>/valeurs/", sheets.values, name="values"),
    path("reprise/<uuid:import_id>/apercu/", sheets.preview, name="preview"),
    path("reprise/<uuid:import_id>/importer/", sheets.make, name="make"),
    path("reprise/<uuid:import_id>/abandonner/", sheets.drop, name="drop"),
    path("reprise/<uuid:import_id>/annuler/", sheets.undo, name="undo"),
    path("reprise/<uuid:import_id>/lignes-rendues/", sheets.given_back, name="given_back"),
    path(f"{NIGHT}/fichier/", night.file, name="night_file"),
    path(f"{NIGHT}/feuille/", night.columns, name="night"),
    path(f"{NIGHT}/feuille/abandonner/", night.drop, name="drop_night"),
]
