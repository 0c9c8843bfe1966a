"""HumSet quantities: `NAME.txt.json` with a list of quantities, beside `NAME.txt` or in a neighbouring folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ...corpus.jsontext import JsonFault, parse_json
from ...errors import FormatError
from ...pieces import merge_pieces
from ...proposals.quantities import quantity_slots
from ...schema.vocab import Label
from ..mark import SPANS
from .contract import NONE_STATED, HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, stem_of

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

ROLES = ("modifier", "quantity", "unit", "eventDescription")
NO_HARM = "quantities of people unharmed, or of no people"
NO_NUMBER = "quantities that no number of people can be read from"
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
    Mapped(EVENT_TYPE, (), "whether an event happened, is happening or is planned; we have no such class"),
)


def read_humset(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of `.json` files with the texts of the `.txt` files of their names.

    `whose` is how the names begin, up to the first `_`: `a1` or `a2`.
    """
    texts = {stem_of(file, ".txt"): (file, content) for file, content in files.items() if file.endswith(".txt")}
    documents = []
    for file, content in files.items():
        name = stem_of(file, ".txt.json", ".json")
        if file.endswith(".txt") or (whose is not None and name.partition("_")[0] != whose):
            continue
        if name not in texts:
            raise FormatError(f"{file}: there is no {name}.txt among the files; name the folder above both")
        text_file, raw = texts[name]
        text = decoded(raw, text_file)
        documents.append(_document(name, file, content, text))
    return documents


def _document(name: str, file: str, content: bytes, text: str) -> HumanDocument:
    try:
        rows = parse_json(decoded(content, file))
    except (JsonFault, RecursionError) as error:
        raise FormatError(f"{file}: is no JSON: {error}") from error
    if not isinstance(rows, list):
        raise FormatError(f"{file}: expected a list of quantities")
    dropped: Counter[str] = Counter()
    problems: list[str] = []
    marks = tuple(_marks(file, rows, text, dropped, problems))
    return HumanDocument(name, file, name, text, marks, dropped=dropped, problems=tuple(problems))


def _marks(file: str, rows: list[Any], text: str, dropped: Counter[str], problems: list[str]) -> Iterator[HumanMark]:
    for number, row in enumerate(rows):
        try:
            found = {role: _piece(text, row[role]) for role in ROLES if row.get(role)}
            dropped[EVENT_TYPE] += bool(row.get(EVENT_TYPE))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            problems.append(f"{file}: quantity {number} cannot be read: {error}")
            continue
        words = {role: text[start:end] for role, (start, end) in found.items()}
        harm = _harm(words)
        if "quantity" not in found or harm is None:
            dropped[NO_HARM] += 1
            continue
        counted = tuple(_joined(text, [found[role] for role in ("modifier", "quantity") if role in found]))
        if "qualifier" not in quantity_slots(" ".join(text[start:end] for start, end in counted)):
            dropped[NO_NUMBER] += 1
            continue
        pieces = {SPANS: tuple(_joined(text, found.values())), "quantity_spans": counted}
        yield HumanMark(f"q{number}", Label.CASUALTY_FIGURE, pieces, derived={"harm": harm})


def _harm(words: Mapping[str, str]) -> str | None:
    """Return what befell the people that a quantity counts; None if it counts no people, or does not tell of harm."""
    unit, event = words.get("unit", ""), words.get("eventDescription", "")
    if not PEOPLE.search(unit) or GROUPS.search(unit):
        return None
    told = f"{event} {unit}".lower()
    return next((harm for pattern, harm in HARM_OF.items() if re.search(pattern, told)), None)


def _piece(text: str, part: Any) -> tuple[int, int]:
    """Return where a part is; raises `ValueError` if its words are not there."""
    start, end = part["begin"], part["end"]
    words = text[start:end]
    if words.split() != str(part.get("text", words)).split() or not words.strip():
        raise ValueError(f"{str(part.get('text'))[:40]!r} is not at its offsets, where the text has {words[:40]!r}")
    return start, end


def _joined(text: str, pieces: Any) -> Iterator[tuple[int, int]]:
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
    files=("*.json", "*.txt"),
    read=read_humset,
    maps=MAPS,
)
