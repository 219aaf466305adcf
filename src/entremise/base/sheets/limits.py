"""What a file really is, and whether it may be opened at all: nothing of it is read before."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from entremise.base.sheets.book import Kind, Unreadable

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CELLS = 1_000_000
# What the members of a file may weigh once inflated, and how many times their own weight.
MOST_INFLATED = 150 * 1024 * 1024
MOST_RATIO = 250
RATIO_FROM = 20 * 1024 * 1024
MOST_MEMBERS = 2000
CHUNK = 1024 * 1024

SAVE_AGAIN = (
    "Ouvrez-le dans votre tableur, puis enregistrez-le au format ODS, XLSX ou CSV et envoyez ce "
    "nouveau fichier."
)
TOO_HEAVY = (
    "Ce fichier dépasse 10 Mo : il n’a pas été lu. Gardez les seules colonnes utiles dans un "
    "nouveau fichier, sans image, ou envoyez-le en plusieurs fois."
)
EMPTY = "Ce fichier est vide. Vérifiez que vous avez choisi le bon, puis envoyez-le à nouveau."
LOCKED = (
    "Ce fichier est protégé par un mot de passe : il ne peut pas être lu. Ouvrez-le dans votre "
    "tableur, enlevez le mot de passe, enregistrez-le et envoyez-le à nouveau."
)
BOMB = (
    "Ce fichier prend beaucoup trop de place une fois ouvert : il n’a pas été lu. Copiez les "
    "seules cellules remplies dans un nouveau fichier, enregistrez-le et envoyez ce fichier."
)
DAMAGED = f"Ce fichier est abîmé : il ne s’ouvre pas en entier. {SAVE_AGAIN}"
TOO_MANY_ROWS = (
    f"Ce tableau dépasse {MOST_ROWS:,} lignes. Envoyez-le en plusieurs fichiers, par exemple un "
    "par année."
).replace(",", "\u202f", 1)
TOO_MANY_COLUMNS = (
    f"Ce tableau dépasse {MOST_COLUMNS} colonnes. Gardez les seules colonnes utiles dans un "
    "nouveau fichier, et envoyez-le."
)
TOO_MANY_CELLS = (
    "Ce tableau dépasse un million de cellules. Gardez les seules colonnes utiles dans un nouveau "
    "fichier, ou envoyez-le en plusieurs fois."
)
NOT_A_SHEET = "Ce fichier n’est pas un tableau : c’est {what}. {todo}"
OTHER_ENDING = (
    "Ce fichier finit par « .{ending} », mais son contenu est {what}. Vérifiez que c’est le bon "
    f"fichier. {SAVE_AGAIN}"
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "un document PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un document de texte",
    b"Rar!": "une archive",
    b"7z\xbc\xaf": "une archive",
    b"\x1f\x8b": "une archive",
    b"MZ": "un programme",
    b"\x7fELF": "un programme",
}
ENDINGS = {
    "csv": {Kind.CSV},
    "ods": {Kind.ODS},
    "xlsx": {Kind.XLSX},
    "xlsm": {Kind.XLSX},
    "xls": {Kind.XLS},
}
WHAT = {
    Kind.CSV: "un texte (CSV)",
    Kind.ODS: "un classeur ODS",
    Kind.XLSX: "un classeur XLSX",
    Kind.XLS: "un ancien classeur XLS",
}


def kind_of(content: bytes, name: str = "") -> Kind:
    """What the content is, or Unreadable: too heavy, empty, locked, a bomb, another thing."""
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_HEAVY)
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(EMPTY)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    try:
        kind = _kind(content)
    except Unreadable as refusal:
        other = getattr(refusal, "what", "")
        if other and ending in ENDINGS:
            raise Unreadable(OTHER_ENDING.format(ending=ending, what=other)) from None
        raise
    if kind not in ENDINGS.get(ending, {kind}):
        raise Unreadable(OTHER_ENDING.format(ending=ending, what=WHAT[kind]))
    return kind


class _Other(Unreadable):
    """It is something else, whose name is known."""

    def __init__(self, what: str, todo: str = "") -> None:
        todo = todo or "Choisissez le fichier de votre tableur."
        super().__init__(NOT_A_SHEET.format(what=what, todo=todo))
        self.what = what


def _kind(content: bytes) -> Kind:
    if content.startswith(ZIP):
        return _kind_of_zip(content)
    if content.startswith(OLE):
        return _kind_of_ole(content)
    for mark, what in OTHERS.items():
        if content.startswith(mark):
            raise _Other(what)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style")):
        raise _Other("une page web", SAVE_AGAIN)
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in content:
        raise _Other("un fichier d’un autre genre")
    return Kind.CSV


def _kind_of_ole(content: bytes) -> Kind:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise Unreadable(LOCKED)
    if holds("Workbook") or holds("Book"):
        if _is_locked_xls(content):
            raise Unreadable(LOCKED)
        return Kind.XLS
    raise _Other("un document de texte" if holds("WordDocument") else "un autre document")


# The records of an old workbook: its beginning, and the one that says that the rest is locked.
_BEGINS, _LOCKS, _LOOKED_AT = b"\x09\x08\x10\x00\x00\x06", 0x2F, 30


def _is_locked_xls(content: bytes) -> bool:
    """Whether a password locks the records that follow the beginning of the book."""
    at = content.find(_BEGINS)
    for _ in range(_LOOKED_AT):
        if at < 0 or at + 4 > len(content):
            return False
        kind, size = struct.unpack_from("<HH", content, at)
        if kind == _LOCKS:
            return True
        at += 4 + size
    return False


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _weigh(content, members)
            names = {member.filename for member in members}
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
                return Kind.XLSX
            if "content.xml" in names and "mimetype" in names:
                return _kind_of_open_document(archive, names)
    except (zipfile.BadZipFile, struct.error, zlib.error, EOFError, NotImplementedError):
        raise Unreadable(DAMAGED) from None
    except (RuntimeError, ValueError):  # a member locked by a password; a name that is none
        raise Unreadable(LOCKED) from None
    what = "un document de texte" if "word/document.xml" in names else "une archive"
    raise _Other(what)


def _kind_of_open_document(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise Unreadable(LOCKED)
    if b"opendocument.spreadsheet" in archive.read("mimetype"):
        return Kind.ODS
    raise _Other("un document de texte")


def _weigh(content: bytes, members: list[zipfile.ZipInfo]) -> None:
    """Inflate each member without keeping it: what it says of its own size may be a lie."""
    if len(members) > MOST_MEMBERS:
        raise Unreadable(BOMB)
    total = 0
    for member in members:
        for size in _inflated(content, member):
            total += size
            if total > MOST_INFLATED or total > max(RATIO_FROM, MOST_RATIO * len(content)):
                raise Unreadable(BOMB)


def _inflated(content: bytes, member: zipfile.ZipInfo) -> Iterator[int]:
    """The sizes of the pieces of a member, one after the other."""
    name, extra = struct.unpack_from("<HH", content, member.header_offset + 26)
    begin = member.header_offset + 30 + name + extra
    raw = content[begin : begin + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield len(raw)
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(member.compress_type)
    inflater = zlib.decompressobj(-15)
    while raw and not inflater.eof:
        yield len(inflater.decompress(raw, CHUNK))
        raw = inflater.unconsumed_tail
