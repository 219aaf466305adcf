"""How much two words may be the same name, between 0 and 1.

The best of several witnesses: the spelling, the ear, the bones, and the piece of a name that was
typed or heard alone. Thresholds are shared by everything that says « agrees » or « differs ».
"""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entremise.people.names.cards import Word, read_word
from entremise.people.names.sounds import skeleton

# From here on the two words agree: the same name, spelled or carried over differently.
AGREES = 0.86
# Below, the resemblance is chance.
NEAR = 0.58

# Least resemblance of spelling, sound and bones that is worth a closer look.
_WITNESSES = (0.58, 0.63, 0.67)

_SAME_SOUND = 0.97
_SAME_BONES = 0.72
_PIECE = 0.74
_SHORTEST_PIECE = 3

_VOWELS = ("a", "e", "i", "o", "u", "y", "")
_FEMININE = (
    ("", "e"), ("n", "nne"), ("l", "lle"), ("t", "tte"), ("c", "que"), ("c", "cque"), ("f", "ve"),
    ("x", "se"), ("er", "ere"), ("", "a"), ("o", "a"), ("e", "a"), ("os", "a"), ("u", "a"),
    ("", "ine"), ("", "ette"), ("in", "ine"), ("ou", "ouma"),
)  # fmt: skip


def alike(asked: Word, known: Word) -> float:
    """Resemblance of a word that was asked with a word that is known."""
    if asked.spelling == known.spelling:
        return 1.0
    spelled = OSA.normalized_similarity(asked.spelling, known.spelling)
    best = max(spelled, _by_ear(asked, known, spelled), _by_bones(asked, known, spelled))
    return max(best, _by_piece(asked, known))


class Vocabulary(NamedTuple):
    """The distinct words of everybody, and their codes in the same order."""

    tokens: Sequence[str]
    codes: tuple[list[str], list[str], list[str]]


def prepared(tokens: Sequence[str]) -> Vocabulary:
    """Cut the tokens of lines in three columns at once."""
    parts = ":".join(tokens).split(":") if tokens else []
    return Vocabulary(tokens, (parts[::3], parts[1::3], parts[2::3]))


def resembling(asked: Word, vocabulary: Vocabulary) -> dict[str, float]:
    """Tokens of the vocabulary that may be the word, with their resemblance."""
    near: set[int] = set()
    witnesses = zip(asked, _WITNESSES, vocabulary.codes, strict=True)
    for witness, at_least, column in witnesses:
        if witness:
            found = process.extract(
                witness,
                column,
                scorer=OSA.normalized_similarity,
                score_cutoff=at_least,
                limit=None,
            )
            near.update(place for _, _, place in found)
    spellings, sounds, _ = vocabulary.codes
    if len(asked.spelling) >= _SHORTEST_PIECE:
        near.update(i for i, whole in enumerate(spellings) if asked.spelling in whole)
    if len(asked.sound) >= _SHORTEST_PIECE:
        near.update(i for i, whole in enumerate(sounds) if whole.startswith(asked.sound))
    tokens = vocabulary.tokens
    scores = ((tokens[i], alike(asked, read_word(tokens[i]))) for i in near)
    return {token: score for token, score in scores if score >= NEAR}


def is_feminine_pair(one: str, other: str) -> bool:
    """Albert and Alberte, Karim and Karima: they sound alike and are two people."""
    if one == other:
        return False
    for masculine, feminine in ((one, other), (other, one)):
        if feminine.endswith("a") and masculine[-1:] not in _VOWELS:
            return skeleton(masculine) == skeleton(feminine)
    return any(
        _turns_into(masculine, feminine, one, other)
        or _turns_into(masculine, feminine, other, one)
        for masculine, feminine in _FEMININE
    )


def _turns_into(masculine: str, feminine: str, one: str, other: str) -> bool:
    if len(one) < 3 or not one.endswith(masculine):
        return False
    return one[: len(one) - len(masculine)] + feminine == other


def _by_ear(asked: Word, known: Word, spelled: float) -> float:
    if not asked.sound or not known.sound:
        return 0.0
    if asked.sound == known.sound:
        return _SAME_SOUND if len(asked.sound) > 2 else 0.9
    heard = OSA.normalized_similarity(asked.sound, known.sound)
    return 0.75 * heard + 0.2 * spelled


def _by_bones(asked: Word, known: Word, spelled: float) -> float:
    if not asked.skeleton or not known.skeleton:
        return 0.0
    if asked.skeleton == known.skeleton:
        return _SAME_BONES + 0.25 * spelled if len(asked.skeleton) > 2 else 0.6 + 0.35 * spelled
    return 0.5 * OSA.normalized_similarity(asked.skeleton, known.skeleton) + 0.45 * spelled


def _by_piece(asked: Word, known: Word) -> float:
    """The beginning of a name was typed, or its beginning or end was heard."""
    piece, whole = asked.spelling, known.spelling
    share = len(piece) / max(len(whole), 1)
    if len(piece) >= _SHORTEST_PIECE and whole.startswith(piece):
        return _PIECE + 0.01 + 0.1 * share
    if len(piece) > _SHORTEST_PIECE and piece in whole:
        return _PIECE + 0.1 * share
    if len(asked.sound) >= _SHORTEST_PIECE and known.sound.startswith(asked.sound):
        return _PIECE + 0.1 * share
    return 0.0
