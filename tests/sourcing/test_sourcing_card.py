"""A sourcing label in words and as a card: everything is there, nothing is cut, overprinted or judged."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from sourced import article, background, figure, said, spans

from claimwire import drawing
from claimwire.dates import edtf_bounds, known_bounds
from claimwire.schema import ClaimBase
from claimwire.schema.vocab import AnnotatorKind, SourceKind, SourceNaming
from claimwire.sourcing import SideStatus, SourcingLabel, sourcing_label
from claimwire.sourcing.card import MOST_ROWS, WIDTH, card, draw_card
from claimwire.sourcing.wording import NAMINGS, STATUSES, Heading, background_words, description, lines, period_words

SVG = "{http://www.w3.org/2000/svg}"
HEADING = Heading("Bridge shut & toll up", "Quay Radio", "2031-06-15T18:30:00Z")

CLAIMS: list[ClaimBase] = [
    said(1, (20, 60), by="Ada Lorn", source_kind="government", source_naming="named"),
    said(2, (60, 70)),
    said(3, (70, 75), source_naming="anonymous", source_kind="military", outlet_check="not_verified"),
    said(4, (75, 80), source_kind="not_told", source_naming="none", mention="implicit"),
    said(5, (80, 81), mention="pronoun"),
    said(6, by="Three Capes Line", source_kind="company", cue_polarity="negative"),
    figure(7, actor_name=("Marsh Front",), victim_side_name=("Rovia",)),
    background(8, "1996/1998", event_name="Sorva war", confidence="low"),
]


def label(claims: list[ClaimBase] | None = None) -> SourcingLabel:
    return sourcing_label(article(), CLAIMS if claims is None else claims, None, [AnnotatorKind.MODEL])


def test_the_lines_of_a_label() -> None:
    """61 of 100 code points are told: 40, 11, 5 and 5."""
    assert list(lines(label(), HEADING)) == [
        "Bridge shut & toll up",
        "Quay Radio, 2031-06-15",
        "",
        "61% of the body is told by others",
        "  40%  named sources",
        "  11%  sources described, not named",
        "   5%  sources whose name is withheld",
        "   5%  no source told",
        "  39%  the outlet itself",
        "",
        "3+ sources: 1 named, 1+ described, 1 anonymous",
        "  40%   1  government",
        "  11%  1+  witness",
        "   5%   1  military",
        "   5%      not told",
        "",
        "Named as parties",
        "  Marsh Front  unclear  did harm",
        "  Rovia        unclear  harmed",
        "",
        "Declined or did not say: Three Capes Line",
        "Oldest background: 1996 to 1998, Sorva war, at most 35 years before",
        "Noted as not verified: 1 statement",
        "",
        "Computed from 8 claims, 1 of low confidence; annotated and decided by: model. It counts and does not judge.",
    ]


def test_the_lines_of_an_article_without_claims() -> None:
    empty = sourcing_label(article(), [])
    assert list(lines(empty, Heading("Bridge", "Quay Radio", None))) == [
        "Bridge",
        "Quay Radio",
        "",
        "0% of the body is told by others",
        "  100%  the outlet itself",
        "",
        "0 sources",
        "",
        "Named as parties: nobody",
        "",
        "Declined or did not say: nobody",
        "Oldest background: none",
        "Noted as not verified: nothing",
        "",
        "Computed from 0 claims; annotated and decided by: not recorded. It counts and does not judge.",
    ]


def test_an_article_without_a_body_has_no_share() -> None:
    headline = article().model_copy(update={"sentences": spans((0, 20))})
    shown = list(lines(sourcing_label(headline, CLAIMS), HEADING))
    assert shown[3:5] == ["— of the body is told by others", ""]
    assert "<svg" in card(sourcing_label(headline, CLAIMS), HEADING)


def test_a_day_that_has_no_bounds_is_shown_as_it_is_recorded() -> None:
    assert Heading("", "Quay Radio", "XXXX-06-15").place == "Quay Radio, XXXX-06-15"


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ("1996-05-04", "1996-05-04"),
        ("1996-05", "1996-05"),
        ("{1996-05-04,1996-05-09}", "1996-05"),
        ("1996", "1996"),
        ("1996-05-04/1996-08", "1996"),
        ("199X", "1990 to 1999"),
        ("1996/..", "since 1996"),
        ("../1996", ""),
    ],
)
def test_a_time_is_shown_as_people_write_it(time: str, words: str) -> None:
    edtf_bounds(time)
    assert period_words(known_bounds(time)) == words


@pytest.mark.parametrize(
    ("time", "name", "published", "words"),
    [
        ("1996", "truce", "2031-06-15", "1996, truce, 35 years before"),
        ("1996", "1996 truce", "2031-06-15", "1996 truce, 35 years before"),
        ("2030-06-15", None, "2031-06-15", "2030-06-15, 1 year before"),
        ("2031-06", None, "2031-06-15", "2031-06, less than a year before"),
        ("1996/..", "truce", "2031-06-15", "since 1996, truce, 35 years before"),
        ("1996/1998", "truce", None, "1996 to 1998, truce"),
        (None, "truce", "2031-06-15", "no date among 1"),
    ],
)
def test_the_oldest_background_in_words(time: str | None, name: str | None, published: str | None, words: str) -> None:
    found = sourcing_label(article(published=published), [background(1, time, event_name=name)])
    assert background_words(found) == words


def test_every_value_has_words() -> None:
    assert set(STATUSES) == set(SideStatus)
    assert set(NAMINGS) == {*SourceNaming, None}


# The card


def boxes(found: SourcingLabel, heading: Heading) -> tuple[float, list[tuple[str, float, float, float, float]]]:
    """Return the height of a card, and what is written in it with its left, top, right and bottom edge, in points."""
    with drawing.settings():
        drawn = draw_card(found, heading)
        canvas = FigureCanvasAgg(drawn)
        canvas.draw()
        height = drawn.get_figheight() * 72
        written = []
        for text in drawn.findobj(Text):
            if isinstance(text, Text) and text.get_text() and text.get_visible():
                box = text.get_window_extent(canvas.get_renderer()).transformed(drawn.dpi_scale_trans.inverted())
                edges = (72 * box.x0, height - 72 * box.y1, 72 * box.x1, height - 72 * box.y0)
                written.append((text.get_text(), *edges))
    return height, written


SLACK = 2.5
"""Points by which letters drawn on a grid of pixels may be wider than measured."""

NAME = st.text(st.sampled_from("WMim lower "), min_size=1, max_size=70).filter(str.strip)
KIND = st.sampled_from(list(SourceKind))


@settings(max_examples=15)
@given(NAME, st.lists(st.tuples(NAME, KIND, st.booleans()), max_size=9))
def test_no_text_is_cut_or_overprinted(headline: str, named: list[tuple[str, SourceKind, bool]]) -> None:
    claims: list[ClaimBase] = []
    for number, (name, kind, is_silent) in enumerate(named):
        polarity = "negative" if is_silent else "positive"
        place = (20 + 10 * number, 30 + 10 * number)
        claims.append(said(2 * number, place, by=name, source_kind=kind.value, cue_polarity=polarity))
        claims.append(figure(2 * number + 1, actor_name=(f"{name} {number}",)))
    height, written = boxes(label(claims), Heading(headline, "Quay Radio", "2031-06-15"))
    for text, left, top, right, bottom in written:
        assert 0 <= left < right <= WIDTH + SLACK, text
        assert 0 <= top < bottom <= height, text
    for (one, a, b, c, d), (other, e, f, g, h) in combinations(written, 2):
        assert c <= e + SLACK or g <= a + SLACK or d <= f + 1 or h <= b + 1, (one, other)


def test_a_card_is_as_narrow_as_a_telephone_and_its_letters_are_large_enough() -> None:
    """A point is 4/3 of a pixel of a browser."""
    root = ElementTree.fromstring(card(label(), HEADING))
    assert root.get("width") == "240pt"
    assert WIDTH * 4 / 3 == 320
    sizes = [float(size) for size in re.findall(r"font(?:-size)?: (?:bold )?([0-9.]+)px", card(label(), HEADING))]
    assert len(sizes) > 20
    # within the drawing, whose unit is a point, a pixel of a style is a unit
    assert min(sizes) * 4 / 3 > 10


def test_a_card_has_a_title_and_says_all_to_those_who_do_not_see_it() -> None:
    drawn = card(label(), HEADING)
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == "Sourcing: Bridge shut & toll up"
    told = root.findtext(f"{SVG}desc")
    assert told == f"Quay Radio, 2031-06-15. {description(label())}"
    for words in (
        "61% of the body",
        "government: 1 source, 40%",
        "Rovia (harmed): unclear",
        "did not say: Three Capes",
    ):
        assert words in told
    assert root.get("role") == "img"
    assert not list(root.iter(f"{SVG}script"))


def test_a_card_is_the_same_bytes_every_time() -> None:
    assert card(label(), HEADING) == card(label(list(reversed(CLAIMS))), HEADING)


def test_the_bar_is_as_long_as_what_is_told() -> None:
    with drawing.settings():
        drawn = draw_card(label(), HEADING)
        (axes,) = drawn.axes
        widths = [
            round(box.get_paths()[0].get_extents().width / (WIDTH - 18), 3)
            for box in axes.collections
            if box.get_paths()[0].get_extents().height > 10
        ]
    assert widths == [0.4, 0.11, 0.05, 0.05, 0.39]


def test_what_does_not_fit_on_a_card_is_counted() -> None:
    many: list[ClaimBase] = [figure(n, actor_name=(f"Front {n}",)) for n in range(MOST_ROWS + 2)]
    many += [said(20 + n, source_kind=kind.value) for n, kind in enumerate(list(SourceKind)[: MOST_ROWS + 1])]
    _, written = boxes(label(many), HEADING)
    shown = [text for text, *_ in written]
    assert {"and 2 more parties", "and 1 more kinds"} <= set(shown)
    assert f"Front {MOST_ROWS - 1} (did harm)" in shown
    assert f"Front {MOST_ROWS} (did harm)" not in shown
    assert f"Front {MOST_ROWS + 1} (did harm): unclear" in description(label(many))


def test_controls_of_a_headline_do_not_reach_the_card() -> None:
    drawn = card(label(), Heading("Bridge\x1b[31m <b>", "Quay", None))
    assert "\x1b" not in drawn
    ElementTree.fromstring(drawn)
