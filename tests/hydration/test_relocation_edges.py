"""A span is found if all its words are, whatever became of the words next to it, and its edges are looked for there."""

from __future__ import annotations

import pytest
from invented import plain_article

from claimwire.hydration.anchors import make_anchors
from claimwire.hydration.relocate import Relocation, relocate
from claimwire.schema import Span

SENTENCES = [f"On day {n} boat b{n} left." for n in range(12)]
"""Six words each, so that each sentence is one run."""

ARTICLE = plain_article("\n\n".join(["Reeds were cut at Amber Lake", *SENTENCES]))
TEXT = ARTICLE.text or ""


def span_of(quote: str, text: str = TEXT) -> Span:
    assert text.count(quote) == 1, quote
    return Span(start=text.index(quote), end=text.index(quote) + len(quote))


def found(quote: str, copy: str) -> str | None:
    """Return what a copy has at the place where a quote of the article is found; None if it is lost."""
    spans = [span_of(quote), Span(start=0, end=len(TEXT))]
    span = relocate(make_anchors(ARTICLE, spans), copy)[spans[0]].span
    return None if span is None else span.of(copy)


@pytest.mark.parametrize("changed", [4, 6])
def test_a_span_that_is_one_whole_run_does_not_need_the_runs_beside_it(changed: int) -> None:
    copy = TEXT.replace(f"boat b{changed} left", f"ship b{changed} left")
    assert found(SENTENCES[5], copy) == SENTENCES[5]


@pytest.mark.parametrize("quote", ["On day 5", "left.\n\nOn day 5", "boat b5", "b5 left."])
def test_a_span_needs_every_run_that_it_touches(quote: str) -> None:
    copy = TEXT.replace("boat b5 left", "ship b5 left") + "\n\nMore."
    assert found(quote, copy) is None


def test_a_span_of_two_runs_is_lost_if_something_was_put_between_them() -> None:
    copy = TEXT.replace(SENTENCES[5], f"Advertisement\n\n{SENTENCES[5]}")
    assert found("left.\n\nOn day 5", copy) is None
    assert found(SENTENCES[5], copy) == SENTENCES[5]
    assert found(SENTENCES[4], copy) == SENTENCES[4]


@pytest.mark.parametrize(
    ("put", "expected"),
    [
        ("(On day 5", "(On day 5"),
        ("( On day 5", "( On day 5"),
        ("[(On day 5", "(On day 5"),
        ("((On day 5", "(On day 5"),
        ("[On day 5", None),
        ("(, On day 5", None),
        ("On day 5", None),
    ],
)
def test_the_punctuation_before_a_span_is_directly_before_its_first_word(put: str, expected: str | None) -> None:
    article = plain_article(TEXT.replace("On day 5", "(On day 5"))
    text = article.text or ""
    span = span_of("(On day 5", text)
    copy = text.replace("(On day 5", put) + "\n\nMore."
    place = relocate(make_anchors(article, [span, Span(start=0, end=len(text))]), copy)[span]
    assert (place.span.of(copy) if place.span else None) == expected


@pytest.mark.parametrize(
    ("put", "expected"),
    [
        ("left!)", "left!)"),
        ("left! )", "left! )"),
        ("left!)]", "left!)"),
        ("left!", None),
        ("left)!", None),
        ("left", None),
    ],
)
def test_the_punctuation_after_a_span_is_directly_after_its_last_word(put: str, expected: str | None) -> None:
    article = plain_article(TEXT.replace("b5 left.", "b5 left!)"))
    text = article.text or ""
    span = span_of("b5 left!)", text)
    copy = text.replace("left!)", put) + "\n\nMore."
    place = relocate(make_anchors(article, [span, Span(start=0, end=len(text))]), copy)[span]
    assert (place.span.of(copy) if place.span else None) == (f"b5 {expected}" if expected else None)


def test_edges_are_found_at_the_very_beginning_and_end_of_a_copy() -> None:
    article = plain_article(f"“{TEXT.removesuffix('.')}.”")
    text = article.text or ""
    spans = [Span(start=0, end=6), Span(start=len(text) - 6, end=len(text))]
    copy = text.replace("“", '"').replace("”", '"')
    relocations = relocate(make_anchors(article, [*spans, Span(start=0, end=len(text))]), copy)
    assert [relocations[span] for span in spans] == [Relocation("exact", span) for span in spans]
