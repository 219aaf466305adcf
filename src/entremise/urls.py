"""Where each context is mounted, under French paths."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("entremise.base.urls")),
    path("compte/", include("entremise.accounts.urls")),
    path("repertoire/", include("entremise.partners.urls")),
    path("situations/", include("entremise.cases.urls")),
    path("situations/", include("entremise.assessment.urls")),
    path("situations/", include("entremise.orientations.urls")),
    path("situations/", include("entremise.proceedings.urls")),
    path("", include("entremise.rights.urls")),
    path("situations/", include("entremise.papers.urls")),
    path("organisation/", include("entremise.organisation.urls")),
    path("", include("entremise.referrals.urls")),
    path("chiffres/", include("entremise.statistics.urls")),
    path("", include("entremise.imports.urls")),
    path("", include("entremise.contact.urls")),
    path("", include("entremise.public.urls")),
    path("", include("entremise.desk.urls")),
]

handler400 = "entremise.base.views.unreadable"
handler500 = "entremise.base.views.failure"
