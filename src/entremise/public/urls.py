"""One address for the whole visit; another for the paper that workers print."""

from django.urls import path

from entremise.public import views

app_name = "public"
urlpatterns = [
    path("ecrire/", views.enquiry, name="enquiry"),
    path("ecrire/papier/", views.paper, name="paper"),
]
