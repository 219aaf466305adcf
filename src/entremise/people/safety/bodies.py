"""Bodies that exist: under whose name nobody calls her.

A lie of that kind can be checked by calling the body back, and then speaks against her. A short
list, as data: what a caller would think of first. It refuses a name; it is no proof of another.
"""

import re
import unicodedata

# Words as they are compared: small letters, no accent, no punctuation.
BODIES = """
police | gendarmerie | gendarme | policier | commissariat | brigade | tribunal
palais de justice | parquet | procureur | juge | prefecture | sous prefecture | mairie
conseil departemental | departement | conseil regional | ccas | cias | mds
maison des solidarites | pmi | ase | crip | caf
allocations familiales | msa | cpam | secu | securite sociale | assurance maladie | mutuelle
carsat | caisse de retraite | urssaf | impots | tresor public | finances publiques | dgfip
france travail | pole emploi | mission locale | cap emploi | ofii | ofpra
hopital | clinique | chu | samu | pompiers | medecin | docteur | dr | infirmiere | sage femme
pharmacie | dentiste | laboratoire | cmp | planning familial
ecole | college | lycee | creche | rectorat | universite | crous | cantine
la poste | colissimo | chronopost | mondial relay | ups | dhl | amazon | facteur
banque | banque postale | credit agricole | credit mutuel | caisse d epargne | bnp | lcl
societe generale | assurance | assurances | axa | maif | macif | groupama
edf | engie | enedis | veolia | suez | orange | sfr | bouygues | free | sncf | ratp
croix rouge | secours catholique | secours populaire | restos du coeur | emmaus | spa
avocat | notaire | huissier | commissaire de justice | agence immobiliere | hlm | bailleur | syndic
"""
_NAMES = tuple(name.strip() for line in BODIES.strip().splitlines() for name in line.split("|"))


def plain(text: str) -> str:
    """Small letters without accents, words parted by one space."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", kept.replace("œ", "oe")))


def body_named(text: str) -> str:
    """The body that this text names, or nothing: « Claire » names none, « la CAF » does."""
    said = f" {plain(text)} "
    return next((name for name in _NAMES if f" {name} " in said), "")
