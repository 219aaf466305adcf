"""Addresses that belong to the house itself."""

from django.conf import settings
from django.urls import path

from entremise.base import views

app_name = "base"
urlpatterns = [
    path("quitter/", views.leave, name="leave"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
]
if settings.DEMO:
    urlpatterns += [
        path("_styleguide/", views.styleguide, name="styleguide"),
        path("_styleguide/<str:name>/", views.sample, name="sample"),
    ]
