"""HumSet quantities, as INCEpTION's XMI, or as lists in `NAME.txt.json` with the texts in `NAME.txt`.

In XMI a `Number` has relations to its unit, modifier and events, which may be several; a list has one of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from ...corpus.jsontext import JsonFault, parse_json
from ...errors import FormatError
from ...pieces import merge_pieces
from ...proposals.quantities import quantity_slots
from ...schema.vocab import Label
from ..mark import SPANS
from ..uima.reading import Reference, Structure, read_xmi
from .contract import NONE_STATED, HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, require_range, stem_of

HARM_OF = {
    r"kill.*(?:maim|injur|wound)|(?:maim|injur|wound).*kill|casualt": "killed_or_injured",
    r"kill|dead\b|death|died|fatalit": "killed",
    r"injur|wound|maim": "injured",
    r"missing": "missing",
    r"abduct|kidnap|hostage": "captured",
    r"arrest|detain|detention": "detained",
    r"(?<!non-)displace|fled\b|flee": "displaced",
    r"evacuat": "evacuated",
    r"rescue": "rescued",
    r"infect|tested positive|confirmed case|cases of": "infected",
    r"hospitali[sz]": "hospitalised",
}
"""The harm that words of an event or a unit tell; the first that is found counts."""

PEOPLE = re.compile(
    r"\b(?:people|persons?|individuals?|civilians?|child(?:ren)?|wom[ae]n|m[ae]n|girls?|boys?|refugees?|migrants?|idps?|"
    r"returnees?|workers?|students?|soldiers?|fighters?|victims?|casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|patients?|"
    r"journalists?|residents?|asylum.seekers?)\b",
    re.IGNORECASE,
)
"""Words of a unit that is counted in people."""

GROUPS = re.compile(r"\b(?:households?|famil(?:y|ies)|settlements?|hhs?|per person)\b", re.IGNORECASE)
"""Words of a unit that is counted in something else, also where people are in it."""

QUANTITY, MODIFIER, UNIT, EVENT = "quantity", "modifier", "unit", "eventDescription"
ROLE_OF = {"Number": QUANTITY, "Modifier": MODIFIER, "Unit": UNIT} | dict.fromkeys(
    ("EventP", "EventA", "EventO"), EVENT
)
"""The roles of a list, and the labels of spans in XMI that have them."""

XMI_ID = re.compile("[0-9]{1,12}")
SPAN, RELATION, METADATA = "custom.Span", "custom.Relation", ".DocumentMetaData"

Roles = Mapping[str, list[tuple[int, int]]]
"""The words of a quantity by role."""

NO_HARM = "quantities of people unharmed, or of no people"
NO_NUMBER = "quantities that no number of people can be read from"
ALONE = "a span that no quantity has a relation to"
EVENT_TYPE = "eventType"

MAPS = (
    Mapped(
        "quantity with a unit of people and an event that harms",
        ("casualty_figure",),
        "which quantities these are, and the harm, is told by words of unit and event, and not by the annotators",
    ),
    Mapped("quantity, modifier", ("quantity_spans",), "form, qualifier and bounds are read off their words"),
    Mapped("quantity, modifier, unit, eventDescription", ("spans",), "the pieces of the claim"),
    Mapped(NO_HARM, (), "no casualty figures"),
    Mapped(NO_NUMBER, (), "such as shares of a population"),
    Mapped(ALONE, (), "in XMI; what it belongs to is not told"),
    Mapped(EVENT_TYPE, (), "whether an event happened, is happening or is planned; we have no such class"),
)


def read_humset(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of `.xmi` files, and of `.json` files with the texts of the `.txt` files of their names.

    `whose` is the name of an XMI file, such as `annotator1`, or how that of a list begins, up to the first `_`: `a1`.
    """
    texts = {stem_of(file, ".txt"): (file, content) for file, content in files.items() if file.endswith(".txt")}
    documents = []
    for file, content in files.items():
        name = stem_of(file, ".txt.json", ".json", ".xmi")
        is_xmi = file.endswith(".xmi")
        if file.endswith(".txt") or (whose is not None and (name if is_xmi else name.partition("_")[0]) != whose):
            continue
        if is_xmi:
            documents.append(_of_xmi(file, content))
        elif name not in texts:
            raise FormatError(f"{file}: there is no {name}.txt among the files; name the folder above both")
        else:
            text_file, raw = texts[name]
            documents.append(_of_list(name, file, content, decoded(raw, text_file)))
    return documents


def _of_list(name: str, file: str, content: bytes, text: str) -> HumanDocument:
    try:
        rows = parse_json(decoded(content, file))
    except (JsonFault, RecursionError) as error:
        raise FormatError(f"{file}: is no JSON: {error}") from error
    if not isinstance(rows, list):
        raise FormatError(f"{file}: expected a list of quantities")
    dropped: Counter[str] = Counter()
    problems: list[str] = []
    marks: list[HumanMark] = []
    for number, row in enumerate(rows):
        try:
            roles = {role: [_piece(text, row[role])] for role in (MODIFIER, QUANTITY, UNIT, EVENT) if row.get(role)}
            dropped[EVENT_TYPE] += bool(row.get(EVENT_TYPE))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            problems.append(f"{file}: quantity {number} cannot be read: {error}")
            continue
        marks += _mark(f"q{number}", roles, text, dropped)
    return HumanDocument(name, file, name, text, tuple(marks), dropped=+dropped, problems=tuple(problems))


def _of_xmi(file: str, content: bytes) -> HumanDocument:
    cas = read_xmi(content, file)
    titles = [one.features.get("documentTitle") for one in cas.structures.values() if one.kind.endswith(METADATA)]
    title = next((str(told) for told in titles if told), PurePath(file).stem)
    spans = {one.key: one for one in cas.annotations(SPAN)}
    dropped: Counter[str] = Counter()
    problems = []
    roles_of: dict[int, dict[str, list[tuple[int, int]]]] = {}
    used: set[int] = set()
    for key, span in spans.items():
        label = str(span.features.get("label"))
        if label not in ROLE_OF:
            problems.append(f"{file}: the span with xmi:id {key} has the label {label!r:.40}")
        elif ROLE_OF[label] == QUANTITY:
            roles_of[key] = {QUANTITY: [_range(span)]}
    for relation in cas.annotations(RELATION):
        governor, dependent = (_key(relation.features.get(name)) for name in ("Governor", "Dependent"))
        other = spans.get(dependent)
        role = None if other is None else ROLE_OF.get(str(other.features.get("label")))
        if governor in roles_of and other is not None and role not in (None, QUANTITY):
            roles_of[governor].setdefault(str(role), []).append(_range(other))
            used.add(dependent)
            dropped[EVENT_TYPE] += role == EVENT
    dropped[ALONE] = sum(
        key not in used and key not in roles_of and str(span.features.get("label")) in ROLE_OF
        for key, span in spans.items()
    )
    marks = [mark for key, roles in roles_of.items() for mark in _mark(f"n{key}", roles, cas.text, dropped)]
    name = stem_of(title, ".txt")
    return HumanDocument(name, file, name, cas.text, tuple(marks), dropped=+dropped, problems=tuple(problems))


def _key(value: object) -> int:
    """Return the `xmi:id` that a reference is; -1 if it is none."""
    if isinstance(value, Reference):
        return value.key
    return int(value) if isinstance(value, str) and XMI_ID.fullmatch(value) else -1


def _range(span: Structure) -> tuple[int, int]:
    return span.start or 0, span.end or 0


def _mark(mark_id: str, roles: Roles, text: str, dropped: Counter[str]) -> Iterator[HumanMark]:
    """Yield the casualty figure that a quantity is, if it is one."""
    words = {role: " ".join(text[start:end] for start, end in pieces) for role, pieces in roles.items()}
    harm = _harm(words)
    if QUANTITY not in roles or harm is None:
        dropped[NO_HARM] += 1
        return
    counted = tuple(_joined(text, [*roles.get(MODIFIER, ()), *roles[QUANTITY]]))
    if "qualifier" not in quantity_slots(" ".join(text[start:end] for start, end in counted)):
        dropped[NO_NUMBER] += 1
        return
    every = [piece for pieces in roles.values() for piece in pieces]
    pieces = {SPANS: tuple(_joined(text, every)), "quantity_spans": counted}
    yield HumanMark(mark_id, Label.CASUALTY_FIGURE, pieces, derived={"harm": harm})


def _harm(words: Mapping[str, str]) -> str | None:
    """Return what befell the people that a quantity counts; None if it counts no people, or does not tell of harm."""
    unit, event = words.get(UNIT, ""), words.get(EVENT, "")
    if not PEOPLE.search(unit) or GROUPS.search(unit):
        return None
    told = f"{event} {unit}".lower()
    return next((harm for pattern, harm in HARM_OF.items() if re.search(pattern, told)), None)


def _piece(text: str, part: Any) -> tuple[int, int]:
    """Return where a part is; raises `ValueError` if its words are not there."""
    start, end = require_range(part["begin"], part["end"], text)
    words = text[start:end]
    if words.split() != str(part.get("text", words)).split() or not words.strip():
        raise ValueError(f"{str(part.get('text'))[:40]!r} is not at its offsets, where the text has {words[:40]!r}")
    return start, end


def _joined(text: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield pieces in text order; those with nothing but white space between them are one."""
    last: tuple[int, int] | None = None
    for start, end in merge_pieces(pieces):
        if last is not None and not text[last[1] : start].strip():
            last = last[0], end
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


HUMSET = HumanCorpus(
    format_id="humset",
    title="HumSet quantities",
    language="en",
    labels=(Label.CASUALTY_FIGURE,),
    annotation_licence=NONE_STATED,
    text_licence="the terms of use of DEEP: for research, not to be passed on",
    texts_open=False,
    files=("*.json", "*.txt", "*.xmi"),
    read=read_humset,
    maps=MAPS,
)
