"""The words of the directory: needs, kinds of service, and the data·inclusion vocabulary.

The national directory standard (data·inclusion, schema v1) is kept for what it says, and extended
for what it does not: violence, maternal health, forensic medicine, police, emergency places.
"""

from django.db import models


class Need(models.TextChoices):
    """What a person may need; each orientation answers one."""

    SAFETY = "safety", "sécurité"
    HOUSING = "housing", "hébergement ou logement"
    HEALTH = "health", "santé"
    PREGNANCY = "pregnancy", "grossesse"
    CHILDREN = "children", "enfants"
    MONEY = "money", "argent et aides"
    PAPERS = "papers", "papiers et séjour"
    WORK = "work", "travail et insertion"
    LEGAL = "legal", "droits et justice"
    PSYCHOLOGICAL = "psychological", "soutien psychologique"
    SOCIAL = "social", "accompagnement social"
    BEHAVIOUR = "behaviour", "arrêt des violences, pour qui les exerce"
    LANGUAGE = "language", "langue et interprète"
    OTHER = "other", "autre besoin"


class ServiceKind(models.TextChoices):
    """What a service is. The code is counted; the label is what the worker reads."""

    SECTOR = "sector", "service social de secteur (MDS)"
    PMI_MIDWIFE = "pmi_midwife", "sage-femme de PMI"
    PMI = "pmi", "protection maternelle et infantile (PMI)"
    CRIP = "crip", "cellule des informations préoccupantes (CRIP)"
    ASE = "ase", "aide sociale à l’enfance"
    CCAS = "ccas", "CCAS ou CIAS"
    SIAO = "siao", "SIAO et 115"
    SHELTER = "shelter", "hébergement ou mise à l’abri"
    DAY_CENTRE = "day_centre", "accueil de jour"
    LANDLORD = "landlord", "bailleur ou accès au logement"
    ADIL = "adil", "information logement (ADIL)"
    CAF = "caf", "CAF"
    MSA = "msa", "MSA"
    CPAM = "cpam", "assurance maladie"
    VICTIM_AID = "victim_aid", "aide aux victimes"
    CIDFF = "cidff", "CIDFF"
    SPECIALISED = "specialised", "association spécialisée violences"
    LAWYER = "lawyer", "avocate ou avocat"
    LEGAL_ACCESS = "legal_access", "point-justice, maison de justice et du droit"
    COURT = "court", "tribunal"
    UMJ = "umj", "unité médico-judiciaire (UMJ)"
    HOSPITAL = "hospital", "hôpital ou médecin"
    CMP = "cmp", "centre médico-psychologique (CMP)"
    PSYCHOLOGIST = "psychologist", "psychologue"
    CSAPA = "csapa", "addictions (CSAPA)"
    POLICE_PSYCHOLOGIST = "police_psychologist", "psychologue en commissariat"
    FAMILY_UNIT = "family_unit", "unité ou référent violences intrafamiliales"
    CPCA = "cpca", "prise en charge des auteurs (CPCA)"
    SPIP = "spip", "SPIP"
    RSA = "rsa", "insertion, RSA"
    MISSION_LOCALE = "mission_locale", "mission locale"
    FRANCE_TRAVAIL = "france_travail", "France Travail"
    SCHOOL = "school", "école, santé scolaire"
    GUARDIANSHIP = "guardianship", "protection des majeurs, personnes âgées"
    PREFECTURE = "prefecture", "préfecture"
    TOWN_HALL = "town_hall", "mairie"
    INTERPRETER = "interpreter", "interprétariat"
    MEDIATION = "mediation", "médiation familiale"
    OTHER = "other", "autre service"


NEEDS_OF_KIND: dict[ServiceKind, tuple[Need, ...]] = {
    ServiceKind.SECTOR: (Need.SOCIAL, Need.MONEY, Need.CHILDREN, Need.HOUSING),
    ServiceKind.PMI_MIDWIFE: (Need.PREGNANCY,),
    ServiceKind.PMI: (Need.PREGNANCY, Need.CHILDREN, Need.HEALTH),
    ServiceKind.CRIP: (Need.CHILDREN,),
    ServiceKind.ASE: (Need.CHILDREN,),
    ServiceKind.CCAS: (Need.MONEY, Need.SOCIAL, Need.HOUSING),
    ServiceKind.SIAO: (Need.HOUSING, Need.SAFETY),
    ServiceKind.SHELTER: (Need.HOUSING, Need.SAFETY),
    ServiceKind.DAY_CENTRE: (Need.SAFETY, Need.SOCIAL, Need.PSYCHOLOGICAL),
    ServiceKind.LANDLORD: (Need.HOUSING,),
    ServiceKind.ADIL: (Need.HOUSING, Need.LEGAL),
    ServiceKind.CAF: (Need.MONEY,),
    ServiceKind.MSA: (Need.MONEY, Need.HEALTH),
    ServiceKind.CPAM: (Need.HEALTH,),
    ServiceKind.VICTIM_AID: (Need.LEGAL, Need.PSYCHOLOGICAL, Need.SAFETY),
    ServiceKind.CIDFF: (Need.LEGAL, Need.WORK),
    ServiceKind.SPECIALISED: (Need.SAFETY, Need.PSYCHOLOGICAL, Need.HOUSING),
    ServiceKind.LAWYER: (Need.LEGAL, Need.PAPERS),
    ServiceKind.LEGAL_ACCESS: (Need.LEGAL, Need.PAPERS),
    ServiceKind.COURT: (Need.LEGAL, Need.SAFETY),
    ServiceKind.UMJ: (Need.HEALTH, Need.LEGAL),
    ServiceKind.HOSPITAL: (Need.HEALTH, Need.PREGNANCY),
    ServiceKind.CMP: (Need.PSYCHOLOGICAL, Need.HEALTH),
    ServiceKind.PSYCHOLOGIST: (Need.PSYCHOLOGICAL,),
    ServiceKind.CSAPA: (Need.HEALTH, Need.BEHAVIOUR),
    ServiceKind.POLICE_PSYCHOLOGIST: (Need.PSYCHOLOGICAL,),
    ServiceKind.FAMILY_UNIT: (Need.SAFETY, Need.LEGAL),
    ServiceKind.CPCA: (Need.BEHAVIOUR,),
    ServiceKind.SPIP: (Need.BEHAVIOUR,),
    ServiceKind.RSA: (Need.WORK, Need.MONEY),
    ServiceKind.MISSION_LOCALE: (Need.WORK,),
    ServiceKind.FRANCE_TRAVAIL: (Need.WORK,),
    ServiceKind.SCHOOL: (Need.CHILDREN,),
    ServiceKind.GUARDIANSHIP: (Need.SOCIAL, Need.LEGAL),
    ServiceKind.PREFECTURE: (Need.PAPERS, Need.SAFETY),
    ServiceKind.TOWN_HALL: (Need.HOUSING, Need.SOCIAL),
    ServiceKind.INTERPRETER: (Need.LANGUAGE,),
    ServiceKind.MEDIATION: (Need.CHILDREN,),
    ServiceKind.OTHER: (Need.OTHER,),
}


class Emergency(models.TextChoices):
    """Whether the service can receive somebody now: the standard has no word for it."""

    NO = "no", "non, sur rendez-vous"
    SAME_DAY = "same_day", "le jour même"
    ANY_TIME = "any_time", "jour et nuit"
    UNKNOWN = "unknown", "ne sait pas"


class Fees(models.TextChoices):
    """`frais` of data·inclusion."""

    FREE = "gratuit", "gratuit"
    PAID = "payant", "payant"
    UNKNOWN = "", "non renseigné"


class Mobilisation(models.TextChoices):
    """`modes_mobilisation` of data·inclusion: how to ask for the service."""

    PHONE = "telephoner", "téléphoner"
    EMAIL = "envoyer-un-courriel", "envoyer un courriel"
    COME = "se-presenter", "se présenter"
    FORM = "utiliser-lien-mobilisation", "remplir un formulaire en ligne"


# A service that answers everywhere; other zones are codes of commune, EPCI or département.
FRANCE = "france"

# From the names of data·inclusion to ours, for imports and exports.
STRUCTURE_FIELDS = {
    "source": "source",
    "id": "source_id",
    "nom": "name",
    "date_maj": "updated_on",
    "description": "description",
    "siret": "siret",
    "code_insee": "commune_id",
    "code_postal": "postal_code",
    "adresse": "address",
    "longitude": "longitude",
    "latitude": "latitude",
    "telephone": "phone",
    "courriel": "email",
    "site_web": "website",
    "horaires_accueil": "opening_hours",
    "reseaux_porteurs": "networks",
}
SERVICE_FIELDS = {
    "source": "source",
    "id": "source_id",
    "nom": "name",
    "date_maj": "updated_on",
    "description": "description",
    "type": "type",
    "thematiques": "themes",
    "publics": "audiences",
    "conditions_acces": "conditions",
    "frais": "fees",
    "modes_accueil": "reception",
    "zone_eligibilite": "zones",
    "modes_mobilisation": "mobilisation",
    "mobilisation_precisions": "how_to_refer",
    "mobilisable_par": "mobilised_by",
    "contact_nom_prenom": "contact_name",
    "code_insee": "commune_id",
    "code_postal": "postal_code",
    "adresse": "address",
    "longitude": "longitude",
    "latitude": "latitude",
    "telephone": "phone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
}
