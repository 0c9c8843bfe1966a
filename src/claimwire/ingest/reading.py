"""What a recipe returns, the pieces of a raw text and the facts it states, and how the pieces become the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from ..errors import RecipeError
from ..schema import Citation, Publication, Segment
from ..schema.vocab import DateEvidence, SegmentKind
from .filekinds import kind_of_bytes, kind_of_text

KEPT = frozenset(
    {SegmentKind.HEADLINE, SegmentKind.LEAD, SegmentKind.DATELINE, SegmentKind.BODY, SegmentKind.SECTION_HEADING}
)
"""Kinds of pieces that are part of an article's text."""

PARAGRAPH_BREAK = "\n\n"
"""Between two pieces of an article's text, except after a dateline on the line of the first sentence."""

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Piece:
    """A range of a raw text and what it is."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True)
class TextLine:
    """A line of a raw text without the white space around it, and its offset in code points."""

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
    notes: tuple[str, ...] = ()
    """What whoever adds the document should know of it: words that were not found, dates that contradict each other."""
    cited: tuple[Citation, ...] = ()
    """The sources that the document names with their addresses."""
    refusals: tuple[str, ...] = ()
    """Why no article is made of the document, although its text can be read: a fact in a form that is not read."""
    headline: str | None = None
    """What stands for the headline in the record, which is published, if that is not the whole piece."""


class Recipe(Protocol):
    """A named, versioned way to read raw texts of one shape.

    A change that alters what any document yields is a new version, so that a recorded text can always be made again.
    `name` has lowercase letters, digits and hyphens; `describes` is the line that `claimwire ingest --recipes` prints.
    """

    name: str
    version: int
    describes: str

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Return the raw text of a document (or of one record in it) and what was read in it.

        Raises `RecipeError` if the document does not have the recipe's shape.
        """


@runtime_checkable
class RecordRecipe(Recipe, Protocol):
    """A recipe for files that hold several documents, its records, each of which has a name in the file.

    `extract` reads a record out of the file, and out of what the record is `read_from` just as well.
    """

    hashes_records: bool
    """Whether an article's `document_sha256` is that of its record, so that other records may change; if not, it is
    that of the whole file."""
    no_records: str
    """What a file without records should have."""

    def holds(self, name: str, document: bytes) -> bool:
        """Return whether a file is of the kind that the recipe reads, by its name and how it begins."""

    def records(self, document: bytes) -> Sequence[FileRecord]:
        """Return the records of a file, in order.

        Raises `RecipeError` if the file does not have the recipe's shape, or two records have one name.
        """


@dataclass(frozen=True)
class FileRecord:
    """A record of a file: its name, which is unique in the file, and the bytes that it is."""

    name: str
    content: bytes
    also: tuple[str, ...] = ()
    """Other names that it may be recorded by, which need not be unique."""
    around: bytes | None = None
    """The record with what it takes from the rest of the file, where its content alone does not say all of it."""

    @property
    def read_from(self) -> bytes:
        """What `extract` reads it from without the rest of the file."""
        return self.content if self.around is None else self.around


class TextRecipe:
    """Base of recipes whose raw text is the document itself, decoded as UTF-8."""

    def extract(self, document: bytes, record: str | None) -> tuple[str, Reading]:
        """Decode the document and read it."""
        if record is not None:
            raise RecipeError(f"the document holds one text, not records; leave `#{record}` out of its file name")
        raw = decode(document)
        require_kind(raw)
        return raw, self.read(raw)

    def read(self, raw: str) -> Reading:
        """Return the pieces of a raw text; every recipe has its own."""
        raise NotImplementedError


def file_and_record(document: str) -> tuple[str, str]:
    """Return the name of the file of a recorded document and of the record in it, which is empty for a whole file.

    Where a file's name has a `#`, that is a record's only after `.jsonl`; for another file see `extract` of its recipe.
    """
    head, mark, record = document.partition(".jsonl#")
    if mark:
        return f"{head}.jsonl", record
    name, _, record = document.partition("#")
    return name, record


def decode(document: bytes) -> str:
    """Return a document's text with its line ends unchanged.

    Raises `RecipeError` if it is not UTF-8, or is known by its bytes as another kind of file: compressed, a PDF, ...
    """
    require_text(document)
    try:
        return document.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecipeError(
            f"byte {error.start} of the document is not UTF-8; convert the document first, and keep the original"
        ) from error


def require_text(document: bytes) -> None:
    """Raise `RecipeError` if a document is known by its bytes as something else than text in an encoding of bytes."""
    kind = kind_of_bytes(document)
    if kind is not None:
        raise RecipeError(f"the document is {kind.name}; {kind.advice}")


def require_kind(raw: str, recipe: str | None = None) -> None:
    """Raise `RecipeError` if a decoded document is a page, an e-mail, data or the like, and not plain text.

    `recipe` is the name of the one that reads it, which may read documents of its own kind.
    """
    kind = kind_of_text(raw)
    if kind is not None and (recipe is None or kind.recipe != recipe):
        raise RecipeError(f"the document is {kind.name}, not the text of an article; {kind.advice}")


def lines(raw: str, start: int = 0) -> list[TextLine]:
    """Return the lines of a raw text from offset `start` that are not blank, without the white space around them.

    A byte order mark at the beginning of the text is not part of a line.
    """
    text_lines = []
    offset = max(start, 1) if raw.startswith(BYTE_ORDER_MARK) else start
    for line in raw[offset:].split("\n"):
        stripped = line.strip()
        if stripped:
            text_lines.append(TextLine(stripped, offset + line.index(stripped)))
        offset += len(line) + 1
    return text_lines


def has_break(before: SegmentKind, before_end: int, start: int) -> bool:
    """Return whether there is a paragraph break between two neighbouring kept pieces of a text.

    There is none after a dateline that the next piece follows directly, as the first sentence does on its line.
    """
    return before is not SegmentKind.DATELINE or before_end != start


def compose(raw: str, pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """Return the article's text and the segments that tile the raw text.

    Kept pieces are copied unchanged, with a paragraph break between them (see `has_break`). Everything else is a
    segment with its own raw text, so that `reconstruct` gives the raw text back.
    Raises `RecipeError` if pieces overlap or lie outside the raw text.
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
        if previous is not None and has_break(previous.kind, previous.end, piece.start):
            parts.append(PARAGRAPH_BREAK)
            length += len(PARAGRAPH_BREAK)
        segments.append(Segment(kind=piece.kind, raw_start=piece.start, raw_end=piece.end, start=length))
        parts.append(content)
        length += len(content)
        previous = piece
    return "".join(parts), tuple(segments)


def _tiled(raw: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces in order, without empty ones, and what is between them as pieces too."""
    end = 0
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        given = f"the recipe gave a {piece.kind} at {piece.start} to {piece.end}"
        if not 0 <= piece.start <= piece.end <= len(raw):
            raise RecipeError(f"{given}, expected a range within 0 to {len(raw)}")
        if piece.start < end:
            raise RecipeError(f"{given} that overlaps the piece before it, which ends at {end}")
        if piece.start > end:
            yield _between(raw, end, piece.start)
        if piece.end > piece.start:
            yield piece
        end = piece.end
    if end < len(raw):
        yield _between(raw, end, len(raw))


def _between(raw: str, start: int, end: int) -> Piece:
    """Return what is between two pieces as a piece: white space is a separator, anything else is boilerplate."""
    blank = not raw[start:end].strip()
    return Piece(SegmentKind.SEPARATOR if blank else SegmentKind.BOILERPLATE, start, end)
