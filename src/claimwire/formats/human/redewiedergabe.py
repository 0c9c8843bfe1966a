"""REDEWIEDERGABE: represented speech, thought and writing in old German texts, a token a line (`rwk_*.tsv`).

The files have tokens and no spaces between them; the text is the tokens with a blank before each that no mark forbids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...errors import FormatError
from ...pieces import Pieces
from ...schema.vocab import Label
from ..mark import SPANS
from .contract import HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, stem_of

NEEDED = ("tok", "stwr", "speaker", "intexpr")
NOTHING = "-"
CLOSING = frozenset(",.;:!?)]“”«’…")
OPENING = frozenset("([„»")

SLOT_OF = {"speaker": "source_spans", "intexpr": "cue_spans"}
QUOTE_TYPE_OF = {"direct": "direct", "indirect": "indirect", "reported": "indirect", "freeIndirect": "indirect"}
"""The `quote_type` of a type; of two alternatives (`indirect_freeIndirect`) the first counts."""

FRAME, MEDIUM, NONFACT, PRAG, METAPH, NOTE = "frame", "medium", "nonfact", "prag", "metaph", "note"
BORDER = "border"
SPACES = "the spaces of the text"
LOOSE = "a speaker or intexpr without its stwr"

MAPS = (
    Mapped("stwr", ("attributed_statement", "spans"), "of all types and media, in all its pieces"),
    Mapped("type of a stwr", ("quote_type",), "`direct` is direct, all others are indirect"),
    Mapped("level of a stwr", ("voice_id",), "the stwr one level above it on its first token"),
    Mapped(BORDER, ("confidence",), "low: borderline cases"),
    Mapped("speaker", ("source_spans",), "the words; no name is written down"),
    Mapped("intexpr", ("cue_spans",), ""),
    Mapped(FRAME, (), "speaker, cue and what is around them"),
    Mapped(MEDIUM, (), "speech, thought or writing are other classes than our channels"),
    Mapped(NONFACT, (), "what is not said, asked or wished: other classes than ours"),
    Mapped(PRAG, (), "no class of ours"),
    Mapped(METAPH, (), "no class of ours"),
    Mapped(NOTE, (), "words of a footnote stay in the text"),
    Mapped(LOOSE, (), "at the edge of a sample"),
    Mapped(SPACES, (), "the TSV files have none; they are put back by rules, and no span depends on it"),
)


@dataclass
class _Stwr:
    kind: str
    attributes: tuple[str, ...]
    above: str | None
    pieces: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class _Parts:
    """The text made so far, and what is marked in it, by the id of the stwr."""

    text: str = ""
    statements: dict[str, _Stwr] = field(default_factory=dict)
    slots: dict[str, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)
    frames: set[str] = field(default_factory=set)
    notes: int = 0

    def add(self, pieces: list[tuple[int, int]], start: int, end: int) -> None:
        """Add a token to pieces: to the last one if there is nothing but a blank between."""
        if pieces and not self.text[pieces[-1][1] : start].strip():
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))


def read_redewiedergabe(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of TSV files."""
    if whose is not None:
        raise FormatError(f"a file of REDEWIEDERGABE is of one layer; name the folder of {whose!r} instead of --whose")
    return [_document(file, content) for file, content in files.items()]


def _document(file: str, content: bytes) -> HumanDocument:
    header, *lines = decoded(content, file).split("\n")
    columns = header.split("\t")
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise FormatError(f"{file}:1: names no column {', '.join(missing)}")
    parts, problems = _Parts(), []
    for number, line in enumerate(lines, start=2):
        if not line.strip("\r"):
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) != len(columns) or not fields[columns.index("tok")].strip():
            problems.append(f"{file}:{number}: has {len(fields)} fields, expected a token and {len(columns) - 1} more")
            continue
        try:
            _token(parts, dict(zip(columns, fields, strict=True)))
        except ValueError as error:
            problems.append(f"{file}:{number}: {error}")
    name = stem_of(file, ".xmi.tsv", ".tsv")
    dropped = _dropped(parts)
    marks = tuple(_marks(parts))
    return HumanDocument(name, file, name, parts.text, marks, dropped=dropped, problems=tuple(problems))


def _token(parts: _Parts, line: Mapping[str, str]) -> None:
    """Add a line to the text and the marks; raises `ValueError` if what it says of a mark cannot be read."""
    word = line["tok"].strip()
    glued = not parts.text or word[0] in CLOSING or parts.text[-1] in OPENING
    start = len(parts.text) + (not glued)
    parts.text += ("" if glued else " ") + word
    above = None
    for told in _told(line["stwr"]):
        fields = told.split(".")
        if len(fields) < 3 or fields[0].partition("_")[0] not in QUOTE_TYPE_OF:
            raise ValueError(f"stwr {told!r} is not TYPE.MEDIUM.ID with a type of {', '.join(QUOTE_TYPE_OF)}")
        key = fields[2]
        statement = parts.statements.setdefault(key, _Stwr(fields[0], tuple(fields[3:]), above))
        parts.add(statement.pieces, start, len(parts.text))
        above = key
    for column, slot in SLOT_OF.items():
        for told in _told(line[column]):
            for key in told.partition(".")[2].split("_"):
                parts.add(parts.slots.setdefault(key, {}).setdefault(slot, []), start, len(parts.text))
    parts.frames.update(_told(line.get(FRAME, NOTHING)))
    parts.notes += line.get(NOTE, NOTHING) != NOTHING


def _told(value: str) -> list[str]:
    return [] if value in (NOTHING, "") else value.split("|")


def _marks(parts: _Parts) -> Iterator[HumanMark]:
    for key, statement in parts.statements.items():
        pieces: dict[str, Pieces] = {SPANS: tuple(statement.pieces)}
        pieces |= {slot: tuple(those) for slot, those in parts.slots.get(key, {}).items()}
        judged = {"quote_type": QUOTE_TYPE_OF[statement.kind.partition("_")[0]]}
        if any(attribute.partition("=")[0] == BORDER for attribute in statement.attributes):
            judged["confidence"] = "low"
        within = None if statement.above is None else f"s{statement.above}"
        yield HumanMark(f"s{key}", Label.ATTRIBUTED_STATEMENT, pieces, judged, within=within)


def _dropped(parts: _Parts) -> Counter[str]:
    statements = parts.statements.values()
    said = Counter(attribute.partition("=")[0] for statement in statements for attribute in statement.attributes)
    dropped = Counter({name: said[name] for name in (NONFACT, PRAG, METAPH)})
    dropped += Counter({FRAME: len(parts.frames), MEDIUM: len(statements), NOTE: parts.notes})
    dropped[LOOSE] = sum(key not in parts.statements for key in parts.slots)
    dropped[SPACES] = int(bool(parts.text))
    return +dropped


REDEWIEDERGABE = HumanCorpus(
    format_id="redewiedergabe",
    title="REDEWIEDERGABE",
    language="de",
    labels=(Label.ATTRIBUTED_STATEMENT,),
    annotation_licence="CC BY-NC-SA 4.0",
    text_licence="CC BY-NC-SA 4.0",
    texts_open=True,
    files=("rwk_*.tsv",),
    read=read_redewiedergabe,
    maps=MAPS,
)
