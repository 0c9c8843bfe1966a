"""Anchors: where a text is cut into runs, and which of them are kept."""

from __future__ import annotations

import pytest
from invented import plain_article

from claimwire.hydration.anchors import Scheme, make_anchors
from claimwire.schema import Article, Span

HEADLINE = "Reeds were cut"


def sentence(words: int, name: str) -> str:
    """Return a sentence of so many words that no other has."""
    return " ".join(f"{name}{n}" for n in range(words)).capitalize() + "."


def article(*lengths: int) -> Article:
    """Return an article of a headline of three words, and sentences of so many words, one per paragraph."""
    return plain_article("\n\n".join([HEADLINE, *(sentence(length, f"s{n}w") for n, length in enumerate(lengths))]))


def whole(of: Article) -> list[Span]:
    return [Span(start=0, end=of.text_length)]


def cut(*lengths: int) -> list[int]:
    """Return the numbers of words of the runs after the headline's."""
    of = article(*lengths)
    headline, *rest = make_anchors(of, whole(of)).runs
    assert (headline.first, headline.words) == (0, 3)
    return [run.words for run in rest]


@pytest.mark.parametrize(
    ("lengths", "runs"),
    [
        ((6, 6, 6), [6, 6, 6]),
        ((5, 6, 6), [11, 6]),
        ((5, 1, 6), [6, 6]),
        ((6, 6, 5), [6, 11]),
        ((11, 6, 6), [11, 6, 6]),
        ((12, 6, 6), [6, 6, 6, 6]),
        ((13, 6, 6), [6, 7, 6, 6]),
        ((17, 6, 6), [8, 9, 6, 6]),
        ((18, 6, 6), [6, 6, 6, 6, 6]),
        ((1, 1, 1), [3]),
    ],
)
def test_runs_have_six_words_or_more_and_less_than_twelve(lengths: tuple[int, ...], runs: list[int]) -> None:
    """A sentence of fewer words goes with the next one, and the last one with the one before."""
    assert cut(*lengths) == runs


def test_the_headline_is_a_run_by_itself_with_a_longer_hash() -> None:
    of = article(6, 6)
    assert [len(run.hash) for run in make_anchors(of, whole(of)).runs] == [8, 5, 5]


def kept(*numbers: int, count: int = 9) -> list[int]:
    """Return the numbers of the runs that are kept for spans on the sentences of some numbers."""
    of = article(*[6] * count)
    text = of.text or ""
    firsts = [text.index(f"S{n}w0") for n in numbers]
    runs = make_anchors(of, [Span(start=first, end=first + 4) for first in firsts]).runs
    return [(run.first - 3) // 6 if run.first else -1 for run in runs]


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [
        ((4,), [2, 3, 4, 5, 6]),
        ((1,), [-1, 0, 1, 2, 3]),
        ((0,), [-1, 0, 1, 2]),
        ((8,), [6, 7, 8]),
        ((0, 7), [-1, 0, 1, 2, 5, 6, 7, 8]),
        ((), []),
    ],
)
def test_two_runs_are_kept_on_either_side_of_those_that_a_span_touches(
    numbers: tuple[int, ...], runs: list[int]
) -> None:
    """-1 is the headline's run."""
    assert kept(*numbers) == runs


@pytest.mark.parametrize(
    ("words", "touched"), [((5, 6), {4}), ((5, 7), {4, 5}), ((6, 7), {5})], ids=["last", "last and first", "first"]
)
def test_a_span_touches_the_runs_that_have_one_of_its_words(words: tuple[int, int], touched: set[int]) -> None:
    """Words of sentences 4 and 5, counted from the first of sentence 4."""
    of = article(*[6] * 9)
    text = of.text or ""
    forms = [f"s4w{n}" for n in range(6)] + ["S5w0"] + [f"s5w{n}" for n in range(1, 6)]
    span = Span(start=text.index(forms[words[0]]), end=text.index(forms[words[1] - 1]) + 4)
    (anchor,) = make_anchors(of, [span]).anchors
    runs = make_anchors(of, [span], Scheme(runs_around=0)).runs
    assert {(run.first - 3) // 6 for run in runs} == touched
    assert (anchor.first, anchor.words) == (3 + 24 + words[0], words[1] - words[0])


@pytest.mark.parametrize(("more", "words"), [(0, 1), (-1, 0), (1, 1), (2, 0)])
def test_a_span_has_the_words_that_it_holds_whole_and_none_if_it_cuts_one(more: int, words: int) -> None:
    """It ends within a word, with it, with the space after it, or within the next one."""
    of = article(6, 6, 6)
    start = (of.text or "").index("s1w1")
    (anchor,) = make_anchors(of, [Span(start=start, end=start + 4 + more)]).anchors
    assert anchor.words == words


@pytest.mark.parametrize(("less", "words"), [(0, 1), (1, 1), (2, 0), (-1, 0)])
def test_so_it_does_at_its_beginning(less: int, words: int) -> None:
    of = article(6, 6, 6)
    start = (of.text or "").index("s1w1")
    (anchor,) = make_anchors(of, [Span(start=start - less, end=start + 4)]).anchors
    assert anchor.words == words


def test_a_run_is_repeated_if_its_words_are_in_the_text_again_wherever_a_run_begins() -> None:
    first = "One two three four five six."
    text = "\n\n".join([HEADLINE, first, "Then they said one two three four five six again."])
    of = plain_article(text)
    assert [run.repeated for run in make_anchors(of, whole(of)).runs] == [False, True, False]
    once = plain_article(text.replace("five six again", "five seven again"))
    assert [run.repeated for run in make_anchors(once, whole(once)).runs] == [False, False, False]


def test_words_repeated_at_the_very_end_of_the_text_are_seen() -> None:
    of = plain_article("\n\n".join([HEADLINE, "One two three four five six.", "Say one two three four five six."]))
    assert [run.repeated for run in make_anchors(of, whole(of)).runs] == [False, True, False]


def test_each_span_has_one_anchor_in_order_of_start_and_end() -> None:
    of = article(6, 6)
    spans = [Span(start=6, end=14), Span(start=0, end=5), Span(start=6, end=10), Span(start=0, end=5)]
    assert [(a.start, a.end) for a in make_anchors(of, spans).anchors] == [(0, 5), (6, 10), (6, 14)]
