"""What we ask of django-allauth: no sign-up, limits by device, sealed secrets, plain words."""

import base64
import os
import time
from threading import Thread
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from qrcode.image.svg import SvgPathFillImage

from entremise.accounts import devices, sessions, stations
from entremise.accounts.models import User
from entremise.base.keyring import NONCE_BYTES, named_cipher

SECONDS_FRESH = 300
MAIL = "mail"

NEWS = {
    "account/email/password_changed": "Votre mot de passe a été changé.",
    "account/email/password_set": "Un mot de passe a été choisi pour votre compte.",
    "account/email/password_reset": "Un nouveau mot de passe a été choisi pour votre compte.",
    "mfa/email/totp_activated": "La confirmation par application a été mise en place.",
    "mfa/email/totp_deactivated": "La confirmation par application a été retirée.",
    "mfa/email/webauthn_added": "Une clé d’accès a été ajoutée à votre compte.",
    "mfa/email/webauthn_removed": "Une clé d’accès a été retirée de votre compte.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours ont été créés.",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Login by e-mail address and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé.",
        "email_password_mismatch": "L’adresse ou le mot de passe n’est pas le bon. "
        "Vérifiez les deux, puis recommencez.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_password": "Ce n’est pas le bon mot de passe.",
        "too_many_login_attempts": "Trop d’essais depuis cet appareil. "
        "Attendez cinq minutes, puis recommencez.",
        "rate_limited": "Trop d’essais. Attendez cinq minutes, puis recommencez.",
        "invalid_password_reset": "Ce lien a déjà servi, ou il est trop ancien.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts are made by the technical administration."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the visitor; a server behind a socket may not tell it."""
        if not request.META.get("REMOTE_ADDR"):
            return "local"
        return str(super().get_client_ip(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try by account and device."""
        spent = devices.spend_a_try(request, email=str(credentials.get("email", "")))
        if spent is None:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage = spent

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the account that is already logged in."""
        request = context.request
        self.pre_authenticate(request, email=user.email)
        if not user.check_password(password):
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def login(self, request: HttpRequest, user: User) -> None:
        """Start a session, which ends the older ones of the account."""
        records = get_authentication_records(request, user)
        super().login(request, user)
        if settings.SINGLE_SESSION:
            sessions.renew_mark(user)
        passed = any(record["method"] == "mfa" for record in records)
        sessions.begin(
            request.session,
            user,
            at=time.time(),
            second_factor=passed,
            open_office=import_string(settings.OPEN_OFFICE_RESOLVER)(user),
            device_id=stations.note_login(request),
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Trust the device from now on; a text that was kept comes before any other page."""
        if sessions.kept_texts(request.session):
            kwargs["redirect_url"] = self.get_login_redirect_url(request)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, email=user.email)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a login leads when no page was asked for."""
        kept = sessions.kept_texts(request.session)
        if kept:
            return reverse("accounts:resume", args=[next(reversed(kept))])
        return str(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("accounts:profile")

    def is_reauthentication_required(self, **_kwargs: Any) -> bool:
        """A password or a code given in the last five minutes is enough for what is sensitive."""
        request = context.request
        times = [record["at"] for record in get_authentication_records(request, request.user)]
        return time.time() - max(times, default=0) > SECONDS_FRESH

    def set_password(self, user: User, password: str) -> None:
        """Set the password; whoever had used up her tries may log in at once."""
        super().set_password(user, password)
        devices.forget_tries(context.request, email=user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that somebody unknown asked for, beside the page that answers him.

        How long the sending takes, or that it fails, would tell which addresses have an account.
        """
        message = self.render_mail(template_prefix, email, context)
        Thread(target=message.send, kwargs={"fail_silently": True}, name=MAIL).start()

    def send_notification_mail(
        self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any
    ) -> None:
        """Say by mail what changed about the account, in words that say nothing of the work."""
        news = NEWS.get(template_prefix)
        if news:
            message = self.render_mail("account/email/news", user.email, {"news": news})
            message.send(fail_silently=True)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """The second factor: its secrets are sealed at rest."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "C’est votre seul moyen de confirmation : "
        "mettez-en un autre en place avant de le retirer.",
        "full_login_needed": "Ici, la clé d’accès seule ne suffit pas : elle suffit sur un "
        "ordinateur enregistré pour votre unité. Tapez votre adresse et votre mot de passe ; la "
        "clé confirmera ensuite que c’est vous.",
        "incorrect_code": "Ce code n’est pas le bon, ou il a déjà servi. "
        "Attendez le suivant, puis recommencez.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture that an application reads, on white: dark pages would hide it."""
        picture = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(picture.to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        nonce = os.urandom(NONCE_BYTES)
        cell = nonce + named_cipher("second factor").encrypt(nonce, text.encode(), None)
        return base64.b64encode(cell).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        cell = base64.b64decode(encrypted_text)
        nonce, sealed = cell[:NONCE_BYTES], cell[NONCE_BYTES:]
        return named_cipher("second factor").decrypt(nonce, sealed, None).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last second factor stays: without one no page opens."""
        others = (
            type(authenticator)
            .objects.filter(user_id=authenticator.user_id, type__in=("totp", "webauthn"))
            .exclude(pk=authenticator.pk)
        )
        return bool(others.exists())

    def generate_authenticator_name(self, *_args: Any, **_kwargs: Any) -> str:
        """A first name for a passkey, which its owner may change."""
        return "Clé d’accès"
