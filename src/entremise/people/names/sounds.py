"""How a name sounds: a French ear, and a coarser one that forgives transliteration.

`sound` follows the regular correspondences between French letters and phonemes as school and
reference grammars describe them: digraphs, nasal vowels, s between vowels, silent endings.
`skeleton` keeps the consonants that survive from one alphabet or clerk to the next: Youssef and
Yusuf, Khadija and Khedidja, Şahin and Chahine leave the same bones.

Both read words of `spelling.words` and never fail; a word that is not in Latin letters has no
code and is found by its spelling alone.
"""

import re

from entremise.people.names.spelling import LONGEST_WORD, fold

_ACCENTED = str.maketrans(
    {
        "è": "é", "ê": "é", "ë": "é", "ē": "é", "ě": "é", "ė": "é", "ä": "é", "æ": "é",
        "ã": "an", "õ": "on", "ą": "on", "ę": "in", "ö": "eu", "ő": "eu", "ø": "eu", "œ": "eu",
        "ñ": "gn", "ń": "gn", "ş": "ch", "ș": "ch", "š": "ch", "ś": "ch", "ć": "tch", "č": "tch",
        "ž": "j", "ż": "j", "ź": "j", "ğ": "", "ț": "ts", "ţ": "ts",
    }
)  # fmt: skip
_KEPT = frozenset("éçï")

# Endings that are written and not said. « Laurent » loses its t, « Charlotte » only its e.
_SPOKEN_E = re.compile(r"(?<=[a-zéçï]{2})e[rzt]s?$")
_AU = re.compile(r"aul[td]s?$")
_MUTE_E = re.compile(r"(?<=[a-zéçï]{2})es?$")
_SILENT = re.compile(r"(?<=[a-zéçï]{2})(?:[tdxz]s?|s)$")

# ə is the mute e of an ending: not said, but Simone is not Simon.
_V = "[aeiouyéïə]"
# A nasal vowel: n before another consonant or at the end; m only before b and p.
_N = f"(?:n(?!{_V}|[nh])|m(?=[bp]))"

# At each place of the word the first rule that fits wins. Capitals and figures stand for
# phonemes written with several letters: A I O nasal vowels, E é/è, U ou, W oua, 2 eu, S ch,
# J j, N gn, j the y of yeux.
_FRENCH: tuple[tuple[str, str], ...] = (
    (r"e?au", "o"),
    (r"euill?|oeil", "2j"),
    (r"ouill?(?=[eə]|$)", "Uj"),
    (r"ai(?:ll|l$)", "aj"),
    (r"ei(?:ll|l$)", "Ej"),
    (r"(?<=v)ill", "il"),
    (r"ill(?=[eaouə]|$)", "ij"),
    (rf"oin(?!{_V}|n)", "WI"),
    (rf"o[iy](?!n{_V})", "Wa"),
    (rf"(?:ou|w|oo)(?={_V})", "W"),
    (r"ou|oo", "U"),
    (r"o?eu", "2"),
    (rf"ie{_N}", "jI"),
    (rf"[ae]i{_N}|[iyuï]{_N}", "I"),
    (rf"[ae]{_N}", "A"),
    (rf"o{_N}", "O"),
    (r"[ae][iy](?=[aeou])", "Ej"),
    (r"[ae][iy]|é", "E"),
    (r"ee", "i"),
    (r"[iyï](?=[aeiouyéï])", "j"),
    (r"[iyï]", "i"),
    (r"e", "E"),
    (r"sch|tch|sh|ch(?![rlntm])", "S"),
    (r"ck|cq|qu|q|kh|ch", "k"),
    (r"ph", "f"),
    (r"dj", "J"),
    (r"gn|nh", "N"),
    (r"gu(?=[eiyéə])|gh", "g"),
    (r"ge(?=[aou])|g(?=[eiyéə])|j", "J"),
    (r"sc(?=[eiyéə])|ç|c(?=[eiyéə])", "s"),
    (r"ti(?=on)", "sj"),
    (rf"(?<={_V})s(?={_V})", "z"),
    (r"x", "ks"),
    (r"c", "k"),
    (r"w$|h|ə", ""),
    (r"w", "v"),
)
_RULES = re.compile("|".join(f"({pattern})" for pattern, _ in _FRENCH))
_TWICE = re.compile(r"(.)\1+")
_LATIN = re.compile(r"[a-zéçï]+")

_FOREIGN = str.maketrans(
    {"ş": "ch", "ș": "ch", "š": "ch", "ś": "ch", "ç": "s", "ğ": "", "ć": "ch", "č": "ch",
     "ž": "j", "ż": "j", "ź": "j", "ñ": "gn", "ń": "n"}
)  # fmt: skip
_COARSE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"sch|tch|ch|sh|cz|sz|t[sz]", "s"),
        (r"dj|dz|zh|di(?=[aeou])", "j"),
        (r"ck|cq|qu|q|kh|gu(?=[eiy])", "k"),
        (r"gh|rh", "r"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"gn|nh", "n"),
        (r"lh|ill(?=[aeou])", "l"),
        (r"c(?=[eiy])|z", "s"),
        (r"g(?=[eiy])", "j"),
        (r"[cg]", "k"),
        (r"x", "ks"),
        (r"w$", ""),
        (r"w|(?:ou|oo)(?=[aeiy])|f", "v"),
        (r"d", "t"),
        (r"b", "p"),
        (r"m(?=p)", "n"),
        (r"^h?[aeiouy]+h?", "a"),
        (r"(?<!^)[aeiouy]|h", ""),
    )
)


def sound(word: str) -> str:
    """What a French reader says aloud, one character per phoneme."""
    letters = "".join(c if c in _KEPT else fold(c) for c in word.translate(_ACCENTED))
    if not _LATIN.fullmatch(letters):
        return ""
    spoken = _RULES.sub(_phoneme, _without_silent_ending(letters))
    spoken = spoken.replace("Nj", "N").replace("nj", "N")
    return _TWICE.sub(r"\1", spoken)[:LONGEST_WORD]


def skeleton(word: str) -> str:
    """Consonants with voiced and unvoiced merged, and one mark for an initial vowel."""
    bones = fold(word.translate(_FOREIGN))
    if not (bones.isascii() and bones.isalpha()):
        return ""
    for pattern, code in _COARSE:
        bones = pattern.sub(code, bones)
    return _TWICE.sub(r"\1", bones)[:LONGEST_WORD]


def _without_silent_ending(letters: str) -> str:
    closed = _SPOKEN_E.sub("é", letters)
    if closed != letters:
        return closed
    muted = _MUTE_E.sub("ə", letters)
    if muted != letters:
        return muted
    return _SILENT.sub("", _AU.sub("au", letters))


def _phoneme(match: re.Match[str]) -> str:
    return _FRENCH[(match.lastindex or 1) - 1][1]
