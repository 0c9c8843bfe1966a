"""The stand-off corpora against the texts they were made from, which the repository may not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hydration.measure import tally_alterations
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus, make_anchors, spans_by_article
from claimwire.hydration.folder import standoff_files

pytestmark = pytest.mark.realtext


@pytest.fixture(scope="module")
def karabakh() -> Corpus:
    return Workspace.find(Path(__file__)).corpus("karabakh")


@pytest.fixture(scope="module")
def restored(karabakh: Corpus, real_texts: Path) -> Corpus:
    return hydrated_corpus(karabakh, real_texts / "karabakh")[0]


def test_every_text_is_the_recorded_one(karabakh: Corpus, real_texts: Path) -> None:
    _, report = hydrated_corpus(karabakh, real_texts / "karabakh")
    assert {(item.text, item.lost, item.relocated) for item in report.articles} == {("identical", 0, 0)}
    assert report.problems == ()
    assert report.spans > 300


def test_dehydrating_gives_back_the_repository(karabakh: Corpus, restored: Corpus) -> None:
    for name, content in standoff_files(restored, anchors=True).items():
        assert content == (karabakh.folder / name).read_bytes(), name


def test_the_anchors_are_those_of_the_texts(karabakh: Corpus, restored: Corpus) -> None:
    spans = spans_by_article(karabakh)
    made = [make_anchors(article, spans[article.article_id]) for article in records_of(restored.rows.articles)]
    assert made == records_of(karabakh.rows.anchors)


@pytest.mark.parametrize("spans", ["annotated", "random"])
def test_no_span_is_found_in_a_wrong_place(karabakh: Corpus, restored: Corpus, spans: str) -> None:
    annotated = {key: list(value) for key, value in spans_by_article(karabakh).items()}
    tallies = tally_alterations(records_of(restored.rows.articles), range(2), annotated if spans == "annotated" else {})
    assert {name: tally.counts for name, tally in tallies.items() if tally.wrong} == {}
    assert sum(tally.counts["right"] for tally in tallies.values()) > 10_000
