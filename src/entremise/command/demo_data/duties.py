"""Complaints that are prepared, writings to authorities, a call when a life was in peril."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from entremise.base.french import in_paris
from entremise.people.safety import Act
from entremise.proceedings import actions as proceedings
from entremise.proceedings.models import About, Child, GroundCode, Informed, Kind, Section

if TYPE_CHECKING:
    from entremise.command.demo_data.lives import Life

FACTS = (
    ("vers {month} {before}", "Première menace, au téléphone, devant une collègue."),
    ("Noël {before}", "Bousculade contre la porte. Pas de médecin ce jour-là."),
    ("le mois dernier", "Messages la nuit, jusqu’à quarante. Captures gardées par une amie."),
    ("", "La serrure changée sans prévenir. Ne sait plus quand."),
)
PARTS = {
    Section.WITNESSES: "Une collègue, pour la menace au téléphone.\nLa voisine du dessous.",
    Section.DOCUMENTS: "Captures des messages : chez une amie.\nCertificat : au cabinet médical.",
    Section.WISHES: "Ne plus recevoir d’appels la nuit. Récupérer ses papiers.",
}


def prepare(life: Life) -> None:
    """A chronology told over two interviews, printed once for the office."""
    before = in_paris(life.now).year - 1
    named = _named(life)
    for moment, text in FACTS:
        said = moment.format(month="mars", before=before)
        proceedings.add_fact(**named, moment=said, text=text, now=life.now)
        life.clock.minutes(4)
    for section, text in PARTS.items():
        proceedings.write_section(**named, section=section, text=text, version=0, now=life.now)
    proceedings.note_complaint(
        **named, moment="referral", status="not_asked", on=None, number="", now=life.now
    )
    proceedings.let_out(**named, act=Act.PRINT, now=life.now)


def begin_preparing(life: Life) -> None:
    """Two facts for now; she hesitates."""
    for moment, text in FACTS[1:3]:
        said = moment.format(before=in_paris(life.now).year - 1)
        proceedings.add_fact(**_named(life), moment=said, text=text, now=life.now)
    proceedings.note_complaint(
        **_named(life), moment="during", status="none", on=None, number="", now=life.now
    )


def tell_of_children(life: Life) -> None:
    """An information préoccupante: the father is not told, and it says why; the CRIP has it."""
    report = _decide(life, Kind.CHILD_CONCERN, About.MINOR, GroundCode.CASF_226_2_1)
    year = in_paris(life.now).year
    answers = {
        "children": [
            Child(
                first_name="Lou", last_name="Exemple", born=f"{year - 7}-05-02", school="Jaurès"
            ),
            Child(first_name="Sacha", last_name="Exemple", age="environ 2 ans"),
        ],
        "parents": "Les deux parents exercent l’autorité parentale.",
        "informed": Informed.NO,
        "not_informed": "Prévenir le père exposerait les enfants et leur mère.",
        "seen": "Pendant l’entretien, Lou se cache quand le téléphone sonne.",
        "told": "« Les enfants étaient dans le couloir, ils ont tout entendu. »",
        "told_by": "leur mère, en entretien",
    }
    _sign_and_send(life, report, answers, received=True)


def tell_of_a_weapon(life: Life) -> None:
    """The person who consults says that there is a rifle at home, and what for."""
    report = _decide(life, Kind.WEAPON, About.ARMED, GroundCode.CP_226_14_4)
    answers = {
        "who": "La personne reçue ce jour.",
        "told": "« J’ai le fusil de mon père. Si ça recommence, je m’en sers. »",
        "told_by": "la personne elle-même, en entretien",
    }
    _sign_and_send(life, report, answers, received=False)


def decide_not_to_write(life: Life) -> None:
    """A decision too: discussed, and its reason kept."""
    _decide(life, Kind.CHILD_CONCERN, About.MINOR, GroundCode.CP_226_14_1, write=False)


def call_for_help(life: Life) -> None:
    """On the telephone he was coming up the stairs: the 17, then what was done."""
    life.clock.minutes(5)
    proceedings.note_peril(
        **_named(life),
        called="17",
        at=life.now - timedelta(minutes=5),
        done="Restée en ligne jusqu’à l’arrivée de la patrouille.",
        told="La cadre de permanence.",
        now=life.now,
    )


def _named(life: Life) -> dict[str, Any]:
    return {"actor": life.actor, "case_id": life.case_id}


def _decide(
    life: Life, kind: Kind, about: About, ground: GroundCode, *, write: bool = True
) -> Any:
    decision = proceedings.Decision(
        kind=kind,
        about=about,
        ground=ground,
        departement=life.departement,
        write=write,
        because="Vu avec la cadre du service."
        if write
        else "Les enfants vivent ailleurs depuis deux ans, la puéricultrice les suit.",
    )
    return proceedings.decide_report(**_named(life), decision=decision, now=life.now)


def _sign_and_send(life: Life, report: Any, answers: dict[str, Any], *, received: bool) -> None:
    named = {**_named(life), "report_id": report.pk}
    written = proceedings.write_report(
        **named, answers=answers, version=report.version, now=life.now
    )
    life.clock.minutes(15)
    proceedings.sign_report(**named, version=written.version, now=life.now)
    day = in_paris(life.now).date()
    proceedings.send_report(**named, on=day, how="secure_mail", now=life.now)
    if received:
        life.clock.wait(timedelta(days=1))
        day = in_paris(life.now).date()
        proceedings.acknowledge_report(**named, on=day, now=life.now)


# At which post, begun how many days ago, and what was done.
DUTIES = (
    ("roanne", 15, prepare),
    ("macon_1", 16, begin_preparing),
    ("roanne", 19, tell_of_children),
    ("etienne_1", 17, tell_of_a_weapon),
    ("etienne_1", 20, decide_not_to_write),
    ("forez", 13, call_for_help),
)
