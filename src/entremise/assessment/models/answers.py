"""The answers: every closed question accepts « non demandé » and « ne sait pas »."""

from django.db import models


class Answer(models.TextChoices):
    """The four answers of a closed question."""

    YES = "yes", "oui"
    NO = "no", "non"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class ViolenceType(models.TextChoices):
    """The five types that the scheme counts; the fine codes behind them are in the grid."""

    PHYSICAL = "physical", "physique"
    SEXUAL = "sexual", "sexuelle"
    PSYCHOLOGICAL = "psychological", "morale ou psychologique"
    FINANCIAL = "financial", "financière"
    RELIGIOUS = "religious", "religieuse"


class Relation(models.TextChoices):
    """What the alleged author is to her."""

    PARTNER = "partner", "conjoint, concubin ou partenaire de Pacs"
    EX = "ex", "ancien conjoint, concubin ou partenaire"
    PARENT = "parent", "père ou mère"
    CHILD = "child", "fils ou fille"
    SIBLING = "sibling", "frère ou sœur"
    ASCENDANT = "ascendant", "grand-parent ou autre ascendant"
    OTHER_FAMILY = "other_family", "autre membre de la famille"
    ACQUAINTANCE = "acquaintance", "connaissance ou voisinage"
    WORK = "work", "travail ou école"
    NONE = "none", "aucun lien"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class Cohabitation(models.TextChoices):
    """Whether they live under one roof; the law covers those who never did."""

    YES = "yes", "oui"
    NO = "no", "plus maintenant"
    NEVER = "never", "jamais"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class ChildBand(models.TextChoices):
    """Ages of her children; under two and the majority are told apart."""

    UNDER_2 = "0-1", "moins de 2 ans"
    FROM_2 = "2-5", "2 à 5 ans"
    FROM_6 = "6-11", "6 à 11 ans"
    FROM_12 = "12-14", "12 à 14 ans"
    FROM_15 = "15-17", "15 à 17 ans"
    ADULT = "18+", "majeurs"


class Children(models.TextChoices):
    """What the children lived through."""

    PRESENT = "present", "présents au domicile"
    WITNESS = "witness", "ont vu ou entendu"
    VICTIM = "victim", "violentés eux aussi"
    NO = "no", "absents"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class Pregnancy(models.TextChoices):
    """Whether she is pregnant."""

    YES = "yes", "oui"
    NO = "no", "non"
    NOT_CONCERNED = "not_concerned", "non concernée"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class Fear(models.TextChoices):
    """Her own fear. It can raise the attention given, never lower it."""

    FOR_LIFE = "for_life", "craint d’être tuée"
    FOR_CHILDREN = "for_children", "craint pour ses enfants"
    YES = "yes", "a peur"
    NO = "no", "dit ne pas avoir peur"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class GridBy(models.TextChoices):
    """Who filled in the official danger grid."""

    POLICE = "police", "police"
    GENDARMERIE = "gendarmerie", "gendarmerie"
    HOSPITAL = "hospital", "hôpital ou médecin"
    PARTNER = "partner", "association ou autre service"
    WORKER = "worker", "intervenante sociale"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class GridResult(models.TextChoices):
    """The result as it was told; the absence of one says nothing about the danger."""

    CHARACTERISED = "characterised", "danger caractérisé"
    NOT_CHARACTERISED = "not_characterised", "danger non caractérisé ce jour-là"
    NOT_TOLD = "not_told", "résultat non communiqué"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class KnownBefore(models.TextChoices):
    """Whether social services knew her before this case."""

    NOT_KNOWN = "not_known", "inconnue"
    KNOWN = "known", "connue"
    KNOWN_FOR_THIS = "known_for_this", "connue pour ce motif"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class KnownSource(models.TextChoices):
    """Who says so."""

    SHE_SAYS = "she_says", "elle le dit"
    SERVICE = "service", "le service l’a confirmé"
    OWN_BASE = "own_base", "base de l’employeur"
    NOT_ASKED = "not_asked", "non précisé"


class PoliceRecord(models.TextChoices):
    """What the police or the gendarmerie wrote, besides a complaint."""

    LOG_ENTRY = "log_entry", "main courante"
    PVRJ = "pvrj", "procès-verbal de renseignement judiciaire"
    CALL_OUT = "call_out", "intervention seulement"
    REPORT = "report", "signalement"
    NONE = "none", "rien"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"
    # An employer without a basis for offence data keeps only « complaint: yes, no, date ».
    NOT_HELD = "not_held", "non détenu par l’employeur"
