"""Which document is the copy of an article: at the least share of its runs, and just below."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import plain_article

from claimwire.corpus.atomic import write_text
from claimwire.hydration.anchors import make_anchors
from claimwire.hydration.matching import Search, find_matches, resemblance
from claimwire.hydration.words import words
from claimwire.ingest.article import dehydrated
from claimwire.schema import Article, Span

HEADLINE = "Reeds were cut at Amber Lake"
SENTENCES = [f"On day {n} boat b{n} left." for n in range(10)]
"""Six words each, so that each sentence is one run."""

FILLER = "Nothing else happened in the village that summer."
ARTICLE = plain_article("\n\n".join([HEADLINE, *SENTENCES]), file="reeds.txt")
ANCHORS = make_anchors(ARTICLE, [Span(start=0, end=ARTICLE.text_length)])


def search(folder: Path, **documents: str) -> Search:
    """Return the search for the article in documents that are called NAME.txt."""
    for name, text in documents.items():
        write_text(folder / f"{name}.txt", text)
    record: Article = dehydrated(ARTICLE)
    return find_matches({record.article_id: record}, {record.article_id: ANCHORS}, folder, lambda _: None)


def share(folder: Path, **documents: str) -> float | None:
    """Return the share of the runs that are in the match; None if there is no match."""
    match = search(folder, **documents).matches.get(ARTICLE.article_id)
    return None if match is None else match.resemblance


def with_sentences(count: int, first: str = FILLER) -> str:
    return "\n\n".join([first, *SENTENCES[:count], FILLER])


def test_each_sentence_is_a_run_and_the_headline_has_a_longer_hash() -> None:
    assert [(run.words, len(run.hash)) for run in ANCHORS.runs] == [(6, 8), *[(6, 5)] * 10]


@pytest.mark.parametrize("count", [0, 1, 9, 10])
def test_resemblance_is_the_share_of_the_runs_of_the_most_frequent_kind(count: int) -> None:
    forms = [word.form for word in words(with_sentences(count))]
    assert resemblance(ANCHORS, forms) == count / 10


def test_nothing_resembles_an_article_without_runs() -> None:
    assert resemblance(ANCHORS.model_copy(update={"runs": ()}), ["on", "day"]) == 0.0


@pytest.mark.parametrize(("count", "expected"), [(2, 0.2), (1, None)])
def test_a_document_of_the_right_name_has_two_in_ten_of_the_runs(
    tmp_path: Path, count: int, expected: float | None
) -> None:
    assert share(tmp_path, reeds=with_sentences(count)) == expected


@pytest.mark.parametrize(("count", "expected"), [(5, 0.5), (4, None)])
def test_a_document_of_another_name_has_half_of_the_runs(tmp_path: Path, count: int, expected: float | None) -> None:
    assert share(tmp_path, download=with_sentences(count)) == expected


@pytest.mark.parametrize(("count", "expected"), [(2, 0.2), (1, None)])
def test_a_document_of_another_name_with_the_headline_has_two_in_ten(
    tmp_path: Path, count: int, expected: float | None
) -> None:
    assert share(tmp_path, download=with_sentences(count, HEADLINE)) == expected


def test_the_headline_may_be_the_last_words_of_a_document(tmp_path: Path) -> None:
    assert share(tmp_path, download="\n\n".join([FILLER, *SENTENCES[:2], HEADLINE])) == 0.2


def test_a_headline_with_a_word_less_is_not_the_headline(tmp_path: Path) -> None:
    assert share(tmp_path, download=with_sentences(4, HEADLINE.rpartition(" ")[0])) is None


def test_of_two_documents_of_the_right_name_the_better_one_is_used(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "reeds.txt", with_sentences(6))
    write_text(tmp_path / "b" / "reeds.txt", with_sentences(7))
    write_text(tmp_path / "c" / "reeds.txt", with_sentences(6))
    match = search(tmp_path).matches[ARTICLE.article_id]
    assert (match.origin.document, match.resemblance) == ("b/reeds.txt", 0.7)


def test_of_two_equally_good_documents_of_the_right_name_the_first_is_used(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "reeds.txt", with_sentences(6))
    write_text(tmp_path / "b" / "reeds.txt", with_sentences(6, "Menu"))
    assert search(tmp_path).matches[ARTICLE.article_id].origin.document == "a/reeds.txt"


def test_equally_good_copies_of_one_text_are_one_copy(tmp_path: Path) -> None:
    assert share(tmp_path, one=with_sentences(6), two=with_sentences(6)) == 0.6


def test_why_a_document_of_the_right_name_was_not_used_is_said_only_if_no_other_is(tmp_path: Path) -> None:
    (problem,) = search(tmp_path, reeds=with_sentences(1)).problems
    assert problem == ("reeds.txt does not have the recorded text of heron_1, and it does not have its words; left out")
    assert search(tmp_path, reeds=with_sentences(1), download=with_sentences(5)).problems == []


def test_without_articles_no_file_is_read(tmp_path: Path) -> None:
    assert find_matches({}, {}, tmp_path / "nowhere", lambda _: None).matches == {}
