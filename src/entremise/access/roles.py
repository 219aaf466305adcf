"""Who may do what: the only table of permissions. Rows are another matter (`visible_to`)."""

from django.db.models import TextChoices


class Role(TextChoices):
    """The role of an account: one account, one role."""

    WORKER = "worker", "intervenante sociale ou intervenant social"
    COORDINATOR = "coordinator", "coordination"
    OFFICER = "officer", "policier ou gendarme"
    CHIEF = "chief", "responsable d’unité"
    STEERING = "steering", "pilotage"
    DPO = "dpo", "protection des données"
    ADMIN = "admin", "administration technique"


class Can(TextChoices):
    """A capability, named thing:deed."""

    REVIEW_HOLD = "review:hold", "tenir la liste du matin"
    REVIEW_STATUS = "review:status", "voir quelles listes ne sont pas closes"
    REFERRAL_MAKE = "referral:make", "saisir une intervenante ou un intervenant"
    REFERRAL_RECORD = "referral:record", "enregistrer une saisine reçue"
    REFERRAL_TRIAGE = "referral:triage", "trier les saisines"
    REFERRAL_REASSIGN = "referral:reassign", "réattribuer une saisine sans la lire"
    CARD_MANAGE = "card:manage", "faire et remettre des lots de cartes"
    PARTNER_LINK_WRITE = "partner_link:write", "ouvrir et fermer l’accès d’un partenaire"
    RECEIPT_READ = "receipt:read", "voir le sort de ses propres saisines"
    ALERT_RAISE = "alert:raise", "alerter la permanence"
    ALERT_ANSWER = "alert:answer", "répondre à une alerte"
    ALERT_WATCH = "alert:watch", "voir qu’une alerte attend, sans nom"
    CASE_LIST = "case:list", "voir la liste des situations, sans nom"
    CASE_READ = "case:read", "lire une situation"
    CASE_WRITE = "case:write", "faire vivre une situation"
    CASE_SEARCH = "case:search", "chercher une personne"
    CASE_IMPORT = "case:import", "reprendre un ancien tableau de situations"
    CASE_BREAK_GLASS = "case:break_glass", "ouvrir une situation d’un autre poste, avec un motif"
    CASE_REASSIGN = "case:reassign", "confier une situation à un autre poste"
    PERSON_READ = "person:read", "lire une identité"
    CHANNEL_READ = "channel:read", "voir comment joindre la personne"
    CHANNEL_WRITE = "channel:write", "noter comment joindre la personne"
    CONTACT_MAKE = "contact:make", "joindre, donner rendez-vous, recevoir"
    ASSESSMENT_READ = "assessment:read", "lire une évaluation"
    ASSESSMENT_WRITE = "assessment:write", "évaluer"
    ORIENTATION_READ = "orientation:read", "lire les orientations"
    ORIENTATION_WRITE = "orientation:write", "orienter"
    PROCEEDING_READ = "proceeding:read", "lire les démarches et les auditions"
    PROCEEDING_WRITE = "proceeding:write", "noter les démarches et les auditions"
    FICHE_READ = "fiche:read", "lire les fiches de droits"
    FICHE_VALIDATE = "fiche:validate", "noter qui a validé une fiche de droits"
    STEP_READ = "step:read", "lire les étapes convenues avec la personne"
    STEP_WRITE = "step:write", "noter les étapes convenues avec la personne"
    HANDOUT_MAKE = "handout:make", "préparer ce que la personne voit ou emporte"
    DIRECTORY_READ = "directory:read", "consulter les services"
    DIRECTORY_WRITE = "directory:write", "tenir le répertoire des services"
    FIGURES_READ = "figures:read", "lire les chiffres"
    FIGURES_OPEN = "figures:open", "ouvrir les lignes derrière un chiffre"
    GROUND_READ = "ground:read", "voir postes, unités et couverture"
    GROUND_WRITE = "ground:write", "tenir postes, unités et couverture"
    ROOM_WRITE = "room:write", "tenir les salles où l’on reçoit et leurs heures"
    ABSENCE_WRITE = "absence:write", "noter une absence"
    DEVICE_WRITE = "device:write", "enregistrer et retirer les ordinateurs partagés d’une unité"
    ACCOUNT_WRITE = "account:write", "tenir les comptes"
    JOURNAL_READ = "journal:read", "lire le journal"
    JOURNAL_OF_PERSON = "journal:of_person", "dire à une personne qui a lu son dossier"


_OFFICER = frozenset({Can.REFERRAL_MAKE, Can.RECEIPT_READ, Can.ALERT_RAISE})

GRANTS: dict[Role, frozenset[Can]] = {
    Role.WORKER: frozenset(
        {
            Can.REVIEW_HOLD,
            Can.REFERRAL_RECORD,
            Can.REFERRAL_TRIAGE,
            Can.CARD_MANAGE,
            Can.PARTNER_LINK_WRITE,
            Can.ALERT_ANSWER,
            Can.CASE_LIST,
            Can.CASE_READ,
            Can.CASE_WRITE,
            Can.CASE_SEARCH,
            Can.CASE_IMPORT,
            Can.CASE_BREAK_GLASS,
            Can.PERSON_READ,
            Can.CHANNEL_READ,
            Can.CHANNEL_WRITE,
            Can.CONTACT_MAKE,
            Can.ASSESSMENT_READ,
            Can.ASSESSMENT_WRITE,
            Can.ORIENTATION_READ,
            Can.ORIENTATION_WRITE,
            Can.PROCEEDING_READ,
            Can.PROCEEDING_WRITE,
            Can.FICHE_READ,
            Can.STEP_READ,
            Can.STEP_WRITE,
            Can.HANDOUT_MAKE,
            Can.DIRECTORY_READ,
            Can.DIRECTORY_WRITE,
            Can.FIGURES_READ,
            Can.FIGURES_OPEN,
            Can.GROUND_READ,
            Can.ROOM_WRITE,
            Can.ABSENCE_WRITE,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Can.REVIEW_STATUS,
            Can.REFERRAL_REASSIGN,
            Can.CARD_MANAGE,
            Can.PARTNER_LINK_WRITE,
            Can.ALERT_WATCH,
            Can.CASE_LIST,
            Can.CASE_REASSIGN,
            Can.FICHE_READ,
            Can.FICHE_VALIDATE,
            Can.DIRECTORY_READ,
            Can.DIRECTORY_WRITE,
            Can.FIGURES_READ,
            Can.FIGURES_OPEN,
            Can.GROUND_READ,
            Can.GROUND_WRITE,
            Can.ROOM_WRITE,
            Can.ABSENCE_WRITE,
        }
    ),
    Role.OFFICER: _OFFICER,
    Role.CHIEF: _OFFICER | {Can.REVIEW_HOLD, Can.DEVICE_WRITE},
    Role.STEERING: frozenset({Can.FIGURES_READ, Can.GROUND_READ}),
    Role.DPO: frozenset({Can.JOURNAL_READ, Can.JOURNAL_OF_PERSON, Can.GROUND_READ}),
    Role.ADMIN: frozenset(
        {
            Can.GROUND_READ,
            Can.GROUND_WRITE,
            Can.ACCOUNT_WRITE,
            Can.DEVICE_WRITE,
            Can.ROOM_WRITE,
            Can.PARTNER_LINK_WRITE,
            Can.DIRECTORY_READ,
            Can.DIRECTORY_WRITE,
        }
    ),
}
