"""Documents that people annotated, as they are kept for validation, in the shape of the corpora that they come from.

A line of `CORPUS.jsonl` has the text, and spans with their parts; `human_shapes` writes them as the files of the
corpus have them, so that what `claimwire import` reads can be held against them. Nothing of them is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROLES = {"content": "Content", "speaker": "Source", "cue": "Cue"}
TYPE_OF = {
    "historical_event": "Distant_Historical",
    "main_event": "Main",
    "consequence": "Main_Consequence",
    "previous_event": "Cause_Specific",
    "current_context": "Cause_General",
    "anecdotal_event": "Distant_Anecdotal",
    "evaluation": "Distant_Evaluation",
    "expectation": "Distant_Expectations_Consequences",
    "not_applicable": "NA",
}

Files = dict[str, bytes]


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def name_of(document: Mapping[str, Any]) -> str:
    """Return a file name for a document, without ending."""
    return str(document["id"]).replace("/", "-").removesuffix(".pretty")


def polnear(document: Mapping[str, Any], annotator: str) -> Files:
    """Return the files of one annotator of PolNeAR."""
    text, lines, number = document["text"], [], 0
    for event, span in enumerate(of_annotator(document, annotator), start=1):
        parts = []
        for slot, kind in ROLES.items():
            if pieces := span["slots"].get(slot):
                number += 1
                places = ";".join(f"{piece['start']} {piece['end']}" for piece in pieces)
                words = " ".join(text[piece["start"] : piece["end"]] for piece in pieces).replace("\n", " ")
                lines.append(f"T{number}\t{kind} {places}\t{words}")
                parts.append(f"{kind}:T{number}")
        lines.append(f"E{event}\tAttribution:T{number} {' '.join(parts)}")
    name = name_of(document)
    ann = "".join(f"{line}\n" for line in lines)
    return {f"{name}.txt": text.encode(), f"{name}_{annotator}.ann": ann.encode()}


def of_annotator(document: Mapping[str, Any], annotator: str) -> list[dict[str, Any]]:
    """Return the spans of one annotator of a document; all of them if it has one annotator."""
    return [span for span in document["spans"] if span.get("annotator", annotator) == annotator]


def newsdiscourse(document: Mapping[str, Any], _: str) -> Files:
    """Return the files of NewsDiscourse: sentences with their keys, and a type for each."""
    text, lines, ann, last = document["text"], [f"H {document['meta']['title']}", ""], [], 0
    for sentence, (start, end) in zip(document["sentence_types"], document["sentences"], strict=True):
        lines += [""] if "\n\n" in text[last:start] else []
        lines.append(f"{sentence['key']} {' '.join(text[start:end].split())}")
        types = [TYPE_OF[kind] for kind in sentence["types"]] + (["Speech"] if sentence["speech"] else [])
        ann += [f"T{len(ann) + n}\t{kind} 0 2\t{sentence['key']}" for n, kind in enumerate(types, start=1)]
        last = end
    name = name_of(document)
    return {f"{name}.txt": "\n".join(lines).encode(), f"{name}.ann": "\n".join(ann).encode()}


def german_wikinews(document: Mapping[str, Any], _: str) -> Files:
    """Return the JSON file of an article of German Wikinews."""
    kinds = {"free_indirect": "FreeIndirect", "indirect_free_indirect": "IndirectFreeIndirect"}

    def role(pieces: list[dict[str, Any]]) -> dict[str, Any]:
        spans = [{"charBegin": piece["start"], "charEnd": piece["end"]} for piece in pieces]
        return {"spans": spans, "text": " ".join(piece["text"] for piece in pieces)}

    annotations = [
        {name: role(slots.get(slot, [])) for name, slot in (("quote", "content"), *((x, x) for x in OTHER_ROLES))}
        | {"type": kinds.get(slots["quote_type"], slots["quote_type"].capitalize())}
        | {"medium": slots["medium"], "isNested": slots["nested"]}
        for slots in (span["slots"] for span in document["spans"])
    ]
    record = {"documentName": name_of(document), "originalText": document["text"], "annotations": annotations}
    return {f"{name_of(document)}.pretty.json": json.dumps(record).encode()}


OTHER_ROLES = ("speaker", "cue", "frame", "addressee")


def humset(document: Mapping[str, Any], _: str) -> Files:
    """Return the files of HumSet: a text and a list of quantities."""

    def part(piece: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": piece["text"], "begin": piece["start"], "end": piece["end"]}

    rows = []
    for span in document["spans"]:
        slots = span["slots"]
        several = {"modifier": "qualifier_text", "unit": "victim_group", "eventDescription": "event"}
        first = {name: part(slots[slot][0]) for name, slot in several.items() if slots[slot]}
        rows.append({"quantity": part(slots["number"]), **first})
    name = name_of(document)
    return {f"{name}.txt": document["text"].encode(), f"{name}.txt.json": json.dumps(rows).encode()}


SHAPES: Mapping[str, Callable[[Mapping[str, Any], str], Files]] = {
    "polnear": polnear,
    "newsdiscourse": newsdiscourse,
    "german_wikinews": german_wikinews,
    "humset": humset,
}
"""The corpora whose files can be made of what is kept, by `format_id`."""
