"""What the importers of human corpora read, held against the documents that are kept for validation, where they are.

They are looked for in `validation` beside the folder of real texts. Their labels were read of the same corpora by
another program, so that both have to find the same words.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from human_shapes import SHAPES, lines_of, of_annotator
from invented import CORPUS

from claimwire.formats.contract import ReadInto
from claimwire.formats.human import HUMAN_CORPORA, NO_CODEBOOK, HumanDocument, human_layers
from claimwire.formats.human.texts import texts_file
from claimwire.ingest.article import ingest
from claimwire.schema import AttributedStatement, CasualtyFigure, ClaimBase, Document, HistoricalBackground

pytestmark = pytest.mark.realtext

CORPUS_OF = {human.format_id: human for human in HUMAN_CORPORA}
KEPT = {"polnear": "polnear", "polnear_iaa": "polnear"} | {name: name for name in SHAPES if name != "polnear"}


def kept(name: str) -> list[dict[str, Any]]:
    path = Path(os.environ["CLAIMWIRE_REAL_TEXTS"]).parent / "validation" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return list(lines_of(path))


def imported(name: str) -> Iterator[tuple[dict[str, Any], str, list[ClaimBase], str]]:
    """Yield each document and annotator with the claims that are read, and the text of the article they are in."""
    human = CORPUS_OF[KEPT[name]]
    for document in kept(name):
        for annotator in document.get("annotators", ["0000"]):
            files = SHAPES[human.format_id](document, annotator)
            (read,) = human.read(files, None)
            assert read.problems == ()
            article = article_of(read, human.language)
            found = human_layers([read], human.language, ReadInto({"heron_1": article}, "reader", NO_CODEBOOK))
            yield document, annotator, list(found.layers[0].claims), article.text or ""


def article_of(read: HumanDocument, language: str) -> Any:
    document = Document(article_id="heron_1", file=f"t.jsonl#{read.name}", outlet_id="orlan_post", recipe="jsonl-field")
    return ingest(document, texts_file([read]).encode(), CORPUS.model_copy(update={"language": language}))


def bare(pieces: list[str]) -> str:
    return "".join("".join(pieces).split())


def words(claim: ClaimBase, slot: str, text: str) -> str:
    return bare([span.of(text) for span in getattr(claim, slot)])


@pytest.mark.parametrize("name", ["polnear", "polnear_iaa", "german_wikinews"])
def test_every_attribution_is_read_with_its_words(name: str) -> None:
    count = other = 0
    for document, annotator, claims, text in imported(name):
        spans = of_annotator(document, annotator)
        expected = Counter(tuple(bare([x["text"] for x in s["slots"].get(k, [])]) for k in PARTS) for s in spans)
        found = Counter(tuple(words(claim, slot, text) for slot in PARTS.values()) for claim in claims)
        assert found.total() == expected.total()
        assert all(isinstance(claim, AttributedStatement) for claim in claims)
        count += expected.total()
        other += (expected - found).total()
    assert count >= 50
    assert other <= 0.02 * count, f"{other} of {count} have other words: their edges are within words"


PARTS = {"content": "spans", "speaker": "source_spans", "cue": "cue_spans"}


def test_every_sentence_of_background_is_read() -> None:
    count = 0
    for document, _, claims, text in imported("newsdiscourse"):
        spans = [span for span in document["spans"] if span["label"] == "historical_background"]
        assert all(isinstance(claim, HistoricalBackground) for claim in claims)
        assert [words(claim, "spans", text) for claim in claims] == [bare([span["text"]]) for span in spans]
        count += len(spans)
    assert count >= 50


def test_a_casualty_figure_has_the_bounds_that_another_program_reads() -> None:
    figures = told = 0
    for document, _, claims, text in imported("humset"):
        by_words = {words(claim, "quantity_spans", text): claim for claim in claims}
        figures += len(claims)
        for span in document["spans"]:
            slots = span["slots"]
            claim = by_words.get(bare([*(x["text"] for x in slots["qualifier_text"][:1]), slots["number"]["text"]]))
            if span["label"] == "casualty_figure":
                assert isinstance(claim, CasualtyFigure), span["text"]
            if isinstance(claim, CasualtyFigure) and slots["qualifier"] == "exact":
                told += 1
                assert (claim.lower, claim.upper) == (slots["lower"], slots["upper"]), span["text"]
    assert figures >= 5
    assert told >= 4
