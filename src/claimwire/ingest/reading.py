"""What a recipe hands over: the pieces of a raw text and the facts it states; and how the pieces become the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ..errors import RecipeError
from ..schema import Publication, Segment
from ..schema.vocab import DateEvidence, SegmentKind

KEPT = frozenset(
    {SegmentKind.HEADLINE, SegmentKind.LEAD, SegmentKind.DATELINE, SegmentKind.BODY, SegmentKind.SECTION_HEADING}
)
"""Kinds of pieces that are part of an article's text."""

PARAGRAPH_BREAK = "\n\n"
"""What stands between two pieces in an article's text, except after a dateline on the line of the first sentence."""

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Piece:
    """A range of a raw text and what it is."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A line of a raw text without the white space around it, and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Code point after the last of the line."""
        return self.start + len(self.text)

    def piece(self, kind: SegmentKind) -> Piece:
        """Return the whole line as a piece."""
        return Piece(kind, self.start, self.end)


@dataclass(frozen=True)
class Reading:
    """What a recipe found in a raw text."""

    pieces: tuple[Piece, ...]
    url: str | None = None
    publication: Publication = field(default_factory=lambda: Publication(found=DateEvidence.UNKNOWN))


class Recipe(Protocol):
    """A named, versioned way to read raw texts of one shape.

    A change that alters what any document yields is a new version, so that a recorded text can always be made again.
    """

    name: str
    version: int
    describes: str

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of a document (or of one record in it) and what was read in it.

        Raises `RecipeError` where the document does not have the recipe's shape.
        """


class TextRecipe:
    """Base of recipes whose raw text is the document itself, decoded as UTF-8."""

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Decode the document and read it."""
        if record is not None:
            raise RecipeError(f"the document holds one text, not records; leave `#{record}` out of its file name")
        raw = decode(document)
        return raw, self.read(raw)

    def read(self, raw: str) -> Reading:
        """Return the pieces of a raw text; a recipe's own part."""
        raise NotImplementedError


def decode(document: bytes) -> str:
    """Return a document's text, line ends as they are; raises `RecipeError` where it is not UTF-8."""
    try:
        return document.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecipeError(
            f"byte {error.start} of the document is not UTF-8; convert the document first, and keep the original"
        ) from error


def lines(raw: str, start: int = 0) -> list[Line]:
    """Return the lines of a raw text from `start` on that are not blank, without the white space around them.

    A byte order mark at the head of the text belongs to no line.
    """
    found = []
    place = max(start, 1) if raw.startswith(BYTE_ORDER_MARK) else start
    for line in raw[place:].split("\n"):
        stripped = line.strip()
        if stripped:
            found.append(Line(stripped, place + line.index(stripped)))
        place += len(line) + 1
    return found


def parted(before: SegmentKind, before_end: int, start: int) -> bool:
    """Tell whether a paragraph break stands between two neighbouring kept pieces of a text.

    There is none behind a dateline that the next piece follows at once, as the first sentence does on its line.
    """
    return before is not SegmentKind.DATELINE or before_end != start


def compose(raw: str, pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """Return the article's text and the segments that tile the raw text.

    Kept pieces are copied as they are, with a paragraph break between them (see `parted`). Everything else is a segment
    that carries its own raw text, so that `reconstruct` gives the raw text back.
    Raises `RecipeError` where pieces overlap or lie outside the raw text.
    """
    parts: list[str] = []
    length = 0
    segments: list[Segment] = []
    previous: Piece | None = None
    for piece in _tiled(raw, pieces):
        content = raw[piece.start : piece.end]
        if piece.kind not in KEPT:
            segments.append(Segment(kind=piece.kind, raw_start=piece.start, raw_end=piece.end, raw=content))
            continue
        if previous is not None and parted(previous.kind, previous.end, piece.start):
            parts.append(PARAGRAPH_BREAK)
            length += len(PARAGRAPH_BREAK)
        segments.append(Segment(kind=piece.kind, raw_start=piece.start, raw_end=piece.end, start=length))
        parts.append(content)
        length += len(content)
        previous = piece
    return "".join(parts), tuple(segments)


def _tiled(raw: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces in order, empty ones left out, with what lies between them as separators."""
    place = 0
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        found = f"the recipe gave a {piece.kind} at {piece.start} to {piece.end}"
        if not 0 <= piece.start <= piece.end <= len(raw):
            raise RecipeError(f"{found}, expected a range within 0 to {len(raw)}")
        if piece.start < place:
            raise RecipeError(f"{found} that overlaps the piece before it, which ends at {place}")
        if piece.start > place:
            yield _between(raw, place, piece.start)
        if piece.end > piece.start:
            yield piece
        place = piece.end
    if place < len(raw):
        yield _between(raw, place, len(raw))


def _between(raw: str, start: int, end: int) -> Piece:
    """Return what lies between two pieces: white space is a separator, anything else was left out as boilerplate."""
    blank = not raw[start:end].strip()
    return Piece(SegmentKind.SEPARATOR if blank else SegmentKind.BOILERPLATE, start, end)
