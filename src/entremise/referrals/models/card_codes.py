"""The short code of a lot of cards: said on the telephone, typed as it was heard.

Four syllables, a consonant and a vowel each, chosen so that no two sound alike; the last one is
a check, so that a syllable misheard or two exchanged make no other code.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

# One letter for each family of sounds that a telephone confuses: p and v are heard as b, d as t.
CONSONANTS, VOWELS = "bfjklmrt", "aio"
# A prime number of them, or the check would miss some exchanges.
SYLLABLES = tuple(c + v for c in CONSONANTS for v in VOWELS if c + v != "ka")
LENGTH = 4
NEAR = 3
# Two syllables that say, or nearly say, a blow, a weapon, death, a husband, or an insult.
_UNWANTED = """
bafa bafi bafo baka bara bata bati bato bita biti bito bobo bora fota foli jifa jifi
jifo kofi koli koma kori lama lamo mari maro mata mati mito mora mori rafa rafi raki
rata rati tako tara tari taro tira tiri tiro tora tori
"""
UNWANTED = frozenset(_UNWANTED.split())
# How a sound outside the alphabet is heard inside it.
_HEARD = (
    *(("eau", "o"), ("au", "o"), ("ou", "o"), ("ch", "j"), ("ph", "f"), ("qu", "k")),
    *(("gu", "k"), ("ge", "j"), ("gi", "ji"), ("ce", "fa"), ("ci", "fi")),
)
_LETTERS = str.maketrans("pvwdnszgcqxyueé", "bbbtmfjkkkkiiaa")


def value(code: str) -> int:
    """What the weighted syllables make; zero, and only zero, for a code."""
    weighted = enumerate(syllables_of(code), start=1)
    return sum(rank * SYLLABLES.index(one) for rank, one in weighted) % len(SYLLABLES)


def syllables_of(code: str) -> list[str]:
    """A code cut in its syllables."""
    return [code[at : at + 2] for at in range(0, len(code), 2)]


def draw() -> str:
    """A code that sounds neutral, drawn at random."""
    while True:
        begun = "".join(secrets.choice(SYLLABLES) for _ in range(LENGTH - 1))
        for last in SYLLABLES:
            if value(begun + last) == 0 and is_neutral(begun + last):
                return begun + last


def is_neutral(code: str) -> bool:
    """Whether no two neighbouring syllables repeat, or say what the card must not say."""
    parts = syllables_of(code)
    pairs = list(pairwise(parts))
    return all(one != other and one + other not in UNWANTED for one, other in pairs)


def said(code: str) -> str:
    """As it stands on the card: « balo-tifo »."""
    return f"{code[:LENGTH]}-{code[LENGTH:]}"


def heard(text: str) -> str:
    """What was typed, in the letters of the codes: « Ba l'eau, Tipheau » is `balotifo`."""
    plain = unicodedata.normalize("NFKD", text[:60].casefold().replace("é", "i").replace("è", "i"))
    letters = "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
    for sound, letter in _HEARD:
        letters = letters.replace(sound, letter)
    return "".join(re.findall(f"[{CONSONANTS}][{VOWELS}]", letters.translate(_LETTERS)))


def nearest(text: str, codes: Iterable[str]) -> list[str]:
    """The codes that sound most like what was typed, three at most, none that is far from it."""
    sounds = heard(text)
    if not sounds:
        return []
    ranked = sorted((Levenshtein.distance(sounds, code), code) for code in codes)
    return [code for distance, code in ranked if distance <= NEAR][:3]
