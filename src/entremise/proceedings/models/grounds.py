"""Which text allows what, and to whom: data, with its source. The software never decides.

None has been read again by a lawyer: every screen that shows one says so. The grounds that are
for health professionals alone stand here too, so that the screen can say that they are not hers.
"""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What is written, which says to whom it goes."""

    CHILD_CONCERN = "child_concern", "information préoccupante (CRIP)"
    PROSECUTOR = "prosecutor", "signalement au procureur de la République"
    WEAPON = "weapon", "lettre au préfet à propos d’une arme"


class About(models.TextChoices):
    """Whom it is about."""

    MINOR = "minor", "un ou plusieurs enfants"
    UNABLE = "unable", "une personne majeure hors d’état de se protéger"
    OFFENCE = "offence", "un crime ou un délit connu dans le service"
    ARMED = "armed", "une personne dangereuse qui a une arme ou veut en acquérir une"


class GroundCode(models.TextChoices):
    """The text that is invoked."""

    CASF_226_2_1 = "casf_226_2_1", "CASF, article L. 226-2-1"
    CASF_226_4 = "casf_226_4", "CASF, article L. 226-4"
    CP_226_14_1 = "cp_226_14_1", "code pénal, article 226-14, 1°"
    CP_226_14_2 = "cp_226_14_2", "code pénal, article 226-14, 2°"
    CP_226_14_3 = "cp_226_14_3", "code pénal, article 226-14, 3°"
    CP_226_14_4 = "cp_226_14_4", "code pénal, article 226-14, 4°"
    CPP_40 = "cpp_40", "code de procédure pénale, article 40, alinéa 2"
    CP_223_6 = "cp_223_6", "code pénal, article 223-6"


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One text: what it allows, to whom it speaks, for which writings; `hers`: not health only."""

    code: GroundCode
    allows: str
    for_whom: str
    to_whom: str
    hers: bool = True
    serves: frozenset[tuple[Kind, About]] = frozenset()

    @property
    def source(self) -> str:
        return self.code.label


GROUNDS = (
    Ground(
        code=GroundCode.CASF_226_2_1,
        allows="Transmettre sans délai une information préoccupante sur un enfant en danger ou "
        "qui risque de l’être. Les parents en sont informés avant, sauf si c’est contraire à "
        "l’intérêt de l’enfant : dites alors pourquoi.",
        for_whom="qui met en œuvre la protection de l’enfance ou y apporte son concours",
        to_whom="le président du conseil départemental (CRIP) du département où vit l’enfant",
        serves=frozenset({(Kind.CHILD_CONCERN, About.MINOR)}),
    ),
    Ground(
        code=GroundCode.CASF_226_4,
        allows="Saisir directement le procureur quand la situation de l’enfant est grave. "
        "Une copie part au président du conseil départemental.",
        for_whom="qui met en œuvre la protection de l’enfance ou y apporte son concours",
        to_whom="le procureur de la République, copie à la CRIP",
        serves=frozenset({(Kind.PROSECUTOR, About.MINOR)}),
    ),
    Ground(
        code=GroundCode.CP_226_14_1,
        allows="Dire des privations, des mauvais traitements ou des atteintes à un enfant, ou à "
        "une personne qui ne peut pas se protéger à cause de son âge ou d’une incapacité "
        "physique ou psychique. L’accord de la personne n’est pas exigé.",
        for_whom="toute personne tenue au secret",
        to_whom="les autorités judiciaires, médicales ou administratives",
        serves=frozenset(
            {
                (Kind.CHILD_CONCERN, About.MINOR),
                (Kind.PROSECUTOR, About.MINOR),
                (Kind.PROSECUTOR, About.UNABLE),
            }
        ),
    ),
    Ground(
        code=GroundCode.CP_226_14_2,
        allows="Porter des violences constatées à la connaissance du procureur, avec l’accord "
        "de la victime.",
        for_whom="les médecins et les autres professionnels de santé, et eux seuls",
        to_whom="le procureur de la République",
        hers=False,
    ),
    Ground(
        code=GroundCode.CP_226_14_3,
        allows="Signaler des violences dans le couple sur une personne majeure, même sans son "
        "accord, si elle est en danger immédiat et sous emprise.",
        for_whom="les médecins et les autres professionnels de santé, et eux seuls",
        to_whom="le procureur de la République",
        hers=False,
    ),
    Ground(
        code=GroundCode.CP_226_14_4,
        allows="Informer le préfet qu’une personne qui vous consulte est dangereuse pour "
        "elle-même ou pour autrui, et qu’elle a une arme ou dit vouloir en acquérir une.",
        for_whom="les professionnels de santé ou de l’action sociale : ce texte est pour vous",
        to_whom="le préfet ; à Paris, le préfet de police",
        serves=frozenset({(Kind.WEAPON, About.ARMED)}),
    ),
    Ground(
        code=GroundCode.CPP_40,
        allows="Donner avis d’un crime ou d’un délit appris dans ses fonctions. Ce texte et le "
        "secret professionnel se contredisent en partie : parlez-en à votre hiérarchie, puis "
        "notez ce que vous décidez.",
        for_whom="les agents publics et les fonctionnaires",
        to_whom="le procureur de la République",
        serves=frozenset(
            {
                (Kind.PROSECUTOR, About.MINOR),
                (Kind.PROSECUTOR, About.UNABLE),
                (Kind.PROSECUTOR, About.OFFENCE),
            }
        ),
    ),
    Ground(
        code=GroundCode.CP_223_6,
        allows="Porter secours à une personne en péril, et empêcher un crime ou une atteinte à "
        "l’intégrité de quelqu’un si vous le pouvez sans risque. Le secret n’en dispense pas.",
        for_whom="tout le monde",
        to_whom="le 17, le 112 ou le 114 : page « Péril imminent »",
    ),
)
BY_CODE = {ground.code: ground for ground in GROUNDS}


def grounds_for(kind: str) -> list[Ground]:
    """The texts that may be invoked for this writing by a social worker."""
    return [ground for ground in GROUNDS if ground.hers and _abouts(ground, kind)]


def _abouts(ground: Ground, kind: str) -> list[About]:
    return [about for about in About if any(pair == (kind, about) for pair in ground.serves)]


def about_for(kind: str) -> list[About]:
    """Whom this writing may be about."""
    return [about for about in About if any((kind, about) in ground.serves for ground in GROUNDS)]


def serves(ground: str, kind: str, about: str) -> bool:
    """Whether this text may be invoked for this writing about them."""
    found = BY_CODE.get(GroundCode(ground))
    return found is not None and found.hers and any(pair == (kind, about) for pair in found.serves)


def allowed() -> Q:
    """For the database: the rows whose ground allows their writing, and no other."""
    condition = Q()
    for ground in GROUNDS:
        for kind, about in sorted(ground.serves):
            condition |= Q(kind=kind.value, about=about.value, ground=ground.code.value)
    return condition
