"""Kinds of files that are known by their first bytes, and text in encodings of two or four bytes a character."""

from __future__ import annotations

import codecs
import re

from .kinds import AS_PAGE, AS_TEXT, NOT_TEXT, UNPACK, FileKind

PDF = FileKind(
    "a PDF file",
    f"{AS_TEXT} (`pdftotext -layout FILE.pdf` does it where the PDF has its text and is not a scan; read what it made)",
)
GZIP = FileKind("a gzip archive", UNPACK)
ZIP = FileKind("a zip archive", UNPACK)
TAR = FileKind("a tar archive", UNPACK)
PACKED = FileKind("a compressed file", UNPACK)
WORD = FileKind("a Word document (.docx)", AS_TEXT)
OFFICE = FileKind("an old Office document (.doc, .xls or .msg)", AS_TEXT)
RTF = FileKind("an RTF document", AS_TEXT)
IMAGE = FileKind("an image", "type its text or have it recognised, and keep the original", may_hold_text=False)
SOUND = FileKind("a sound or a film", "write down what is said, and keep the original", may_hold_text=False)
PROGRAM = FileKind("a program", NOT_TEXT, may_hold_text=False)
TABLE = FileKind("a file of a data format", "export the article's text as plain text in UTF-8")
BINARY = FileKind("not text: it has NUL or other control characters", AS_TEXT)

MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x1f\x8b", GZIP),
    (b"BZh", FileKind("a bzip2 archive", UNPACK)),
    (b"\xfd7zXZ\x00", FileKind("an xz archive", UNPACK)),
    (b"\x28\xb5\x2f\xfd", FileKind("a zstd archive", UNPACK)),
    *((magic, PACKED) for magic in (b"\x04\x22\x4d\x18", b"\x1f\x9d", b"\x1f\xa0", b"]\x00\x00", b"LZIP\x01")),
    (b"7z\xbc\xaf\x27\x1c", FileKind("a 7-Zip archive", UNPACK)),
    (b"Rar!\x1a\x07", FileKind("a RAR archive", UNPACK)),
    (b"!<arch>\n", FileKind("an ar archive", UNPACK)),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"{\\rtf", RTF),
    (b"%!PS", FileKind("a PostScript file", AS_TEXT)),
    *((magic, IMAGE) for magic in (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")),
    *((magic, IMAGE) for magic in (b"8BPS\x00", b"AT&TFORM", b"\x00\x00\x01\x00", b"\x00\x00\x00\x0cjP  ")),
    *(
        (magic, SOUND)
        for magic in (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"OggS\x00", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01")
    ),
    (b"SQLite format 3\x00", FileKind("an SQLite database", TABLE.advice)),
    (b"PAR1", FileKind("a Parquet file", TABLE.advice)),
    *((magic, TABLE) for magic in (b"ARROW1\x00", b"\x89HDF\r\n", b"\x93NUMPY", b"Obj\x01", b"ORC\n", b"FEA1")),
    (b"WARC/", FileKind("a web archive (WARC)", AS_PAGE)),
    (b"bplist00", FileKind("a property list or a Safari web archive", AS_PAGE)),
    *(
        (magic, PROGRAM)
        for magic in (b"\x7fELF", b"\x00asm", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")
    ),
)
"""First bytes of files, and what these are."""

BOXES = {b"avif": IMAGE, b"heic": IMAGE, b"heix": IMAGE, b"mif1": IMAGE}
"""Brands of files that begin with an `ftyp` box and are images; the others are sounds and films."""

IN_ZIP: tuple[tuple[bytes, FileKind], ...] = (
    (b"application/epub+zip", FileKind("an e-book (EPUB)", AS_TEXT)),
    (b"application/vnd.oasis.opendocument", FileKind("an OpenDocument file", AS_TEXT)),
    (b"word/", WORD),
    (b"xl/", FileKind("a spreadsheet (.xlsx)", AS_TEXT)),
    (b"ppt/", FileKind("a presentation (.pptx)", AS_TEXT)),
)
"""What the first names and the first file of a zip archive tell of it, in this order."""

ZIP_HEAD = 8192
"""Number of bytes of a zip archive in which that is looked for."""

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""The longer ones first, because one of UTF-32 begins with one of UTF-16."""

HEAD = 65536
"""Number of bytes at the beginning of a document in which characters are counted."""

CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r")))
"""Characters that control a device and are part of no text."""

CONTROL_SHARE, CONTROLS_AT_MOST = 0.01, 2
"""A text of which more is such characters, and that has more of them, is no text; many texts have one left over."""


def kind_of_bytes(document: bytes) -> FileKind | None:
    """Return what a document is that is not text in UTF-8 or in another encoding of single bytes; None if it may be."""
    marked = marked_encoding(document)
    if marked is not None:
        return _wide(marked)
    start = document[:HEAD].removeprefix(codecs.BOM_UTF8)
    found = next((kind for magic, kind in MAGIC if start.startswith(magic) and _is_sure(magic, start)), None)
    return found or _with_structure(start) or _of_characters(start)


def marked_encoding(document: bytes) -> str | None:
    """Return the encoding that a byte order mark declares, of two or four bytes a character; None if there is none."""
    return next((name for mark, name in BYTE_ORDER_MARKS.items() if document.startswith(mark)), None)


def _is_sure(magic: bytes, start: bytes) -> bool:
    """Return whether first bytes that are also those of a word are followed by what the format has there."""
    if magic == b"BZh":
        return re.match(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)", start) is not None
    if magic == b"WARC/":
        return re.match(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n(?:[A-Za-z-]+:|$)", start) is not None
    if magic in (b"%!PS", b"{\\rtf"):
        return re.match(rb"%!PS(?:-Adobe|\s*[\r\n]|$)|\{\\rtf[\d\\{]", start) is not None
    if magic.startswith(b"GIF8"):
        return re.match(rb"GIF8[79]a(?![ -~]{7}|\s)", start) is not None
    if magic in (b"PAR1", b"fLaC", b"FEA1", b"AT&TFORM", b"bplist00"):
        return _has_controls(start)
    return True


def _with_structure(start: bytes) -> FileKind | None:
    """Return the kind of a document whose signature is not only its first bytes."""
    if re.match(rb"\s{0,1024}%PDF-\d\.\d\s*?(?:[\r\n]|$)", start) or (b"%PDF-" in start[:1024] and b"endobj" in start):
        return PDF
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return next((kind for name, kind in IN_ZIP if name in start[:ZIP_HEAD]), ZIP)
    if start[257:262] == b"ustar":
        return TAR
    if start[4:8] == b"ftyp":
        return BOXES.get(start[8:12], SOUND)
    if start.startswith(b"RIFF") and start[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return IMAGE if start[8:12] == b"WEBP" else SOUND
    if re.match(rb"\s{1,64}\{\\rtf\d?", start):
        return RTF
    if start.startswith(b"MZ") and _has_controls(start):
        return PROGRAM
    if start.startswith(b"BM") and start[6:10] == bytes(4):
        return IMAGE
    return None


def _has_controls(start: bytes) -> bool:
    return len(start.translate(None, CONTROLS)) < len(start)


def _of_characters(start: bytes) -> FileKind | None:
    """Return the kind of a document whose characters are not those of a text: of wide ones, or too many controls."""
    if b"\0" in start:
        return _wide(name) if (name := _unmarked_encoding(start)) else BINARY
    controls = len(start) - len(start.translate(None, CONTROLS))
    return BINARY if controls > max(CONTROLS_AT_MOST, CONTROL_SHARE * len(start)) else None


def _unmarked_encoding(start: bytes) -> str | None:
    """Return the encoding of two or four bytes a character that the places of the NUL bytes speak for."""
    for name, width, filled in (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1)):
        whole = start[: len(start) // width * width]
        if not whole or whole[filled::width].count(0):
            continue
        text = whole.decode(name, errors="replace")
        odd = sum(character == "\ufffd" or not (character.isprintable() or character.isspace()) for character in text)
        if odd <= CONTROL_SHARE * len(text) + 1 and not _is_narrow(start):
            return name
    return None


def _is_narrow(start: bytes) -> bool:
    """Return whether bytes are text of single ones in which few are NUL, of no wide encoding."""
    try:
        start.decode()
    except UnicodeDecodeError:
        return False
    narrow = start.replace(b"\0", b"")
    return 4 * (len(start) - len(narrow)) <= len(start) and not _has_controls(narrow)


def _wide(encoding: str) -> FileKind:
    name = encoding.upper()
    return FileKind(
        f"text in {name}",
        f"convert it to UTF-8, for instance with `iconv -f {name} -t UTF-8`, and keep the original",
    )
