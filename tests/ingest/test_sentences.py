"""Sentences: where they begin and end, and that none of their words is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CHARACTERS

from claimwire.ingest.sentences import sentences
from claimwire.schema import Segment
from claimwire.schema.vocab import SegmentKind

WORDS = [
    "The ferry sank",
    "He said",
    "“We go",
    "it was cold",
    "Mr. Lorn",
    "at 5 p.m",
    "3.5",
    "U.S",
    "é",
    "\u00a0",
    "\u2028",
]
ENDS = [". ", "? ", "! ", ".” ", '." ', "…", " ", ", ", ") ", " — ", ".", "\t", "\u200b"]
PARTS = st.sampled_from(WORDS) | st.sampled_from(ENDS) | st.text(CHARACTERS, max_size=4)
PROSE = st.lists(PARTS, max_size=15).map("".join)


def of(paragraph: str, language: str = "en") -> list[str]:
    segment = Segment(kind=SegmentKind.BODY, raw_start=0, raw_end=len(paragraph), start=0)
    return [span.of(paragraph) for span in sentences(paragraph, [segment], language)]


@settings(deadline=None, max_examples=300)
@given(PROSE, st.sampled_from(["en", "ru", "zxx"]))
def test_sentences_are_in_order_and_hold_every_word(paragraph: str, language: str) -> None:
    found = of(paragraph, language)
    assert all(sentence == sentence.strip() != "" for sentence in found)
    assert "".join("".join(found).split()) == "".join(paragraph.split())


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("The ferry sank. Boats left.", ["The ferry sank.", "Boats left."]),
        ("  The ferry sank.\u00a0 \u00a0Boats left.\u00a0", ["The ferry sank.", "Boats left."]),
        ("“Why?” he asked. She left.", ["“Why?” he asked.", "She left."]),
        ('"Who was it?" asked nobody.', ['"Who was it?" asked nobody.']),
        ("Mr. Lorn met Dr. Vey at 5 p.m. on Monday.", ["Mr. Lorn met Dr. Vey at 5 p.m. on Monday."]),
        ("The U.S. navy was told. It came.", ["The U.S. navy was told.", "It came."]),
        ("About 3.5 million fled. None died.", ["About 3.5 million fled.", "None died."]),
        ("It sank. …", ["It sank. …"]),
        ("…", ["…"]),
        (" \u2028\t", []),
        ("", []),
    ],
)
def test_where_sentences_end(paragraph: str, expected: list[str]) -> None:
    assert of(paragraph) == expected


def test_every_kept_piece_but_the_dateline_has_its_own_sentences() -> None:
    text = "Ferry sinks\n\nORLAN — It sank\n\nHistory\n\nIt was cold."
    segments = [
        Segment(kind=SegmentKind.HEADLINE, raw_start=0, raw_end=11, start=0),
        Segment(kind=SegmentKind.SEPARATOR, raw_start=11, raw_end=13, raw="\n\n"),
        Segment(kind=SegmentKind.DATELINE, raw_start=13, raw_end=21, start=13),
        Segment(kind=SegmentKind.BODY, raw_start=21, raw_end=28, start=21),
        Segment(kind=SegmentKind.BOILERPLATE, raw_start=28, raw_end=40, raw="Podcasts. A."),
        Segment(kind=SegmentKind.SECTION_HEADING, raw_start=40, raw_end=47, start=30),
        Segment(kind=SegmentKind.BODY, raw_start=47, raw_end=59, start=39),
    ]
    assert [span.of(text) for span in sentences(text, segments)] == [
        "Ferry sinks",
        "It sank",
        "History",
        "It was cold.",
    ]
