"""Duplicates of articles: kinds, stand-off articles, sketches, statements."""

from __future__ import annotations

import pytest
from invented_news import article, claim, excerpt, heavy, light, medium, story, typeset

from claimwire.duplicates.found import Basis, Kind, by_text, duplicates
from claimwire.duplicates.leaks import leaks
from claimwire.duplicates.sketches import HASH_DIGITS, ONE_IN, add_sketches, read_sketches, sketch
from claimwire.errors import RecordError
from claimwire.schema.vocab import Split
from claimwire.workspace import Workspace

TEXT = story(1)
HALVES = TEXT.split(". ")


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (TEXT, Kind.EXACT),
        (typeset(TEXT, 1), Kind.EXACT),
        (light(TEXT, 1), Kind.NEAR),
        (medium(TEXT, 1), Kind.NEAR),
        (". ".join(HALVES[:4]), Kind.EXCERPT),
        (". ".join(HALVES[:4]) + ". " + story(2, 2), Kind.EXCERPT),
        (excerpt(TEXT, 1), Kind.PASSAGE),
        (heavy(TEXT, 1), Kind.PASSAGE),
    ],
)
def test_kinds(other: str, kind: Kind) -> None:
    [found] = duplicates([article("b", other), article("a", TEXT)], [])
    assert (found.basis, found.kind, found.article_ids) == (Basis.TEXT, kind, ("a", "b"))
    assert (found.share == 1.0) is (kind is Kind.EXACT or other == ". ".join(HALVES[:4]))


def test_another_story_is_none() -> None:
    assert duplicates([article("a", TEXT), article("b", story(2))], []) == []


def test_a_duplicate_names_itself() -> None:
    [text, statement] = duplicates(
        [article("a", TEXT), article("b", TEXT)],
        [claim("a_c1", "a", "A ferry sank in 1999."), claim("b_c1", "b", "A ferry sank in 1999")],
    )
    assert str(text) == "text of a and b (exact, 1.00 shared)"
    assert str(statement) == "statement of a_c1 and b_c1 (exact, 1.00 shared)"


def test_statements_of_one_article_or_of_none_here_are_no_duplicates() -> None:
    claims = [claim(f"c{n}", name, "The ferry sank in the night of 3 May 2031.") for n, name in enumerate("aacb")]
    found = duplicates([article("a", TEXT), article("b", story(2))], claims)
    assert [item.claim_ids for item in found] == [("c0", "c3"), ("c1", "c3")]


# Stand-off articles


def test_exact_copies_of_stand_off_articles_are_found_by_their_hash() -> None:
    held = [article("a", TEXT, standoff=True), article("b", TEXT, standoff=True), article("c", TEXT)]
    found = duplicates([*held, article("d", story(2), standoff=True)], [])
    assert [(item.article_ids, item.kind) for item in found] == [(("a", "b"), Kind.EXACT), (("b", "c"), Kind.EXACT)]


def test_texts_from_elsewhere_count_as_those_of_the_records() -> None:
    held = [article("a", TEXT, standoff=True), article("b", light(TEXT, 1), standoff=True)]
    assert duplicates(held, []) == []
    [found] = duplicates(held, [], texts={"a": TEXT, "b": light(TEXT, 1), "gone": TEXT})
    assert (found.article_ids, found.sampled) == (("a", "b"), False)


def test_sketches_find_whole_copies_without_a_text() -> None:
    """Forty long stories, ten edited copies of them; of one half both are stand-off, of the other only the story."""
    stories = {f"s{n:02d}": story(n, 40) for n in range(40)}
    copies = {f"t{n:02d}": (light if n % 2 else medium)(story(n, 40), n) for n in range(10)}
    sketches = {name: sketch(article(name, text), text) for name, text in (stories | copies).items()}
    held = [article(name, text, standoff=True) for name, text in stories.items()]
    held += [article(name, text, standoff=n < 5) for n, (name, text) in enumerate(copies.items())]
    found = duplicates(held, [], sketches)
    assert [item.article_ids for item in found] == [(f"s{n:02d}", f"t{n:02d}") for n in range(10)]
    assert all(item.sampled for item in found)
    exact = by_text(stories | copies, {}, {})
    assert all(abs(item.share - other.share) < 0.35 for item, other in zip(found, exact, strict=True))
    assert "about" in str(found[0])


def test_a_sketch_says_little() -> None:
    held = [sketch(article("a", text), text) for text in map(story, range(50))]
    assert {len(value) for item in held for value in item.hashes} == {HASH_DIGITS}
    words = sum(len(story(n).split()) for n in range(50))
    bits = sum(4 * HASH_DIGITS * len(item.hashes) for item in held)
    assert 0.8 * 16 / ONE_IN < bits / words < 1
    assert all(list(item.hashes) == sorted(set(item.hashes)) for item in held)


def test_a_sketch_of_another_text_or_recipe_is_not_used() -> None:
    other = light(TEXT, 1)
    held = [article("a", TEXT), article("b", other, standoff=True)]
    good = sketch(article("b", other), other)
    assert len(duplicates(held, [], {"b": good})) == 1
    assert duplicates(held, [], {"b": good.model_copy(update={"text_sha256": "0" * 64})}) == []
    assert duplicates(held, [], {"b": good.model_copy(update={"recipe": "shingle-sample/2"})}) == []


def test_sketches_are_written_by_article_and_replaced(tmp_path) -> None:
    workspace = Workspace(tmp_path)
    assert read_sketches(workspace) == {}
    first = [sketch(article(name, TEXT), TEXT) for name in "cb"]
    add_sketches(workspace, first)
    newer = sketch(article("b", story(2)), story(2))
    add_sketches(workspace, [newer, sketch(article("a", TEXT), TEXT)])
    found = read_sketches(workspace)
    assert list(found) == ["a", "b", "c"]
    assert (found["b"], found["c"]) == (newer, first[0])
    (tmp_path / "dataset" / "sketches.jsonl").write_text('{"article_id":"a"}\n')
    with pytest.raises(RecordError, match=r"sketches.jsonl:1: text_sha256: Field required"):
        read_sketches(workspace)


# Leaks


def test_leaks_are_the_duplicates_in_different_splits() -> None:
    found = duplicates([article(name, TEXT) for name in "abc"], [])
    assert [item.article_ids for item in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    [first, second] = leaks(found, {"a": Split.TEST, "b": Split.TRAIN, "c": Split.TRAIN, "d": Split.TEST})
    assert str(first) == "text of a and b (exact, 1.00 shared): a is test, b is train"
    assert second.duplicate.article_ids == ("a", "c")
    assert leaks(found, {"a": Split.TEST, "b": Split.TEST}) == []
