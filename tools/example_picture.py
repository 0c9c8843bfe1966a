"""The picture of README's first screen: the card's example, a sentence with its claims, as an SVG.

Below its words every claim has a bar, deeper where it is within another, and its name stands before its first word. The
rows below tell each claim's label and what its slots say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from claimwire.corpus.workspace import Workspace
from claimwire.drawing import INK, MUTED, SERIES, new_canvas, settings, svg, text_width, wrapped
from claimwire.errors import ClaimwireError
from claimwire.release.example import Example, ExampleSearch
from claimwire.schema import DECLARATION_OF, LABELS, ClaimBase
from claimwire.schema.vocab import Label

if TYPE_CHECKING:
    from claimwire.drawing import Axes

PICTURE = "docs/images/example.svg"

WIDTH, EDGE = 330.0, 12.0
"""Width of the picture, 440 pixels of a browser, and what is free at its edges, in points."""

WORDS, SMALL = 11.5, 8.5
"""Sizes of text in points."""

LEADING = 1.35
"""Height of a line of text by its size."""

BAR, APART = 3.0, 2.0
"""Height of a claim's bar and the distance to the next one, in points."""

SHOWN = ("source_spans", "cue_spans", "time", "qualifier", "lower", "upper", "harm", "place_name")
"""The slots that the picture tells, as far as a claim has them, in this order."""

COLORS: dict[Label, str] = {entry.label: SERIES[place][0] for place, entry in enumerate(LABELS)}


@dataclass(frozen=True)
class Word:
    """A word of the sentence, with its offsets in the article's text and its place in the picture."""

    text: str
    start: int
    end: int
    line: int
    left: float
    right: float


@dataclass
class Flow:
    """Words and names of claims put side by side, line by line, as wide as the picture."""

    width: float
    space: float
    line: int = 0
    at: float = 0.0
    words: list[Word] = field(default_factory=list)
    names: list[tuple[str, int, float]] = field(default_factory=list)
    """A claim's name, its line, and where it begins from the left."""

    def add(self, text: str, start: int, opening: list[str]) -> None:
        """Put a word down, behind the names of the claims that begin with it, on a new line where it is too wide."""
        wide = text_width(text, WORDS)
        before = [(name, text_width(name, SMALL, bold=True) + self.space / 2) for name in opening]
        if self.at and self.at + sum(width for _, width in before) + wide > self.width:
            self.line, self.at = self.line + 1, 0.0
        for name, width in before:
            self.names.append((name, self.line, self.at))
            self.at += width
        self.words.append(Word(text, start, start + len(text), self.line, self.at, self.at + wide))
        self.at += wide + self.space


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the picture: its path with its content; raises `ClaimwireError` if no text stands in the repository."""
    search, outlets = ExampleSearch(), workspace.outlets()
    for corpus_id in workspace.plan().corpora:
        search.add(workspace.corpus(corpus_id), outlets)
    if search.best is None:
        raise ClaimwireError(f"{PICTURE}: no text of this repository can be shown")
    return {workspace.root / PICTURE: picture(search.best).encode("utf-8")}


def picture(example: Example) -> str:
    """Return the sentence of an example with its claims as an SVG element."""
    with settings():
        return _drawn(example)


def _drawn(example: Example) -> str:
    flow, depth = flow_of(example), depths(example.claims)
    deepest = 1 + max(depth.values(), default=0)
    pitch = WORDS * LEADING + deepest * (BAR + APART) + 4
    rows = [(name, claim, _row(claim, example.article.text or "")) for name, claim in example.claims.items()]
    rows.sort(key=lambda row: (row[1].spans[0].start, depth[row[0]]))
    indent = 2.5 * SMALL + EDGE
    told = [(name, claim, wrapped(row, WIDTH - EDGE - indent, SMALL).split("\n")) for name, claim, row in rows]
    top = EDGE + (flow.line + 1) * pitch + 4
    height = top + sum((1 + len(lines)) * SMALL * LEADING + 5 for _, _, lines in told) + EDGE / 2
    figure, axes = new_canvas(WIDTH, height)
    for word in flow.words:
        _write(axes, EDGE + word.left, EDGE + word.line * pitch, word.text, WORDS, INK)
    for name, place, left in flow.names:
        claim = example.claims[name]
        _write(axes, EDGE + left, EDGE + place * pitch + (WORDS - SMALL), name, SMALL, COLORS[claim.label], bold=True)
    for name, claim in example.claims.items():
        for place, left, right in bars(claim, flow.words):
            y = EDGE + place * pitch + WORDS * LEADING + depth[name] * (BAR + APART)
            axes.fill_between([EDGE + left, EDGE + right], y, y + BAR, color=COLORS[claim.label], linewidth=0)
    for name, claim, lines in told:
        color, title = COLORS[claim.label], DECLARATION_OF[claim.label].title
        _write(axes, EDGE, top, name, SMALL, color, bold=True)
        _write(axes, indent, top, title, SMALL, INK, bold=True)
        for line in lines:
            top += SMALL * LEADING
            _write(axes, indent, top, line, SMALL, MUTED)
        top += SMALL * LEADING + 5
    sentence = example.article.sentences[example.number].of(example.article.text or "")
    names = ", ".join(f"{name} {DECLARATION_OF[claim.label].title.lower()}" for name, claim, _ in rows)
    return svg(figure, "A sentence with its claims", f"{sentence} Its claims: {names}.")


def flow_of(example: Example) -> Flow:
    """Return the words of an example's sentence, line by line, with the names of the claims that begin at them."""
    text, sentence = example.article.text or "", example.article.sentences[example.number]
    flow = Flow(WIDTH - 2 * EDGE, text_width("a a", WORDS) - 2 * text_width("a", WORDS))
    in_order = sorted(example.claims.items(), key=lambda item: (item[1].spans[0].start, -item[1].spans[-1].end))
    for start, word in _words(text, sentence.start, sentence.end):
        flow.add(word, start, [name for name, x in in_order if start <= x.spans[0].start < start + len(word)])
    return flow


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the words of a range of a text, each with its offset."""
    for word in text[start:end].split():
        start = text.index(word, start)
        yield start, word
        start += len(word)


def bars(claim: ClaimBase, words: list[Word]) -> Iterator[tuple[int, float, float]]:
    """Yield the bars of a claim: line, left and right edge; a word that a piece has only a part of is cut to it."""
    for span in claim.spans:
        inside = [word for word in words if word.start < span.end and span.start < word.end]
        for line in sorted({word.line for word in inside}):
            own = [word for word in inside if word.line == line]
            first, last = own[0], own[-1]
            left = first.left + text_width(first.text[: max(0, span.start - first.start)], WORDS)
            right = last.left + text_width(last.text[: span.end - last.start], WORDS)
            yield line, left, right


def depths(claims: Mapping[str, ClaimBase]) -> dict[str, int]:
    """Return at which level the bar of each claim is: 0 for one that is in no other, and no two in one place."""
    extent = {name: (claim.spans[0].start, claim.spans[-1].end) for name, claim in claims.items()}
    found: dict[str, int] = {}
    for name in sorted(extent, key=lambda name: (extent[name][0], -extent[name][1], name)):
        start, end = extent[name]
        taken = {level for other, level in found.items() if extent[other][0] < end and start < extent[other][1]}
        found[name] = next(level for level in range(len(taken) + 1) if level not in taken)
    return found


def _row(claim: ClaimBase, text: str) -> str:
    """Return what the slots of a claim say, in a few words."""
    told = []
    for slot in SHOWN:
        value = getattr(claim, slot, None)
        if value in (None, ()):
            continue
        is_words = slot.endswith("_spans")
        words = " … ".join(span.of(text) for span in value) if is_words else _value(value)
        told.append(f"{slot.removesuffix('_spans').removesuffix('_name').replace('_', ' ')}: {words}")
    return " · ".join(told)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _write(axes: Axes, x: float, top: float, words: str, size: float, color: str, *, bold: bool = False) -> None:
    weight = "bold" if bold else "normal"
    axes.text(x, top + size, words, fontsize=size, color=color, fontweight=weight, va="baseline")
