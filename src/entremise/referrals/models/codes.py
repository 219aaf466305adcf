"""The words of the trade for where a referral comes from, how, why, and what is dangerous.

Codes are fine and never change their meaning; a report rolls them up.
"""

from django.db import models

from entremise.organisation.spelling import search_key


class Source(models.TextChoices):
    """Who asks."""

    POLICE = "police", "police nationale"
    GENDARMERIE = "gendarmerie", "gendarmerie nationale"
    MUNICIPAL_POLICE = "municipal_police", "police municipale"
    SELF = "self", "la personne elle-même"
    RELATIVE = "relative", "un proche"
    WITNESS = "witness", "un témoin ou un voisin"
    SOCIAL_SERVICES = "social_services", "services sociaux"
    PMI = "pmi", "PMI"
    HOSPITAL = "hospital", "hôpital ou soignant"
    STREET_EDUCATORS = "street_educators", "prévention spécialisée"
    MJD = "mjd", "maison de justice et du droit"
    PROSECUTOR = "prosecutor", "parquet"
    ASSOCIATION = "association", "association partenaire"
    SCHOOL = "school", "école, collège ou lycée"
    WORKPLACE = "workplace", "employeur de la personne"
    ELECTED = "elected", "élu"
    PLATFORM = "platform", "plateforme de signalement en ligne"
    EMERGENCY_CALL = "emergency_call", "appel au 17"
    OTHER_WORKER = "other_worker", "autre intervenante sociale ou intervenant social"
    LOG = "log", "lecture de la main courante par l’intervenante"
    OTHER = "other", "autre"
    UNKNOWN = "unknown", "ne sait pas"


class SourceGroup(models.TextChoices):
    """The roll-up of the sources, as the reports want them."""

    UNITS = "units", "police et gendarmerie"
    PERSON = "person", "la personne elle-même"
    AROUND = "around", "proches, témoins"
    PARTNERS = "partners", "partenaires"
    WORKER = "worker", "initiative de l’intervenante"
    OTHER = "other", "autre ou non précisé"


SOURCE_GROUPS: dict[Source, SourceGroup] = {
    Source.POLICE: SourceGroup.UNITS,
    Source.GENDARMERIE: SourceGroup.UNITS,
    Source.EMERGENCY_CALL: SourceGroup.UNITS,
    Source.PLATFORM: SourceGroup.UNITS,
    Source.SELF: SourceGroup.PERSON,
    Source.RELATIVE: SourceGroup.AROUND,
    Source.WITNESS: SourceGroup.AROUND,
    Source.LOG: SourceGroup.WORKER,
    Source.OTHER: SourceGroup.OTHER,
    Source.UNKNOWN: SourceGroup.OTHER,
    **dict.fromkeys(
        (
            Source.MUNICIPAL_POLICE,
            Source.SOCIAL_SERVICES,
            Source.PMI,
            Source.HOSPITAL,
            Source.STREET_EDUCATORS,
            Source.MJD,
            Source.PROSECUTOR,
            Source.ASSOCIATION,
            Source.SCHOOL,
            Source.WORKPLACE,
            Source.ELECTED,
            Source.OTHER_WORKER,
        ),
        SourceGroup.PARTNERS,
    ),
}

# What they say of her wish is not her word: the worker first decides whether to approach her.
THIRD_PARTIES = frozenset(
    {Source.RELATIVE, Source.WITNESS, Source.ELECTED, Source.WORKPLACE, Source.PLATFORM}
)


class Form(models.TextChoices):
    """How it came."""

    REVIEW = "review", "liste du matin"
    DICTATED = "dictated", "dictée à l’intervenante"
    OFFICER = "officer", "saisie par l’unité"
    PHONE = "phone", "appel téléphonique"
    WALK_IN = "walk_in", "venue sur place"
    CARD = "card", "carte remise par l’unité"
    PARTNER = "partner", "transmise par un partenaire"
    SELF_INITIATED = "self_initiated", "à l’initiative de l’intervenante"
    MAIL = "mail", "courriel ou courrier"
    ONLINE = "online", "formulaire en ligne"
    IMPORTED = "imported", "reprise d’un ancien tableau"


class Procedure(models.TextChoices):
    """What was drawn up at the unit, if anything: everything works with none."""

    COMPLAINT = "complaint", "plainte"
    LOG_ENTRY = "log_entry", "main courante"
    REPORT = "report", "procès-verbal de renseignement judiciaire"
    CALL_OUT = "call_out", "intervention seule"
    ONLINE = "online", "signalement en ligne"
    NONE = "none", "rien"
    NOT_ASKED = "not_asked", "non demandé"
    UNKNOWN = "unknown", "ne sait pas"


class Problem(models.TextChoices):
    """The main reason, in the words of the units and of the trade."""

    CONJUGAL = "conjugal", "violences conjugales"
    FAMILY = "family", "violences intrafamiliales"
    SEXUAL = "sexual", "violences sexuelles"
    COUPLE_CONFLICT = "couple_conflict", "conflit conjugal"
    FAMILY_CONFLICT = "family_conflict", "conflit familial"
    SEPARATION = "separation", "séparation conflictuelle"
    CHILD_WITHHELD = "child_withheld", "non-représentation d’enfant"
    DESERTION = "desertion", "abandon de domicile"
    NEIGHBOURS = "neighbours", "conflit de voisinage"
    HARASSMENT = "harassment", "harcèlement"
    MINOR_DANGER = "minor_danger", "mineur en danger"
    RUNAWAY = "runaway", "mineur en fugue"
    ADRIFT = "adrift", "mineur en voie de désocialisation"
    SCHOOL = "school", "violence ou harcèlement scolaire"
    PARENTING = "parenting", "difficultés parentales"
    SUICIDE = "suicide", "tentative de suicide ou idées suicidaires"
    PSYCHIATRIC = "psychiatric", "troubles psychiques"
    DRUNKENNESS = "drunkenness", "ivresse publique"
    ADDICTION = "addiction", "addiction"
    EVICTION = "eviction", "expulsion ou rupture d’hébergement"
    HOUSING = "housing", "logement"
    DISTRESS = "distress", "détresse sociale"
    DEBT = "debt", "précarité, dettes"
    ELDERLY = "elderly", "personne âgée en difficulté, escroquerie"
    PAPERS = "papers", "droit au séjour"
    MISSING = "missing", "disparition"
    RADICALISATION = "radicalisation", "radicalisation"
    OTHER = "other", "autre"
    NOT_ASKED = "not_asked", "non demandé"
    UNKNOWN = "unknown", "ne sait pas"


class Fact(models.TextChoices):
    """A fact that makes a first attempt urgent. It is a prompt, never the item of a score."""

    DANGER_GRID = "danger_grid", "danger caractérisé par la grille officielle"
    STRANGULATION = "strangulation", "étranglement"
    DEATH_THREATS = "death_threats", "menaces de mort"
    FIREARM = "firearm", "arme à feu"
    PREGNANT = "pregnant", "violences pendant une grossesse"
    CHILD_HURT = "child_hurt", "enfant blessé"
    RELEASED_TODAY = "released_today", "mis en cause remis en liberté aujourd’hui"
    FEARS_FOR_LIFE = "fears_for_life", "elle craint pour sa vie"
    SEPARATION = "separation", "séparation récente ou annoncée"
    REPEATED = "repeated", "interventions répétées (deux ou plus en six mois)"
    CHILDREN_PRESENT = "children_present", "enfants présents"
    ESCALATION = "escalation", "violences plus graves ou plus fréquentes"
    NEWBORN = "newborn", "nouveau-né"


FIRST_TIER_FACTS = (
    Fact.DANGER_GRID,
    Fact.STRANGULATION,
    Fact.DEATH_THREATS,
    Fact.FIREARM,
    Fact.PREGNANT,
    Fact.CHILD_HURT,
    Fact.RELEASED_TODAY,
    Fact.FEARS_FOR_LIFE,
)
SECOND_TIER_FACTS = (
    Fact.SEPARATION,
    Fact.REPEATED,
    Fact.CHILDREN_PRESENT,
    Fact.ESCALATION,
    Fact.NEWBORN,
)


class Answer(models.TextChoices):
    """The answer to a closed question; what nobody asked is never shown as a no."""

    YES = "yes", "oui"
    NO = "no", "non"
    UNKNOWN = "unknown", "ne sait pas"
    NOT_ASKED = "not_asked", "non demandé"


class Wish(models.TextChoices):
    """What the person wants, as far as anybody knows."""

    AGREES = "agrees", "elle est d’accord"
    REFUSES = "refuses", "elle refuse"
    COULD_NOT_ASK = "could_not_ask", "impossible de lui demander"
    DANGER = "danger", "danger grave, même sans son accord"


class Tier(models.IntegerChoices):
    """How soon the first attempt is due; the local protocol says how many hours or days."""

    FIRST = 1, "aujourd’hui"
    SECOND = 2, "dans les jours qui viennent"
    THIRD = 3, "délai ordinaire"


class Approach(models.TextChoices):
    """Whether contacting her is safe, when her own wish is not known."""

    NOT_NEEDED = "not_needed", "son souhait est connu"
    TO_DECIDE = "to_decide", "à décider"
    SAFE = "safe", "possible sans danger"
    UNSAFE = "unsafe", "trop dangereuse pour l’instant"


class NightMeasure(models.TextChoices):
    """What the unit did when nobody would read before the next duty."""

    SHELTER = "shelter", "le 115 a été appelé"
    EMERGENCY = "emergency", "le 17 ou les secours ont été appelés"
    PROSECUTOR = "prosecutor", "le parquet de permanence a été appelé"
    AWAY = "away", "elle est à l’abri chez quelqu’un"
    CARD = "card", "la carte lui a été remise"
    NOTHING = "nothing", "rien de cela"


class Language(models.TextChoices):
    """The language in which she wrote, or wants to speak."""

    FRENCH = "fr", "français"
    ENGLISH = "en", "anglais"
    ARABIC = "ar", "arabe"
    TURKISH = "tr", "turc"
    PORTUGUESE = "pt", "portugais"
    SPANISH = "es", "espagnol"
    OTHER = "other", "une autre langue"


class DeclineReason(models.TextChoices):
    """Why a referral ends without a case."""

    DECLINED = "declined", "la personne ne souhaite pas être aidée"
    OUT_OF_SCOPE = "out_of_scope", "ne relève pas du service"
    NOBODY = "nobody", "impossible de savoir de qui il s’agit"
    UNSAFE = "unsafe", "aucune prise de contact sans danger"
    ALREADY_HELPED = "already_helped", "déjà suivie ailleurs pour cela"
    OTHER = "other", "autre"


# What is heard in a briefing, most telling first; the words are compared without accents.
_WORDS: tuple[tuple[str, Problem], ...] = (
    ("violences conjugales|violence conjugale|viol conj|vc", Problem.CONJUGAL),
    ("differend conjugal|conflit conjugal|dispute conjugale|couple", Problem.COUPLE_CONFLICT),
    ("viol|sexuel|sexuelle|sexuelles|attouchement|inceste", Problem.SEXUAL),
    ("vif|intrafamilial|intrafamiliale|intrafamiliales", Problem.FAMILY),
    ("differend familial|conflit familial|familial", Problem.FAMILY_CONFLICT),
    ("non representation|nre", Problem.CHILD_WITHHELD),
    ("separation", Problem.SEPARATION),
    ("fugue", Problem.RUNAWAY),
    ("mineur|enfant", Problem.MINOR_DANGER),
    ("harcelement", Problem.HARASSMENT),
    ("voisin|voisinage|voisins", Problem.NEIGHBOURS),
    ("suicide|suicidaire|ts", Problem.SUICIDE),
    ("psychiatrique|psychique|psy", Problem.PSYCHIATRIC),
    ("ivresse|ipm", Problem.DRUNKENNESS),
    ("expulsion|rupture d hebergement", Problem.EVICTION),
    ("disparition", Problem.MISSING),
    ("escroquerie|personne agee", Problem.ELDERLY),
    ("detresse|precarite", Problem.DISTRESS),
)


def problem_from_words(words: str) -> Problem:
    """The code behind what a unit calls an event; « non demandé » when nothing is recognised."""
    heard = f" {search_key(words)} "
    for names, problem in _WORDS:
        if any(f" {name} " in heard for name in names.split("|")):
            return problem
    labels = {search_key(problem.label): problem for problem in Problem}
    return labels.get(search_key(words), Problem.NOT_ASKED)


class TimelineKind(models.TextChoices):
    """What this context writes in the timeline of a case."""

    TAKEN = "referrals:taken", "saisine prise"
    JOINED = "referrals:joined", "nouvelle saisine jointe"
