"""The figures: nothing that is written in one is cut off or overprinted, and every party can be told apart."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from invented_study import BACKGROUND, FIGURE, STATEMENT, mark, study
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from claimwire.drawing import series_style, settings
from claimwire.iaa import Options, Report, measure_agreement
from claimwire.iaa.figures import PANELS, drawings
from claimwire.schema.vocab import AnnotatorKind

KINDS = {
    "first_human_reader": AnnotatorKind.HUMAN,
    "second_human_reader": AnnotatorKind.HUMAN,
    "third_human_reader_whose_id_is_very_long_indeed": AnnotatorKind.HUMAN,
    "tagger_of_2031": AnnotatorKind.MODEL,
    "rules": AnnotatorKind.RULE,
}


@pytest.fixture(autouse=True)
def as_it_is_written() -> Iterator[None]:
    with settings():
        yield


@pytest.fixture(scope="module")
def report() -> Report:
    """Five annotators of three kinds, ten pairs, with disagreements of every sort."""
    rng = random.Random(4)
    labels = (STATEMENT, BACKGROUND, FIGURE)
    layers = {
        name: {
            f"doc_{d}": [
                mark(
                    f"{name}_{d}_{n}",
                    rng.choice(labels) if rng.random() < 0.2 else labels[n % 3],
                    (15 * n, 15 * n + rng.choice((9, 10))),
                )
                for n in range(6)
                if rng.random() < 0.9
            ]
            for d in range(6)
        }
        for name in KINDS
    }
    return measure_agreement(study(layers, kinds=KINDS), Options(resamples=20, pooled=True))


def texts(figure: Figure) -> list[Text]:
    """Return what is written in a figure; marks of an axis beyond its ends are not drawn."""
    beyond = {
        id(text)
        for axes in figure.axes
        for text in axes.get_xticklabels()
        if not axes.get_xlim()[0] <= text.get_position()[0] <= axes.get_xlim()[1]
    }
    every = [text for text in figure.findobj(Text) if isinstance(text, Text) and id(text) not in beyond]
    return [text for text in every if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("name", ["labels", "confusion", "disagreement"])
def test_no_text_reaches_out_of_the_figure(report: Report, name: str) -> None:
    figure = drawings(report)[name]
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    shown = texts(figure)
    assert any("not human agreement" in " ".join(text.get_text().split()) for text in shown)
    for text in shown:
        box = text.get_window_extent(canvas.get_renderer())
        assert box.x0 >= 0, text
        assert box.y0 >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text


@pytest.mark.parametrize("name", ["labels", "confusion", "disagreement"])
def test_no_two_texts_overlap(report: Report, name: str) -> None:
    figure = drawings(report)[name]
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in texts(figure)]
    for (one, first), (other, second) in combinations(boxes, 2):
        apart = first.x1 <= second.x0 or second.x1 <= first.x0 or first.y1 <= second.y0 or second.y1 <= first.y0
        assert apart, (one, other)


def test_panels_stand_in_rows_of_three_each_with_what_agreement_it_is(report: Report) -> None:
    axes = [own for own in drawings(report)["confusion"].axes if own.get_title()]
    assert len(axes) == 10
    assert len({round(own.get_position().x0, 2) for own in axes}) <= PANELS
    titles = [" ".join(own.get_title().split()) for own in axes]
    pairs = [party for party in report.groups if len(party.ids) == 2]
    assert titles == [f"invented {party.statement}" for party in pairs]


def test_parties_differ_in_colour_or_marker_and_neighbours_in_both(report: Report) -> None:
    styles = [series_style(number) for number in range(90)]
    assert len(set(styles)) == 90
    assert all(a[0] != b[0] and a[1] != b[1] for a, b in pairwise(styles))
    (legend,) = drawings(report)["labels"].legends
    told = {(line.get_color(), line.get_marker()) for line in legend.get_lines()}
    assert len(told) == len(report.groups) == 12


def test_the_axis_is_named_and_says_where_it_starts(report: Report) -> None:
    (axes,) = drawings(report)["labels"].axes
    start, _ = axes.get_xlim()
    assert start < 0
    assert f"the axis starts at {start:.2f}, not at 0" in " ".join(axes.get_xlabel().split())
    layer = {"d": [mark("x", STATEMENT, (0, 9))], "e": [mark("y", STATEMENT, (3, 8))]}
    (alike,) = drawings(measure_agreement(study({"a": layer, "b": layer}), Options(resamples=20)))["labels"].axes
    assert "the axis starts at 0.80, not at 0" in " ".join(alike.get_xlabel().split())
