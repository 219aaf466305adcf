"""A table pasted from a sheet, a mail or a log: columns by name in any order, nothing lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from entremise.base.sheets import cells_of, guess_columns, simplified
from entremise.referrals.models import MOST_LINES
from entremise.referrals.queries.cells import date_of, is_phone

MOST_TEXT = 200_000

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("date", "jour", "date et heure", "date heure", "date des faits", "nuit"),
    "kind": ("nature", "type", "motif", "faits", "infraction", "qualification", "evenement"),
    "commune": ("commune", "ville", "lieu", "commune des faits", "localite"),
    "persons": ("personnes", "personne", "nom", "noms", "victime", "victimes", "identite"),
    "phone": ("telephone", "tel", "portable", "numero", "mobile", "coordonnees"),
    "seen": (
        *("vu", "ce qui a ete vu", "constatations", "observations", "observation", "resume"),
        *("circonstances", "commentaire", "commentaires", "details", "constate", "recit"),
    ),
}
LABELS = {
    "date": "Date",
    "kind": "Nature",
    "commune": "Commune",
    "persons": "Personnes",
    "phone": "Téléphone",
    "seen": "Ce qui a été vu",
}
ORDER = tuple(COLUMNS)
WANTED = " ; ".join(LABELS.values())

# A column about somebody else: its cells stay words, among what was seen.
SOMEBODY_ELSE = {
    *("auteur", "auteure", "auteurs", "mec", "mis", "mise", "cause", "suspect", "agresseur"),
    *("requerant", "requerante", "appelant", "appelante", "temoin", "temoins", "tiers"),
    *("conjoint", "conjointe", "concubin", "concubine", "compagnon", "compagne", "mari"),
    *("epoux", "ex", "proche", "voisin", "voisine", "enfant", "enfants", "patrouille", "agent"),
}
# « Numéro de téléphone » is hers, « Numéro de procédure » is nobody's.
TELEPHONE = {"tel", "telephone", "portable", "mobile", "gsm"}
# Titles that are only guessed make a row of titles when there are so many, and one other at most.
A_ROW_OF_TITLES = 4

MISSING = (
    "Ce tableau n’a pas de ligne de titres et compte {found} colonnes au lieu de "
    f"{len(ORDER)}. Ajoutez une première ligne avec les titres, dans l’ordre de vos colonnes, "
    f"par exemple : {WANTED}."
)
EMPTY_TITLES = (
    "Les titres ne disent pas où sont les faits : il manque au moins une colonne « Nature », "
    "« Personnes » ou « Ce qui a été vu »."
)
SWAPPED = (
    "Les colonnes semblent interverties : « {label} » ne contient {what}, et « {other} » en "
    "contient. Corrigez les titres de la première ligne, ou ajoutez-en une."
)
TOO_LONG = f"Ce tableau est trop long : {MOST_LINES} lignes au plus. Collez-le en plusieurs fois."


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """The lines that were understood, or one sentence saying why none was."""

    lines: list[dict[str, str]] = field(default_factory=list)
    problem: str = ""


def read_table(text: str, today: date) -> Pasted:
    """Read a pasted table; a line on its own, without columns, is what was seen."""
    if len(text) > MOST_TEXT:
        return Pasted(problem=TOO_LONG)
    rows = cells_of(text)
    if not rows:
        return Pasted()
    titles = _titles(rows[0])
    if titles:
        if not {"kind", "persons", "seen"} & set(titles):
            return Pasted(problem=EMPTY_TITLES)
        names, rows = rows[0], rows[1:]
    else:
        width = max(len(row) for row in rows)
        if width == 1:
            titles = ["seen"]
        elif width == len(ORDER):
            titles = list(ORDER)
        else:
            return Pasted(problem=MISSING.format(found=width))
        names = [LABELS[title or "seen"] for title in titles]
    if len(rows) > MOST_LINES:
        return Pasted(problem=TOO_LONG)
    problem = _swapped(rows, titles, names, today)
    if problem:
        return Pasted(problem=problem)
    lines = [line_of(row, titles, names) for row in rows]
    return Pasted(lines=[line for line in lines if line])


def _titles(row: list[str]) -> list[str]:
    """The column that each cell of a row names; nothing if it is no row of titles."""
    keys = {simplified(cell) for cell in row}
    exact = [column for column, names in COLUMNS.items() if keys & set(names)]
    guessed = columns_of(row)
    if len(exact) >= min(2, max(1, len(row) - 1)):
        return guessed
    in_words = not any(sign.isdigit() for cell in row for sign in cell)
    known = sum(map(bool, guessed))
    return guessed if in_words and known >= max(A_ROW_OF_TITLES, len(row) - 1) else []


def columns_of(titles: Sequence[str]) -> list[str]:
    """The column that each title names, or « »: what is of somebody else is never hers."""
    return guess_columns([title if _may_be_hers(title) else "" for title in titles], COLUMNS)


def _may_be_hers(title: str) -> bool:
    key = simplified(title)
    words = set(key.split())
    numbered = "numero" in words and key not in COLUMNS["phone"] and not words & TELEPHONE
    return not words & SOMEBODY_ELSE and not numbered


def line_of(row: list[str], titles: list[str], names: list[str]) -> dict[str, str]:
    """One event; a cell that has no place of its own joins what was seen, with its title."""
    line: dict[str, str] = {}
    for position, cell in enumerate(row):
        if not cell:
            continue
        title = titles[position] if position < len(titles) else ""
        if title and title not in line:
            line[title] = cell
            continue
        label = names[position] if position < len(names) else ""
        added = f"{label} : {cell}" if label else cell
        line["seen"] = f"{line['seen']}\n{added}" if line.get("seen") else added
    return line


def _swapped(rows: list[list[str]], titles: list[str], names: list[str], today: date) -> str:
    """A column that holds nothing of its kind while another holds only that."""
    checks: dict[str, tuple[str, Callable[[str], bool]]] = {
        "date": ("aucune date", lambda cell: _in_figures(cell, today)),
        "phone": ("aucun numéro", is_phone),
    }
    for title, (what, fits) in checks.items():
        if title not in titles:
            continue
        own = _cells(rows, titles.index(title))
        said = title == "date" and any(date_of(cell, today) for cell in own)
        if not own or said or any(fits(cell) for cell in own):
            continue
        for position, name in enumerate(names):
            others = _cells(rows, position)
            if titles[position] != title and others and all(fits(cell) for cell in others):
                label = names[titles.index(title)]
                return SWAPPED.format(label=label, what=what, other=name)
    return ""


def _in_figures(cell: str, today: date) -> bool:
    """Whether a cell is a date in figures: « hier » would make a column of any word that is."""
    return cell[:1].isdigit() and not is_phone(cell) and date_of(cell, today) is not None


def _cells(rows: list[list[str]], position: int) -> list[str]:
    return [row[position] for row in rows if position < len(row) and row[position]]
