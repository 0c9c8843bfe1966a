"""Relocating measured on invented articles: never wrong, and seldom without an answer."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small import DOCUMENTS
from standoff_copy import ARTICLE

from benchmarks.hydration.alterations import EDITING, PAGE, TYPESETTING, Copy, joined, new, true_place
from benchmarks.hydration.measure import Tally, TwinTest, outcome, tally_alterations
from benchmarks.hydration.texts import read_texts
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.restore import hydrated_corpus, spans_by_article
from claimwire.schema import Span, all_spans

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "as_collected": 0.98,
    "white_space": 1.0,
    "quotes_straight": 1.0,
    "quotes_curly": 1.0,
    "dashes": 1.0,
    "decomposed": 1.0,
    "soft_hyphens": 1.0,
    "capitals": 1.0,
    "paragraphs_glued": 1.0,
    "paragraphs_split": 1.0,
    "half": 0.88,
    "without_headline": 0.99,
    "furniture": 0.94,
    "with_other_articles": 0.95,
    "sentence_pulled": 0.96,
    "sentences_removed": 0.94,
    "sentences_inserted": 0.85,
    "headline_repeated": 0.89,
    "paragraphs_reordered": 0.9,
    "words_replaced_few": 0.93,
    "words_edited": 0.87,
    "several": 0.7,
    "words_replaced_many": 0.77,
    "printed_twice": 0.0,
    "another_article": 1.0,
}
"""Share of the spans in a copy that have to be found; a little below what is measured on the small repository.

Its articles are short: in longer ones, more is found.
"""


@pytest.fixture(scope="module", params=["annotated", "random"])
def tallies(request: pytest.FixtureRequest, small_built: Workspace) -> dict[str, Tally]:
    corpora = [hydrated_corpus(corpus, DOCUMENTS)[0] for corpus in small_built.corpora()]
    articles = [article for corpus in corpora for article in records_of(corpus.rows.articles)]
    annotated = {key: list(spans) for corpus in corpora for key, spans in spans_by_article(corpus).items()}
    return tally_alterations(articles, range(2), annotated if request.param == "annotated" else {})


def test_no_span_is_ever_found_in_a_wrong_place(tallies: dict[str, Tally]) -> None:
    assert sum(tally.spans for tally in tallies.values()) > 10_000
    assert {name: tally.counts for name, tally in tallies.items() if tally.wrong} == {}


def test_most_spans_are_found(tallies: dict[str, Tally]) -> None:
    assert set(tallies) == set(FLOORS)
    assert {name: tally.recall for name, tally in tallies.items() if tally.recall < FLOORS[name]} == {}


@pytest.mark.parametrize("alteration", [*TYPESETTING, *PAGE, *EDITING], ids=lambda a: a.__name__)
def test_an_altered_copy_knows_where_its_characters_came_from(
    heron: Corpus, alteration: Callable[[Copy, random.Random], Copy]
) -> None:
    text = heron.article(ARTICLE).text or ""
    copy = alteration(Copy.of(text), random.Random(1))
    assert len(copy.text) == len(copy.origins)
    assert copy == alteration(Copy.of(text), random.Random(1))
    kept = [(copy.text[at], text[n]) for n, places in copy.places.items() for at in places]
    same = sum(a.casefold() == b.casefold() for a, b in kept)
    assert same > 0.9 * len(kept) > 0.2 * len(text)


def test_the_truth_of_a_span_needs_all_of_it_and_nothing_else() -> None:
    text = "one two three"
    whole = Copy.of(text)
    span = Span(start=4, end=13)
    assert true_place(joined([new("zero "), whole]), text, span) == Span(start=9, end=18)
    assert true_place(joined([whole.piece(0, 8), new("and "), whole.piece(8, 13)]), text, span) is None
    assert true_place(whole.piece(0, 12), text, span) is None
    assert true_place(joined([whole.piece(0, 4), whole.piece(8, 13), new(" "), whole.piece(4, 7)]), text, span) is None
    assert true_place(whole.anew(), text, span) is None


def test_outcomes() -> None:
    here, there = Span(start=0, end=3), Span(start=5, end=8)
    for alike in (False, True):
        results = [
            outcome(true, found, here, lambda *_, alike=alike: alike)
            for true, found in ((here, here), (here, None), (None, None), (here, there), (None, there))
        ]
        assert results[:3] == ["right", "missed", "gone"]
        assert results[3:] == (["twin of it", "twin of what is gone"] if alike else ["misplaced", "invented"])


def test_a_twin_has_the_same_words_and_six_more_on_one_side() -> None:
    text = "zero one two three four five six seven eight nine ten eleven twelve"
    seven = Span(start=text.index("seven"), end=text.index("seven") + 5)
    for copy, expected in (
        ("other words but one two three four five six seven and what not", True),
        ("seven eight nine ten eleven twelve more", False),
        ("seven, eight: nine ten eleven twelve", True),
        ("zero two three four five six seven eight nine ten", False),
        ("one two three four five six sevens eight nine ten eleven twelve", False),
    ):
        found = Span(
            start=copy.index("seven"), end=copy.index("seven") + len("sevens" if "sevens" in copy else "seven")
        )
        assert TwinTest(text, copy)(seven, found) is expected, copy


def run_benchmark(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.hydration", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_command_prints_a_table_and_exits_with_0_if_nothing_is_wrong(tmp_path: Path, heron: Corpus) -> None:
    write_text(tmp_path / "a.txt", heron.article(ARTICLE).text or "")
    write_text(
        tmp_path / "b.jsonl", '{"id":"x","headline":"Reeds cut","text":"The reeds of Amber Lake were cut on Monday."}\n'
    )
    (tmp_path / "c.txt").write_bytes(b"\xff")
    articles, annotated = read_texts(tmp_path)
    assert [article.document for article in articles] == ["a.txt", "b.jsonl#x"]
    assert annotated == {}
    done = run_benchmark(str(tmp_path), "--seeds", "1", "--spans", "5")
    assert done.returncode == 0, done.stderr
    assert "| white space | 10 | 10 | 100.0% | 0 | 0 | 0 |" in done.stdout
    assert "2 articles; " in done.stdout


def test_the_command_says_what_it_expected(tmp_path: Path) -> None:
    done = run_benchmark(str(tmp_path))
    assert done.returncode == 2
    assert "holds no article with a text" in done.stderr


def test_a_corpus_with_its_texts_brings_its_spans(heron: Corpus) -> None:
    articles, annotated = read_texts(heron.folder)
    assert articles == records_of(heron.rows.articles)
    assert annotated.keys() == heron.articles.keys()
    for claim in heron.claims.values():
        assert set(all_spans(claim)) <= set(annotated[claim.article_id]), claim.claim_id
