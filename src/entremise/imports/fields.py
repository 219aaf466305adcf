"""What a sheet of cases may say, the titles that people give it, and how each is read."""

from enum import StrEnum

from entremise.cases.models import ClosingReason
from entremise.people.models import Sex
from entremise.referrals.models import Fact, Problem, Procedure, Source

IGNORED = ""


class Field(StrEnum):
    """A column that is understood."""

    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    BIRTH_NAME = "birth_name"
    BORN = "born"
    SEX = "sex"
    PHONE = "phone"
    COMMUNE = "commune"
    OPENED_ON = "opened_on"
    LAST_CONTACT_ON = "last_contact_on"
    CLOSED_ON = "closed_on"
    CLOSING_REASON = "closing_reason"
    UNIT = "unit"
    SOURCE = "source"
    PROBLEM = "problem"
    PROCEDURE = "procedure"
    COMPLAINT = "complaint"
    CHILDREN = "children"
    PREGNANT = "pregnant"
    SEPARATION = "separation"
    NOTES = "notes"


LABELS: dict[Field, str] = {
    Field.LAST_NAME: "Nom",
    Field.FIRST_NAME: "Prénom",
    Field.FULL_NAME: "Nom et prénom dans la même colonne",
    Field.BIRTH_NAME: "Nom de naissance",
    Field.BORN: "Date ou année de naissance",
    Field.SEX: "Sexe ou civilité",
    Field.PHONE: "Téléphone",
    Field.COMMUNE: "Commune",
    Field.OPENED_ON: "Date de la saisine",
    Field.LAST_CONTACT_ON: "Dernier contact",
    Field.CLOSED_ON: "Date de clôture",
    Field.CLOSING_REASON: "Motif de clôture",
    Field.UNIT: "Unité de police ou de gendarmerie",
    Field.SOURCE: "Origine de la saisine",
    Field.PROBLEM: "Motif",
    Field.PROCEDURE: "Ce qui a été établi",
    Field.COMPLAINT: "Plainte : oui ou non",
    Field.CHILDREN: "Enfants présents : oui ou non",
    Field.PREGNANT: "Violences pendant une grossesse : oui ou non",
    Field.SEPARATION: "Séparation récente ou annoncée : oui ou non",
    Field.NOTES: "À garder comme texte",
}
# The surest titles first; all simplified: no accent, no mark.
TITLES: dict[str, tuple[str, ...]] = {
    Field.LAST_NAME: (
        *("nom", "noms", "nom de famille", "nom usage", "nom d usage", "nom marital"),
        *("nom victime", "nom de la victime", "nom de la personne"),
    ),
    Field.FIRST_NAME: ("prenom", "prenoms", "prenom victime", "prenom de la victime"),
    Field.FULL_NAME: (
        *("nom prenom", "nom et prenom", "nom prenoms", "prenom nom", "identite", "victime"),
        *("personne", "usager", "usagere", "beneficiaire", "personne suivie"),
    ),
    Field.BIRTH_NAME: ("nom de naissance", "nom de jeune fille", "njf", "nom jeune fille"),
    Field.BORN: (
        *("date de naissance", "date naissance", "naissance", "ddn", "ne le", "nee le"),
        *("ne e le", "annee de naissance", "annee naissance"),
    ),
    Field.SEX: ("sexe", "genre", "civilite", "h f", "f h"),
    Field.PHONE: ("telephone", "tel", "portable", "mobile", "numero de telephone", "n de tel"),
    Field.COMMUNE: ("commune", "ville", "domicile", "commune de residence", "lieu de residence"),
    Field.OPENED_ON: (
        *("date de saisine", "date saisine", "date de la saisine", "date d orientation"),
        *("date orientation", "date d entree", "date d ouverture", "date de reception"),
        *("date du premier contact", "date 1er contact", "date de premier contact"),
        *("recu le", "saisine le", "date", "jour"),
    ),
    Field.LAST_CONTACT_ON: ("dernier contact", "date du dernier contact", "dernier entretien"),
    Field.CLOSED_ON: (
        *("date de cloture", "date cloture", "cloture", "cloture le", "fin de suivi"),
        *("date de fin", "date fin de suivi", "date de sortie"),
    ),
    Field.CLOSING_REASON: ("motif de cloture", "motif cloture", "motif de fin", "motif de sortie"),
    Field.UNIT: (
        *("unite", "brigade", "bta", "commissariat", "service saisissant", "unite d origine"),
        *("unite saisissante", "unite ou service", "brigade ou commissariat", "cob"),
    ),
    Field.SOURCE: (
        *("origine", "origine de la saisine", "saisine par", "saisi par", "oriente par"),
        *("orientee par", "prescripteur", "provenance", "mode de saisine", "orienteur"),
    ),
    Field.PROBLEM: (
        *("motif", "nature", "problematique", "type de violences", "type de violence"),
        *("nature des faits", "faits", "motif de la saisine", "objet"),
    ),
    Field.PROCEDURE: ("procedure", "suite judiciaire", "acte", "type de procedure"),
    Field.COMPLAINT: ("plainte", "depot de plainte", "plainte deposee", "a porte plainte"),
    Field.CHILDREN: ("enfants presents", "enfants", "presence d enfants", "enfants au domicile"),
    Field.PREGNANT: ("enceinte", "grossesse", "femme enceinte"),
    Field.SEPARATION: ("separation", "separee", "en cours de separation"),
    Field.NOTES: (
        *("observations", "observation", "commentaires", "commentaire", "remarques", "notes"),
        *("suivi", "resume", "details", "demande", "actions"),
    ),
}
# Several columns may be kept as text: each is said with its title.
MANY = frozenset({Field.NOTES})

# Closed questions: what the answer becomes, if it is a yes.
QUESTIONS: dict[Field, Fact | None] = {
    Field.COMPLAINT: None,
    Field.CHILDREN: Fact.CHILDREN_PRESENT,
    Field.PREGNANT: Fact.PREGNANT,
    Field.SEPARATION: Fact.SEPARATION,
}
ANSWERS = (("yes", "oui"), ("no", "non"), ("unknown", "ne sait pas"))

# Columns of words, each of which means a code; the unit's codes are those of the département.
CODES: dict[Field, list[tuple[str, str]]] = {
    Field.SEX: [(code, label) for code, label in Sex.choices if code != "not_asked"],
    Field.SOURCE: list(Source.choices),
    Field.PROBLEM: [(code, label) for code, label in Problem.choices if code != "not_asked"],
    Field.PROCEDURE: [(code, label) for code, label in Procedure.choices if code != "not_asked"],
    Field.CLOSING_REASON: list(ClosingReason.choices),
    **{question: list(ANSWERS) for question in QUESTIONS},
}
MAPPED = (Field.UNIT, *CODES)
DATES = (Field.OPENED_ON, Field.LAST_CONTACT_ON, Field.CLOSED_ON)

# What sheets call it, said once; anything else is asked of the worker.
_WORDS: dict[Field, tuple[tuple[str, str], ...]] = {
    Field.SEX: (
        ("f femme feminin fille mme madame mlle melle", Sex.FEMALE),
        ("h m homme masculin garcon mr monsieur", Sex.MALE),
        ("autre x nb", Sex.OTHER),
    ),
    Field.SOURCE: (
        ("17 appel17 cic corg", Source.EMERGENCY_CALL),
        ("municipale pm", Source.MUNICIPAL_POLICE),
        ("police commissariat csp pn cp", Source.POLICE),
        ("gendarmerie brigade bta cob gn gendarmes psig", Source.GENDARMERIE),
        ("spontanee spontane elle meme personne accueil victime usager", Source.SELF),
        ("famille proche proches mere pere soeur frere ami amie entourage", Source.RELATIVE),
        ("voisin voisine temoin", Source.WITNESS),
        ("pmi sage", Source.PMI),
        ("hopital chu urgences medecin umj clinique infirmiere", Source.HOSPITAL),
        ("ecole college lycee scolaire cpe rectorat", Source.SCHOOL),
        ("parquet procureur tj tribunal", Source.PROSECUTOR),
        ("mds ccas assistante assistant as social sociale departement", Source.SOCIAL_SERVICES),
        ("association asso cidff france aide victimes 3919", Source.ASSOCIATION),
        ("mairie maire elu elue adjoint", Source.ELECTED),
        ("iscg isg intervenante", Source.OTHER_WORKER),
        ("plateforme", Source.PLATFORM),
        ("log", Source.LOG),
    ),
    Field.PROCEDURE: (
        ("plainte", Procedure.COMPLAINT),
        ("main mc mci courante", Procedure.LOG_ENTRY),
        ("pvrj renseignement judiciaire pv", Procedure.REPORT),
        ("intervention", Procedure.CALL_OUT),
        ("aucune aucun rien neant", Procedure.NONE),
    ),
    Field.CLOSING_REASON: (
        ("relais orientee oriente orientation relayee", ClosingReason.RELAYED),
        ("besoins satisfait aboutie fin terminee accompagnement", ClosingReason.NEEDS_MET),
        ("demande souhaite", ClosingReason.SHE_ASKS),
        ("refus refuse refusee", ClosingReason.REFUSED),
        ("injoignable jointe", ClosingReason.UNREACHED),
        ("contact nouvelles nouvelle", ClosingReason.NO_CONTACT),
        ("demenagement demenagee demenage territoire", ClosingReason.LEFT),
        ("deces decedee", ClosingReason.DIED),
    ),
}


def guessed_code(field: Field, words: str) -> str:
    """The code that simplified words seem to mean, or « »."""
    said = set(words.split())
    for names, code in _WORDS.get(field, ()):
        if said & set(names.split()):
            return str(code)
    return ""
