"""German Wikinews with quotations (Petersen-Frey and Biemann 2024): a JSON file an article, with text and marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ...corpus.jsontext import JsonFault, parse_json
from ...errors import FormatError
from ...pieces import Pieces, merge_pieces
from ...schema.vocab import Label
from ..mark import SPANS
from .contract import HumanCorpus, HumanDocument, HumanMark, Mapped, decoded, require_range, stem_of

TITLE = re.compile(r"(?:[0-9]+ - )?(?P<headline>.+?)(?: \((?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\))?")
"""What a document is called: number, headline and day of publication."""

SLOT_OF = {"quote": SPANS, "speaker": "source_spans", "cue": "cue_spans"}
QUOTE_TYPE_OF = {
    "Direct": "direct",
    "Indirect": "indirect",
    "Reported": "indirect",
    "FreeIndirect": "indirect",
    "IndirectFreeIndirect": "indirect",
}
"""The slot of each role, and the `quote_type` of each type of quotation."""

FRAME, ADDRESSEE, MEDIUM, NO_QUOTE = "frame", "addressee", "medium", "an annotation without a quote"

MAPS = (
    Mapped("quote", ("attributed_statement", "spans"), "in all its pieces"),
    Mapped("speaker", ("source_spans",), "the words; no name is written down"),
    Mapped("cue", ("cue_spans",), ""),
    Mapped(
        "type",
        ("quote_type",),
        "`Direct` is direct, all others are indirect, also with single words in quotation marks",
    ),
    Mapped("isNested", ("voice_id",), "the smallest other quote that holds all of it"),
    Mapped(FRAME, (), "speaker, cue and what is around them"),
    Mapped(ADDRESSEE, (), "we have a name for whom it was said to, and no span"),
    Mapped(MEDIUM, (), "speech, thought or writing are other classes than our channels"),
    Mapped(NO_QUOTE, (), "a statement has a content"),
)


def read_german_wikinews(files: Mapping[str, bytes], whose: str | None) -> list[HumanDocument]:
    """Return the documents of JSON files."""
    if whose is not None:
        raise FormatError(f"the files of German Wikinews are of one layer; nobody is called {whose!r} there")
    return [_document(file, content) for file, content in files.items()]


def _document(file: str, content: bytes) -> HumanDocument:
    try:
        record = parse_json(decoded(content, file))
        text, title = record["originalText"], str(record.get("documentName") or stem_of(file, ".pretty.json", ".json"))
        annotations = list(record["annotations"])
        if not isinstance(text, str):
            raise TypeError
    except (JsonFault, RecursionError) as error:
        raise FormatError(f"{file}: is no JSON: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{file}: expected an object with `originalText` and `annotations`") from error
    named = TITLE.fullmatch(title)
    dropped: Counter[str] = Counter()
    problems: list[str] = []
    marks = _nested(list(_marks(file, text, annotations, dropped, problems)), annotations)
    return HumanDocument(
        stem_of(file, ".pretty.json", ".json"),
        file,
        named["headline"] if named else title,
        text,
        tuple(marks),
        published=named["day"] if named else None,
        dropped=dropped,
        problems=tuple(problems),
    )


def _marks(
    file: str, text: str, annotations: list[Any], dropped: Counter[str], problems: list[str]
) -> Iterator[HumanMark]:
    for number, annotation in enumerate(annotations):
        try:
            pieces = {slot: _pieces(text, annotation.get(role)) for role, slot in SLOT_OF.items()}
            left = {role: bool(_pieces(text, annotation.get(role))) for role in (FRAME, ADDRESSEE)}
            judged = {"quote_type": QUOTE_TYPE_OF[annotation["type"]]} if "type" in annotation else {}
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            problems.append(f"{file}: annotation {number} cannot be read: {error}")
            continue
        dropped += Counter(left | {MEDIUM: bool(annotation.get("medium"))})
        if not pieces[SPANS]:
            dropped[NO_QUOTE] += 1
            continue
        found = {slot: those for slot, those in pieces.items() if those}
        yield HumanMark(f"q{number}", Label.ATTRIBUTED_STATEMENT, found, judged)


def _pieces(text: str, role: Any) -> Pieces:
    """Return the pieces of a role; raises `ValueError` if they are not the words that the file says."""
    if not role:
        return ()
    pieces = merge_pieces(require_range(span["charBegin"], span["charEnd"], text) for span in role.get("spans") or ())
    words = "".join(text[start:end] for start, end in pieces)
    if "".join(words.split()) != "".join(str(role.get("text", words)).split()):
        raise ValueError(f"{str(role.get('text'))[:40]!r} is not at its offsets, where the text has {words[:40]!r}")
    return pieces


def _nested(marks: list[HumanMark], annotations: list[Any]) -> Iterator[HumanMark]:
    """Yield the marks; those that are said to be nested with the quote that they are in."""
    for mark in marks:
        if not annotations[int(mark.mark_id[1:])].get("isNested"):
            yield mark
            continue
        holding = [other for other in marks if other is not mark and _holds(other.pieces[SPANS], mark.pieces[SPANS])]
        holder = min(holding, key=lambda other: sum(end - start for start, end in other.pieces[SPANS]), default=None)
        within = None if holder is None else holder.mark_id
        yield HumanMark(mark.mark_id, mark.label, mark.pieces, mark.judged, within=within)


def _holds(outer: Pieces, inner: Pieces) -> bool:
    """Return whether pieces hold all of some others, and more."""
    inside = all(any(start <= a and b <= end for start, end in outer) for a, b in inner)
    return inside and outer != inner


GERMAN_WIKINEWS = HumanCorpus(
    format_id="german_wikinews",
    title="German news quotation attribution 2024",
    language="de",
    labels=(Label.ATTRIBUTED_STATEMENT,),
    annotation_licence="CC BY-NC-SA 4.0",
    text_licence="CC BY 2.5",
    texts_open=True,
    files=("*.json",),
    read=read_german_wikinews,
    maps=MAPS,
)
