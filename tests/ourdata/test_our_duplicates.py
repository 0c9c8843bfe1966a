"""What docs/duplicates.md says of this repository's corpora is so, computed again in a plain way."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from duplicates.invented_news import plain_shingles
from repository import ROOT

from claimwire.checks import load
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.duplicates.comparisons import read_comparisons
from claimwire.duplicates.near import ARTICLES, near_duplicates
from claimwire.hydration import hydrated_corpus
from claimwire.schema import ClaimBase
from claimwire.splits.groups import connected_articles

DOCUMENT = (ROOT / "docs" / "duplicates.md").read_text(encoding="utf-8")
WORKSPACE = Workspace(ROOT)
CORPORA = WORKSPACE.corpora()


def table(first_column: str) -> dict[str, list[str]]:
    """Return a table of the document, by the first cell of its rows."""
    lines = DOCUMENT.split(f"| {first_column} |")[1].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


def recorded_pairs() -> set[tuple[str, str]]:
    """Return the pairs that are recorded of texts that are not here."""
    kept = read_comparisons(WORKSPACE)
    return {tuple(sorted((line.article_id, other.article_id))) for line in kept for other in line.duplicates}


def texts_of(data: Corpus) -> set[str]:
    return {article.article_id for article in records_of(data.rows.articles)}


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def alike_statements(corpora: Iterable[Corpus]) -> list[tuple[ClaimBase, ClaimBase]]:
    """Return the pairs of claims of two articles with the same words, or most pairs of words alike."""
    claims = [claim for data in corpora for claim in records_of(data.rows.claims)]
    held = [plain_shingles(claim.said, 2) for claim in claims]
    having: dict[object, list[int]] = {}
    for number, (claim, own) in enumerate(zip(claims, held, strict=True)):
        for part in {*own, tuple(words_of(claim.said))}:
            having.setdefault(part, []).append(number)
    candidates = {pair for numbers in having.values() for pair in itertools.combinations(numbers, 2)}
    return [
        (claims[one], claims[other])
        for one, other in candidates
        if claims[one].article_id != claims[other].article_id
        and (
            words_of(claims[one].said) == words_of(claims[other].said)
            or (
                len(held[one] & held[other]) >= 4 and len(held[one] & held[other]) / len(held[one] | held[other]) >= 0.6
            )
        )
    ]


@pytest.mark.parametrize("data", CORPORA, ids=lambda data: data.info.corpus_id)
def test_the_counts_of_a_corpus(data: Corpus) -> None:
    pairs = alike_statements([data])
    alike, exact = len(pairs), sum(words_of(one.said) == words_of(other.said) for one, other in pairs)
    texts = {article.article_id: article.text for article in records_of(data.rows.articles) if article.text is not None}
    held = {name: plain_shingles(text, 5) for name, text in texts.items()}
    shares = [len(held[a] & held[b]) / min(len(held[a]), len(held[b])) for a, b in itertools.combinations(held, 2)]
    row = table("corpus")[f"`{data.info.corpus_id}`"]
    assert row[:1] + row[2:] == [str(len(data.rows.articles)), str(alike), str(exact)]
    if texts:
        assert row[1] == str(sum(share >= 0.08 for share in shares))
        assert max(shares) < 0.02, "the document says that no two share more"
    else:
        assert row[1] == str(sum(article_id in texts_of(data) for pair in recorded_pairs() for article_id in pair) // 2)


def test_the_groups() -> None:
    """Events, copied words and alike statements make them: an article's group is that of the event at the top."""
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
    articles = {article.article_id for data in CORPORA for article in records_of(data.rows.articles)}
    alike = [{one.article_id, other.article_id} for one, other in alike_statements(CORPORA)]
    for members in [*({article} for article in articles), *map(set, recorded_pairs()), *alike, *told.values()]:
        apart = [held for held in sets if not held & members]
        sets = [*apart, members.union(*(held for held in sets if held & members))]
    assert set().union(*sets) == articles
    assert f"The {len(articles)} articles make {len(sets)} groups" in DOCUMENT
    with load(WORKSPACE) as repository:
        groups = connected_articles(repository.planned, repository.edges(repository.planned))
    assert set(groups.values()) == {min(held) for held in sets}


@pytest.mark.realtext
def test_the_pairs_that_are_recorded_of_stand_off_texts_are_those_of_plain_sets(real_texts: Path) -> None:
    words: dict[str, list[str]] = {}
    hashes: dict[str, str] = {}
    for data in CORPORA:
        if not data.info.text_redistributable:
            full, _ = hydrated_corpus(data, real_texts / data.info.corpus_id, exact=True)
            for article in records_of(full.rows.articles):
                assert article.text
                words[article.article_id] = re.findall(r"[^\W_]+", article.text.casefold())
                hashes[article.article_id] = article.text_sha256
    held = {name: plain_shingles(" ".join(own), 5) for name, own in words.items()}
    expected = set()
    for one, other in itertools.combinations(sorted(held), 2):
        shared = len(held[one] & held[other])
        shorter = min(len(held[one]), len(held[other]))
        if words[one] == words[other] or (shared >= 8 and shared >= 0.08 * shorter):
            expected.add((one, other))
    assert recorded_pairs() == expected
    assert {line.article_id: line.text_sha256 for line in read_comparisons(WORKSPACE)} == hashes


@pytest.mark.realtext
def test_pairs_of_real_articles_are_those_of_plain_sets(real_copy: Path) -> None:
    lines = (real_copy / "wikinews" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
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
