"""Which document is the copy of an article: at the least share of its runs, and just below."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from invented import plain_article

from claimwire.corpus.atomic import write_text
from claimwire.hydration.anchors import make_anchors
from claimwire.hydration.matching import Search, find_matches, resemblance
from claimwire.hydration.readings import SEARCHED, TIMES_LONGER, is_comparable
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


def random_text(count: int, seed: int = 1) -> str:
    """Return so many words of six random letters, the same for the same seed."""
    drawn = random.Random(seed)
    return " ".join("".join(drawn.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(count))


def of_length(length: int, start: str) -> str:
    """Return a text of so many characters that starts with another one."""
    return start + "\n\n" + "x" * (length - len(start) - 2)


def test_a_text_fifty_times_as_long_is_searched_for_the_article_and_a_longer_one_is_named(tmp_path: Path) -> None:
    bound = TIMES_LONGER * ARTICLE.text_length
    assert share(tmp_path / "at", other=of_length(bound, with_sentences(10, HEADLINE))) == 1.0
    past = search(tmp_path / "past", other=of_length(bound + 1, with_sentences(10, HEADLINE)))
    assert past.matches == {}
    assert past.problems == [
        f"other.txt was left out of the search for {ARTICLE.article_id}: it is more than 50 times as long; if it has "
        "the article, cut it out into a file of its own"
    ]


def test_a_document_of_the_right_name_that_is_too_long_is_not_used_either(tmp_path: Path) -> None:
    past = search(tmp_path, reeds=of_length(TIMES_LONGER * ARTICLE.text_length + 1, with_sentences(10, HEADLINE)))
    assert past.matches == {}
    assert any(f"reeds.txt is not {ARTICLE.article_id} as recorded" in problem for problem in past.problems)


def test_the_recorded_text_is_found_by_its_name_beside_a_very_long_one(tmp_path: Path) -> None:
    result = search(tmp_path, reeds=ARTICLE.text or "", other=of_length(SEARCHED + 1, FILLER))
    assert result.matches[ARTICLE.article_id].resemblance == 1.0
    assert result.problems == []


@pytest.mark.parametrize(("length", "is_named"), [(SEARCHED, False), (SEARCHED + 1, True)])
def test_a_text_of_more_than_a_million_characters_is_left_out_of_the_search_by_words(
    tmp_path: Path, length: int, is_named: bool
) -> None:
    problems = search(tmp_path, other="x" * length).problems
    too_large = "other.txt was left out of the search by words: it has more than 1 million characters"
    assert (too_large in problems) is is_named


@pytest.mark.parametrize(
    ("article_length", "most"), [(1, 50), (20_000, 1_000_000), (500_000, 1_000_000), (600_000, 1_200_000)]
)
def test_what_is_compared_is_bounded_by_the_article_and_by_the_limit(article_length: int, most: int) -> None:
    article = ARTICLE.model_copy(update={"text_length": article_length})
    assert is_comparable(article, "x" * most)
    assert not is_comparable(article, "x" * (most + 1))


@pytest.mark.parametrize("name", ["other", "reeds"])
def test_a_large_text_of_random_words_is_not_taken_for_a_missing_article(tmp_path: Path, name: str) -> None:
    result = search(tmp_path, **{name: random_text(140_000)})
    assert result.matches == {}
    assert any("times as long" in problem for problem in result.problems)


def test_of_a_document_that_is_too_long_to_compare_it_is_not_said_that_it_lacks_the_words(tmp_path: Path) -> None:
    long = of_length(TIMES_LONGER * ARTICLE.text_length + 1, FILLER)
    *_, last = search(tmp_path, reeds=long).rejected[ARTICLE.article_id]
    assert last == f"reeds.txt is not {ARTICLE.article_id} as recorded, and it is too long to be searched"


# Several copies of one text

TEXT = "\n\n".join([HEADLINE, *SENTENCES]) + "\n"
ALTERED = TEXT + f"\n{FILLER}\n"


@pytest.mark.parametrize(
    "documents",
    [
        {"a": TEXT, "b": TEXT},
        {"a": TEXT, "b": TEXT.replace("\n", "\r\n")},
        {"a": TEXT, "b": ALTERED},
        {"a": ALTERED, "b": TEXT},
        {"a": ALTERED, "b": TEXT, "c": ALTERED + "\n", "d": TEXT},
        {"reeds": ALTERED, "b": TEXT},
    ],
)
def test_of_several_copies_one_with_the_recorded_text_is_taken(documents: dict[str, str], tmp_path: Path) -> None:
    """Altered copies that have all the words, too, were "equally good", and none was taken."""
    found = search(tmp_path, **documents)
    match = found.matches[ARTICLE.article_id]
    if "reeds" not in documents:
        assert match.article.text == ARTICLE.text
    assert found.problems == []


def test_one_text_is_the_copy_of_every_article_that_has_it(tmp_path: Path) -> None:
    """It had "the words of several articles", and was taken for none of them."""
    write_text(tmp_path / "download.txt", TEXT)
    articles = {name: dehydrated(ARTICLE).model_copy(update={"article_id": name}) for name in ("heron_1", "heron_2")}
    span = Span(start=0, end=ARTICLE.text_length)
    anchors = {name: make_anchors(ARTICLE.model_copy(update={"article_id": name}), [span]) for name in articles}
    found = find_matches(articles, anchors, tmp_path, lambda _: None)
    assert [found.matches[name].article.text for name in articles] == [ARTICLE.text, ARTICLE.text]
    assert [found.matches[name].article.article_id for name in articles] == list(articles)
    assert found.problems == []


def test_altered_copies_that_differ_are_still_not_guessed(tmp_path: Path) -> None:
    found = search(tmp_path, a=ALTERED, b=f"{FILLER}\n\n{TEXT}")
    assert found.matches == {}
    assert "a.txt, b.txt are equally good copies of heron_1" in " ".join(found.problems)
