"""The ground of the demonstration: units and territories are facts, everybody else is not.

The names of stations, brigades and inter-municipalities are those of the real Loire and
Saône-et-Loire. Every telephone number comes from the ranges that Arcep keeps for fiction.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Force:
    """The units of one force in one département: the top, and what hangs under it.

    `groups` maps a middle level (a company, or nothing) to the communes of its units.
    """

    departement: str
    kind: str
    top: str
    unit_name: str
    unit_level: str
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """A post: its employer, its territory, its hours; `queue` is that of its territory."""

    key: str
    name: str
    employer: str
    queue: str
    kind: str = "mixed"
    fte: str = "1.00"
    phone: str = ""
    units: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    # Where people of this post live, the most populated first, for the cases.
    towns: tuple[str, ...] = ()
    # How much of the cases come here, against the other posts.
    share: int = 10
    weekdays: tuple[int, ...] = field(default=(0, 1, 2, 3, 4))


LOIRE_POLICE = Force(
    departement="42",
    kind="police",
    top="Police nationale de la Loire",
    unit_name="Commissariat",
    unit_level="station",
    groups={
        "": (
            *("Saint-Étienne", "Roanne", "Saint-Chamond", "Firminy"),
            *("Le Chambon-Feugerolles", "Roche-la-Molière"),
        )
    },
)
LOIRE_GENDARMERIE = Force(
    departement="42",
    kind="gendarmerie",
    top="Groupement de gendarmerie de la Loire",
    unit_name="Brigade",
    unit_level="brigade",
    groups={
        "Saint-Étienne": (
            *("Saint-Étienne", "Sorbiers", "La Fouillouse", "Saint-Héand", "Bourg-Argental"),
            *("Pélussin", "Saint-Genest-Malifaux", "Saint-Paul-en-Jarez"),
        ),
        "Montbrison": (
            *("Montbrison", "Andrézieux-Bouthéon", "Boën-sur-Lignon", "Chazelles-sur-Lyon"),
            *("Feurs", "Montrond-les-Bains", "Noirétable", "Saint-Bonnet-le-Château"),
            *("Saint-Galmier", "Saint-Georges-en-Couzan", "Saint-Jean-Soleymieux"),
            "Saint-Just-Saint-Rambert",
        ),
        "Roanne": (
            *("Roanne", "Villerest", "Balbigny", "Belmont-de-la-Loire", "Charlieu"),
            *("La Pacaudière", "Renaison", "Saint-Germain-Laval", "Saint-Just-en-Chevalet"),
            "Saint-Symphorien-de-Lay",
        ),
    },
)
SAONE_ET_LOIRE_POLICE = Force(
    departement="71",
    kind="police",
    top="Police nationale de Saône-et-Loire",
    unit_name="Commissariat",
    unit_level="station",
    groups={"": ("Mâcon", "Chalon-sur-Saône", "Le Creusot", "Montceau-les-Mines")},
)
SAONE_ET_LOIRE_GENDARMERIE = Force(
    departement="71",
    kind="gendarmerie",
    top="Groupement de gendarmerie de Saône-et-Loire",
    unit_name="Brigade",
    unit_level="brigade",
    groups={
        "Mâcon": ("Cluny", "La Chapelle-de-Guinchay", "Lugny", "Matour", "Tournus"),
        "Charolles": (
            *("Charolles", "Paray-le-Monial", "Digoin", "Gueugnon", "Chauffailles"),
            *("La Clayette", "Marcigny"),
        ),
        "Chalon-sur-Saône": ("Buxy", "Chagny", "Givry", "Sennecey-le-Grand"),
        "Louhans-Châteaurenaud": (
            "Louhans-Châteaurenaud",
            "Cuiseaux",
            "Cuisery",
            "Pierre-de-Bresse",
        ),
        "Autun": ("Autun", "Épinac", "Montchanin", "Génelard"),
    },
)
FORCES = (LOIRE_POLICE, LOIRE_GENDARMERIE, SAONE_ET_LOIRE_POLICE, SAONE_ET_LOIRE_GENDARMERIE)

# name → nature, département, basis for offence data.
EMPLOYERS = {
    "Département de la Loire": ("departement", "42", "public"),
    "Département de Saône-et-Loire": ("departement", "71", "public"),
    # An association that is on no list may keep « complaint: yes, no, date », and nothing else.
    "Association d’aide 71": ("association", "71", "none"),
}
LOIRE, SAONE_ET_LOIRE, ASSOCIATION = EMPLOYERS

SAINT_ETIENNE = "Saint-Étienne et sa couronne"
MACON = "Mâconnais-Beaujolais"

POSTS = (
    PostFacts(
        key="roanne",
        name="Roannais",
        employer=LOIRE,
        queue="Roannais",
        phone="04 65 71 42 10",
        units=("Commissariat de Roanne", "Compagnie de Roanne"),
        epcis=("200035731", "200035202", "244200614", "244200820", "244200630"),
        towns=("Roanne", "Riorges", "Mably", "Le Coteau", "Charlieu", "Renaison"),
        share=15,
    ),
    PostFacts(
        key="etienne_1",
        name="Saint-Étienne 1",
        employer=LOIRE,
        queue=SAINT_ETIENNE,
        phone="04 65 71 42 20",
        units=(
            *("Commissariat de Saint-Étienne", "Brigade de Saint-Étienne"),
            *("Brigade de Sorbiers", "Brigade de La Fouillouse", "Brigade de Saint-Héand"),
        ),
        communes=(
            *("Saint-Étienne", "Sorbiers", "La Talaudière", "La Fouillouse", "Saint-Héand"),
            *("Villars", "Saint-Priest-en-Jarez", "L'Étrat", "Saint-Jean-Bonnefonds"),
        ),
        towns=("Saint-Étienne", "Saint-Étienne", "Villars", "La Talaudière", "Sorbiers"),
        share=14,
    ),
    PostFacts(
        key="etienne_2",
        name="Saint-Étienne 2",
        employer=LOIRE,
        queue=SAINT_ETIENNE,
        phone="04 65 71 42 21",
        units=("Commissariat de Saint-Étienne",),
        communes=("Saint-Étienne", "Saint-Genest-Lerpt", "Planfoy"),
        towns=("Saint-Étienne", "Saint-Étienne", "Saint-Genest-Lerpt"),
        share=12,
    ),
    PostFacts(
        key="gier",
        name="Gier, Ondaine et Pilat",
        employer=LOIRE,
        queue="Gier, Ondaine et Pilat",
        phone="04 65 71 42 30",
        units=(
            *("Commissariat de Saint-Chamond", "Commissariat de Firminy"),
            *("Commissariat du Chambon-Feugerolles", "Commissariat de Roche-la-Molière"),
            *("Brigade de Bourg-Argental", "Brigade de Pélussin"),
            *("Brigade de Saint-Genest-Malifaux", "Brigade de Saint-Paul-en-Jarez"),
        ),
        epcis=("244200622", "244200895"),
        communes=(
            *("Saint-Chamond", "Firminy", "Le Chambon-Feugerolles", "Roche-la-Molière"),
            *("Rive-de-Gier", "La Ricamarie", "Unieux", "Lorette", "La Grand-Croix"),
        ),
        towns=("Saint-Chamond", "Firminy", "Rive-de-Gier", "Le Chambon-Feugerolles", "Unieux"),
        share=12,
    ),
    PostFacts(
        key="forez",
        name="Forez",
        employer=LOIRE,
        queue="Forez",
        phone="04 65 71 42 40",
        units=("Compagnie de Montbrison",),
        epcis=("200065886", "200065894"),
        towns=("Montbrison", "Andrézieux-Bouthéon", "Feurs", "Saint-Just-Saint-Rambert"),
        share=11,
    ),
    PostFacts(
        key="macon_1",
        name="Mâconnais-Beaujolais 1",
        employer=ASSOCIATION,
        queue=MACON,
        phone="03 53 01 71 10",
        units=("Commissariat de Mâcon", "Compagnie de Mâcon"),
        epcis=("200070308",),
        towns=("Mâcon", "Mâcon", "Charnay-lès-Mâcon", "La Chapelle-de-Guinchay", "Prissé"),
        share=9,
    ),
    PostFacts(
        key="macon_2",
        name="Mâconnais-Beaujolais 2",
        employer=ASSOCIATION,
        queue=MACON,
        phone="03 53 01 71 11",
        units=("Commissariat de Mâcon",),
        epcis=("200070308",),
        towns=("Mâcon", "Crêches-sur-Saône", "Sancé", "Hurigny"),
        share=8,
    ),
    PostFacts(
        key="charolais",
        name="Charolais-Brionnais",
        employer=ASSOCIATION,
        queue="Charolais-Brionnais",
        kind="gendarmerie",
        phone="03 53 01 71 20",
        units=("Compagnie de Charolles",),
        epcis=("200071884", "200070548", "247100639", "247103864"),
        towns=("Paray-le-Monial", "Digoin", "Gueugnon", "Charolles", "Chauffailles"),
        share=7,
    ),
    PostFacts(
        key="chalon",
        name="Chalonnais",
        employer=SAONE_ET_LOIRE,
        queue="Chalonnais",
        phone="03 53 01 71 30",
        units=("Commissariat de Chalon-sur-Saône", "Compagnie de Chalon-sur-Saône"),
        epcis=("247100589",),
        towns=("Chalon-sur-Saône", "Chalon-sur-Saône", "Saint-Rémy", "Givry", "Châtenoy-le-Royal"),
        share=9,
    ),
    PostFacts(
        key="creusot",
        name="Montceau – Le Creusot",
        employer=SAONE_ET_LOIRE,
        queue="Montceau – Le Creusot",
        fte="0.80",
        phone="03 53 01 71 40",
        units=(
            *("Commissariat du Creusot", "Commissariat de Montceau-les-Mines"),
            *("Brigade de Montchanin", "Brigade de Génelard"),
        ),
        epcis=("247100290",),
        towns=("Le Creusot", "Montceau-les-Mines", "Blanzy", "Torcy", "Montchanin"),
        share=7,
        weekdays=(0, 1, 3, 4),
    ),
    PostFacts(
        key="bresse",
        name="Bresse louhannaise",
        employer=SAONE_ET_LOIRE,
        queue="Bresse louhannaise",
        fte="0.80",
        phone="03 53 01 71 50",
        units=("Compagnie de Louhans",),
        epcis=("200071579", "200042414", "247100647"),
        towns=("Louhans-Châteaurenaud", "Branges", "Cuiseaux", "Cuisery"),
        share=5,
        weekdays=(0, 1, 3, 4),
    ),
)

# Who keeps the night when nobody of the service answers.
PROTOCOLS = {
    "42": (
        "04 65 71 42 17",
        "Mise à l’abri : le 115. Danger : le 17 et le parquet. Remettez la carte du service.",
    ),
    "71": (
        "03 53 01 71 17",
        "Mise à l’abri : le 115. Danger : le 17 et le parquet. Remettez la carte du service.",
    ),
}


def of(name: str, commune: str) -> str:
    """« Brigade de Feurs », « Commissariat du Creusot », « Brigade d’Autun »."""
    if commune.startswith("Le "):
        return f"{name} du {commune[3:]}"
    commune = commune.removesuffix("-Châteaurenaud")
    if commune[0] in "AEIOUÉÈ":
        return f"{name} d’{commune}"
    return f"{name} de {commune}"
