"""What is wrong with lines, grouped by how it is put right: the worker decides once a group."""

from dataclasses import dataclass

GIVE_BACK = ""


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One kind of fault, in words, and the ways out of it; the first is what happens by itself."""

    title: str
    why: str
    ways: tuple[tuple[str, str], ...]
    wants_day: bool = False


_BACK = (GIVE_BACK, "me rendre ces lignes, sans les reprendre")

REPAIRS: dict[str, Repair] = {
    "several": Repair(
        title="Plusieurs personnes dans la même case",
        why="Une situation est celle d’une seule personne. Naissance, sexe et téléphone ne sont"
        " donnés à aucune d’elles : le tableau ne dit pas de qui ils sont.",
        ways=(
            _BACK,
            ("split", "ouvrir une situation pour chaque personne"),
            ("first", "garder la première personne, et le reste comme texte"),
        ),
    ),
    "no_name": Repair(
        title="Aucun nom",
        why="Sans nom, vous ne retrouverez ces personnes que par la date et le texte.",
        ways=(_BACK, ("nameless", "reprendre ces lignes sans nom")),
    ),
    "no_day": Repair(
        title="Date de saisine absente ou illisible",
        why="Une date s’écrit par exemple 12/03/2024. Les chiffres de l’année en dépendent.",
        ways=(_BACK, ("day", "donner à toutes ces lignes la date ci-dessous")),
        wants_day=True,
    ),
    "future": Repair(
        title="Date de saisine à venir",
        why="Une saisine reçue a une date passée. Corrigez ces lignes dans votre tableau.",
        ways=(_BACK,),
    ),
    "closed_before": Repair(
        title="Date de clôture avant la saisine, ou à venir",
        why="L’une des deux dates est fausse.",
        ways=(_BACK, ("open", "reprendre ces situations comme encore ouvertes")),
    ),
    "repeated": Repair(
        title="Lignes qui se répètent",
        why="Même personne et même date qu’une ligne plus haut.",
        ways=(_BACK, ("keep", "reprendre aussi ces lignes")),
    ),
    "alike_row": Repair(
        title="Sans doute la même personne que plus haut dans le tableau",
        why="Rien n’est réuni sans vous : regardez les noms et les naissances.",
        ways=(
            _BACK,
            ("same", "c’est la même personne, avec plusieurs situations"),
            ("other", "ce sont des personnes différentes"),
        ),
    ),
    "alike_known": Repair(
        title="Peut-être une personne que vous suivez déjà",
        why="Rien n’est réuni sans vous : dites pour chaque ligne de qui il s’agit.",
        ways=((GIVE_BACK, "me rendre les lignes pour lesquelles je n’ai rien choisi"),),
    ),
}
REMARKS = {
    "whose": "Plusieurs personnes, sans dire de qui : gardé comme texte, donné à aucune",
    "whose_phone": "Plusieurs personnes, sans dire de qui : numéro laissé de côté, à ajouter"
    " vous-même",
    "birth": "Naissance pas comprise : gardée comme texte",
    "phone": "Numéro de téléphone incomplet : repris tel quel, à vérifier",
    "commune": "Commune pas reconnue : gardée comme texte",
    "day": "Date pas comprise : gardée comme texte",
    "value": "Valeur laissée vide : gardée comme texte",
}
