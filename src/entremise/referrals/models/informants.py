"""Somebody who speaks for her: a person too, with a key, a contact and a wish of his own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.base.models import Record
from entremise.base.sealing import SealedText
from entremise.cases.models import Case
from entremise.referrals.models.codes import Answer
from entremise.referrals.models.referral import Referral


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """What somebody who speaks for her says of himself; everything may stay empty."""

    who: str = ""
    contact: str = ""
    phrase: str = ""
    unnamed: bool = False
    person_knows: Answer = Answer.NOT_ASKED

    @property
    def is_silent(self) -> bool:
        """Whether nothing was said of anybody."""
        words = (self.who, self.contact, self.phrase)
        return not any(map(str.strip, words)) and not self.unnamed


class InformantQuerySet(models.QuerySet["Informant"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the referrals that the actor reads; once it is taken, those of her cases."""
        seen = Referral.objects.visible_to(actor)
        cases = Case.objects.visible_to(actor)
        return self.filter(Q(referral__case=None) | Q(referral__case__in=cases), referral__in=seen)


class Informant(Record):
    """A relative or a witness, kept apart from the person concerned, who may not know of him.

    His cells have their own key: they are not part of her file, and they outlive the referral
    only for him to be called back, or known again by his phrase.
    """

    referral = models.ForeignKey(
        Referral, verbose_name="saisine", on_delete=models.PROTECT, related_name="informants"
    )
    unnamed = models.BooleanField("ne veut pas être nommé", default=False)
    person_knows = models.CharField(
        "elle sait", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    who_sealed = models.BinaryField("qui", default=b"")
    who = SealedText("who_sealed", subject="id")
    contact_sealed = models.BinaryField("comment le joindre", default=b"")
    contact = SealedText("contact_sealed", subject="id")
    phrase_sealed = models.BinaryField("sa phrase", default=b"")
    phrase = SealedText("phrase_sealed", subject="id")

    objects = InformantQuerySet.as_manager()

    class Meta:
        verbose_name = "informateur"
        indexes = [models.Index(fields=["referral"], name="informants_of_referral")]

    @property
    def person_may_not_know(self) -> bool:
        """Whether she might learn it from us: only a clear yes says that she knows."""
        return self.person_knows != Answer.YES
