"""Every format keeps the contract: what it reads lies in the text, in order, and faults are named with their place."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT

from claimwire.errors import ClaimwireError
from claimwire.formats import FORMATS, Format, LayerFile
from claimwire.formats.contract import SPANS, mark_of
from claimwire.formats.quotes import read_quoted_claims
from claimwire.ingest.article import dehydrated
from claimwire.schema import CLAIM_ADAPTER, LABELS

TEXT = SHIP.text or ""


def bound(key: str, kind: str, words: str) -> str:
    start = TEXT.index(words)
    return f"{key}\t{kind} {start} {start + len(words)}\t{words}"


EXAMPLES = {
    "quoted": "".join(json.dumps(line) + "\n" for line in (STATEMENT, BACKGROUND, FIGURE)),
    "brat": "\n".join(
        [
            bound("T1", "Source", "The minister"),
            bound("T2", "Cue", "said it"),
            bound("T3", "Content", "sank at dawn"),
            "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3",
            "A1\tPresented_As E1 asserted",
            bound("T4", "Historical_Background", "Ferries sank in 1999"),
            "#1\tAnnotatorNotes T4\tan invented year",
        ]
    ),
}
"""For each format, a file with an annotator's claims of the invented article: two marks at least."""

FAULTS = {"quoted": json.dumps(FIGURE | {"id": "09", "spans": "no words of the text"}), "brat": "T9\tContent 5 5\t"}
"""For each format, a faulty line."""

NEED_TEXT = {"quoted"}
"""Formats that have the words of the article, so that it must have its text to be written."""

named = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.format_id)
readable = pytest.mark.parametrize("form", [x for x in FORMATS if x.read], ids=lambda form: form.format_id)
writable = pytest.mark.parametrize("form", [x for x in FORMATS if x.write], ids=lambda form: form.format_id)


def written(form: Format, content: str | bytes, folder: Path) -> Path:
    path = folder / form.file_name("heron_1")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(form: Format, content: str | bytes, folder: Path) -> LayerFile:
    assert form.read is not None
    return form.read(written(form, content, folder), SHIP, "ada")


def test_formats_have_ids_titles_and_file_names_of_their_own() -> None:
    ids = [form.format_id for form in FORMATS]
    assert len(set(ids)) == len(ids)
    for form in FORMATS:
        assert re.fullmatch("[a-z0-9_]+", form.format_id)
        assert form.title
        assert form.files
        assert all(re.fullmatch(r"\*\.[a-z0-9.]+", pattern) for pattern in form.files)


@named
def test_a_format_can_be_read_or_written(form: Format) -> None:
    assert form.read or form.write


@readable
def test_what_is_read_is_marks_of_known_labels_in_the_text_and_in_order(form: Format, tmp_path: Path) -> None:
    layer = read(form, EXAMPLES[form.format_id], tmp_path)
    assert len(layer.marks) > 1
    assert layer.problems == ()
    ids = [mark.mark_id for mark in layer.marks]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("heron_1_ada_") for name in ids)
    assert {mark.label for mark in layer.marks} <= {declaration.label.value for declaration in LABELS}
    starts = [mark.pieces[SPANS][0][0] for mark in layer.marks]
    assert starts == sorted(starts)
    ends = [end for mark in layer.marks for pieces in mark.pieces.values() for start, end in pieces if start < end]
    assert max(ends) <= layer.extent <= len(TEXT)


@readable
def test_an_empty_file_has_nothing(form: Format, tmp_path: Path) -> None:
    layer = read(form, "", tmp_path)
    assert (layer.marks, layer.claims or (), layer.problems, dict(layer.left_out)) == ((), (), (), {})
    assert layer.extent == 0


@readable
def test_claims_are_those_of_the_marks_or_the_format_has_none(form: Format, tmp_path: Path) -> None:
    layer = read(form, EXAMPLES[form.format_id], tmp_path)
    if layer.claims is not None:
        assert tuple(map(mark_of, layer.claims)) == layer.marks
        assert [CLAIM_ADAPTER.validate_python(claim.model_dump()) for claim in layer.claims] == list(layer.claims)


@readable
def test_a_faulty_line_is_named_and_the_others_are_not(form: Format, tmp_path: Path) -> None:
    content = EXAMPLES[form.format_id].rstrip("\n") + "\n" + FAULTS[form.format_id]
    place = f"{form.files[0].replace('*', 'heron_1')}:{len(content.splitlines())}: "
    try:
        problems = read(form, content, tmp_path).problems
    except ClaimwireError as error:
        problems = (str(error),)
    (problem,) = problems
    assert place in problem


@readable
def test_a_file_that_is_not_utf_8_is_named(form: Format, tmp_path: Path) -> None:
    try:
        problems = read(form, EXAMPLES[form.format_id].encode() + "\nfaçade\n".encode("latin-1"), tmp_path).problems
    except ClaimwireError as error:
        problems = (str(error),)
    (problem,) = problems
    assert re.search(r"heron_1\.\w+:.* is not UTF-8", problem)


def test_quoted_claims_say_everything_a_claim_needs_and_brat_does_not(tmp_path: Path) -> None:
    complete = {form.format_id: read(form, EXAMPLES[form.format_id], tmp_path).claims for form in FORMATS if form.read}
    assert complete["quoted"] is not None
    assert [claim.label.value for claim in complete["quoted"]] == [
        "attributed_statement",
        "historical_background",
        "casualty_figure",
    ]
    assert complete["brat"] is None


def test_brat_says_which_words_are_source_cue_and_content_and_counts_what_it_leaves_out(tmp_path: Path) -> None:
    (form,) = [form for form in FORMATS if form.format_id == "brat"]
    layer = read(form, EXAMPLES["brat"], tmp_path)
    words = [{slot: TEXT[p[0][0] : p[0][1]] for slot, p in mark.pieces.items()} for mark in layer.marks]
    assert words == [
        {"source_spans": "The minister", "cue_spans": "said it", "spans": "sank at dawn"},
        {"spans": "Ferries sank in 1999"},
    ]
    assert layer.marks[0].slots == {"presented_as": "asserted"}
    assert layer.left_out == {"line #": 1}


LAYER = read_quoted_claims(
    [
        (n, json.dumps(line))
        for n, line in enumerate((STATEMENT, BACKGROUND, FIGURE | {"voice_id": STATEMENT["id"]}), 1)
    ],
    SHIP,
    "heron_1_ada_",
    "layer.jsonl",
)[0]


@writable
def test_what_is_written_is_read_again_as_the_same_claims(form: Format, tmp_path: Path) -> None:
    assert form.write is not None
    content = form.write(SHIP, LAYER, "heron_1_ada_")
    assert form.write(SHIP, LAYER, "heron_1_ada_") == content, "the same claims give the same bytes"
    if form.read is not None:
        layer = read(form, content, tmp_path)
        assert layer.problems == ()
        assert sorted(layer.marks, key=lambda mark: mark.mark_id) == sorted(
            map(mark_of, LAYER), key=lambda mark: mark.mark_id
        )


@writable
def test_an_article_without_its_text_is_refused_by_name_or_needs_none(form: Format) -> None:
    assert form.write is not None
    needs_text = form.format_id in NEED_TEXT
    with pytest.raises(ClaimwireError, match="heron_1") if needs_text else contextlib.nullcontext():
        form.write(dehydrated(SHIP), LAYER, "heron_1_ada_")


@writable
def test_no_claims_make_an_empty_layer(form: Format, tmp_path: Path) -> None:
    assert form.write is not None
    content = form.write(SHIP, [], "heron_1_ada_")
    if form.read is not None:
        assert read(form, content, tmp_path).marks == ()
