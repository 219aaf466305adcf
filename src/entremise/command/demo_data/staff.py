"""Who works in the demonstration. Nobody here exists."""

from dataclasses import dataclass

from entremise.command.demo_data.places import ASSOCIATION, LOIRE, SAONE_ET_LOIRE


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """An account: where it belongs, and whether the demonstration prints how to open it."""

    key: str
    name: str
    role: str
    employer: str = ""
    unit: str = ""
    departement: str = ""
    printed: bool = False

    @property
    def email(self) -> str:
        """An address that no server can ever receive (RFC 2606)."""
        return f"{self.key.replace('_', '.')}@entremise.example"


# The key of a worker is that of the post she holds, and her address too.
WORKERS = (
    Colleague(key="roanne", name="Claire Fontanel", role="worker", employer=LOIRE, printed=True),
    Colleague(key="etienne_1", name="Nadia Verchère", role="worker", employer=LOIRE, printed=True),
    Colleague(key="etienne_2", name="Hélène Ravier", role="worker", employer=LOIRE),
    Colleague(key="gier", name="Sophie Mourier", role="worker", employer=LOIRE),
    Colleague(key="forez", name="Julien Arsac", role="worker", employer=LOIRE),
    Colleague(
        key="macon_1", name="Agathe Morival", role="worker", employer=ASSOCIATION, printed=True
    ),
    Colleague(key="macon_2", name="Inès Carvalhal", role="worker", employer=ASSOCIATION),
    Colleague(key="charolais", name="Bruno Descombin", role="worker", employer=ASSOCIATION),
    Colleague(key="chalon", name="Maud Lacrouze", role="worker", employer=SAONE_ET_LOIRE),
    Colleague(key="creusot", name="Yasmine Haddour", role="worker", employer=SAONE_ET_LOIRE),
    Colleague(key="bresse", name="Odile Grandchamp", role="worker", employer=SAONE_ET_LOIRE),
)

AROUND = (
    Colleague(
        key="coordination",
        name="Martine Peyrachon",
        role="coordinator",
        employer=LOIRE,
        printed=True,
    ),
    Colleague(
        key="coordination_71",
        name="Luc Berthenod",
        role="coordinator",
        employer=SAONE_ET_LOIRE,
        printed=True,
    ),
    Colleague(
        key="coordination_asso", name="Estelle Dumarest", role="coordinator", employer=ASSOCIATION
    ),
    Colleague(
        key="policier",
        name="Brigadier-chef Thomas Valnet",
        role="officer",
        unit="Commissariat de Roanne",
        printed=True,
    ),
    Colleague(
        key="responsable",
        name="Commandante Anne Chabrier",
        role="chief",
        unit="Commissariat de Roanne",
        printed=True,
    ),
    Colleague(
        key="gendarme",
        name="Adjudante Lise Morandière",
        role="officer",
        unit="Compagnie de Montbrison",
        printed=True,
    ),
    Colleague(
        key="pilotage",
        name="Déléguée aux droits des femmes 42",
        role="steering",
        departement="42",
        printed=True,
    ),
    Colleague(key="pilotage_71", name="Préfecture 71", role="steering", departement="71"),
    Colleague(key="dpo", name="Gilles Ormancey", role="dpo", employer=LOIRE, printed=True),
    Colleague(key="dpo_71", name="Paule Verdier-Lys", role="dpo", employer=SAONE_ET_LOIRE),
    Colleague(key="dpo_asso", name="Simon Aubracq", role="dpo", employer=ASSOCIATION),
)

# Those who refer, besides the printed ones: the referent for family violence of each place.
OFFICERS = {
    "Commissariat de Saint-Étienne": "Brigadière Carole Ménard-Roux",
    "Commissariat de Saint-Chamond": "Brigadier Éric Sauvignet",
    "Commissariat de Firminy": "Brigadière Sonia Delorme-Fau",
    "Compagnie de Saint-Étienne": "Adjudant Marc Thollot-Bel",
    "Compagnie de Roanne": "Maréchale des logis-cheffe Julie Perrachon",
    "Commissariat de Mâcon": "Brigadier-chef Denis Larochette",
    "Compagnie de Mâcon": "Adjudante Fanny Goujon-Rey",
    "Compagnie de Charolles": "Adjudant-chef Rémi Bonnardot",
    "Commissariat de Chalon-sur-Saône": "Brigadière Aude Pillot-Marc",
    "Compagnie de Chalon-sur-Saône": "Maréchal des logis-chef Paul Guyot-Sarre",
    "Commissariat du Creusot": "Brigadier Hugo Lamalle-Vey",
    "Commissariat de Montceau-les-Mines": "Brigadière Léa Chambrion",
    "Compagnie d’Autun": "Adjudante Claire Moreteau",
    "Compagnie de Louhans": "Adjudant Yves Bressand-Col",
}
CHIEFS = {
    "Commissariat de Saint-Étienne": "Commissaire Philippe Jourdannet",
    "Commissariat de Saint-Chamond": "Commandant Olivier Teyssot",
    "Commissariat de Mâcon": "Commandante Isabelle Ferrandin",
    "Commissariat de Chalon-sur-Saône": "Commandant Serge Monnet-Lay",
    "Compagnie de Montbrison": "Cheffe d’escadron Laure Vialatte-Pic",
}
