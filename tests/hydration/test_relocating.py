"""Spans are found in other copies at the right place or not at all."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import plain_article
from small import DOCUMENTS
from small.material import texts

from benchmarks.hydration.alterations import Copy, joined, new, true_place
from benchmarks.hydration.measure import random_spans
from claimwire.errors import HydrationError
from claimwire.hydration.alignment import align
from claimwire.hydration.anchors import make_anchors, run_hash
from claimwire.hydration.relocate import Relocation, relocate
from claimwire.hydration.words import plain_marks, words
from claimwire.ingest.article import dehydrated
from claimwire.schema import Article, ArticleAnchors, Span, WordRun

ARTICLE = plain_article((DOCUMENTS / "heron_f.txt").read_text(encoding="utf-8"), article_id="heron_f")
TEXT = ARTICLE.text or ""
OTHER_TEXTS = {article_id: text for article_id, text in texts().items() if article_id != ARTICLE.article_id}
HEADLINE, SUBTITLE, LEAD, *_ = TEXT.split("\n\n")


def span_of(quote: str, text: str = TEXT) -> Span:
    assert text.count(quote) == 1, quote
    return Span(start=text.index(quote), end=text.index(quote) + len(quote))


def place_of(quote: str, copy: str, article: Article = ARTICLE) -> Relocation:
    """Return where a quote of the article is found in a copy."""
    span = span_of(quote, article.text or "")
    return relocate(make_anchors(article, [span]), copy)[span]


def test_the_recorded_text_is_exact_everywhere() -> None:
    spans = [Span(start=n, end=n + 3) for n in range(0, len(TEXT) - 3, 7)]
    found = relocate(make_anchors(ARTICLE, spans), TEXT)
    assert found == {span: Relocation("exact", span) for span in spans}


def test_a_span_that_did_not_move_is_exact_in_another_text_too() -> None:
    assert place_of("1,200 refugees", TEXT + "\n\nOur newsletter.") == Relocation("exact", span_of("1,200 refugees"))


def test_a_span_moves_with_what_is_put_before_it() -> None:
    copy = "Menu\n\n" + TEXT
    assert place_of("1,200 refugees", copy) == Relocation("relocated", span_of("1,200 refugees", copy))


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("“We did not fire first,”", '"We did not fire first,"'),
        ("“That is for the Compact to say,”", "''That is for the Compact to say,''"),
        ("self-defence", "self–defence"),
        ("2 May 1992", "2\u00a0May 1992"),
    ],
)
def test_the_punctuation_at_the_edges_is_found_in_other_dress(quote: str, there: str) -> None:
    copy = TEXT.replace(quote, there)
    assert place_of(quote, copy).span == span_of(there, copy)


def test_a_span_whose_quotation_mark_is_gone_is_lost() -> None:
    copy = TEXT.replace("“We did not fire first,”", "We did not fire first,")
    assert place_of("“We did not fire first,”", copy) == Relocation("lost", None)


def test_so_is_one_whose_closing_mark_is_gone() -> None:
    copy = TEXT.replace("on each side”", "on each side")
    assert place_of("dozens dead on each side”", copy) == Relocation("lost", None)


@pytest.mark.parametrize("recorded", ["NFD", "NFC"])
@pytest.mark.parametrize("copied", ["NFD", "NFC"])
def test_accents_apart_or_not(recorded: Literal["NFD", "NFC"], copied: Literal["NFD", "NFC"]) -> None:
    article = plain_article(unicodedata.normalize(recorded, OTHER_TEXTS["heron_d"]))
    copy = "Menu\n\n" + unicodedata.normalize(copied, OTHER_TEXTS["heron_d"])
    place = place_of(unicodedata.normalize(recorded, "Zoë Marš"), copy, article)
    assert place == Relocation("relocated", span_of(unicodedata.normalize(copied, "Zoë Marš"), copy))


def test_a_changed_word_within_the_span_loses_it() -> None:
    copy = TEXT.replace("1,200 refugees", "1,300 refugees")
    assert copy != TEXT
    assert place_of("1,200 refugees", copy).status == "lost"
    assert place_of("after a referendum", copy).status == "exact"


def test_a_headline_that_stands_twice_side_by_side_is_lost() -> None:
    assert place_of(HEADLINE, f"{HEADLINE}\n\n{TEXT}").status == "lost"


def test_headline_and_lead_twice_are_lost_and_the_rest_is_found() -> None:
    head = (HEADLINE, SUBTITLE, LEAD)
    copy = "\n\n".join([*head, TEXT])
    assert {place_of(part, copy).status for part in head} == {"lost"}
    assert place_of("after a referendum", copy).status == "relocated"


def test_a_headline_repeated_behind_the_lead_is_found_before_it() -> None:
    copy = TEXT.replace(LEAD, f"{LEAD}\n\n{HEADLINE}")
    assert place_of(HEADLINE, copy) == Relocation("exact", Span(start=0, end=len(HEADLINE)))


def test_a_sentence_repeated_far_away_is_found_among_its_neighbours() -> None:
    sentence = "The Front took the pass on 2 May 1992"
    copy = f"{TEXT}\n\n“{sentence}”"
    assert place_of(sentence, copy).status == "exact"


def test_a_sentence_that_stands_twice_between_its_neighbours_is_lost() -> None:
    """Either of them may be the new one: the first follows what it followed, the second precedes what it preceded."""
    sentence = "Corrin would send doctors, its government said, if the army withdrew."
    copy = TEXT.replace(sentence, f"{sentence} Here we go on. {sentence}")
    assert place_of("if the army withdrew", copy).status == "lost"
    assert place_of("after a referendum", copy).status == "relocated"


def test_another_article_with_a_passage_in_common_is_not_taken_for_a_copy() -> None:
    quote = "killed 6,000 people"
    passage = next(paragraph for paragraph in TEXT.split("\n\n") if quote in paragraph)
    other = OTHER_TEXTS["heron_e"]
    whole = make_anchors(ARTICLE, [Span(start=0, end=len(TEXT)), span_of(quote)])
    assert relocate(whole, f"{other}\n\n{passage}")[span_of(quote)].status == "lost"
    assert relocate(whole, f"{other}\n\n{TEXT}")[span_of(quote)].status == "relocated"


def test_a_text_printed_twice_has_no_place_for_anything() -> None:
    assert place_of("after a referendum", f"{TEXT}\n\n{TEXT}").status == "lost"


def test_a_copy_in_which_the_passage_is_missing_has_not_the_same_words_elsewhere() -> None:
    paragraphs = TEXT.split("\n\n")
    gone = next(p for p in paragraphs if "the Red Lantern" in p)
    copy = "\n\n".join(p for p in paragraphs if p != gone) + "\n\nUnder the Red Lantern, says an old song."
    assert place_of("the Red Lantern", copy).status == "lost"


LONG = "A convoy of the Red Lantern, an aid group, carried soldiers and villagers, some 40 in all, to safety"


@pytest.mark.parametrize(
    ("sentence", "put", "quote"),
    [
        pytest.param(LONG, "{text}\n\n“{sentence}”", "soldiers and villagers", id="out of order"),
        pytest.param("That is for the Compact to say", "{text}\n\n{sentence}", "for the Compact", id="short"),
    ],
)
def test_a_quotation_of_what_is_gone_is_not_taken_for_it(sentence: str, put: str, quote: str) -> None:
    paragraphs = TEXT.split("\n\n")
    rest = "\n\n".join(p for p in paragraphs if sentence not in p)
    assert rest != TEXT
    whole = Span(start=0, end=len(TEXT))
    found = relocate(make_anchors(ARTICLE, [whole, span_of(quote)]), put.format(text=rest, sentence=sentence))
    assert found[span_of(quote)].status == "lost"


def test_a_repeated_run_is_placed_only_where_it_joins_on() -> None:
    """By how far it moved alone it could be the other one: as much may have been put in as lies between them."""
    names = "abx"
    texts = {name: [f"{name}{n}" for n in range(12 if name != "x" else 6)] for name in names}
    places = [("a", 0, 0), ("a", 6, 6), ("x", 0, 18), ("b", 0, 24), ("b", 6, 30)]
    runs = tuple(
        WordRun(
            first=first,
            words=6,
            hash=run_hash("made_up", texts[name][begin : begin + 6], 5),
            repeated=name == "x",
        )
        for name, begin, first in places
    )
    anchors = ArticleAnchors(
        article_id="made_up", text_sha256="0" * 64, recipe="word-runs/1", words=36, runs=runs, anchors=()
    )
    other = [f"other{n}" for n in range(10)]
    assert align(anchors, [*texts["a"], *other[:6], *texts["x"], *texts["b"]]) == [0, 0, 0, 0, 0]
    assert align(anchors, [*texts["a"], *other[:6], *texts["x"], *other, *texts["b"]]) == [0, 0, None, 10, 10]
    assert align(anchors, [*texts["a"], *other, *texts["x"], *texts["b"]]) == [0, 0, 4, 4, 4]


@pytest.mark.parametrize("other", sorted(OTHER_TEXTS))
def test_nothing_is_found_in_another_article(other: str) -> None:
    spans = [Span(start=word.start, end=word.end) for word in words(TEXT)]
    found = relocate(make_anchors(ARTICLE, spans), OTHER_TEXTS[other])
    assert {place.status for place in found.values()} == {"lost"}


@pytest.mark.parametrize("copy", ["", " ", "…", "Vell", HEADLINE])
def test_hardly_any_text(copy: str) -> None:
    assert place_of("1,200 refugees", copy).status == "lost"


def test_a_span_that_cuts_a_word_or_has_none_is_found_in_the_recorded_text_only() -> None:
    cutting, bare = Span(start=1, end=6), Span(start=len(HEADLINE), end=len(HEADLINE) + 2)
    anchors = make_anchors(ARTICLE, [cutting, bare])
    assert {place.status for place in relocate(anchors, TEXT).values()} == {"exact"}
    assert {place.status for place in relocate(anchors, TEXT + "!").values()} == {"lost"}


def test_anchors_of_another_recipe_are_refused_unless_the_text_is_the_recorded_one() -> None:
    anchors = make_anchors(ARTICLE, [span_of("1,200 refugees")]).model_copy(update={"recipe": "word-runs/99"})
    assert relocate(anchors, TEXT)[span_of("1,200 refugees")].status == "exact"
    with pytest.raises(HydrationError, match="made by word-runs/99, this claimwire knows word-runs/"):
        relocate(anchors, TEXT + "!")


def test_anchors_need_a_text() -> None:
    with pytest.raises(HydrationError, match="heron_f holds no text"):
        make_anchors(dehydrated(ARTICLE), [])


def test_anchors_hold_no_words_and_hash_none_twice() -> None:
    anchors = make_anchors(ARTICLE, [Span(start=0, end=len(TEXT))])
    held = anchors.model_dump_json().casefold()
    assert not [word.form for word in words(TEXT) if len(word.form) > 6 and word.form.isalpha() and word.form in held]
    ends = [run.first + run.words for run in anchors.runs]
    assert [run.first for run in anchors.runs] == [0, *ends[:-1]]
    assert ends[-1] == anchors.words == len(words(TEXT))


def test_a_word_has_less_hash_than_it_tells() -> None:
    """Six words to 20 bits: three and a third a word at most, but in the headline, which is on record."""
    headline = len(words(HEADLINE))
    runs = [r for r in make_anchors(ARTICLE, [Span(start=0, end=len(TEXT))]).runs if r.first >= headline]
    assert max(4 * len(run.hash) / run.words for run in runs) <= 20 / 6


def test_the_same_words_have_other_hashes_in_another_article() -> None:
    other = ARTICLE.model_copy(update={"article_id": "other"})
    span = Span(start=0, end=len(TEXT))
    hashes = [{run.hash for run in make_anchors(article, [span]).runs} for article in (ARTICLE, other)]
    assert not hashes[0] & hashes[1]


EDITS = st.lists(
    st.tuples(
        st.integers(0, len(TEXT)),
        st.integers(0, 40),
        st.sampled_from(["", " ", "very ", "\n\nAdvertisement\n\n", "not", HEADLINE, "the council said", "1,200", "”"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150)
@given(EDITS, st.randoms(use_true_random=False))
def test_whatever_is_cut_out_and_put_in_a_found_span_has_the_words_and_edges_it_had(
    edits: list[tuple[int, int, str]], random: Random
) -> None:
    copy = Copy.of(TEXT)
    for at, cut, put in edits:
        at = min(at, len(copy.text))
        copy = joined([copy.piece(0, at), new(put), copy.piece(min(at + cut, len(copy.text)), len(copy.text))])
    spans = random_spans(TEXT, random, 40)
    for span, place in relocate(make_anchors(ARTICLE, spans), copy.text).items():
        if place.span is None:
            continue
        was, now = span.of(TEXT), place.span.of(copy.text)
        assert [word.form for word in words(now)] == [word.form for word in words(was)]
        assert (plain_marks(now[:1]), plain_marks(now[-1:])) == (plain_marks(was[:1]), plain_marks(was[-1:]))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, len(TEXT)), st.text(max_size=12)), max_size=8), st.randoms(use_true_random=False)
)
def test_insertions_never_lead_to_a_wrong_place(insertions: list[tuple[int, str]], random: Random) -> None:
    copy = Copy.of(TEXT)
    for at, put in insertions:
        at = min(at, len(copy.text))
        copy = joined([copy.piece(0, at), new(put), copy.piece(at, len(copy.text))])
    spans = random_spans(TEXT, random, 30)
    for span, place in relocate(make_anchors(ARTICLE, spans), copy.text).items():
        if place.span is not None:
            expected = true_place(copy, TEXT, span)
            assert expected in (None, place.span)
