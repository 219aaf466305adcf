"""What the fictional cases are about: a few kinds of matters, with their codes.

The words are in `words/`: written for the demonstration, about nobody. In a text, `{Elle}` and
`{elle}` are the person, `{e}` the ending of what agrees with her, `{soi}` the same after a
preposition, `{lui}` the other party, `{ville}` a town, `{jour}` a day, `{prenom}` a child's name.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random

from entremise.base.french import DAYS
from entremise.partners.models import Need, ServiceKind

N, K = Need, ServiceKind
FOLDER = Path(__file__).parent / "words"
CHILDREN = ("Lila", "Noé", "Jade", "Sacha", "Inaya", "Tom", "Maëlle", "Adam", "Zoé", "Elio")
WORDS = {
    "woman": {"Elle": "Elle", "elle": "elle", "e": "e", "soi": "elle", "seule": "seule"},
    "man": {"Elle": "Il", "elle": "il", "e": "", "soi": "lui", "seule": "seul"},
}


@lru_cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The texts of one file: `== name` opens a section, an empty line ends a text."""
    found = {}
    for part in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("== ")[1:]:
        title, _, body = part.partition("\n")
        found[title.strip()] = tuple(text.strip() for text in body.strip().split("\n\n"))
    return found


def common(section: str, random: Random) -> str:
    """A text that fits any matter."""
    return random.choice(sections("common")[section])


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One kind of matter: how often, which codes, which needs."""

    code: str
    share: int
    problems: tuple[str, ...]
    # What a unit calls it on its morning list.
    heard: tuple[str, ...]
    relations: tuple[str, ...]
    # The other party, of a woman and then of a man.
    other: tuple[str, str]
    needs: tuple[tuple[Need, ServiceKind], ...]
    violence: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    position: str = "victim"

    @cached_property
    def texts(self) -> dict[str, tuple[str, ...]]:
        return sections(self.code)

    def say(self, section: str, *, sex: str, town: str, random: Random) -> str:
        """One of its texts, in the words of this person."""
        lui = self.other[sex == "man"]
        return random.choice(self.texts[section]).format(
            **WORDS[sex],
            lui=lui,
            Lui=lui[0].upper() + lui[1:],
            ville=town,
            jour=random.choice(DAYS[:5]),
            prenom=random.choice(CHILDREN),
        )


MATTERS = (
    Matter(
        code="conjugal",
        share=54,
        problems=("conjugal", "conjugal", "conjugal", "couple_conflict"),
        heard=("différend conjugal", "violences conjugales", "VIF", "dispute conjugale"),
        relations=("partner", "partner", "partner", "ex"),
        other=("son conjoint", "sa conjointe"),
        needs=(
            (N.HOUSING, K.SIAO),
            (N.HOUSING, K.SHELTER),
            (N.LEGAL, K.VICTIM_AID),
            (N.LEGAL, K.LAWYER),
            (N.PSYCHOLOGICAL, K.VICTIM_AID),
            (N.PSYCHOLOGICAL, K.CMP),
            (N.MONEY, K.CAF),
            (N.CHILDREN, K.SECTOR),
            (N.SAFETY, K.SPECIALISED),
            (N.LEGAL, K.CIDFF),
            (N.HEALTH, K.UMJ),
            (N.PREGNANCY, K.PMI_MIDWIFE),
        ),
        violence=("psychological", "psychological", "physical", "financial", "sexual"),
        acts=(
            *("verbal", "threats", "blows", "coercive_control", "isolation", "money_denied"),
            *("harassment", "material", "cyber", "work_denied", "money_taken"),
        ),
        signs=("escalation", "separation", "coercive_control", "substances", "child_threats"),
        facts=(
            *("separation", "children_present", "repeated", "escalation", "children_present"),
            *("separation", "death_threats", "strangulation", "pregnant", "fears_for_life"),
        ),
    ),
    Matter(
        code="separation",
        share=14,
        problems=("separation", "harassment", "child_withheld"),
        heard=("séparation conflictuelle", "harcèlement", "non-représentation d’enfant"),
        relations=("ex",),
        other=("son ancien compagnon", "son ancienne compagne"),
        needs=(
            (N.LEGAL, K.LAWYER),
            (N.LEGAL, K.LEGAL_ACCESS),
            (N.CHILDREN, K.SECTOR),
            (N.PSYCHOLOGICAL, K.VICTIM_AID),
            (N.MONEY, K.CAF),
            (N.SAFETY, K.FAMILY_UNIT),
        ),
        violence=("psychological", "psychological", "financial", "religious"),
        acts=("harassment", "stalking", "cyber", "verbal", "threats"),
        signs=("separation", "seeks_address", "child_threats"),
        facts=("separation", "separation", "children_present", "repeated"),
    ),
    Matter(
        code="family",
        share=12,
        problems=("family", "family_conflict", "family"),
        heard=("différend familial", "violences intrafamiliales", "conflit familial"),
        relations=("child", "child", "sibling", "other_family"),
        other=("son fils", "son fils"),
        needs=(
            (N.SOCIAL, K.SECTOR),
            (N.HEALTH, K.CSAPA),
            (N.PSYCHOLOGICAL, K.CMP),
            (N.HOUSING, K.CCAS),
            (N.LEGAL, K.VICTIM_AID),
        ),
        violence=("psychological", "financial", "physical"),
        acts=("verbal", "money_taken", "material", "threats"),
        signs=("substances", "escalation", "psychiatric"),
        facts=("repeated", "escalation"),
    ),
    Matter(
        code="distress",
        share=12,
        problems=("distress", "elderly", "eviction", "housing", "debt"),
        heard=("détresse sociale", "personne âgée", "expulsion", "précarité"),
        relations=("none", "not_asked"),
        other=("une autre personne", "une autre personne"),
        needs=(
            (N.SOCIAL, K.CCAS),
            (N.SOCIAL, K.SECTOR),
            (N.HOUSING, K.SIAO),
            (N.MONEY, K.SECTOR),
            (N.SOCIAL, K.GUARDIANSHIP),
            (N.HEALTH, K.HOSPITAL),
        ),
        position="distress",
    ),
    Matter(
        code="young",
        share=8,
        problems=("minor_danger", "parenting", "runaway", "school"),
        heard=("mineur en fugue", "mineur", "difficultés avec un mineur"),
        relations=("child", "not_asked"),
        other=("son enfant", "son enfant"),
        needs=(
            (N.CHILDREN, K.SECTOR),
            (N.CHILDREN, K.SCHOOL),
            (N.PSYCHOLOGICAL, K.CMP),
            (N.CHILDREN, K.PMI),
        ),
        facts=("children_present",),
        position="relative",
    ),
)
