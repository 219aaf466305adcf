"""The people who work with Entremise; nobody who is helped has an account."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from entremise.access.roles import Role

THEMES = [("", "celle de l’appareil"), ("light", "claire"), ("dark", "sombre")]


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address."""

    def create_user(self, *, email: str, name: str, role: Role, password: str) -> "User":
        """Make an account; the password is hashed with argon2."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, role=role)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """An account: one person, one role. What it reaches is said by posts and units."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    name = models.CharField("nom affiché", max_length=80)
    role = models.CharField("rôle", max_length=12, choices=Role)
    is_active = models.BooleanField("actif", default=True)
    theme = models.CharField(
        "apparence",
        max_length=5,
        choices=THEMES,
        blank=True,
    )
    dense = models.BooleanField("lignes serrées", default=False)
    letter_keys = models.BooleanField("raccourcis d’une lettre", default=True)
    session_mark = models.CharField("marque des sessions en cours", max_length=16, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    class Meta:
        verbose_name = "compte"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, *_args: Any) -> bool:
        """Django's own permissions are not used: see `access/roles.py`."""
        return False


class HeldForm(models.Model):
    """A form that arrived after its session had ended, kept until the person is back.

    `owner` is a keyed hash of the account whose session it was, or empty while unknown; the
    browser session that may open it is the one that holds its number.
    """

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    path = models.CharField("page", max_length=300)
    owner = models.CharField("empreinte du compte", max_length=64, blank=True)
    body_sealed = models.BinaryField("texte")
    created_at = models.DateTimeField("gardé le")

    class Meta:
        verbose_name = "envoi gardé"

    def __str__(self) -> str:
        return f"envoi gardé {str(self.pk)[:8]}"


class Draft(models.Model):
    """What somebody is writing on a page, saved as she types; one per account and page."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField("compte")
    path = models.CharField("page", max_length=300)
    body_sealed = models.BinaryField("texte")
    saved_at = models.DateTimeField("enregistré le")

    class Meta:
        verbose_name = "brouillon"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "path"], name="one_draft_per_page")
        ]

    def __str__(self) -> str:
        return f"brouillon {str(self.pk)[:8]}"
