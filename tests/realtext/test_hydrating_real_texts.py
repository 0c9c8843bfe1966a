"""The stand-off corpora against the texts they were made from, which the repository may not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.hydration.measure import tally_alterations
from claimwire.cli import group
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.hydration import hydrated_corpus, make_anchors, spans_by_article
from claimwire.hydration.folder import standoff_files

pytestmark = pytest.mark.realtext


WORKSPACE = Workspace.find(Path(__file__))
STANDOFF = [data.info.corpus_id for data in WORKSPACE.corpora() if not data.info.text_redistributable]


@pytest.fixture(scope="module", params=STANDOFF)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return WORKSPACE.corpus(request.param)


@pytest.fixture(scope="module")
def restored(corpus: Corpus, real_texts: Path) -> Corpus:
    return hydrated_corpus(corpus, real_texts / corpus.corpus_id)[0]


def test_every_text_is_the_recorded_one(corpus: Corpus, real_texts: Path) -> None:
    _, report = hydrated_corpus(corpus, real_texts / corpus.corpus_id)
    assert {(item.text, item.lost, item.relocated) for item in report.articles} == {("identical", 0, 0)}
    assert report.problems == ()
    assert report.spans > 300


def test_dehydrating_gives_back_the_repository(corpus: Corpus, restored: Corpus) -> None:
    for name, content in standoff_files(restored, anchors=True).items():
        assert content == (corpus.folder / name).read_bytes(), name


def test_the_anchors_are_those_of_the_texts(corpus: Corpus, restored: Corpus) -> None:
    spans = spans_by_article(corpus)
    made = [make_anchors(article, spans.get(article.article_id, ())) for article in records_of(restored.rows.articles)]
    assert made == records_of(corpus.rows.anchors)


def test_every_check_passes_with_the_texts_at_hand(corpus: Corpus, real_texts: Path, tmp_path: Path) -> None:
    """Some checks read words: edges of spans, quotation marks, the class of a cue, what is copied."""
    copy = tmp_path / corpus.corpus_id
    made = CliRunner().invoke(
        group, ["hydrate", corpus.corpus_id, "--from", str(real_texts / corpus.corpus_id), "--to", str(copy)]
    )
    assert made.exit_code == 0, made.output
    checked = CliRunner().invoke(group, ["check", corpus.corpus_id, "--corpus-dir", str(copy)])
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize("corpus", ["karabakh"], indirect=True)
@pytest.mark.parametrize("spans", ["annotated", "random"])
def test_no_span_is_found_in_a_wrong_place(corpus: Corpus, restored: Corpus, spans: str) -> None:
    annotated = {key: list(value) for key, value in spans_by_article(corpus).items()}
    tallies = tally_alterations(records_of(restored.rows.articles), range(2), annotated if spans == "annotated" else {})
    assert {name: tally.counts for name, tally in tallies.items() if tally.wrong} == {}
    assert sum(tally.counts["right"] for tally in tallies.values()) > 10_000
