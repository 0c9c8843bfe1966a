"""Putting pieces together: whatever pieces a recipe gives, the raw text comes back."""

from __future__ import annotations

import pytest
from faithful_articles import assert_faithful
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CHARACTERS, articles, pieces_in

from claimwire.errors import RecipeError
from claimwire.ingest.reading import KEPT, Piece, compose, lines
from claimwire.schema.vocab import SegmentKind

BODY, DATELINE, LEAD = SegmentKind.BODY, SegmentKind.DATELINE, SegmentKind.LEAD
RAW_TEXT = st.text(CHARACTERS, max_size=100)


@settings(deadline=None)
@given(articles(headline="Ferry sinks"))
def test_any_pieces_make_a_faithful_article(article) -> None:
    assert_faithful(
        article, "".join(s.raw if s.raw is not None else article.text[s.start : s.end] for s in article.segments)
    )


@given(RAW_TEXT.flatmap(lambda raw: st.tuples(st.just(raw), pieces_in(raw))))
def test_the_order_in_which_pieces_are_given_does_not_matter(drawn: tuple[str, list[Piece]]) -> None:
    raw, pieces = drawn
    assert compose(raw, pieces) == compose(raw, reversed(pieces)) == compose(raw, sorted(pieces, key=lambda p: p.end))


@given(RAW_TEXT.flatmap(lambda raw: st.tuples(st.just(raw), pieces_in(raw))))
def test_every_piece_becomes_the_segment_it_was_given_as(drawn: tuple[str, list[Piece]]) -> None:
    raw, pieces = drawn
    text, segments = compose(raw, pieces)
    made = {(s.kind, s.raw_start, s.raw_end) for s in segments}
    assert {(p.kind, p.start, p.end) for p in pieces if p.end > p.start} <= made
    between = [s for s in segments if (s.raw_start, s.raw_end) not in {(p.start, p.end) for p in pieces}]
    assert {s.kind for s in between} <= {SegmentKind.SEPARATOR, SegmentKind.BOILERPLATE}
    assert text == "" or any(p.kind in KEPT for p in pieces)


def test_paragraphs_are_parted_and_a_dateline_only_where_something_parts_it() -> None:
    raw = "Ferry\nORLAN — It sank.\nORLAN\n It is cold."
    pieces = [
        Piece(LEAD, 0, 5),
        Piece(DATELINE, 6, 14),
        Piece(BODY, 14, 22),
        Piece(DATELINE, 23, 28),
        Piece(BODY, 30, 41),
    ]
    text, segments = compose(raw, pieces)
    assert text == "Ferry\n\nORLAN — It sank.\n\nORLAN\n\nIt is cold."
    assert [s.start for s in segments if s.kind is BODY] == [15, 32]


def test_what_lies_between_pieces_is_white_space_or_was_left_out() -> None:
    _, segments = compose("a\n\u00a0b c", [Piece(BODY, 0, 1), Piece(BODY, 3, 4)])
    assert [(s.kind.value, s.raw) for s in segments] == [
        ("body", None),
        ("separator", "\n\u00a0"),
        ("body", None),
        ("boilerplate", " c"),
    ]


def test_a_text_without_pieces_is_left_out_whole() -> None:
    assert compose("", []) == ("", ())
    text, (segment,) = compose("Home Sport", [])
    assert (text, segment.kind, segment.raw) == ("", SegmentKind.BOILERPLATE, "Home Sport")


def test_an_empty_piece_is_left_out_wherever_it_stands() -> None:
    """At the place where a piece began it was taken for one that overlaps."""
    whole = compose("It sank.", [Piece(BODY, 0, 8)])
    for place in (0, 8):
        assert compose("It sank.", [Piece(BODY, 0, 8), Piece(BODY, place, place)]) == whole


@pytest.mark.parametrize(
    ("pieces", "message"),
    [
        (
            [Piece(BODY, 0, 4), Piece(LEAD, 3, 6)],
            "gave a lead at 3 to 6 that overlaps the piece before it, which ends at 4",
        ),
        ([Piece(BODY, 0, 4), Piece(BODY, 0, 4)], "gave a body at 0 to 4 that overlaps the piece before it"),
        ([Piece(BODY, 0, 4), Piece(LEAD, 2, 2)], "gave a lead at 2 to 2 that overlaps the piece before it"),
        ([Piece(BODY, 5, 3)], "gave a body at 5 to 3, expected a range within 0 to 8"),
        ([Piece(BODY, 5, 9)], "gave a body at 5 to 9, expected a range within 0 to 8"),
        ([Piece(BODY, -1, 3)], "gave a body at -1 to 3, expected a range within 0 to 8"),
    ],
)
def test_pieces_that_do_not_tile_the_text_are_refused(pieces: list[Piece], message: str) -> None:
    """One that ended before it began passed, and the raw text came back longer than it was."""
    with pytest.raises(RecipeError, match=message):
        compose("It sank.", pieces)


@given(RAW_TEXT, st.integers(0, 5))
def test_lines_hold_all_words_and_stand_where_they_say(raw: str, start: int) -> None:
    found = lines(raw, start)
    assert all(raw[line.start : line.end] == line.text == line.text.strip() for line in found)
    assert all(line.text for line in found)
    assert all("\n" not in line.text for line in found)
    told = "".join("".join(line.text.split()) for line in found)
    assert told == "".join(raw[start:].split()) or "\ufeff" + told == "".join(raw[start:].split())


def test_only_line_feeds_end_lines_and_a_byte_order_mark_is_in_none() -> None:
    assert [line.text for line in lines("\ufeffa\u2028b\r\n\r\n \u00a0c\x85\n")] == ["a\u2028b", "c"]
    assert [line.text for line in lines("ab\ncd\nef", 3)] == ["cd", "ef"]
    assert [line.text for line in lines("a\ufeff")] == ["a\ufeff"]
