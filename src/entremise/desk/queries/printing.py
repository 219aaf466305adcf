"""A case on paper: what concerns nobody but her, and the texts that were read again for it."""

from collections.abc import Collection
from datetime import date, datetime

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base.french import in_paris, short_day, when
from entremise.contact import queries as contact_queries
from entremise.desk.queries.cases import File
from entremise.orientations import queries as orientation_queries
from entremise.proceedings import queries as proceeding_queries
from entremise.rights import queries as rights_queries

SUMMARY = "summary"
# Enough of a text to know it again in a list of boxes.
FIRST_WORDS = 160


def texts_of(*, actor: Actor, shown: File) -> list[tuple[str, str]]:
    """The texts that may go on the paper, each with its day and its first words."""
    actor.require(Can.CASE_READ)
    summary = shown.case.text.summary
    found = [(SUMMARY, f"Ce qui compte maintenant : {_begun(summary)}")] if summary else []
    return found + [
        (
            str(line.id),
            f"{short_day(in_paris(line.at).date())}, {line.label} : {_begun(line.text)}",
        )
        for line in shown.timeline
        if line.text and line.is_typed
    ]


def _begun(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= FIRST_WORDS else f"{one_line[:FIRST_WORDS]}…"


def printed(
    *, actor: Actor, shown: File, now: datetime, texts: Collection[str]
) -> dict[str, object]:
    """The words of the paper: no channel, no alleged author, no informant, no number.

    What somebody typed goes on it only if it is named in `texts`: whoever prints read it again.
    """
    actor.require(Can.CASE_READ)
    return {
        "title": "Document",
        "whose": f"{shown.name.display}, {shown.case.code}",
        "stays": "À garder au bureau. Ne pas remettre.",
        "words": {"summary": "Ce qui compte", "timeline": "Chronologie"},
        "summary": shown.case.text.summary if SUMMARY in texts else "",
        "parts": [
            {"label": label, "lines": lines}
            for label, lines in _parts(actor, shown, in_paris(now).date()).items()
            if lines
        ],
        "entries": [
            {
                "moment": when(line.at),
                "label": f"{line.label}, {line.who}" if line.who else line.label,
                "text": line.text if not line.is_typed or str(line.id) in texts else "",
            }
            for line in reversed(shown.timeline)
        ],
    }


def _parts(actor: Actor, shown: File, today: date) -> dict[str, list[str]]:
    """Codes and days, in the order of a first reading."""
    case_id = shown.case.pk
    steps = rights_queries.steps_of(actor=actor, case_id=case_id, today=today)
    return {
        "À savoir avant tout": [str(fact.label) for fact in shown.overview.rising],
        "Besoins": [str(need.label) for need in shown.overview.needs],
        "Rendez-vous": [
            f"{when(one.starts_at)} : {one.get_state_display()}"
            for one in contact_queries.appointments_of(actor=actor, case_id=case_id)
        ],
        "Orientations": [
            f"{one.get_need_display()} : {one.get_state_display()}"
            for one in orientation_queries.orientations_of(actor=actor, case_id=case_id)
        ],
        "Étapes": [f"{line.step.title} : {line.step.get_state_display()}" for line in steps],
        "Démarches": [
            f"{one.get_kind_display()} : {one.get_state_display()}"
            for one in proceeding_queries.measures_of(actor=actor, case_id=case_id)
        ],
    }
