"""The questions of the account pages, in plain words; allauth checks the answers."""

import json
import struct
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.mfa.webauthn.internal import auth as passkeys
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache

from entremise.accounts import queries, stations
from entremise.accounts.models import THEMES, User

# allauth ships no types: mypy sees nothing in the forms of which these are made, hence `misc`.

SECONDS_A_CODE_LIVES = 90
# A sentence about passwords, not one of them (S105).
PASSWORD_HINT = "Au moins 12 signes. Quatre mots au hasard font un bon mot de passe."  # noqa: S105


class _Plain:
    """Own labels, and no text inside the boxes: it vanishes as one types."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # a mixin
        for name, asked in fields.items():
            asked.widget.attrs.pop("placeholder", None)
            asked.label = self.labels.get(name, asked.label)
            asked.help_text = self.hints.get(name, "")


class LoginForm(_Plain, account_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    labels = {"login": "Adresse électronique", "password": "Mot de passe"}


class ResetPasswordForm(_Plain, account_forms.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": "Adresse électronique"}


class _NewPassword(_Plain):
    labels = {
        "oldpassword": "Mot de passe actuel",
        "password1": "Nouveau mot de passe",
        "password2": "Nouveau mot de passe, une seconde fois",
    }
    hints = {"password1": PASSWORD_HINT}

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]  # a mixin
        errors: Any = self.errors  # type: ignore[attr-defined]  # a mixin
        twice = [self.data.get(name) for name in ("password1", "password2")]  # type: ignore[attr-defined]  # a mixin
        if "password2" in errors and all(twice) and twice[0] != twice[1]:
            errors["password2"].clear()
            errors["password2"].append("Les deux mots de passe ne sont pas les mêmes.")
        return cleaned


class ChangePasswordForm(_NewPassword, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """A new password, with the one in use."""


class SetPasswordForm(_NewPassword, account_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class NewPasswordForm(_NewPassword, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link sent by mail."""


class PasswordAgainForm(_Plain, account_forms.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": "Mot de passe"}


class _Code(_Plain):
    labels = {"code": "Code"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # a mixin
        fields["code"].widget.attrs["inputmode"] = "numeric"


class _SpentCode(_Code):
    """A code of the application serves once, for as long as the clock would take it.

    Not in the demonstration, where one login is shared, and its code shown, by all who try it.
    """

    def clean_code(self) -> str:
        if settings.DEMO:
            # A mixin: `user` and the answers come from the form that it is mixed into.
            _forget_use(self.user, str(self.cleaned_data["code"]))  # type: ignore[attr-defined]
        code: str = super().clean_code()  # type: ignore[misc]  # a mixin
        used: Any = self.authenticator  # type: ignore[attr-defined]  # set by clean_code
        if used.type == Authenticator.Type.TOTP and not settings.DEMO:
            digits = "".join(filter(str.isdigit, code))
            key = queries.used_code_key(used.user_id, digits)
            if not cache.add(key, 1, timeout=SECONDS_A_CODE_LIVES):
                raise get_adapter().validation_error("incorrect_code")
        return code


def _forget_use(user: User, code: str) -> None:
    """Let a code serve again, whatever allauth remembers of it."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is not None and code.isascii() and code.isalnum():
        cache.delete(row.wrap()._get_used_cache_key(code))


class SecondStepForm(_SpentCode, factor_forms.AuthenticateForm):  # type: ignore[misc]
    """The code asked after the password."""


class CodeAgainForm(_SpentCode, factor_forms.ReauthenticateForm):  # type: ignore[misc]
    """The code asked again before a sensitive change."""


class ActivateForm(_Code, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an application."""

    labels = {"code": "Code affiché par l’application"}


EXTENSIONS = {"clientExtensionResults"}
MALFORMED = (
    *(AttributeError, EOFError, IndexError, KeyError, TypeError, ValueError),
    *(InvalidSignature, RecursionError, struct.error),
)


class _Decoder(json.JSONDecoder):
    """Whatever is nested too deep or has too many digits is no JSON, and no failure."""

    def decode(self, s: str, *args: Any) -> Any:
        try:
            return super().decode(s, *args)
        except json.JSONDecodeError:
            raise
        except (RecursionError, ValueError):
            raise json.JSONDecodeError("too much of it", s, 0) from None


def _holds_a_number(value: Any) -> bool:
    """Where a text is awaited, a number is taken for a length: so much memory would be filled."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return any(map(_holds_a_number, value))
    return isinstance(value, int | float)


class _Credential:
    """What a browser says of a passkey is refused in words, whatever shape it has.

    allauth takes `false` for a key that needs no checking: only a dictionary goes further.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = _Decoder  # type: ignore[attr-defined]  # a mixin

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]  # a mixin
        if not isinstance(credential, dict):
            raise get_adapter().validation_error("incorrect_code")
        above: Any = super()
        try:
            # What extensions of a browser say is not read.
            if _holds_a_number([credential[name] for name in credential.keys() - EXTENSIONS]):
                raise get_adapter().validation_error("incorrect_code")
            return above.clean_credential() if hasattr(above, "clean_credential") else credential
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None

    def clean(self) -> Any:
        try:
            return super().clean()  # type: ignore[misc]  # a mixin
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyStepForm(_Credential, passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyLoginForm(_Credential, passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the password: for the police, on a computer of their own unit.

    Always checked by its own code. All pages share one place for what they ask of a key, and the
    second step asks for a touch only: what it asked does not serve here.
    """

    def clean_credential(self) -> Authenticator:
        asked = passkeys.get_state() or {}
        if asked.get("user_verification") != "required":
            raise get_adapter().validation_error("incorrect_code")
        key: Authenticator = super().clean_credential()
        if not stations.key_alone_is_enough(context.request, key.user):
            raise get_adapter().validation_error("full_login_needed")
        return key


class PasskeyAgainForm(_Credential, passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before a sensitive change."""


class AddPasskeyForm(_Plain, _Credential, passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    labels = {
        "name": "Nom de la clé",
        "passwordless": "Me connecter avec cette clé seule, sans mot de passe",
    }
    hints = {
        "name": "Pour la reconnaître : « téléphone », « clé du bureau ».",
        "passwordless": "La clé vous demandera alors son code ou votre empreinte.",
    }


class RenamePasskeyForm(_Plain, passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": "Nom de la clé"}


class PreferencesForm(forms.Form):
    """How pages look, and whether single letters are shortcuts."""

    theme = forms.ChoiceField(
        label="Apparence", choices=THEMES, required=False, widget=forms.RadioSelect
    )
    dense = forms.BooleanField(
        label="Lignes serrées",
        required=False,
        help_text="Plus de lignes à l’écran, dans les tableaux et les formulaires.",
    )
    letter_keys = forms.BooleanField(
        label="Raccourcis d’une lettre",
        required=False,
        help_text="Par exemple « n » pour une nouvelle saisine. Jamais dans une zone de texte.",
    )


class UnlockForm(forms.Form):
    """The password, to take up a locked session."""

    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Tapez votre mot de passe."},
    )
