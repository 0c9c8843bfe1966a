"""A report counts spans and texts of all articles."""

from __future__ import annotations

import pytest

from claimwire.hydration.report import ArticleReport, HydrationReport, TextStatus


def report(*articles: ArticleReport) -> HydrationReport:
    return HydrationReport("heron", articles, (), ())


def article(spans: int, lost: int, text: TextStatus = "altered") -> ArticleReport:
    return ArticleReport("heron_1", "a.txt", text, spans, spans - lost, 0, lost)


@pytest.mark.parametrize(
    ("articles", "spans", "share_lost"),
    [
        ([], 0, 0.0),
        ([article(0, 0)], 0, 0.0),
        ([article(1, 0)], 1, 0.0),
        ([article(1, 1)], 1, 1.0),
        ([article(3, 1), article(1, 1)], 4, 0.5),
    ],
)
def test_the_share_of_lost_spans_is_of_all_articles(
    articles: list[ArticleReport], spans: int, share_lost: float
) -> None:
    assert (report(*articles).spans, report(*articles).share_lost) == (spans, share_lost)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], False),
        (["not found"], False),
        (["not found", "altered"], True),
        (["identical", "not found"], True),
        (["in the repository"], True),
    ],
)
def test_a_corpus_has_text_if_one_of_its_articles_has(texts: list[TextStatus], expected: bool) -> None:
    assert report(*(article(1, 0, text) for text in texts)).has_text is expected


def test_a_report_has_no_origins_unless_they_are_given() -> None:
    assert report().origins == {}
