"""Level 1: every file can be read, holds valid records, and is written the one way it is written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..corpus.corpus import CORPUS_FILE, TABLES
from ..corpus.records import Located, json_lines, record_json
from ..corpus.workspace import PLAN_FILE
from ..duplicates.compared import compared_file
from ..schema.vocab import Split
from .context import Context, Placed
from .model import Check, Finding, Place

SHOWN = 30
"""Code points of a line shown from where it differs."""


def _toml_invalid(context: Context) -> Iterator[Finding]:
    yield from context.toml_faults


def _line_invalid(context: Context) -> Iterator[Finding]:
    for fault in [*(f for data in context.corpora for f in data.faults), *context.faults]:
        yield Finding(Place(fault.path, fault.line), fault.message)


def _line_not_canonical(context: Context) -> Iterator[Finding]:
    for path, located in _files(context):
        expected = {row.line: record_json(row.record) for row in located}
        for number, line in json_lines(path):
            if number in expected and line != expected[number]:
                at = _first_difference(line, expected[number])
                found, wanted = line[at : at + SHOWN], expected[number][at : at + SHOWN]
                yield Finding(Place(path, number), f"column {at + 1}: found {found!r}, expected {wanted!r}")


def _blank_line(context: Context) -> Iterator[Finding]:
    for path, _ in _files(context):
        lines = path.read_bytes().decode("utf-8").split("\n")
        for number, line in enumerate(lines[:-1], start=1):
            if not line.strip():
                yield Finding(Place(path, number), "the line is blank")
        if lines[-1]:
            yield Finding(Place(path, len(lines)), "the last line does not end with a line feed")


def _out_of_order(context: Context) -> Iterator[Finding]:
    for data in context.corpora:
        by_article: list[list[Located[Any]]] = [
            data.rows.articles,
            data.rows.annotations,
            data.rows.adjudications,
            data.rows.anchors,
        ]
        keyed: list[list[tuple[Located[Any], tuple[str, int]]]]
        keyed = [[(row, (row.record.article_id, 0)) for row in rows] for rows in by_article]
        keyed.append([(row, (row.record.article_id, row.record.spans[0].start)) for row in data.rows.claims])
        for rows in keyed:
            for (_, before), (row, after) in pairwise(rows):
                if after < before:
                    yield Finding(Place(row.path, row.line), f"{_shown(after)} stands after {_shown(before)}")


def _corpus_misnamed(context: Context) -> Iterator[Finding]:
    for data in context.corpora:
        if data.info.corpus_id != data.folder.name and not context.is_hydrated(data):
            message = f"corpus_id is {data.info.corpus_id!r}, the folder is called {data.folder.name!r}"
            yield Finding(Place(data.folder / CORPUS_FILE), message)


def _outlet_misnamed(context: Context) -> Iterator[Finding]:
    for path, outlet in context.outlets:
        if outlet.outlet_id != path.stem:
            yield Finding(Place(path), f"outlet_id is {outlet.outlet_id!r}, the file is called {path.name!r}")


def _plan_inconsistent(context: Context) -> Iterator[Finding]:
    if context.plan is None:
        return
    place = Place(context.workspace.annotations / PLAN_FILE)
    known = context.workspace.corpus_ids()
    for corpus_id in context.plan.corpora:
        if corpus_id not in known:
            yield Finding(place, f"corpora names {corpus_id!r}; the corpora that have a folder are {', '.join(known)}")
    ratios = context.plan.split_ratios
    for split in ratios:
        if split not in Split.names():
            yield Finding(place, f"split_ratios names {split!r}; the splits are {', '.join(Split.names())}")
    if not math.isclose(sum(ratios.values()), 1.0, abs_tol=1e-9) or min(ratios.values(), default=0.0) < 0:
        yield Finding(place, f"split_ratios add up to {sum(ratios.values()):g}, expected shares that add up to 1")


def _outlet_unknown(context: Context) -> Iterator[Finding]:
    known = {outlet.outlet_id for _, outlet in context.outlets}
    for placed in context.articles:
        if placed.record.outlet_id not in known:
            yield placed.finding(f"no outlet is called {placed.record.outlet_id!r}")


def _annotator_unknown(context: Context) -> Iterator[Finding]:
    known = {row.record.annotator_id for row in context.annotators}
    named: list[tuple[Placed[Any], str]] = [(placed, placed.record.annotator_id) for placed in context.annotations]
    named += [(placed, placed.record.adjudicator_id) for placed in context.adjudications]
    named += [(placed, placed.record.annotator_id) for placed in context.links]
    named += [(placed, placed.record.annotator_id) for placed in context.links_refused]
    for placed, annotator_id in named:
        if annotator_id not in known:
            yield placed.finding(f"no annotator is called {annotator_id!r}")


def _files(context: Context) -> Iterator[tuple[Path, list[Located[Any]]]]:
    """Yield every JSON Lines file that is there, with its valid records."""
    files: list[tuple[Path, list[Located[Any]]]] = [
        (data.file(table.name), data.rows.of(table.name)) for data in context.corpora for table in TABLES
    ]
    files.append((context.workspace.annotations / "annotators.jsonl", list(context.annotators)))
    files.append((context.workspace.splits_file, list(context.splits)))
    files.append((compared_file(context.workspace), list(context.compared)))
    yield from ((path, rows) for path, rows in files if path.is_file())


def _first_difference(found: str, expected: str) -> int:
    pairs = enumerate(zip(found, expected, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(found), len(expected)))


def _shown(key: tuple[str, int]) -> str:
    return key[0] if key[1] == 0 else f"{key[0]} at {key[1]}"


CHECKS = (
    Check(
        "toml-invalid", 1, "a TOML file cannot be read or holds no valid record", "mend what it names", _toml_invalid
    ),
    Check(
        "line-invalid",
        1,
        "a line of a JSON Lines file holds no valid record",
        "mend the fields named; `schema/` has the JSON Schema of every record",
        _line_invalid,
    ),
    Check(
        "line-not-canonical",
        1,
        "a line is not written as claimwire writes it: sorted keys, no white space, no fields at their default",
        "write the file with `claimwire.corpus.records.write_jsonl`",
        _line_not_canonical,
    ),
    Check(
        "line-blank",
        1,
        "a JSON Lines file has a blank line, or does not end with a line feed",
        "end every line with one line feed and leave no line empty",
        _blank_line,
    ),
    Check(
        "file-out-of-order",
        1,
        "articles do not stand in the order of their ids, what belongs to them in the order of the articles, or an "
        "article's adjudicated claims in the order of the text",
        "sort the file, so that a change shows as the lines it changes",
        _out_of_order,
    ),
    Check(
        "corpus-misnamed",
        1,
        "the folder of a corpus is not called as its id",
        "rename the folder; an id never changes",
        _corpus_misnamed,
    ),
    Check(
        "outlet-misnamed",
        1,
        "the file of an outlet is not called as its id",
        "rename the file; an id never changes",
        _outlet_misnamed,
    ),
    Check(
        "plan-inconsistent",
        1,
        "the release plan names a corpus or split that there is not, or its shares do not add up to 1",
        "mend annotations/release.toml",
        _plan_inconsistent,
    ),
    Check(
        "outlet-unknown",
        1,
        "an article names an outlet that has no file",
        "mend the id or add annotations/outlets/<outlet_id>.toml",
        _outlet_unknown,
    ),
    Check(
        "annotator-unknown",
        1,
        "an annotation, adjudication or link names an annotator that is not registered",
        "mend the id or add the annotator to annotations/annotators.jsonl",
        _annotator_unknown,
    ),
)
