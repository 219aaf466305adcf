"""The colours of the theme, computed: each text on each ground it may stand on, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

import entremise.base

CSS = Path(entremise.base.__file__).parent / "static" / "base" / "css" / "tokens.css"
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{3,6});")
BLOCK = re.compile(r"(:root[^{]*)\{([^}]*)\}")

GROUNDS = ("ground", "surface", "sunken")
TEXT = [
    *product(("ink", "soft", "accent", "accent-strong", "danger"), GROUNDS),
    *product(("attention", "done"), ("ground", "surface")),
    *((kind, f"{kind}-ground") for kind in ("danger", "attention", "done")),
    *product(("ink",), ("accent-ground", "danger-ground", "attention-ground", "done-ground")),
    ("accent-strong", "accent-ground"),
    ("accent", "accent-ground"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("surface", "danger"),
    ("surface", "ink"),
]
# What is seen without being read: edges of fields, the focus.
MARKS = [*product(("edge", "focus"), GROUNDS), ("focus", "accent-ground")]


def themes() -> dict[str, dict[str, str]]:
    """The tokens as each selector leaves them."""
    blocks = [
        (name.strip(), dict(TOKEN.findall(body))) for name, body in BLOCK.findall(CSS.read_text())
    ]
    coloured = {name: colours for name, colours in blocks if colours}
    light = coloured[":root"]
    return {name: light | colours for name, colours in coloured.items()}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


def test_dark_is_the_same_by_choice_and_by_the_device():
    found = themes()
    assert set(found) == {":root", ':root:not([data-theme="light"])', ':root[data-theme="dark"]'}
    assert found[':root:not([data-theme="light"])'] == found[':root[data-theme="dark"]']


@pytest.mark.parametrize("theme", list(themes()))
class TestContrast:
    @pytest.mark.parametrize(("text", "ground"), TEXT)
    def test_lets_every_text_be_read(self, theme, text, ground):
        colours = themes()[theme]
        assert contrast(colours[text], colours[ground]) >= 4.5

    @pytest.mark.parametrize(("mark", "ground"), MARKS)
    def test_lets_every_edge_and_the_focus_be_seen(self, theme, mark, ground):
        colours = themes()[theme]
        assert contrast(colours[mark], colours[ground]) >= 3
