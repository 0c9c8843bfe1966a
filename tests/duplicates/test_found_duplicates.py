"""Duplicates of articles: kinds, stand-off articles, what was recorded, statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_news import article, claim, excerpt, heavy, light, medium, story, typeset
from strategies import built

from claimwire.corpus.records import record_json
from claimwire.corpus.workspace import Workspace
from claimwire.duplicates.comparisons import (
    COMPARISON_ADAPTER,
    SharedText,
    TextComparison,
    comparisons_of,
    read_comparisons,
    write_comparisons,
)
from claimwire.duplicates.duplicate import Basis, Duplicate, DuplicateKind
from claimwire.duplicates.search import find_duplicates, texts_at_hand
from claimwire.errors import RecordError
from claimwire.schema.vocab import Split
from claimwire.splits.leaks import leaks

TEXT = story(1)
HALVES = TEXT.split(". ")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (TEXT, DuplicateKind.EXACT),
        (typeset(TEXT, 1), DuplicateKind.EXACT),
        (light(TEXT, 1), DuplicateKind.NEAR),
        (medium(TEXT, 7), DuplicateKind.NEAR),
        (". ".join(HALVES[:4]), DuplicateKind.EXCERPT),
        (". ".join(HALVES[:4]) + ". " + story(2, 2), DuplicateKind.EXCERPT),
        (excerpt(TEXT, 1), DuplicateKind.PASSAGE),
        (heavy(TEXT, 1), DuplicateKind.PASSAGE),
    ],
)
def test_kinds(other: str, kind: DuplicateKind) -> None:
    [found] = find_duplicates([article("b", other), article("a", TEXT)], [])
    assert (found.basis, found.kind, found.article_ids) == (Basis.TEXT, kind, ("a", "b"))
    assert (found.share == 1.0) is (kind is DuplicateKind.EXACT or other == ". ".join(HALVES[:4]))


WORDS = [f"w{number}" for number in range(500)]


@pytest.mark.parametrize(
    ("run", "longer", "shorter", "kind", "share"),
    [
        (54, 104, 90, DuplicateKind.NEAR, 50 / 86),
        (53, 104, 90, DuplicateKind.EXCERPT, 49 / 86),
        (54, 105, 90, DuplicateKind.EXCERPT, 50 / 86),
        (53, 104, 102, DuplicateKind.EXCERPT, 49 / 98),
        (53, 104, 103, DuplicateKind.PASSAGE, 49 / 99),
        (104, 104, 104, DuplicateKind.EXACT, 1.0),
    ],
    ids=["half of the longer", "less", "of a longer one", "half of the shorter", "less of it", "all"],
)
def test_half_decides_on_the_kind(run: int, longer: int, shorter: int, kind: DuplicateKind, share: float) -> None:
    """n words that all differ have n - 4 shingles; both texts begin with the same run of words."""
    one = WORDS[:longer]
    other = WORDS[:run] + WORDS[300 : 300 + shorter - run]
    [found] = find_duplicates([article("a", " ".join(one)), article("b", " ".join(other))], [])
    assert (found.kind, found.share) == (kind, pytest.approx(share))
    [swapped] = find_duplicates([article("b", " ".join(one)), article("a", " ".join(other))], [])
    assert (swapped.kind, swapped.share) == (found.kind, found.share)


def test_another_story_is_none() -> None:
    assert find_duplicates([article("a", TEXT), article("b", story(2))], []) == []


def test_a_duplicate_names_itself() -> None:
    [text, statement] = find_duplicates(
        [article("a", TEXT), article("b", TEXT)],
        [claim("a_c1", "a", "A ferry sank in 1999."), claim("b_c1", "b", "A ferry sank in 1999")],
    )
    assert str(text) == "text of a and b (exact, 1.00 shared)"
    assert str(statement) == "statement of a_c1 and b_c1 (exact, 1.00 shared)"


def test_statements_of_one_article_or_of_none_here_are_no_duplicates() -> None:
    claims = [claim(f"c{n}", name, "The ferry sank in the night of 3 May 2031.") for n, name in enumerate("aacb")]
    found = find_duplicates([article("a", TEXT), article("b", story(2))], claims)
    assert [item.claim_ids for item in found] == [("c0", "c3"), ("c1", "c3")]


def test_statements_share_a_part_of_what_either_has() -> None:
    """12 words each of which one differs at the end: 10 of 12 pairs of neighbours are common."""
    statements = (
        "Nine soldiers of Ostrelle fell in the hills above Orrin in May",
        "Nine soldiers of Ostrelle fell in the hills above Orrin in June",
    )
    claims = [claim(f"c{n}", name, text) for n, (name, text) in enumerate(zip("ba", statements, strict=True))]
    [found] = find_duplicates([article("a", TEXT), article("b", story(2))], claims)
    assert (found.basis, found.kind, found.share) == (Basis.STATEMENT, DuplicateKind.NEAR, pytest.approx(10 / 12))
    assert (found.article_ids, found.claim_ids) == (("a", "b"), ("c1", "c0")), "claims in the order of their articles"


def test_duplicate_statements_are_sorted_by_articles_then_by_claims() -> None:
    """The ids of the claims, in another order than those of their articles, decide only within two articles."""
    same, other = "A ferry sank in 1999 near Orrin.", "Nine sailors were lost at sea in May."
    placed = [("c1", "b", same), ("c2", "c", same), ("c3", "a", same), ("c4", "b", other), ("c5", "a", other)]
    articles = [article(name, story(number)) for number, name in enumerate("abc")]
    found = find_duplicates(articles, [claim(*each) for each in placed])
    assert [(item.article_ids, item.claim_ids) for item in found] == [
        (("a", "b"), ("c3", "c1")),
        (("a", "b"), ("c5", "c4")),
        (("a", "c"), ("c3", "c2")),
        (("b", "c"), ("c1", "c2")),
    ]


# Stand-off articles


def test_exact_copies_of_stand_off_articles_are_found_by_their_hash() -> None:
    articles = [article("a", TEXT, standoff=True), article("b", TEXT, standoff=True), article("c", TEXT)]
    found = find_duplicates([*articles, article("d", story(2), standoff=True)], [])
    assert [(item.article_ids, item.kind) for item in found] == [
        (("a", "b"), DuplicateKind.EXACT),
        (("b", "c"), DuplicateKind.EXACT),
    ]


def test_texts_from_elsewhere_count_as_those_of_the_records() -> None:
    articles = [article("a", TEXT, standoff=True), article("b", light(TEXT, 1), standoff=True)]
    assert find_duplicates(articles, []) == []
    [found] = find_duplicates(articles, [], texts={"a": TEXT, "b": light(TEXT, 1), "gone": TEXT})
    assert (found.article_ids, found.recorded) == (("a", "b"), False)


def test_the_text_of_a_record_counts_before_one_from_elsewhere() -> None:
    articles = [article("a", TEXT), article("b", story(2), standoff=True)]
    assert texts_at_hand(articles, {"a": "other", "c": TEXT}) == {"a": TEXT}
    assert texts_at_hand(articles, {"a": "other", "b": ""}) == {"a": TEXT, "b": ""}
    assert texts_at_hand(articles) == {"a": TEXT}


def test_what_was_found_with_the_texts_is_known_without_them() -> None:
    """Of five stand-off articles two pairs are copies; the sixth has its text, an excerpt of the first."""
    texts = {"a": TEXT, "b": light(TEXT, 1), "c": story(2), "d": heavy(story(2), 1), "e": story(3)}
    articles = [article(name, text, standoff=True) for name, text in texts.items()]
    articles.append(article("f", excerpt(TEXT, 50)))
    by_id = {item.article_id: item for item in articles}
    full = find_duplicates(articles, [], texts=texts)
    assert [item.article_ids for item in full] == [("a", "b"), ("a", "f"), ("b", "f"), ("c", "d")]
    lines = comparisons_of("abcde", by_id, full)
    assert {line.article_id: [x.article_id for x in line.duplicates] for line in lines} == {
        "a": ["b", "f"],
        "b": ["a", "f"],
        "c": ["d"],
        "d": ["c"],
        "e": [],
    }
    later = find_duplicates(articles, [], lines)
    assert all(item.recorded for item in later)
    assert [(item.article_ids, item.kind) for item in later] == [(item.article_ids, item.kind) for item in full]
    assert all(abs(one.share - other.share) < 0.0001 for one, other in zip(later, full, strict=True))


def test_a_text_at_hand_counts_for_more_than_what_was_found() -> None:
    articles = [article("a", TEXT), article("b", story(2)), article("c", TEXT + story(4), standoff=True)]
    by_id = {item.article_id: item for item in articles}
    wrong = Duplicate(Basis.TEXT, DuplicateKind.NEAR, 0.9, ("a", "b"))
    right = Duplicate(Basis.TEXT, DuplicateKind.NEAR, 0.9, ("a", "c"))
    found = find_duplicates(articles, [], comparisons_of("abc", by_id, [wrong, right]))
    assert [item.article_ids for item in found] == [("a", "c")]


def test_what_was_found_of_another_text_or_in_another_way_is_not_used() -> None:
    articles = [article(name, story(number), standoff=True) for number, name in enumerate("ab")]
    found = [Duplicate(Basis.TEXT, DuplicateKind.NEAR, 0.9, ("a", "b"))]
    [line] = comparisons_of("b", {item.article_id: item for item in articles}, found)
    assert len(find_duplicates(articles, [], [line])) == 1
    assert find_duplicates(articles, [], [line.model_copy(update={"recipe": "five-word-shingles/2"})]) == []
    assert find_duplicates(articles, [], [line.model_copy(update={"text_sha256": "0" * 64})]) == []
    assert find_duplicates([article("a", story(7), standoff=True), articles[1]], [], [line]) == []
    assert find_duplicates([articles[1]], [], [line]) == []


def test_statements_are_not_recorded() -> None:
    articles = {name: article(name, story(number)) for number, name in enumerate("ab")}
    claims = [claim(f"{name}_c1", name, "A ferry sank in 1999.") for name in "ab"]
    assert comparisons_of("ab", articles, find_duplicates(articles.values(), claims))[0].duplicates == ()


def test_a_share_is_recorded_with_four_digits() -> None:
    articles = {name: article(name, story(number)) for number, name in enumerate("ab")}
    found = [Duplicate(Basis.TEXT, DuplicateKind.NEAR, 0.123456, ("a", "b"))]
    assert [x.share for line in comparisons_of("ab", articles, found) for x in line.duplicates] == [0.1235, 0.1235]


def test_comparisons_and_what_they_name_are_sorted_by_article() -> None:
    articles = {name: article(name, TEXT, standoff=True) for name in "abcd"}
    pairs = [Duplicate(Basis.TEXT, DuplicateKind.EXACT, 1.0, ids) for ids in (("b", "d"), ("b", "c"), ("a", "b"))]
    lines = comparisons_of("dbca", articles, pairs)
    assert [line.article_id for line in lines] == ["a", "b", "c", "d"]
    assert [shared.article_id for shared in lines[1].duplicates] == ["a", "c", "d"]


def test_lines_are_written_by_article_and_replaced(tmp_path) -> None:
    workspace = Workspace(tmp_path)
    assert read_comparisons(workspace) == []
    articles = {name: article(name, TEXT, standoff=True) for name in "abc"}
    write_comparisons(workspace, comparisons_of("cb", articles, []))
    pair = Duplicate(Basis.TEXT, DuplicateKind.EXACT, 1.0, ("a", "b"))
    write_comparisons(workspace, comparisons_of("ba", articles, [pair]))
    found = {line.article_id: [x.article_id for x in line.duplicates] for line in read_comparisons(workspace)}
    assert list(found.items()) == [("a", ["b"]), ("b", ["a"]), ("c", [])]
    (tmp_path / "dataset" / "text_duplicates.jsonl").write_text('{"article_id":"a"}\n')
    with pytest.raises(RecordError, match=r"text_duplicates.jsonl:1: missing: text_sha256"):
        read_comparisons(workspace)


@given(built(TextComparison, duplicates=st.lists(built(SharedText, share=st.floats(0, 1)), max_size=3).map(tuple)))
def test_a_line_comes_back_as_it_was(line: TextComparison) -> None:
    assert COMPARISON_ADAPTER.validate_json(record_json(line)) == line


# Leaks


def test_leaks_are_the_duplicates_in_different_splits() -> None:
    found = find_duplicates([article(name, TEXT) for name in "abc"], [])
    assert [item.article_ids for item in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    [first, second] = leaks(found, {"a": Split.TEST, "b": Split.TRAIN, "c": Split.TRAIN, "d": Split.TEST})
    assert str(first) == "text of a and b (exact, 1.00 shared): a is test, b is train"
    assert second.duplicate.article_ids == ("a", "c")
    assert leaks(found, {"a": Split.TEST, "b": Split.TEST}) == []
