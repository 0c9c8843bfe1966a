"""brat's standoff files: attributions as in PolNeAR, and claims of our labels as plain text-bound annotations.

What is read of an `.ann` file:

- `T` lines, text-bound: `T1<tab>Source 5 12;20 31<tab>words`. Offsets are code points of the `.txt` file, several
  ranges are one discontinuous annotation. The types `Source`, `Cue` and `Content` are the parts of attributions; a type
  that is one of our labels (`casualty_figure`, in any case, with `-` or `_`) is a claim of that label.
- `E` lines whose type begins with `Attribution` (PolNeAR's `Attribution` and `Attribution-no-source`): one attribution
  each, with its parts by role: `E1<tab>Attribution:T4 Source:T3 Cue:T1 Content:T2`. Several parts of one role
  (`Source`, `Source2`) are joined. The trigger is not a part.
- `R` lines between parts: `R1<tab>Attributes Arg1:T1 Arg2:T2`. Parts that are connected by relations are one
  attribution, whatever the relations are called.
- `A` lines on attributions and claims: `A1<tab>Presented_as E1 possible`. The name, in small letters, is a slot. If
  parts are connected by relations, it may be on any of them; on a part of an event it is left out.
- Everything else (`#` notes, `N` normalisations, `*` equivalences, other types) is left out, and counted.

An attribution without content is left out and counted. Content that is in no attribution is one by itself. Every line
is checked when it is read: ranges that lie in the text, unique ids, and references to lines that exist.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..corpus.union_find import UnionFind
from ..errors import ClaimwireError
from ..pieces import Pieces, merge_pieces
from ..schema import ATTRIBUTION_PARTS, LABELS, Article
from ..schema.vocab import Label
from .contract import SPANS, LayerFile, Mark

RANGE = re.compile(r"(\d+) (\d+)")

ATTRIBUTION = "attribution"
"""How the type of an event begins that is an attribution, in small letters."""

LABEL_NAMES = frozenset(declaration.label.value for declaration in LABELS)


@dataclass(frozen=True)
class BratRelation:
    """An `R` line: its type, and the two annotations it connects."""

    kind: str
    one: str
    other: str


@dataclass
class AnnFile:
    """The parsed lines of an `.ann` file, by id; `left_out` counts what is not read."""

    path: Path
    lines: dict[str, int] = field(default_factory=dict)
    """The numbers of the lines, counted from 1."""
    types: dict[str, str] = field(default_factory=dict)
    """The types of the `T` lines."""
    pieces: dict[str, Pieces] = field(default_factory=dict)
    """The ranges of the `T` lines."""
    events: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """For each attribution, the parts by role in small letters."""
    relations: dict[str, BratRelation] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each annotation, the values by name in small letters."""
    references: list[tuple[int, str]] = field(default_factory=list)
    """Which annotations lines refer to: number of the line, and id."""
    left_out: Counter[str] = field(default_factory=Counter)


def read_brat(path: Path, article: Article, annotator_id: str) -> LayerFile:
    """Return the layer in an `.ann` file; its offsets and words are compared with the article's text if it has one.

    Raises `ClaimwireError`, naming file and line, for a line that cannot be read.
    """
    return read_brat_layer(path, article.text, f"{article.article_id}_{annotator_id}")


def read_brat_layer(path: Path, text: str | None, prefix: str) -> LayerFile:
    """Return the layer in an `.ann` file as `read_brat` does; `prefix` goes before each id of a mark."""
    file = read_ann(path, text)
    extent = max((end for pieces in file.pieces.values() for _, end in pieces), default=0)
    return LayerFile(tuple(_marks(file, prefix)), left_out=file.left_out, extent=extent)


def decoded(path: Path) -> str:
    """Return the text of a file; raises `ClaimwireError`, naming file and line, if it is not UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ClaimwireError(f"{path}:{line}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


# Lines


def read_ann(path: Path, text: str | None) -> AnnFile:
    """Return the parsed lines of an `.ann` file; offsets and words are compared with the text if there is one.

    Raises `ClaimwireError`, naming file and line, for a line that cannot be read.
    """
    file = AnnFile(path)
    for number, line in enumerate(decoded(path).split("\n"), start=1):
        try:
            if line.strip():
                _read_line(file, number, line.rstrip("\r"), text)
        except ValueError as error:
            raise ClaimwireError(f"{path}:{number}: {error}: {line[:60]!r}") from error
    for number, key in file.references:
        if key not in file.lines:
            raise ClaimwireError(f"{path}:{number}: {key} is not the id of a line in the file")
    return file


def _read_line(file: AnnFile, number: int, line: str, text: str | None) -> None:
    """Add what a line says to the file; raises `ValueError` if it is not what its first letter says."""
    key, *fields = line.split("\t")
    if not key or " " in key or not fields:
        raise ValueError("not a brat line: expected an id and, after a tab, what it is")
    if key[0] in "TEAMR":
        if key in file.lines:
            raise ValueError(f"duplicate id {key}, which line {file.lines[key]} has")
        file.lines[key] = number
    match key[0]:
        case "T":
            _read_text_bound(file, key, fields, text)
        case "E":
            _read_event(file, number, key, fields[0].split())
        case "R":
            _read_relation(file, number, key, fields[0].split())
        case "A" | "M":
            _read_attribute(file, number, fields[0].split())
        case letter:
            file.left_out[f"line {letter}"] += 1


def _read_text_bound(file: AnnFile, key: str, fields: Sequence[str], text: str | None) -> None:
    kind, _, given = fields[0].partition(" ")
    ranges = _ranges(given, text)
    file.types[key], file.pieces[key] = kind, merge_pieces(ranges)
    if text is not None and len(fields) > 1:
        quoted = " ".join(text[start:end] for start, end in ranges)
        if quoted.split() != fields[1].split():
            raise ValueError(f"the words are not those of the text at these offsets, which has {quoted[:60]!r}")


def _ranges(given: str, text: str | None) -> list[tuple[int, int]]:
    ranges = [(int(start), int(end)) for start, end in RANGE.findall(given)]
    if not ranges or ";".join(f"{start} {end}" for start, end in ranges) != given:
        raise ValueError(f"ranges {given!r} are not START END;START END")
    for start, end in ranges:
        if start >= end:
            raise ValueError(f"range {start} {end} is empty; END is the code point after the last, above START")
        if text is not None and end > len(text):
            raise ValueError(f"range {start} {end} reaches beyond the text, which has {len(text)} code points")
    return ranges


def _read_event(file: AnnFile, number: int, key: str, parts: Sequence[str]) -> None:
    if not parts:
        raise ValueError("not an event: expected TYPE:ID and roles")
    kind = parts[0].partition(":")[0]
    if not kind.lower().startswith(ATTRIBUTION):
        file.left_out[f"event {kind}"] += 1
        return
    roles = file.events.setdefault(key, {})
    for part in parts[1:]:
        role, target = _role(part)
        roles.setdefault(role.rstrip("0123456789").lower(), []).append(target)
        file.references.append((number, target))


def _read_relation(file: AnnFile, number: int, key: str, parts: Sequence[str]) -> None:
    if len(parts) != 3:
        raise ValueError("not a relation: expected TYPE Arg1:ID Arg2:ID")
    kind, (_, one), (_, other) = parts[0], _role(parts[1]), _role(parts[2])
    file.relations[key] = BratRelation(kind, one, other)
    file.references += [(number, one), (number, other)]


def _read_attribute(file: AnnFile, number: int, parts: Sequence[str]) -> None:
    if len(parts) < 2:
        raise ValueError("not an attribute: expected NAME ID, and a value if it has one")
    name, target, *value = parts
    own = file.attributes.setdefault(target, {})
    if name.lower() in own:
        raise ValueError(f"{target} has the attribute {name} already")
    own[name.lower()] = value[0] if value else "yes"
    file.references.append((number, target))


def _role(part: str) -> tuple[str, str]:
    role, _, target = part.partition(":")
    if not target:
        raise ValueError(f"expected ROLE:ID, found {part!r}")
    return role, target


# Marks


def _marks(file: AnnFile, prefix: str) -> list[Mark]:
    """Return the marks of a file in text order; counts what is left out."""
    read: set[str] = set()
    marks = [*_attributions(file, prefix, read), *_labelled(file, prefix, read)]
    for key, attributes in file.attributes.items():
        if key not in read:
            what = file.types.get(key, "an event or relation that is not read")
            file.left_out.update(f"attribute {name} of {what}" for name in attributes)
    return sorted(marks, key=lambda mark: (mark.pieces[SPANS], mark.mark_id))


def _attributions(file: AnnFile, prefix: str, read: set[str]) -> Iterator[Mark]:
    """Yield the attributed statements; adds to `read` the ids whose attributes they have."""
    in_events = {target for roles in file.events.values() for targets in roles.values() for target in targets}
    groups = [(key, roles, [key]) for key, roles in file.events.items()]
    groups += [(members[0], _by_role(file, members), members) for members in _related(file, in_events)]
    for key, roles, carriers in groups:
        pieces = {
            slot: merge_pieces(piece for target in roles[role] for piece in _pieces(file, key, target))
            for role, slot in ATTRIBUTION_PARTS.items()
            if roles.get(role)
        }
        if SPANS in pieces:
            read.update(carriers)
            label = Label.ATTRIBUTED_STATEMENT.value
            yield Mark(f"{prefix}_{key.lower()}", label, pieces, _attributes(file, carriers))
        else:
            file.left_out["attribution without content"] += 1


def _labelled(file: AnnFile, prefix: str, read: set[str]) -> Iterator[Mark]:
    """Yield the text-bound annotations whose type is one of our labels; adds their ids to `read`."""
    for key, kind in file.types.items():
        label = kind.lower().replace("-", "_")
        if label in LABEL_NAMES:
            read.add(key)
            yield Mark(f"{prefix}_{key.lower()}", label, {SPANS: file.pieces[key]}, _attributes(file, [key]))
        elif label not in ATTRIBUTION_PARTS and not label.startswith(ATTRIBUTION):
            file.left_out[f"type {kind}"] += 1


def _attributes(file: AnnFile, carriers: Sequence[str]) -> dict[str, str]:
    """Return the attributes of the annotations that make one mark.

    Raises `ClaimwireError` if two of them have an attribute of the same name with different values.
    """
    values: dict[str, str] = {}
    for key in carriers:
        for name, value in file.attributes.get(key, {}).items():
            if values.setdefault(name, value) != value:
                raise ClaimwireError(
                    f"{file.path}:{file.lines[key]}: {key} has the attribute {name} {value}, another part of the same "
                    f"attribution has {values[name]}; an attribution has one value"
                )
    return values


def _pieces(file: AnnFile, key: str, target: str) -> Pieces:
    if target not in file.pieces:
        raise ClaimwireError(f"{file.path}:{file.lines[key]}: {target} is named as a part and is not a T line")
    return file.pieces[target]


def _related(file: AnnFile, in_events: set[str]) -> list[list[str]]:
    """Return the parts that are in no event, in groups that relations connect; a source or cue alone is left out."""
    parts = {key for key, kind in file.types.items() if kind.lower() in ATTRIBUTION_PARTS} - in_events
    sets: UnionFind[str] = UnionFind()
    for key in file.types:
        if key in parts:
            sets.root(key)
    for relation in file.relations.values():
        if relation.one in parts and relation.other in parts:
            sets.join(relation.one, relation.other)
        else:
            file.left_out[f"relation {relation.kind}"] += 1
    groups = []
    for members in sets.groups():
        kind = file.types[members[0]]
        if len(members) == 1 and ATTRIBUTION_PARTS[kind.lower()] != SPANS:
            file.left_out[f"{kind} in no attribution"] += 1
        else:
            groups.append(members)
    return groups


def _by_role(file: AnnFile, members: Sequence[str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for key in members:
        roles.setdefault(file.types[key].lower(), []).append(key)
    return roles
