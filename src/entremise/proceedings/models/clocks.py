"""The legal clocks, as data: from which date, how long, what it means, which text says so.

None has been validated by a lawyer yet: every screen that shows one says so. A clock never moves
to the next working day: the earlier date is the safe one.
"""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import models


class MeasureKind(models.TextChoices):
    """What may be asked for her protection, or is owed to her."""

    ORDER = "order", "ordonnance de protection"
    IMMEDIATE = "immediate", "ordonnance provisoire de protection immédiate"
    BRACELET = "bracelet", "bracelet anti-rapprochement"
    PHONE = "phone", "téléphone grave danger"
    AID = "aid", "aide universelle d’urgence"
    COMPENSATION = "compensation", "indemnisation par la commission (CIVI)"
    RECOVERY = "recovery", "aide au recouvrement (SARVI)"
    CARD = "card", "carte de séjour liée à l’ordonnance"


class Start(models.TextChoices):
    """The date from which a clock runs: a column of the measure."""

    FACTS = "facts_on", "Date des faits"
    PROOF = "proof_on", "Date de la plainte, de l’ordonnance ou du signalement"
    ASKED = "asked_on", "Demandée le"
    FIXED = "fixed_on", "Jour où le juge a fixé l’audience"
    GRANTED = "granted_on", "Accordée le"
    NOTIFIED = "notified_on", "Notifiée le"
    JUDGED = "judged_on", "Décision pénale définitive le"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One rule: `span` after `start`, on that day at the latest, `says` must have happened.

    One that `opens` is a first day and no deadline.
    """

    kind: MeasureKind
    start: Start
    span: relativedelta
    says: str
    source: str
    remind: int  # days before the end
    ends_it: bool = False  # the measure itself ends that day
    opens: bool = False  # nothing ends: from that day something may be asked

    def due(self, start: date) -> date:
        """The day that counts; a month that has no such day ends on its last one."""
        due: date = start + self.span
        return due


CLOCKS = (
    Clock(
        kind=MeasureKind.ORDER,
        start=Start.FIXED,
        span=relativedelta(days=2),
        says="convocation remise à l’autre partie",
        source="code de procédure civile, article 1136-3",
        remind=1,
    ),
    Clock(
        kind=MeasureKind.ORDER,
        start=Start.FIXED,
        span=relativedelta(days=6),
        says="décision du juge",
        source="code civil, article 515-11",
        remind=2,
    ),
    Clock(
        kind=MeasureKind.ORDER,
        start=Start.NOTIFIED,
        span=relativedelta(days=15),
        says="fin du délai d’appel",
        source="code de procédure civile, article 1136-11",
        remind=5,
    ),
    Clock(
        kind=MeasureKind.ORDER,
        start=Start.NOTIFIED,
        span=relativedelta(months=12),
        says="fin de l’ordonnance, si rien ne la prolonge",
        source="code civil, article 515-12",
        remind=60,
        ends_it=True,
    ),
    Clock(
        kind=MeasureKind.IMMEDIATE,
        start=Start.ASKED,
        span=relativedelta(days=1),
        says="décision du juge, sous 24 heures",
        source="code civil, article 515-13-1",
        remind=0,
    ),
    Clock(
        kind=MeasureKind.BRACELET,
        start=Start.GRANTED,
        span=relativedelta(months=6),
        says="fin du bracelet, si elle et lui n’acceptent pas de le renouveler",
        source="code civil, article 515-11-1",
        remind=30,
        ends_it=True,
    ),
    Clock(
        kind=MeasureKind.PHONE,
        start=Start.GRANTED,
        span=relativedelta(months=6),
        says="fin du téléphone, s’il n’est pas renouvelé",
        source="code de procédure pénale, article 41-3-1",
        remind=30,
        ends_it=True,
    ),
    Clock(
        kind=MeasureKind.AID,
        start=Start.PROOF,
        span=relativedelta(months=12),
        says="dernier jour pour demander l’aide",
        source="loi du 28 février 2023 créant l’aide universelle d’urgence",
        remind=30,
    ),
    Clock(
        kind=MeasureKind.COMPENSATION,
        start=Start.FACTS,
        span=relativedelta(years=3),
        says="dernier jour pour saisir la commission, trois ans après les faits",
        source="code de procédure pénale, article 706-5",
        remind=90,
    ),
    Clock(
        kind=MeasureKind.COMPENSATION,
        start=Start.JUDGED,
        span=relativedelta(years=1),
        says="dernier jour pour saisir la commission, un an après la décision définitive",
        source="code de procédure pénale, article 706-5",
        remind=90,
    ),
    Clock(
        kind=MeasureKind.RECOVERY,
        start=Start.JUDGED,
        span=relativedelta(months=2),
        says="premier jour pour demander l’aide, si rien n’est payé",
        source="code de procédure pénale, article 706-15-2",
        remind=0,
        opens=True,
    ),
    Clock(
        kind=MeasureKind.RECOVERY,
        start=Start.JUDGED,
        span=relativedelta(years=1),
        says="dernier jour pour demander l’aide",
        source="code de procédure pénale, article 706-15-2",
        remind=60,
    ),
    Clock(
        kind=MeasureKind.CARD,
        start=Start.GRANTED,
        span=relativedelta(years=1),
        says="fin de la carte de séjour : demander son renouvellement",
        source="code de l’entrée et du séjour des étrangers, article L. 425-6",
        remind=90,
        ends_it=True,
    ),
)


def clocks_of(kind: str) -> list[Clock]:
    """The clocks of one kind of measure, in the order in which they begin."""
    return [clock for clock in CLOCKS if clock.kind == kind]


def starts_of(kind: str) -> list[Start]:
    """The dates that are asked for one kind: those from which a clock runs, and the usual two."""
    used = {clock.start for clock in clocks_of(kind)} | {Start.ASKED, Start.GRANTED}
    return [start for start in Start if start in used]
