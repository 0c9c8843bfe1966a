"""The queries of `docs/queries.md` run on a release, answer the same by every library, and answer rightly."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from documents import blocks
from queries import IN_A_RELEASE, PAGE, Query, answer_of_python, answer_of_sql, queries
from repository import ROOT

from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built
from claimwire.schema.vocab import Label, Polarity
from claimwire.tables.parquet import read_rows

QUERIES = queries()


@pytest.fixture
def release(built: Built, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The release of the small repository, as the current folder."""
    monkeypatch.chdir(built.folder)
    return built.folder


@pytest.fixture
def corpora(built: Built):  # type: ignore[no-untyped-def]
    return list(Workspace(built.folder.parent.parent).corpora())


def rows(release: Path, table: str) -> list[dict]:  # type: ignore[type-arg]
    return [row for path in sorted((release / table).glob("*.parquet")) for row in read_rows(table, path)]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.question)
def test_a_query_answers_the_same_by_duckdb_polars_and_pandas(query: Query, release: Path) -> None:
    names, answer = answer_of_sql(query.duckdb)
    assert len(answer) > 1
    assert answer_of_python(query.polars) == (names, answer)
    assert answer_of_python(query.pandas) == (names, answer)


def test_the_figures_of_events_are_those_of_the_records(release: Path, corpora) -> None:  # type: ignore[no-untyped-def]
    names, answer = answer_of_sql(QUERIES[0].duckdb)
    told = {row[names.index("claim_id")]: dict(zip(names, row, strict=True)) for row in answer}
    claims = {claim.claim_id: (corpus, claim) for corpus in corpora for claim in corpus.claims.values()}
    expected = {
        claim.claim_id
        for _, claim in claims.values()
        if claim.label == Label.CASUALTY_FIGURE
        and claim.event_id is not None
        and claim.polarity == Polarity.POSITIVE
        and claim.quantity_spans
    }
    assert told.keys() == expected
    for claim_id, row in told.items():
        corpus, claim = claims[claim_id]
        assert (row["lower"], row["upper"], row["event_id"]) == (claim.lower, claim.upper, claim.event_id)
        assert row["outlet_id"] == corpus.articles[claim.article_id].outlet_id
    assert [row[:3] for row in answer] == sorted(row[:3] for row in answer)


def test_who_is_quoted_is_counted_as_in_the_records(release: Path, corpora) -> None:  # type: ignore[no-untyped-def]
    statements: Counter[tuple[str, str]] = Counter()
    articles: dict[tuple[str, str], set[str]] = defaultdict(set)
    for corpus in corpora:
        for claim in corpus.claims.values():
            if claim.label == Label.ATTRIBUTED_STATEMENT:
                for name in claim.source_name:
                    who = (corpus.articles[claim.article_id].outlet_id, name)
                    statements[who] += 1
                    articles[who].add(claim.article_id)
    _, answer = answer_of_sql(QUERIES[1].duckdb)
    assert {(outlet, name): (count, texts) for outlet, name, count, texts in answer} == {
        who: (count, len(articles[who])) for who, count in statements.items()
    }


def test_agreement_counts_a_decision_once_and_nothing_marked_as_disagreement(release: Path) -> None:
    asked: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows(release, "soft_labels"):
        votes = [vote for vote in row["votes"] if vote["field"] == "label" and vote["voters"] > 1]
        if votes:
            one = any(vote["votes"] == vote["voters"] and vote["value"] is not None for vote in votes)
            asked[row["corpus_id"], row["annotator_kind"]].append(one)
    _, answer = answer_of_sql(QUERIES[2].duckdb)
    assert {(corpus, kind): (count, share) for corpus, kind, count, share in answer} == {
        key: (len(found), round(sum(found) / len(found), 9)) for key, found in asked.items()
    }
    assert any(0 < share < 1 for *_, share in answer)


def test_sentences_come_with_the_outlet_of_their_article(release: Path) -> None:
    names, answer = answer_of_sql(QUERIES[3].duckdb)
    outlets = {row["article_id"]: row["outlet_name"] for row in rows(release, "articles")}
    expected = {
        row["sentence_id"]: (outlets[row["article_id"]], row["text"])
        for row in rows(release, "sentences")
        if row["casualty_counted"]
    }
    assert {row[0]: (row[1], row[names.index("text")]) for row in answer} == expected


def test_no_query_adds_figures_up() -> None:
    for query in QUERIES:
        for code in (query.duckdb, query.polars, query.pandas):
            assert "sum" not in code.lower()


def test_the_queries_of_the_readme_are_among_those_of_the_page() -> None:
    """One text to correct, and it is the one that the tests above run."""
    known = {block.code for block in blocks(PAGE)}
    shown = [
        block.code
        for block in blocks(ROOT / "README.md")
        if block.language == "sql" or block.code.startswith(IN_A_RELEASE)
    ]
    assert len(shown) == 3
    assert set(shown) <= known
    assert {name for name in ("SELECT", "polars", "pandas") for code in shown if name in code} == {
        "SELECT",
        "polars",
        "pandas",
    }
