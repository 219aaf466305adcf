"""Why a coordinator takes into one of her queues what waits without a reader."""

from django.db import models


class AssignReason(models.TextChoices):
    """Kept in the journal, as a code."""

    CLOSEST = "closest", "poste le plus proche"
    AGREED = "agreed", "convenu avec les autres employeurs"
    VACANT = "vacant", "personne ne tient le poste prévu"
    URGENT = "urgent", "trop urgent pour attendre"
