"""A signed writing in words, as the paper shows it."""

from typing import Any

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base.french import in_paris, long_day, nbsp, phone, short_day
from entremise.cases.models import Case
from entremise.proceedings.models import About, Address, Child, Informed, Kind, StatutoryReport

# Whoever looks over a shoulder reads the title of the window.
NEUTRAL = "Courrier"
SUBJECTS = {
    Kind.CHILD_CONCERN: "Information préoccupante",
    Kind.PROSECUTOR: "Signalement",
    Kind.WEAPON: "Personne dangereuse et arme",
}
WITHHELD = "Adresse protégée, non communiquée."


def words_of_letter(
    *, actor: Actor, report: StatutoryReport, case: Case, signer: str
) -> dict[str, Any]:
    """What the paper says: nothing that was not in what was signed, no number of procedure."""
    actor.require(Can.PROCEEDING_READ)
    signed = in_paris(report.signed_at or report.decided_at)
    corrected = report.corrects
    return {
        "title": NEUTRAL,
        "sender": [line for line in _sender(case, signer) if line],
        "recipient": [line for line in (report.recipient, report.to) if line],
        "copy": nbsp("Copie : CRIP, " + report.departement.name) if report.copy_to_council else "",
        "on": f"Le {long_day(signed)}",
        "subject": nbsp(f"Objet : {SUBJECTS[Kind(report.kind)]}"),
        "corrects": _corrects(corrected),
        "ground": nbsp(f"Écrit fait sur le fondement de : {report.get_ground_display()}."),
        "parts": [part for part in _parts(report) if part["text"]],
        "signed": nbsp(f"Signé le {short_day(signed)}, {signer}"),
    }


def _sender(case: Case, signer: str) -> list[str]:
    """Who writes, and the number of the office: never hers."""
    number = case.post.duty_phone
    return [signer, case.employer.name, case.post.name, phone(number) if number else ""]


def _corrects(report: StatutoryReport | None) -> str:
    if report is None or report.signed_at is None:
        return ""
    return f"Cet écrit corrige et remplace celui du {short_day(in_paris(report.signed_at))}."


def _parts(report: StatutoryReport) -> list[dict[str, str]]:
    if report.about == About.MINOR:
        who = [
            {"label": _named(place, len(report.children)), "text": _child_in_words(child)}
            for place, child in enumerate(report.children, start=1)
        ]
        who.append({"label": "Parents", "text": report.parents})
    else:
        who = [{"label": "Personne concernée", "text": report.who}]
    told_by = nbsp(f"Rapporté par : {report.told_by}\n\n") if report.told else ""
    return [
        *who,
        {"label": "Adresse", "text": _address(report)},
        {"label": "Faits constatés", "text": report.seen},
        {"label": "Faits rapportés", "text": f"{told_by}{report.told}" if report.told else ""},
        {"label": "Information des parents", "text": _informed(report)},
    ]


def _named(place: int, count: int) -> str:
    return "Enfant" if count == 1 else f"Enfant {place}"


def _child_in_words(child: Child) -> str:
    lines = [f"{child.first_name} {child.last_name.upper()}".strip()]
    if child.born_on is not None:
        lines.append(nbsp(f"Date de naissance : {short_day(child.born_on)}"))
    if child.age:
        lines.append(nbsp(f"Âge : {child.age}"))
    if child.school:
        lines.append(nbsp(f"École ou lieu d’accueil : {child.school}"))
    return "\n".join(line for line in lines if line)


def _address(report: StatutoryReport) -> str:
    if report.address_is == Address.WITHHELD:
        return WITHHELD
    if report.address_is == Address.GIVEN:
        return f"{report.address}\n\nCette adresse est protégée : ne la communiquez à personne."
    return report.address or "Non connue."


def _informed(report: StatutoryReport) -> str:
    if report.about != About.MINOR:
        return ""
    if report.informed == Informed.YES:
        return "Les titulaires de l’autorité parentale sont informés de cet écrit."
    return (
        nbsp("Les titulaires de l’autorité parentale ne sont pas informés, parce que :")
        + f"\n{report.not_informed}"
    )
