"""Level 1: every file can be read, holds valid records, and is written the one way it is written."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ..corpus.corpus import CORPUS_FILE
from ..corpus.workspace import PLAN_FILE
from ..ingest.recipes import is_recipe, recipe_names
from ..naming import alternatives, suggestion
from ..schema.vocab import Split
from .check import Check
from .context import Context, LocatedRecord
from .findings import Finding, Place


def _toml_invalid(context: Context) -> Iterator[Finding]:
    yield from context.recorded("toml-invalid")


def _line_invalid(context: Context) -> Iterator[Finding]:
    yield from context.recorded("line-invalid")


def _line_not_canonical(context: Context) -> Iterator[Finding]:
    yield from context.recorded("line-not-canonical")


def _blank_line(context: Context) -> Iterator[Finding]:
    yield from context.recorded("line-blank")


def _out_of_order(context: Context) -> Iterator[Finding]:
    yield from context.recorded("file-out-of-order")


def _corpus_misnamed(context: Context) -> Iterator[Finding]:
    for corpus in context.corpora if context.is_shared else ():
        if corpus.corpus_id != corpus.folder.name and not context.is_hydrated(corpus):
            message = f"corpus_id is {corpus.corpus_id!r}, the folder is called {corpus.folder.name!r}"
            yield Finding(Place(corpus.folder / CORPUS_FILE), message)


def _outlet_misnamed(context: Context) -> Iterator[Finding]:
    for path, outlet in context.repository.outlets if context.is_shared else ():
        if outlet.outlet_id != path.stem:
            yield Finding(Place(path), f"outlet_id is {outlet.outlet_id!r}, the file is called {path.name!r}")


def _recipe_unknown(context: Context) -> Iterator[Finding]:
    for corpus in context.corpora if context.is_shared else ():
        place = Place(corpus.folder / CORPUS_FILE)
        used = [("", corpus.info.recipe), *((f"document {x.article_id}: ", x.recipe) for x in corpus.info.documents)]
        for where, name in used:
            if name is not None and not is_recipe(name):
                yield Finding(place, f"{where}no recipe is called {name!r}{suggestion(name, recipe_names())}")


def _plan_inconsistent(context: Context) -> Iterator[Finding]:
    plan, workspace = context.repository.plan, context.repository.workspace
    if plan is None or not context.is_shared:
        return
    place = Place(workspace.annotations / PLAN_FILE)
    known = workspace.corpus_ids()
    for corpus_id in plan.corpora:
        if corpus_id not in known:
            yield Finding(
                place, f"corpora names {corpus_id!r}, which has no corpus.toml; {alternatives(corpus_id, known)}"
            )
    ratios = plan.split_ratios
    for split in ratios:
        if split not in Split.names():
            yield Finding(place, f"split_ratios names {split!r}; {alternatives(split, Split.names())}")
    if not math.isclose(sum(ratios.values()), 1.0, abs_tol=1e-9) or min(ratios.values(), default=0.0) < 0:
        yield Finding(place, f"split_ratios add up to {sum(ratios.values()):g}, expected shares that add up to 1")


def _outlet_unknown(context: Context) -> Iterator[Finding]:
    known = context.repository.outlet_by_id
    for row in context.articles:
        if row.record.outlet_id not in known:
            outlet_id = row.record.outlet_id
            yield row.finding(f"no outlet has the id {outlet_id!r}{suggestion(outlet_id, known)}")


def _annotator_unknown(context: Context) -> Iterator[Finding]:
    known = context.repository.annotator_by_id
    named: list[tuple[LocatedRecord[Any], str]] = [(row, row.record.annotator_id) for row in context.annotations]
    named += [(row, row.record.adjudicator_id) for row in context.adjudications]
    named += [(row, row.record.annotator_id) for row in context.item_checks]
    named += [(row, row.record.annotator_id) for row in context.entities]
    named += [(row, row.record.annotator_id) for row in context.links]
    named += [(row, row.record.annotator_id) for row in context.links_refused]
    for row, annotator_id in named:
        if annotator_id not in known:
            yield row.finding(f"no annotator has the id {annotator_id!r}{suggestion(annotator_id, known)}")


CHECKS = (
    Check("toml-invalid", 1, "a TOML file cannot be read or has no valid record", "fix what it names", _toml_invalid),
    Check(
        "line-invalid",
        1,
        "a line of a JSON Lines file has no valid record",
        "fix the fields named; `schema/` has the JSON Schema of every record",
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
        "articles are not sorted by id, records about them are not sorted by article, or an article's adjudicated "
        "claims are not in the order of the text",
        "sort the file, so that a change shows as the lines it changes",
        _out_of_order,
    ),
    Check(
        "corpus-misnamed",
        1,
        "the folder of a corpus does not have the id as its name",
        "rename the folder; an id never changes",
        _corpus_misnamed,
    ),
    Check(
        "outlet-misnamed",
        1,
        "the file of an outlet does not have the id as its name",
        "rename the file; an id never changes",
        _outlet_misnamed,
    ),
    Check(
        "plan-inconsistent",
        1,
        "the release plan names an unknown corpus or split, or its shares do not add up to 1",
        "fix annotations/release.toml",
        _plan_inconsistent,
    ),
    Check(
        "recipe-unknown",
        1,
        "a corpus or a document names a recipe that is neither built in nor of an installed package",
        "fix the name, or install the package; `claimwire ingest --recipes` lists them",
        _recipe_unknown,
    ),
    Check(
        "outlet-unknown",
        1,
        "an article names an outlet that has no file",
        "fix the id or add annotations/outlets/<outlet_id>.toml",
        _outlet_unknown,
    ),
    Check(
        "annotator-unknown",
        1,
        "an annotation, adjudication, check, entity or link names an annotator that is not registered",
        "fix the id or add the annotator to annotations/annotators.jsonl",
        _annotator_unknown,
    ),
)
