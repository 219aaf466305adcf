"""The words of what came back: those of a paper can be looked for like those of a page."""

from importlib.util import find_spec

PDF = "application/pdf"
# What stands for the end of a line inside a word.
_JOINTS = str.maketrans("", "", "\ufffe\xad")


def can_read_papers() -> bool:
    """Whether the part that reads PDF is installed: it comes with the tests."""
    return find_spec("pypdfium2") is not None


def words_of(content: bytes, kind: str) -> str:
    """The text of a page or of a paper."""
    if not kind.startswith(PDF) or not can_read_papers():
        return content.decode("utf-8", "replace")
    import pypdfium2

    document, texts = pypdfium2.PdfDocument(content), []
    try:
        for page in document:
            words = page.get_textpage()
            texts.append(words.get_text_range())
            words.close()
            page.close()
    finally:
        document.close()
    return "\n".join(texts).translate(_JOINTS)
