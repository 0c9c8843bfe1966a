"""The regions of an annotation as the claims and parts that they mark: where they are, and what people know them by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...schema import Span
from ...schema.vocab import Label
from ..page.controls import LABEL_BY_VALUE, PART_BY_VALUE
from .offsets import AS_IS, OffsetWay, words_agree
from .problems import Findings, quoted
from .regions import Region


@dataclass
class ClaimRegion:
    """A claim's region with the spans of its parts by field, and the regions of the claims it names by field.

    The claim cannot be read without its `refused_parts`: regions that are related to it and were refused. `tied` are
    the regions of parts that are its own without a relation.
    """

    region: Region
    label: Label
    span: Span
    parts: dict[str, set[Span]] = field(default_factory=dict)
    references: dict[str, set[str]] = field(default_factory=dict)
    refused_parts: list[str] = field(default_factory=list)
    tied: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with the span that the region itself is."""
        self.parts["spans"] = {self.span}


@dataclass
class PartRegion:
    """A part's region, and whether a relation has said whose part it is."""

    region: Region
    value: str
    span: Span
    is_resolved: bool = False


class RegionNames(Mapping[str, str]):
    """Some regions as people know them, by id; each name is made when it is asked for, which few are."""

    def __init__(self, regions: Mapping[str, Region], way: OffsetWay, text: str) -> None:
        """Take the regions of a text and how their offsets count."""
        self._regions, self._way, self._text = regions, way, text

    def __getitem__(self, region_id: str) -> str:
        """Return what people know a region by; raises `KeyError` if there is none of that id."""
        return name_of(self._regions[region_id], self._way, self._text)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the regions."""
        return iter(self._regions)

    def __len__(self) -> int:
        """Return how many regions there are."""
        return len(self._regions)


def name_of(region: Region, way: OffsetWay, text: str) -> str:
    """Return a region as people know it: its label and its words."""
    label = region.labels[0] if len(region.labels) == 1 else "region"
    span = placed(region, way)
    words = text[span.start : span.end] if span is not None and span.end <= len(text) else ""
    words = words if words.strip() else region.words or ""
    return f"{label} {quoted(words)}" if words else f"{label} without words"


def placed(region: Region, way: OffsetWay) -> Span | None:
    """Return where a region is, if its offsets can be read at all."""
    start, end = way.place(region) or (region.start, region.end)
    return Span(start=start, end=end) if type(start) is int and type(end) is int and 0 <= start < end else None


def label_of(region: Region, findings: Findings) -> str | None:
    """Return a region's label; None, with a problem, if it has not one of the page."""
    if not region.labels:
        message = f"it has no label, only {', '.join(region.values) or 'offsets'}"
        findings.add("region-unlabelled", message, region.region_id)
    elif len(region.labels) > 1:
        findings.add("region-two-labels", f"it has the labels {' and '.join(region.labels)}", region.region_id)
    elif region.labels[0] not in LABEL_BY_VALUE and region.labels[0] not in PART_BY_VALUE:
        findings.add("label-unknown", f"its label is {region.labels[0]!r}", region.region_id)
    else:
        return region.labels[0]
    return None


def span_of(region: Region, way: OffsetWay, text: str, findings: Findings) -> Span | None:
    """Return a region's span; None, with a problem, if it has no words in the text, or others than it should have."""
    place = way.place(region)
    start, end = place or (region.start, region.end)
    if place is None and way is not AS_IS:
        message = f"it reaches from {start!r} to {end!r}, which is not in the text if offsets are {way.told}"
        findings.add("region-outside-text", message, region.region_id)
    elif type(start) is not int or type(end) is not int or start < 0 or end > len(text):
        message = f"it reaches from {start!r} to {end!r}, the text from 0 to {len(text)}"
        findings.add("region-outside-text", message, region.region_id)
    elif start >= end or not text[start:end].strip():
        findings.add("region-empty", f"it reaches from {start} to {end} and has no words in it", region.region_id)
    elif region.no_words is not None:
        message = f"its `text` is {region.no_words!r:.60}, and should be the words that were selected, as one text"
        findings.add("words-differ", message, region.region_id)
    elif region.words is not None and not words_agree(region.words, text[start:end]):
        message = f"its words are {region.words!r:.60}, those of the text from {start} to {end} {text[start:end]!r:.60}"
        findings.add("words-differ", message, region.region_id)
    else:
        return Span(start=start, end=end)
    return None


def trimmed_span(span: Span, text: str) -> Span:
    """Return a span that has words without the white space at its edges."""
    words = span.of(text)
    return Span(start=span.start + len(words) - len(words.lstrip()), end=span.end - len(words) + len(words.rstrip()))
