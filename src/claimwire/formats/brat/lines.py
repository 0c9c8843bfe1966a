"""The lines of an `.ann` file, one by one: what each says, and which cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...terminal import with_short_words
from ..mark import LEFT_OUT
from .content import content_of, require_no_utf_16

ATTRIBUTION = "attribution"
"""How the type of an event begins that is an attribution, in small letters."""

LINE_ID = re.compile(r"[#*]\S*|[TERAMN][0-9][\w.:-]*")

NAMED = re.compile(r":(T[0-9][\w.-]*)")
"""Where a line names a text-bound annotation as a part."""

RANGE = re.compile(r"\s*([0-9]{1,15})\s+([0-9]{1,15})\s*")

SHOWN = 60
"""How many code points of a line a problem shows."""


class NoBratLineError(ValueError):
    """A line does not begin with an id and a tab."""


@dataclass
class TextBound:
    """A `T` line: its type, its ranges as the file counts them, and the words it quotes, if it does.

    `rest` has the numbers and texts of lines after it that are no lines of brat: its words may go on there.
    """

    number: int
    kind: str
    ranges: tuple[tuple[int, int], ...]
    words: str | None
    line: str
    rest: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class BratRelation:
    """An `R` line: its type, and the two annotations it connects."""

    number: int
    kind: str
    one: str
    other: str


@dataclass
class BratEvent:
    """An `E` line that is an attribution: its trigger, and its parts as pairs of role and id."""

    number: int
    trigger: str
    parts: list[tuple[str, str]]


@dataclass(frozen=True)
class BratAttribute:
    """An `A` line: its name in small letters, the annotation it is on, and its value."""

    number: int
    key: str
    name: str
    target: str
    value: str


@dataclass(frozen=True)
class BratNote:
    """A `#` line: its type, the annotation it is on, and what it says."""

    number: int
    kind: str
    target: str
    content: str


@dataclass
class AnnLines:
    """The lines of an `.ann` file by id, and the problems of those that are left out."""

    path: Path
    lines: dict[str, int] = field(default_factory=dict)
    """The numbers of the lines that were read, counted from 1."""
    bad: dict[str, int] = field(default_factory=dict)
    """The numbers of the lines that were left out, as far as they have an id."""
    bound: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, BratEvent] = field(default_factory=dict)
    relations: dict[str, BratRelation] = field(default_factory=dict)
    attributes: dict[tuple[str, str], BratAttribute] = field(default_factory=dict)
    """By the annotation they are on and their name."""
    notes: list[BratNote] = field(default_factory=list)
    """What annotators wrote about annotations; readers of marks leave it out."""
    left_out: Counter[str] = field(default_factory=Counter)
    """What is not read, and how often."""
    found: list[tuple[int, str]] = field(default_factory=list)
    """What is wrong: number of the line, and message."""
    named: dict[str, str] = field(default_factory=dict)
    """By the id of a text-bound annotation, the event or relation that names it and was left out."""
    lost: list[str] = field(default_factory=list)
    """The events that were left out, or lost a part."""
    alone: int = 0
    """How many contents are statements by themselves."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in the order of lines."""
        return tuple(f"{self.path}:{number}: {with_short_words(message)}" for number, message in sorted(self.found))

    def tell_left_out(self, number: int, message: str) -> None:
        """Say why a line is left out."""
        self.found.append((number, message + LEFT_OUT))

    def leave_out(self, key: str, number: int, message: str) -> None:
        """Leave a line out that was read, and say why."""
        self.lines.pop(key, None)
        self.bad.setdefault(key, number)
        self.tell_left_out(number, message)

    def remember(self, key: str, number: int, line: str) -> None:
        """Keep which parts the line of an event or relation names that is left out."""
        if key[:1] in ("E", "R"):
            self.named |= dict.fromkeys(NAMED.findall(line), f"{key} on line {number}, which was left out")
        if key[:1] == "E":
            self.lost.append(f"{key} on line {number}, which was left out")

    def missing(self, target: str) -> str | None:
        """Return why no line of an id can be used; None if there is one."""
        if target in self.lines:
            return None
        if target in self.bad:
            return f"{target} is on line {self.bad[target]}, which cannot be used"
        return f"{target} is not the id of a line in the file"


def read_lines(path: Path) -> AnnLines:
    """Return the lines of an `.ann` file; raises `ClaimwireError` as `lines_of`, and if it cannot be read at all."""
    return lines_of(content_of(path), path)


def lines_of(content: bytes, path: Path) -> AnnLines:
    """Return the lines of the content of an `.ann` file; raises `Utf16Error` if it is UTF-16."""
    file = AnnLines(path)
    last: TextBound | None = None
    require_no_utf_16(path, content)
    for number, line in _numbered(file, content):
        if not line.strip():
            continue
        try:
            last = _read_line(file, number, line)
        except NoBratLineError as error:
            if last is None:
                file.tell_left_out(number, told(error, line))
            else:
                last.rest.append((number, line))
        except ValueError as error:
            last = None
            key = line.partition("\t")[0].rstrip()
            if key not in file.lines:
                file.bad.setdefault(key, number)
            file.remember(key, number, line)
            file.tell_left_out(number, told(error, line))
    return file


def told(error: object, line: str) -> str:
    """Return what is wrong with a line, and how the line begins."""
    return f"{error}: {line[:SHOWN]!r}"


def _numbered(file: AnnLines, content: bytes) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line; one that is not UTF-8 is a problem. A byte order mark is left out."""
    begin = 0
    end = b"\r" if b"\n" not in content else b"\n"
    for number, raw in enumerate(content.split(end), start=1):
        try:
            line = raw.decode("utf-8").rstrip("\r")
            yield number, line.removeprefix("\ufeff") if number == 1 else line
        except UnicodeDecodeError as error:
            line = raw.decode("utf-8", "replace")
            key = line.partition("\t")[0]
            if key not in file.lines:
                file.bad.setdefault(key, number)
            file.remember(key, number, line)
            file.tell_left_out(number, f"byte {begin + error.start} is not UTF-8; save the file as UTF-8")
        begin += len(raw) + 1


def _read_line(file: AnnLines, number: int, line: str) -> TextBound | None:
    """Add what a line says to the file, and return it if it is a `T` line.

    Raises `ValueError` if it is not what its first letter says.
    """
    key, *fields = line.split("\t")
    key = key.rstrip()
    if not key or " " in key or not fields:
        raise NoBratLineError("not a brat line: expected an id and, after a tab, what it is")
    if not LINE_ID.fullmatch(key):
        raise ValueError(f"{key!r} is no id of brat: expected T, E, R, A, M, N or # and a number, or *")
    if key[0] in "TEAMR":
        if key in file.lines or key in file.bad:
            raise ValueError(f"duplicate id {key}, which line {file.lines.get(key) or file.bad[key]} has")
        _read_field(file, number, key, fields, line)
        file.lines[key] = number
        return file.bound.get(key)
    if key[0] == "#" and len(parts := fields[0].split()) == 2:
        file.notes.append(BratNote(number, parts[0], parts[1], "\t".join(fields[1:])))
    file.left_out[f"line {key[0]}"] += 1
    return None


def _read_field(file: AnnLines, number: int, key: str, fields: Sequence[str], line: str) -> None:
    match key[0]:
        case "T":
            file.bound[key] = _text_bound(number, fields, line)
        case "E":
            _read_event(file, number, key, line, _one_field(fields))
        case "R":
            file.relations[key] = _relation(number, key, _one_field(fields))
        case _:
            attribute = _attribute(file, number, key, _one_field(fields))
            file.attributes[attribute.target, attribute.name] = attribute


def _one_field(fields: Sequence[str]) -> list[str]:
    """Return the parts of what follows an id; raises `ValueError` if some are behind a tab."""
    if any(more.strip() for more in fields[1:]):
        raise ValueError("a tab is between its parts: expected an id, a tab, and parts with blanks between them")
    return fields[0].split()


def _text_bound(number: int, fields: Sequence[str], line: str) -> TextBound:
    kind, _, given = fields[0].strip().partition(" ")
    if not kind:
        raise ValueError("not a text-bound annotation: expected TYPE START END and, after a tab, the words")
    matches = [RANGE.fullmatch(piece) for piece in given.split(";")]
    ranges = [(int(match[1]), int(match[2])) for match in matches if match is not None]
    if len(ranges) < len(matches):
        raise ValueError(f"ranges {given!r} are not START END;START END")
    for start, end in ranges:
        if start >= end:
            raise ValueError(f"range {start} {end} is empty; END is the code point after the last, above START")
    return TextBound(number, kind, tuple(ranges), "\t".join(fields[1:]) if fields[1:] else None, line)


def _read_event(file: AnnLines, number: int, key: str, line: str, parts: Sequence[str]) -> None:
    if not parts:
        raise ValueError("not an event: expected TYPE:ID and roles")
    kind, _, trigger = parts[0].partition(":")
    if not kind or not trigger:
        raise ValueError(f"not an event: expected TYPE:ID and roles, found {parts[0]!r} without the id of its trigger")
    if not kind.lower().startswith(ATTRIBUTION):
        file.left_out[f"event {kind}"] += 1
        return
    event = file.events[key] = BratEvent(number, trigger, [])
    for part in parts[1:]:
        try:
            role, target = _role(part)
        except ValueError as error:
            file.lost.append(f"{key} on line {number}, which lost a part")
            file.found.append((number, told(f"{key} is read without a part: {error}", line)))
        else:
            event.parts.append((role.rstrip("0123456789").lower(), target))


def _relation(number: int, key: str, parts: Sequence[str]) -> BratRelation:
    if len(parts) != 3:
        raise ValueError("not a relation: expected TYPE Arg1:ID Arg2:ID")
    kind, (_, one), (_, other) = parts[0], _role(parts[1]), _role(parts[2])
    if one == other:
        raise ValueError(f"{key} relates {one} with itself; expected two annotations")
    return BratRelation(number, kind, one, other)


def _attribute(file: AnnLines, number: int, key: str, parts: Sequence[str]) -> BratAttribute:
    if len(parts) < 2:
        raise ValueError("not an attribute: expected NAME ID, and a value if it has one")
    name, target, *value = parts
    if target == key:
        raise ValueError(f"{key} is an attribute of itself; expected the id of an annotation")
    if (target, name.lower()) in file.attributes:
        raise ValueError(f"{target} has the attribute {name} already")
    return BratAttribute(number, key, name.lower(), target, " ".join(value) if value else "yes")


def _role(part: str) -> tuple[str, str]:
    role, _, target = part.partition(":")
    if not target:
        raise ValueError(f"expected ROLE:ID, found {part!r}")
    return role, target
