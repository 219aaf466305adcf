"""One spelling of a place: « St Etienne », « SAINT-ÉTIENNE » and « saint étienne » meet."""

import re
import unicodedata

from django.db.models import Q

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def search_key(text: str) -> str:
    """Lower-case words without accents, hyphens or apostrophes; « St » and « Ste » in full.

    The browser's combobox follows the same rule: both must find the same places.
    """
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
        if not unicodedata.combining(letter)
    )
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def begins_words(text: str) -> Q:
    """Every word typed begins a word of `search_key`: « bri roa » finds the brigade of Roanne."""
    matches = Q()
    for word in search_key(text).split():
        matches &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return matches
