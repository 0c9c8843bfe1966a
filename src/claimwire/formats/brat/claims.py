"""The format `brat`: claims as annotations, relations, attributes and notes of brat, read back into the same claims.

- A claim is a `T` line of its label, discontinuous where the claim is.
- The spans of a slot are a `T` line of the slot, and an `R` line of that name from the claim to it.
- A slot with one value of a list, or yes or no, is an `A` line.
- `R` lines `voice_id` and `part_of_id` go from a claim to the one that it names.
- All else is JSON in a note (`#`) on the claim: its id, names, dates, numbers, lists, remarks.

An annotation that somebody adds in brat becomes a claim, too; without a note it is called for its line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...corpus.jsontext import JsonFault, parse_json
from ...errors import FormatError
from ...schema import LABELS, Article, ClaimBase, claim_order, reference_fields, span_slots
from ..contract import Aspect, Format, Material, NamedFile, ReadInto, ReadLayer
from ..mark import SPANS
from ..per_article import each_article, each_file
from ..values import ID, claim_of_values, dangling
from .bound import Bound, place
from .configuration import NO, YES, annotation_conf, attribute_slots, visual_conf
from .counting import BratText
from .lines import AnnLines, lines_of
from .written import NOTE, PIECES, Range, ann_lines, fragments, read_fragments

PATTERN = "*.ann"

MODELS: Mapping[str, type[ClaimBase]] = {declaration.label.value: declaration.model for declaration in LABELS}

OF_SLOTS = frozenset(name for model in MODELS.values() for name in span_slots(model)) - {SPANS}


def _write(material: Material) -> Iterator[NamedFile]:
    ann = each_article(PATTERN, lambda layer: "".join(f"{line}\n" for line in ann_lines(layer)))
    txt = each_article("*.txt", lambda layer: layer.text)
    for layer in material.layers:
        one = Material((layer,))
        yield from ann(one)
        yield from (NamedFile(file.name, file.content, None) for file in txt(one))
    yield NamedFile("annotation.conf", annotation_conf(material.questions).encode(), None)
    yield NamedFile("visual.conf", visual_conf().encode(), None)


@dataclass
class _Ann:
    """What an `.ann` file says, placed in the text: annotations, and by claim its attributes, relations and note."""

    lines: AnnLines
    bound: Mapping[str, Bound]
    text: str | None
    slots: dict[str, dict[str, list[Range]]] = field(default_factory=lambda: defaultdict(dict))
    references: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    notes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ranges(self, key: str) -> list[Range]:
        """Return the pieces of an annotation."""
        return read_fragments(self.bound[key].ranges, self.text)

    def tell(self, number: int, message: str) -> None:
        """Add a problem of a line."""
        self.lines.found.append((number, message))

    def number(self, key: str) -> int:
        """Return the number of the line of an annotation."""
        return self.lines.bound[key].number


def _read(content: bytes, file: str, article: Article, into: ReadInto) -> ReadLayer:
    lines = lines_of(content, Path(file))
    placed = place(lines, None if article.text is None else BratText(article.text, article.text))
    ann = _Ann(lines, placed.bound, article.text)
    _read_notes(ann)
    _read_relations(ann)
    _tell_what_is_not_read(ann)
    names = _names(ann)
    claims: dict[str, ClaimBase] = {}
    for key in names:
        try:
            claims[key] = claim_of_values(_values(ann, key, names), article, into)
        except FormatError as error:
            ann.tell(ann.number(key), f"{key} is no claim: {error}")
    for key, what in dangling(claims):
        ann.tell(ann.number(key), what)
    problems = (*lines.problems, *(f"{file}: {note}" for note in placed.notes))
    return ReadLayer(article.article_id, file, tuple(sorted(claims.values(), key=claim_order)), problems=problems)


def _is_claim(ann: _Ann, key: str) -> bool:
    return key in ann.bound and ann.bound[key].kind in MODELS


def _read_notes(ann: _Ann) -> None:
    for note in ann.lines.notes:
        if note.kind != NOTE or not _is_claim(ann, note.target):
            continue
        try:
            values = parse_json(note.content)
        except (JsonFault, RecursionError) as error:
            ann.tell(note.number, f"the note on {note.target} is no JSON: {error}")
            continue
        if not isinstance(values, dict):
            ann.tell(note.number, f"the note on {note.target} is {note.content[:40]!r}, expected a JSON object")
        elif note.target in ann.notes:
            ann.tell(note.number, f"{note.target} has a note already; a claim has one")
        else:
            ann.notes[note.target] = values


def _read_relations(ann: _Ann) -> None:
    for key, relation in ann.lines.relations.items():
        model = MODELS[ann.bound[relation.one].kind] if _is_claim(ann, relation.one) else None
        other = ann.bound.get(relation.other)
        if model is None or other is None:
            why = f"its Arg1 has to be a claim and its Arg2 an annotation, found {relation.one} and {relation.other}"
            ann.tell(relation.number, f"relation {key}: {why}")
        elif relation.kind in span_slots(model) and other.kind == relation.kind:
            ranges = ann.slots[relation.one].setdefault(relation.kind, [])
            ranges += ann.ranges(relation.other)
        elif relation.kind in reference_fields(model) and other.kind in MODELS:
            if ann.references[relation.one].setdefault(relation.kind, relation.other) != relation.other:
                ann.tell(relation.number, f"relation {key}: {relation.one} has a {relation.kind} already")
        else:
            kinds = f"{relation.kind} from {ann.bound[relation.one].kind} to {other.kind}"
            ann.tell(relation.number, f"relation {key}: there is no relation {kinds}")


def _tell_what_is_not_read(ann: _Ann) -> None:
    """Make a problem of every annotation, attribute, event and other line that becomes no part of a claim."""
    owned = {relation.other for relation in ann.lines.relations.values()}
    for key, one in ann.bound.items():
        if one.kind in OF_SLOTS and key not in owned:
            ann.tell(ann.number(key), f"{key} is {one.kind} of no claim; connect it by a relation {one.kind}")
        elif one.kind not in OF_SLOTS and one.kind not in MODELS:
            known = ", ".join([*MODELS, *sorted(OF_SLOTS)])
            ann.tell(ann.number(key), f"{key} has the type {one.kind}, which is none of {known}")
    for (target, name), attribute in ann.lines.attributes.items():
        if not _is_claim(ann, target) or name not in {x.name for x in attribute_slots(MODELS[ann.bound[target].kind])}:
            kind = ann.bound[target].kind if target in ann.bound else "what is no annotation"
            ann.tell(attribute.number, f"{attribute.key}: {kind} has no attribute {name}")
    for key, event in ann.lines.events.items():
        ann.tell(event.number, f"event {key}: claims are no events; see docs/formats.md for what is read")
    for what, count in ann.lines.left_out.items():
        if what != "line #":
            ann.tell(1, f"{what} is not read ({count} in this file); see docs/formats.md for what is")


def _names(ann: _Ann) -> dict[str, str]:
    """Return the short id of each claim by its line, in the order of the file; an id that is there twice is told."""
    names = {key: ann.notes.get(key, {}).get(ID, key.lower()) for key in ann.bound if _is_claim(ann, key)}
    counts = Counter(map(str, names.values()))
    for key, name in list(names.items()):
        if counts[str(name)] > 1:
            ann.tell(ann.number(key), f"{key} has the id {name!r}, which another claim of the file has, too")
            del names[key]
    return names


def _values(ann: _Ann, key: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a file says of a claim, as `claim_of_values` takes it."""
    note = dict(ann.notes.get(key, {}))
    exact = note.pop(PIECES, {})
    kind = ann.bound[key].kind
    found = {SPANS: ann.ranges(key)} | ann.slots.get(key, {})
    spans = {slot: _exact(ranges, exact, slot, ann.text) for slot, ranges in found.items()}
    attributes = {
        shape.name: _attribute(shape.shape, attribute.value)
        for shape in attribute_slots(MODELS[kind])
        if (attribute := ann.lines.attributes.get((key, shape.name))) is not None
    }
    references = {name: names.get(other, other.lower()) for name, other in ann.references.get(key, {}).items()}
    return note | {ID: names[key], "label": kind} | spans | attributes | references


def _exact(ranges: list[Range], exact: Any, slot: str, text: str | None) -> list[dict[str, int]]:
    """Return the spans of an annotation; those that a note has if brat's fragments are still theirs."""
    kept = exact.get(slot) if isinstance(exact, dict) else None
    try:
        told = [(int(start), int(end)) for start, end in kept or ()]
        if told and text is not None and read_fragments(fragments(told, text), text) == ranges:
            ranges = told
    except (TypeError, ValueError, IndexError):
        pass  # somebody changed the note; what brat shows counts
    return [{"start": start, "end": end} for start, end in ranges]


def _attribute(shape: str, value: str) -> bool | str:
    return {YES: True, NO: False}.get(value, value) if shape == "boolean" else value


BRAT = Format(
    format_id="brat",
    title="brat's standoff annotations with the texts and the configuration",
    use="looking at claims in brat, correcting them or annotating more there, and programs that read brat's files",
    files=(PATTERN,),
    write=_write,
    read=each_file(PATTERN, _read),
    losses={Aspect.WITHOUT_TEXT: "refused: brat shows annotations in the text's file"},
)
