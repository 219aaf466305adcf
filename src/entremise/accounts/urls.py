"""Addresses of the account pages; those of allauth keep its names, under French paths."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.contrib.auth.decorators import login_not_required as is_open
from django.urls import URLPattern, URLResolver, include, path, re_path

from entremise.accounts import views

own = [
    path("", views.profile, name="profile"),
    path("deconnexion/", views.logout, name="logout"),
    path("protection/", views.enrol, name="enrol"),
    path("second-facteur/application/code.svg", views.qr, name="qr"),
    path("fermer-les-autres-sessions/", views.end_sessions, name="end_sessions"),
    path("presence/", views.alive, name="alive"),
    path("verrouiller/", views.lock, name="lock"),
    path("deverrouiller/", views.unlock, name="unlock"),
    path("reprendre/<uuid:number>/", views.resume, name="resume"),
    path("reprendre/<uuid:number>/effacer/", views.discard, name="discard"),
    path("brouillon/", views.draft, name="draft"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("connexion/", views.login, name="account_login"),
    path("deconnexion/", views.logout, name="account_logout"),
    path("ferme/", is_open(account.account_inactive), name="account_inactive"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("mot-de-passe-oublie/", is_open(account.password_reset), name="account_reset_password"),
    path(
        "mot-de-passe-oublie/envoye/",
        is_open(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "nouveau-mot-de-passe/fait/",
        is_open(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^nouveau-mot-de-passe/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        is_open(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("second-facteur/", factor.index, name="mfa_index"),
    path("second-facteur/etape/", is_open(factor.authenticate), name="mfa_authenticate"),
    path("second-facteur/confirmer/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-facteur/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-facteur/codes/nouveaux/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("second-facteur/cles/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("second-facteur/cles/ajouter/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path(
        "second-facteur/cles/confirmer/",
        passkey.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "second-facteur/cles/<int:pk>/retirer/",
        passkey.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("second-facteur/cles/<int:pk>/nom/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("connexion/cle/", is_open(passkey.login_webauthn), name="mfa_login_webauthn"),
]
