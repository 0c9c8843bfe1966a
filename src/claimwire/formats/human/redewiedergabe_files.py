"""The files of REDEWIEDERGABE, `rwk_*.tsv` with a token a line and `rwk_*.xmi`, as a text and what is marked in it.

A TSV file has no spaces between its tokens: the text is the tokens with a blank before each that no mark forbids. In an
XMI file the lines of the page are broken and indented; the text is its words with a blank between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...errors import FormatError
from ..uima.reading import Structure, read_xmi

TYPES = frozenset({"direct", "indirect", "reported", "freeIndirect"})
NOTHING = "-"
CLOSING = frozenset(",.;:!?)]“”«’…")
OPENING = frozenset("([„»")
NEEDED = ("tok", "stwr", "speaker", "intexpr")
PACKAGE = "de.idsma.rw"

SPEAKER, INTEXPR, FRAME, NOTE = "speaker", "intexpr", "frame", "note"
ATTRIBUTES = {"NonFact": "nonfact", "Prag": "prag", "Border": "border", "Metaph": "metaph"}
"""The attributes of an XMI file, and what TSV files call them."""


@dataclass
class Stwr:
    """A representation of speech, thought or writing: its type, its attributes, and the id of the one it is in."""

    kind: str
    attributes: tuple[str, ...]
    above: str | None
    pieces: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class StwrSample:
    """A text, and what is marked in it, by the id of the stwr."""

    text: str = ""
    statements: dict[str, Stwr] = field(default_factory=dict)
    slots: dict[str, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)
    """The pieces of speakers and introducing words: id, column, pieces."""
    frames: set[str] = field(default_factory=set)
    notes: int = 0
    spaces_made: bool = False
    """Whether the blanks of the text were put there by rules."""
    problems: list[str] = field(default_factory=list)

    def add(self, pieces: list[tuple[int, int]], start: int, end: int) -> None:
        """Add a range to pieces: to the last one if there is nothing but white space between."""
        if pieces and not self.text[pieces[-1][1] : start].strip():
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))

    def add_slot(self, keys: Iterable[str], column: str, start: int, end: int) -> None:
        """Add a range to what a speaker or introducing words of some stwr have."""
        for key in keys:
            self.add(self.slots.setdefault(key, {}).setdefault(column, []), start, end)


def sample_of_tsv(content: str, file: str) -> StwrSample:
    """Return what a TSV file has; raises `FormatError`, naming the file, if it lacks a column."""
    header, *lines = content.split("\n")
    columns = header.split("\t")
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise FormatError(f"{file}:1: names no column {', '.join(missing)}")
    sample = StwrSample(spaces_made=True)
    for number, line in enumerate(lines, start=2):
        if not line.strip("\r"):
            continue
        fields = line.rstrip("\r").split("\t")
        if len(fields) != len(columns) or not fields[columns.index("tok")].strip():
            sample.problems.append(
                f"{file}:{number}: has {len(fields)} fields, expected a token and {len(columns) - 1} more"
            )
            continue
        try:
            _token(sample, dict(zip(columns, fields, strict=True)))
        except ValueError as error:
            sample.problems.append(f"{file}:{number}: {error}")
    return sample


def _token(sample: StwrSample, line: Mapping[str, str]) -> None:
    """Add a line to the text and the marks; raises `ValueError` if what it says of a mark cannot be read."""
    word = line["tok"].strip()
    glued = not sample.text or word[0] in CLOSING or sample.text[-1] in OPENING
    start = len(sample.text) + (not glued)
    sample.text += ("" if glued else " ") + word
    above = None
    for told in _told(line["stwr"]):
        fields = told.split(".")
        if len(fields) < 3 or fields[0].partition("_")[0] not in TYPES:
            raise ValueError(f"stwr {told!r} is not TYPE.MEDIUM.ID with a type of {', '.join(sorted(TYPES))}")
        key = fields[2]
        statement = sample.statements.setdefault(key, Stwr(fields[0], tuple(fields[3:]), above))
        sample.add(statement.pieces, start, len(sample.text))
        above = key
    for column in (SPEAKER, INTEXPR):
        for told in _told(line[column]):
            sample.add_slot(told.partition(".")[2].split("_"), column, start, len(sample.text))
    sample.frames.update(_told(line.get(FRAME, NOTHING)))
    sample.notes += line.get(NOTE, NOTHING) != NOTHING


def _told(value: str) -> list[str]:
    return [] if value in (NOTHING, "") else value.split("|")


def sample_of_xmi(content: bytes, file: str) -> StwrSample:
    """Return what an XMI file has; raises `FormatError`, naming the file, if it is none of the corpus."""
    cas = read_xmi(content, file)
    whole = cas.annotations(f"{PACKAGE}.Text")
    if not whole:
        raise FormatError(f"{file}: has no annotation {PACKAGE}.Text, which encloses the text of a sample")
    sample = StwrSample()
    start, end = _range(whole[0])
    place_of: dict[int, int] = {}
    for place in range(start, end):
        if cas.text[place].isspace():
            sample.text += " " if sample.text and sample.text[-1] != " " else ""
        else:
            place_of[place] = len(sample.text)
            sample.text += cas.text[place]
    sample.text = sample.text.rstrip()
    for one in cas.annotations(*(f"{PACKAGE}.{name}" for name in ("Stwr", "Speaker", "IntExpression", "Frame"))):
        places = [place_of[place] for place in range(*_range(one)) if place in place_of]
        if not places:
            sample.problems.append(f"{file}: the annotation with xmi:id {one.key} is not in the text of the sample")
            continue
        _annotation(sample, one, places[0], places[-1] + 1, file)
    for statement in sample.statements.values():
        statement.above = _above(sample, statement)
    return sample


def _annotation(sample: StwrSample, one: Structure, start: int, end: int, file: str) -> None:
    kind = one.kind.rpartition(".")[2]
    if kind == "Stwr":
        told = "_".join(str(one.features.get("RType", "")).split())
        if told.partition("_")[0] not in TYPES:
            sample.problems.append(f"{file}: the stwr with xmi:id {one.key} has the RType {told!r:.40}")
            return
        key = str(one.features.get("StwrID", "")).strip()
        attributes = [name for feature, name in ATTRIBUTES.items() if str(one.features.get(feature, "")).strip()]
        statement = sample.statements.setdefault(key, Stwr(told, tuple(attributes), None))
        sample.add(statement.pieces, start, end)
    elif kind == "Frame":
        sample.frames.add(f"{FRAME}.{one.features.get('FrameID')}")
    else:
        keys = str(one.features.get(f"{kind}ID", "")).replace("_", " ").split()
        sample.add_slot(keys, SPEAKER if kind == "Speaker" else INTEXPR, start, end)


def _above(sample: StwrSample, statement: Stwr) -> str | None:
    """Return the id of the smallest other stwr that has all of one within its pieces."""
    holding = [
        (sum(end - start for start, end in other.pieces), key)
        for key, other in sample.statements.items()
        if other is not statement
        and other.pieces != statement.pieces
        and all(any(start <= a and b <= end for start, end in other.pieces) for a, b in statement.pieces)
    ]
    return min(holding)[1] if holding else None


def _range(one: Structure) -> tuple[int, int]:
    return one.start or 0, one.end or 0
