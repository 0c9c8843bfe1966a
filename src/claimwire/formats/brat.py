"""One brat `.ann` file, read line by line: what stands in it, and what is wrong with it; see `brat` for what is used.

Every line is checked when it is read: whole ranges that lie in the text, ids that stand once, and names of other lines
that are there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import ClaimwireError
from ..pieces import Pieces, merge_pieces

RANGE = re.compile(r"(\d+) (\d+)")


@dataclass(frozen=True)
class Relation:
    """An `R` line: what it is called, and the two annotations it joins."""

    kind: str
    one: str
    other: str


@dataclass
class AnnFile:
    """The lines of an `.ann` file, taken apart, by id; `left_out` counts what is not read."""

    path: Path
    lines: dict[str, int] = field(default_factory=dict)
    """The numbers of the lines, counted from 1."""
    types: dict[str, str] = field(default_factory=dict)
    pieces: dict[str, Pieces] = field(default_factory=dict)
    events: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """For each attribution, the parts by role in small letters."""
    relations: dict[str, Relation] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each annotation, the values by name in small letters."""
    named: list[tuple[int, str]] = field(default_factory=list)
    """Which annotations lines name: number of the line, and id."""
    left_out: Counter[str] = field(default_factory=Counter)


def decoded(path: Path) -> str:
    """Return the text of a file; raises `ClaimwireError`, naming file and line, where it is not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClaimwireError(f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def read_ann(path: Path, text: str | None) -> AnnFile:
    """Return an `.ann` file taken apart; offsets and words are held against the text where there is one.

    Raises `ClaimwireError`, naming file and line, for a line that is not what its letter says.
    """
    file = AnnFile(path)
    for number, line in enumerate(decoded(path).split("\n"), start=1):
        try:
            if line.strip():
                _take(file, number, line.rstrip("\r"), text)
        except (ValueError, KeyError, IndexError) as error:
            raise ClaimwireError(f"{path}:{number}: no brat line, {error}: {line[:60]!r}") from error
    there = file.lines.keys()
    for number, key in file.named:
        if key not in there:
            raise ClaimwireError(f"{path}:{number}: {key} is named and is no line of the file")
    return file


def _take(file: AnnFile, number: int, line: str, text: str | None) -> None:
    """Take a line apart; raises `ValueError`, `KeyError` or `IndexError` where it is not what its letter says."""
    fields = line.split("\t")
    key, head = fields[0], fields[1]
    if key[0] in "TEAMR":
        if key in file.lines:
            raise ValueError(f"line {file.lines[key]} has the id {key}, too; an id stands once in a file")
        file.lines[key] = number
    match key[0]:
        case "T":
            kind, _, ranges = head.partition(" ")
            found = _ranges(ranges, text)
            file.types[key], file.pieces[key] = kind, merge_pieces(found)
            if text is not None and len(fields) > 2 and not _stands_there(text, found, fields[2]):
                raise ValueError("the words are not those of the text at these offsets")
        case "E":
            trigger, *arguments = (part.split(":") for part in head.split())
            if not trigger[0].lower().startswith("attribution"):
                file.left_out[f"event {trigger[0]}"] += 1
                return
            roles = file.events.setdefault(key, {})
            for role, target in arguments:
                roles.setdefault(role.rstrip("0123456789").lower(), []).append(target)
                file.named.append((number, target))
        case "R":
            kind, one, other = head.split()
            file.relations[key] = Relation(kind, one.split(":")[1], other.split(":")[1])
            file.named += ((number, target) for target in (one.split(":")[1], other.split(":")[1]))
        case "A" | "M":
            name, target, *value = head.split()
            own = file.attributes.setdefault(target, {})
            if name.lower() in own:
                raise ValueError(f"{target} has the attribute {name} already")
            own[name.lower()] = value[0] if value else "yes"
            file.named.append((number, target))
        case _:
            file.left_out[f"line {key[0]}"] += 1


def _ranges(given: str, text: str | None) -> list[tuple[int, int]]:
    found = [(int(start), int(end)) for start, end in RANGE.findall(given)]
    if not found or ";".join(f"{start} {end}" for start, end in found) != given:
        raise ValueError(f"ranges {given!r} are not START END;START END")
    for start, end in found:
        if start >= end:
            raise ValueError(f"range {start} {end} holds nothing; END is the code point after the last, above START")
        if text is not None and end > len(text):
            raise ValueError(f"range {start} {end} reaches beyond the text, which has {len(text)} code points")
    return found


def _stands_there(text: str, ranges: Sequence[tuple[int, int]], words: str) -> bool:
    quoted = " ".join(text[start:end] for start, end in ranges)
    return quoted.split() == words.split()
