# ruff: noqa: RUF001 - letters and apostrophes that look like others are the subject here
"""The spelling of a name, without what people leave out or type differently.

Case, accents, hyphens, apostrophes, ligatures and particles carry no information when a name
was heard on the telephone or copied from a form. Letters of other scripts are kept as they are.
"""

import unicodedata

PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d",
        "l",
        "le",
        "la",
        "les",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "del",
        "della",
        "dei",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "te",
        "ben",
        "bin",
        "ibn",
        "bent",
        "bint",
        "ould",
        "el",
        "al",
        "ul",
        "ur",
        "bou",
        "aït",
        "ait",
    ]
)

# Longer runs of letters are nobody's name; cutting them keeps every search bounded.
LONGEST_WORD = 40
MOST_WORDS = 8

_APOSTROPHES = frozenset("'’‘`´ʼʹʻʾʿ＇")
_ELIDED = frozenset({"d", "l"})
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ə": "e", "ŋ": "n", "ħ": "h", "ĸ": "k", "ŧ": "t", "ʔ": "", "ɛ": "e", "ɔ": "o",
        "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
    }
)  # fmt: skip


def normalise(text: str) -> str:
    """The words of a name, folded, without particles unless it holds nothing else."""
    folded = [fold(word) for word in words(text)]
    folded = [word for word in folded if word]
    return " ".join(significant(folded))


def significant(folded: list[str]) -> list[str]:
    """Words that are not particles; all of them where there is nothing else (« Le », « Ben »)."""
    return [word for word in folded if word not in PARTICLES] or folded


def words(text: str) -> list[str]:
    """Lower-case words with their accents; d’ and l’ stand apart, other elisions are glued."""
    found: list[str] = []
    current = ""
    for character in _lower(text):
        if character in _APOSTROPHES:
            if current in _ELIDED:
                found.append(current)
                current = ""
        elif character.isalnum() or unicodedata.category(character)[0] == "M":
            current += character
        elif current:
            found.append(current)
            current = ""
    if current:
        found.append(current)
    return [word[:LONGEST_WORD] for word in found]


def fold(word: str) -> str:
    """A word of `words` in plain letters."""
    plain = word.translate(_LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isalnum())
    return plain.casefold().translate(_LETTERS)[:LONGEST_WORD]


def _lower(text: str) -> str:
    """Lower case, composed; twice, since composing may bring capitals back in a few scripts."""
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", once).casefold())
