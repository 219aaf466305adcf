"""A worker's old sheet, as large as they come: five thousand lines of thirty columns."""

import random
from datetime import date, timedelta

from entremise.base.sheets import Kind, write
from entremise.command.bench.plan import SEED
from entremise.people.names.fictional import fictional_people

LINES = 5000
TITLES = (
    *("N°", "Nom", "Prénom", "Né(e) le", "Sexe", "Téléphone", "Commune", "Date de saisine"),
    *("Unité", "Origine de la saisine", "Motif", "Plainte", "Enfants", "Enceinte"),
    *("Séparation", "Dernier contact", "Date de clôture", "Motif de clôture", "Observations"),
    *("Quartier", "Profession", "Ressources", "Logement", "Couverture sociale", "Véhicule"),
    *("Entretiens", "Appels", "Partenaire", "Suite donnée", "Remarques"),
)
DAYS = ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%Y")
UNITS = ("BTA ROANNE", "Commissariat de Roanne", "COB Charlieu", "csp roanne", "Gend. Renaison")
SOURCES = ("police", "gendarmerie", "elle-même", "mairie", "CHU", "MDS", "une voisine", "3919")
PROBLEMS = ("VIF", "violences conjugales", "séparation conflictuelle", "différend familial")
ANSWERS = ("oui", "non", "O", "N", "x", "", "1", "0", "?", "NSP")
ENDS = ("relais MDS", "fin de suivi", "refus", "injoignable", "déménagement")
COMMUNES = ("Roanne", "42300 Roanne", "ST ETIENNE", "Saint-Chamond", "Le Coteau", "Riorges")
WORDS = ("suivie", "rappelle mardi", "RSA", "HLM", "propriétaire", "aucun", "voiture", "AAH")


def old_sheet(lines: int = LINES, *, seed: int = SEED) -> bytes:
    """An XLSX file of fictional people under a title and an empty row; the same at each call."""
    chance = random.Random(seed)  # noqa: S311  # a sheet to measure with, nothing to guess
    start = date(2015, 1, 5)
    rows: list[list[str]] = [["Suivi des situations"], []]
    rows.append(list(TITLES))
    for number, who in enumerate(fictional_people(seed, lines), start=1):
        opened = start + timedelta(days=chance.randrange(3600))
        ended = opened + timedelta(days=chance.randrange(1, 300))
        form = chance.choice(DAYS)
        cells = [
            *(str(number), who.last_name.upper(), who.first_name, who.born.strftime(form)),
            *(chance.choice("FH"), f"06 99 {number // 100:02d} {number % 100:02d} 00"),
            *(chance.choice(COMMUNES), opened.strftime(form), chance.choice(UNITS)),
            *(chance.choice(SOURCES), chance.choice(PROBLEMS)),
            *(chance.choice(ANSWERS) for _ in range(4)),
            *(opened.strftime(form), ended.strftime(form), chance.choice(ENDS)),
            " ".join(chance.choice(WORDS) for _ in range(8)),
        ]
        cells += [chance.choice(WORDS) for _ in range(len(TITLES) - len(cells))]
        rows.append(cells)
    return write(Kind.XLSX, rows).content
