"""Reads a PDF as somebody would: its words, its title, its pages."""

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class Paper:
    """What a PDF says, aloud and about itself."""

    text: str
    about: dict[str, str]
    sizes: list[tuple[int, int]]
    # Each line from left to right, without its spaces, as an eye meets its letters.
    seen: list[str]

    @property
    def pages(self):
        return len(self.sizes)


def read_paper(content):
    """Spaces are made plain, and words cut at the end of a line are joined again."""
    document = pypdfium2.PdfDocument(content)
    try:
        texts, sizes, seen = [], [], []
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            seen += _lines(words)
            words.close()
            sizes.append(tuple(round(side / 72 * 25.4) for side in page.get_size()))
            page.close()
        about = document.get_metadata_dict()
    finally:
        document.close()
    text = "\n".join(texts).replace("\ufffe", "").replace("\xad", "")
    return Paper(" ".join(text.split()), {k: v for k, v in about.items() if v}, sizes, seen)


def _lines(words):
    """The letters of a page by the height at which they stand, then from left to right."""
    rows = {}
    for at in range(words.count_chars()):
        letter = words.get_text_range(at, 1)
        if letter.strip():
            left, bottom, _right, _top = words.get_charbox(at, loose=True)
            rows.setdefault(round(bottom), []).append((left, letter))
    return ["".join(letter for _left, letter in sorted(row)) for row in rows.values()]
