"""What docs/duplicates.md says of this repository's corpora is so, computed again in a plain way."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from duplicates.invented_news import plain_shingles
from repository import ROOT

from claimwire.checks import load
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.duplicates.comparisons import comparisons_of, read_comparisons
from claimwire.duplicates.near import ARTICLES, near_duplicates
from claimwire.hydration import hydrated_corpus
from claimwire.splits.groups import connected_articles

DOCUMENT = (ROOT / "docs" / "duplicates.md").read_text(encoding="utf-8")
WORKSPACE = Workspace(ROOT)
CORPORA = WORKSPACE.corpora()


def table(first_column: str) -> dict[str, list[str]]:
    """Return a table of the document, by the first cell of its rows."""
    lines = DOCUMENT.split(f"| {first_column} |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


@pytest.mark.parametrize("data", CORPORA, ids=lambda data: data.info.corpus_id)
def test_the_counts_of_a_corpus(data) -> None:
    statements: dict[str, tuple[str, str]] = {
        claim.claim_id: (claim.article_id, claim.said) for claim in records_of(data.rows.claims)
    }
    alike = exact = 0
    for (one, first), (other, second) in itertools.combinations(statements.values(), 2):
        if one != other:
            a, b = plain_shingles(first, 2), plain_shingles(second, 2)
            same = re.findall(r"\w+", first.casefold()) == re.findall(r"\w+", second.casefold())
            exact += same
            alike += same or (len(a & b) >= 4 and len(a & b) / len(a | b) >= 0.6)
    texts = {article.article_id: article.text for article in records_of(data.rows.articles) if article.text is not None}
    held = {name: plain_shingles(text, 5) for name, text in texts.items()}
    shares = [len(held[a] & held[b]) / min(len(held[a]), len(held[b])) for a, b in itertools.combinations(held, 2)]
    row = table("corpus")[f"`{data.info.corpus_id}`"]
    assert row[:1] + row[2:] == [str(len(data.rows.articles)), str(alike), str(exact)]
    if texts:
        assert row[1] == str(sum(share >= 0.08 for share in shares))
        assert max(shares) < 0.02, "the document says that no two share more"


def test_the_groups() -> None:
    """Events and links alone make them: an article's group is that of the event at the top."""
    whole = {event.event_id: event.part_of_id for data in CORPORA for event in records_of(data.rows.events)}
    told: dict[str, set[str]] = {}
    for data in CORPORA:
        for event_id, article_id in [
            *((article.episode_id, article.article_id) for article in records_of(data.rows.articles)),
            *((claim.event_id, claim.article_id) for claim in records_of(data.rows.claims)),
        ]:
            while event_id and whole.get(event_id):
                event_id = whole[event_id]
            if event_id:
                told.setdefault(event_id, set()).add(article_id)
    sets: list[set[str]] = []
    for members in told.values():
        apart = [held for held in sets if not held & members]
        sets = [*apart, members.union(*(held for held in sets if held & members))]
    articles = {article.article_id for data in CORPORA for article in records_of(data.rows.articles)}
    assert set().union(*sets) == articles
    assert f"The {len(articles)} articles make {len(sets)} groups" in DOCUMENT
    with load(WORKSPACE) as repository:
        groups = connected_articles(repository.planned, repository.edges(repository.planned))
    assert set(groups.values()) == {min(held) for held in sets}


@pytest.mark.realtext
def test_the_stand_off_texts_have_no_duplicates_and_that_is_recorded(real_texts: Path) -> None:
    kept = {line.article_id: line for line in read_comparisons(WORKSPACE)}
    for data in CORPORA:
        if not data.info.text_redistributable:
            full, _ = hydrated_corpus(data, real_texts / data.info.corpus_id, exact=True)
            texts = {article.article_id: article.text or "" for article in records_of(full.rows.articles)}
            assert all(texts.values())
            assert near_duplicates(texts, ARTICLES) == []
            articles = {article.article_id: article for article in records_of(data.rows.articles)}
            assert [kept.get(article_id) for article_id in sorted(articles)] == comparisons_of(articles, articles, [])


@pytest.mark.realtext
def test_pairs_of_real_articles_are_those_of_plain_sets(real_texts: Path) -> None:
    lines = (real_texts / "wikinews" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["article_id"]: row["text"] for row in map(json.loads, lines)}
    held = {name: plain_shingles(text, 5) for name, text in sorted(texts.items())}
    expected = {}
    for one, other in itertools.combinations(held, 2):
        shared = len(held[one] & held[other])
        if shared >= 8 and shared >= 0.08 * min(len(held[one]), len(held[other])):
            expected[one, other] = shared
    found = {(pair.one, pair.other): pair.shared for pair in near_duplicates(texts, ARTICLES)}
    assert found == expected
    assert f"{len(found)} pairs among {len(texts)} articles of Wikinews" in DOCUMENT
