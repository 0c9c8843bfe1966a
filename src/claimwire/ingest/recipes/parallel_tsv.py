"""Documents of a parallel corpus: the text in the first column, translations beside it, a blank line between them."""

from __future__ import annotations

from functools import lru_cache

from ...corpus.jsontext import BYTE_ORDER_MARK
from ...errors import RecipeError
from ...schema.vocab import SegmentKind
from ..reading import FileRecord, Piece, Reading, TextLine, decode, lines, require_text
from .credits import is_credit_of_line_before, line_kind, opening_pieces

TAB = "\t"
LANGUAGE = "eng"
"""Head of the column that is read, the first one."""

HEADLINE_WORDS = 20
"""Most words of a first line that is a headline."""

HEADING_WORDS = 8
"""Most words of a heading within the text; it has no punctuation at its end and names no account."""


class ParallelTsvRecipe:
    """The raw text is the first column; the translations beside it are not looked at.

    A record is called by its number in the file, counted from 0. Its content is its lines as they stand there. The
    first line is the headline if it is short and no sentence; a document may have none.
    """

    name = "parallel-tsv"
    version = 1
    hashes_records = True
    no_records = "it should have lines with a tab, and a blank line between documents"
    describes = "a TSV file of documents in English with their translations; name it FILE#NUMBER"

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file has the name of a TSV file and English in its first column."""
        return name.endswith(".tsv") and _has_head(document)

    def records(self, document: bytes) -> tuple[FileRecord, ...]:
        """Return the documents of a file, by number; raises `RecipeError` if it is no such file."""
        return tuple(FileRecord(str(number), block.encode()) for number, block in enumerate(_blocks(document)))

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of a document; raises `RecipeError` if there is no document of that number."""
        if record is None:
            raise RecipeError("the file holds several documents; name one as FILE#NUMBER")
        blocks = _blocks(document)
        number = int(record) if record.isascii() and record.isdecimal() else -1
        if not _has_head(document):
            if len(blocks) != 1 or TAB not in blocks[0]:
                raise RecipeError(f"its first line is not `{LANGUAGE}`, a tab and another language")
            number = 0
        if not 0 <= number < len(blocks):
            raise RecipeError(f"there is no document {record!r}; the file has {len(blocks)}, counted from 0")
        require_text(blocks[number].encode())
        raw = "".join(f"{line.partition(TAB)[0]}\n" for line in blocks[number].split("\n")[:-1])
        text_lines = lines(raw)
        if not text_lines:
            raise RecipeError(f"document {record} has no words in its first column")
        return raw, Reading(tuple(_pieces(text_lines)))


def _pieces(text_lines: list[TextLine]) -> list[Piece]:
    """Return the pieces of a text: its headline if it has one, captions with credits before it, and paragraphs."""
    first, *rest = text_lines
    if rest and is_credit_of_line_before(rest[0].text):
        return [first.piece(SegmentKind.CREDIT), *opening_pieces(rest[0]), *_paragraphs(rest[1:])]
    if _is_headline(first.text):
        return [first.piece(SegmentKind.HEADLINE), *_paragraphs(rest)]
    return [*opening_pieces(first), *_paragraphs(rest)]


def _paragraphs(text_lines: list[TextLine]) -> list[Piece]:
    return [line.piece(line_kind(line.text) or _kind(line.text)) for line in text_lines]


def _is_headline(text: str) -> bool:
    return len(text.split()) <= HEADLINE_WORDS and line_kind(text) is None and text[-1] not in ".:;,…"


def _kind(text: str) -> SegmentKind:
    """Return whether a line is a heading within the text or a paragraph."""
    is_heading = (
        len(text.split()) <= HEADING_WORDS and text[-1].isalnum() and text[0].isupper() and not set(text) & set("@#")
    )
    return SegmentKind.SECTION_HEADING if is_heading else SegmentKind.BODY


def _has_head(document: bytes) -> bool:
    head, tab, _ = document.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].partition(b"\t")
    return bool(tab) and head.strip() == LANGUAGE.encode()


@lru_cache(maxsize=8)
def _blocks(document: bytes) -> tuple[str, ...]:
    """Return the documents of a file, each as its lines stand in it, or the one document that a record is."""
    text = decode(document).removeprefix(BYTE_ORDER_MARK)
    written = text.split("\n")
    if _has_head(document):
        written = written[1:]
    blocks: list[list[str]] = [[]]
    for line in written:
        if line.strip():
            blocks[-1].append(line + "\n")
        elif blocks[-1]:
            blocks.append([])
    return tuple("".join(block) for block in blocks if block)
