"""Record sets whose data stands in the description: the vocabularies, with what the dataset adds, and the splits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...schema import STANDARD_QUESTIONS, Questions, ReleaseManifest
from ...schema.vocab import Split, Vocabulary
from ...tables.column import Column
from .terms import inline_field, reference

SPLITS = "splits"

SPLIT_TYPES = {Split.TRAIN: "cr:TrainingSplit", Split.VALIDATION: "cr:ValidationSplit", Split.TEST: "cr:TestSplit"}


def split_set(manifest: ReleaseManifest) -> dict[str, Any]:
    """Return the splits of a release, with what Croissant calls them."""
    present = {table.split for table in manifest.tables}
    return {
        "@type": "cr:RecordSet",
        "@id": SPLITS,
        "name": SPLITS,
        "description": "The splits: no event is in two of them.",
        "dataType": "cr:Split",
        "key": reference(f"{SPLITS}/name"),
        "field": [
            inline_field(SPLITS, "name", "sc:Text", "name of the split, and the first part of its files' names"),
            inline_field(SPLITS, "url", ["sc:Text", "cr:Split"], "what it is for"),
        ],
        "data": [
            {f"{SPLITS}/name": split.value, f"{SPLITS}/url": SPLIT_TYPES[split]} for split in Split if split in present
        ],
    }


def value_id(column: Column) -> str:
    """Return the id of the field, of its vocabulary's record set, that a column's values are in."""
    assert column.vocabulary is not None
    return f"{column.vocabulary.__name__}/{'number' if column.is_class else 'name'}"


def vocabulary_sets(columns: Iterable[Column], questions: Questions = STANDARD_QUESTIONS) -> list[dict[str, Any]]:
    """Return a record set for each vocabulary that columns have, by name; with class numbers if any column has them."""
    vocabularies: dict[str, type[Vocabulary]] = {}
    numbered: set[str] = set()
    for column in columns:
        if column.vocabulary is not None:
            vocabularies[column.vocabulary.__name__] = column.vocabulary
            numbered |= {column.vocabulary.__name__} if column.is_class else set()
    return [
        _vocabulary_set(vocabularies[name], questions, is_numbered=name in numbered) for name in sorted(vocabularies)
    ]


def _vocabulary_set(vocabulary: type[Vocabulary], questions: Questions, *, is_numbered: bool) -> dict[str, Any]:
    name = vocabulary.__name__
    number = [inline_field(name, "number", "cr:Int64", "class number")] if is_numbered else []
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": vocabulary.title(),
        "dataType": "sc:Enumeration",
        "key": reference(f"{name}/name"),
        "field": [
            *number,
            inline_field(name, "name", "sc:Text", "value"),
            inline_field(name, "meaning", "sc:Text", "what it means"),
        ],
        "data": [
            ({f"{name}/number": place} if is_numbered else {})
            | {f"{name}/name": choice.value, f"{name}/meaning": choice.told}
            for place, choice in enumerate(questions.choices(vocabulary))
        ],
    }
