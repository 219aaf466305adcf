"""Addresses of the directory."""

from django.urls import path

from entremise.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.directory, name="directory"),
    path("numeros/", views.numbers, name="numbers"),
    path("services/nouveau/", views.add_service, name="add_service"),
    path("services/<uuid:service_id>/", views.service, name="service"),
    path("services/<uuid:service_id>/modifier/", views.change_service, name="change_service"),
    path("services/<uuid:service_id>/verifie/", views.mark_checked, name="mark_checked"),
    path("services/<uuid:service_id>/ferme/", views.close_service, name="close_service"),
    path("organismes/<uuid:partner_id>/modifier/", views.change_partner, name="change_partner"),
]
