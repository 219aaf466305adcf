"""What this context writes in a timeline."""

from django.db import models


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    ATTEMPT = "contact:attempt", "tentative de contact"
    CHANNEL = "contact:channel", "moyen de contact"
    CALLER = "contact:caller", "appel entrant"
    INTERPRETER = "contact:interpreter", "interprète"
    PLANNED = "contact:planned", "rendez-vous fixé"
    MOVED = "contact:moved", "rendez-vous déplacé"
    KEPT = "contact:kept", "rendez-vous honoré"
    MISSED = "contact:missed", "rendez-vous manqué"
    CANCELLED = "contact:cancelled", "rendez-vous annulé"
    SESSION = "contact:session", "entretien"
    CORRECTION = "contact:correction", "entretien corrigé"
