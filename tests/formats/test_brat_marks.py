"""What is read of brat's files as marks, for agreement: attributions, and annotations of our labels."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT

from claimwire.errors import ClaimwireError
from claimwire.formats.brat import read_brat
from claimwire.formats.brat.claims import BRAT
from claimwire.formats.contract import ArticleLayer, Material
from claimwire.formats.mark import SPANS, LayerFile, mark_of
from claimwire.formats.quotes import read_quoted_claims
from claimwire.schema import LABELS

TEXT = SHIP.text or ""


def bound(key: str, kind: str, words: str) -> str:
    start = TEXT.index(words)
    return f"{key}\t{kind} {start} {start + len(words)}\t{words}"


EXAMPLE = "\n".join(
    [
        bound("T1", "Source", "The minister"),
        bound("T2", "Cue", "said it"),
        bound("T3", "Content", "sank at dawn"),
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3",
        "A1\tPresented_As E1 asserted",
        bound("T4", "Historical_Background", "Ferries sank in 1999"),
        "#1\tAnnotatorNotes T4\tan invented year",
    ]
)


def read(content: str | bytes, folder: Path) -> LayerFile:
    path = folder / "heron_1.ann"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_brat(path, SHIP, "ada")


def test_what_is_read_is_marks_of_known_labels_in_the_text_and_in_order(tmp_path: Path) -> None:
    layer = read(EXAMPLE, tmp_path)
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


def test_an_empty_file_has_nothing(tmp_path: Path) -> None:
    layer = read("", tmp_path)
    assert (layer.marks, layer.problems, dict(layer.left_out), layer.extent) == ((), (), {}, 0)


def test_a_faulty_line_is_named_and_the_others_are_not(tmp_path: Path) -> None:
    (problem,) = read(f"{EXAMPLE}\nT9\tContent 5 5\t", tmp_path).problems
    assert f"heron_1.ann:{len(EXAMPLE.splitlines()) + 1}: " in problem


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    try:
        problems = read(EXAMPLE.encode() + "\nfaçade\n".encode("latin-1"), tmp_path).problems
    except ClaimwireError as error:
        problems = (str(error),)
    (problem,) = problems
    assert re.search(r"heron_1\.\w+:.* is not UTF-8", problem)


def test_words_are_source_cue_and_content_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    layer = read(EXAMPLE, tmp_path)
    words = [{slot: TEXT[p[0][0] : p[0][1]] for slot, p in mark.pieces.items()} for mark in layer.marks]
    assert words == [
        {"source_spans": "The minister", "cue_spans": "said it", "spans": "sank at dawn"},
        {"spans": "Ferries sank in 1999"},
    ]
    assert layer.marks[0].slots == {"presented_as": "asserted"}
    assert layer.left_out == {"line #": 1}


@pytest.mark.parametrize("entry", [STATEMENT, BACKGROUND, FIGURE], ids=lambda entry: str(entry["label"]))
def test_claims_that_are_exported_can_be_compared_with_others(entry: dict[str, object], tmp_path: Path) -> None:
    """The reader for agreement finds the claims of an exported file, with their spans and attributes."""
    claims, problems = read_quoted_claims([(1, json.dumps(entry))], SHIP, "heron_1_ada_", "layer")
    assert problems == []
    files = {
        file.name: file.content for file in BRAT.write(Material((ArticleLayer(SHIP, tuple(claims), "heron_1_ada_"),)))
    }
    (mark,) = read(files["heron_1.ann"], tmp_path).marks
    told = mark_of(claims[0])
    assert (mark.label, mark.pieces[SPANS]) == (told.label, told.pieces[SPANS])
    assert mark.slots["presented_as"] == "asserted"
