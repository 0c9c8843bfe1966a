"""A sourcing label in words: what a card and a terminal show, line by line. It describes, and says nothing of worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..dates import Bounds, known_bounds
from ..regions import percent
from ..schema.vocab import SourceNaming
from .label import Side, SideStatus, Silence, SourcingLabel

NAMINGS: dict[SourceNaming | None, str] = {
    SourceNaming.NAMED: "named sources",
    SourceNaming.DESCRIBED: "sources described, not named",
    SourceNaming.ANONYMOUS: "sources whose name is withheld",
    SourceNaming.NONE: "no source told",
    None: "naming not recorded",
}

STATUSES: dict[SideStatus, str] = {
    SideStatus.QUOTED: "speaks",
    SideStatus.THROUGH_ANOTHER: "only through another",
    SideStatus.DECLINED: "declined",
    SideStatus.OPEN: "unclear",
    SideStatus.NOT_QUOTED: "no statement",
}

NO_STATEMENT = frozenset({SideStatus.DECLINED, SideStatus.NOT_QUOTED})

OUTLET = "the outlet itself"


@dataclass(frozen=True)
class Heading:
    """What names an article on its card: headline, outlet, day of publication as it is recorded."""

    headline: str
    outlet: str
    published: str | None

    @property
    def place(self) -> str:
        """Where and when it was published."""
        if self.published is None:
            return self.outlet
        return f"{self.outlet}, {period_words(known_bounds(self.published)) or self.published}"


@dataclass(frozen=True)
class BodyPart:
    """A part of the body: on whom it rests (`is_told`; else it is the outlet's own), in words, and its code points."""

    naming: SourceNaming | None
    is_told: bool
    words: str
    length: int


def parts(label: SourcingLabel) -> list[BodyPart]:
    """Return the parts of the body, by how well the sources are named that it rests on; last the outlet's own."""
    told = [BodyPart(x.source_naming, True, NAMINGS[x.source_naming], x.told_length) for x in label.namings]
    own = BodyPart(None, False, OUTLET, label.body_length - label.told_length)
    return [part for part in (*told, own) if part.length]


def share(label: SourcingLabel, length: int) -> str:
    """Return what share of the body some code points are, in whole per cent."""
    return percent(length, label.body_length)


def count(least: int, most: int) -> str:
    """Return how many sources there are: `3`, or `3+` if there may be more."""
    return f"{least}" if least == most else f"{least}+"


def sources_words(least: int, most: int) -> str:
    """Return how many sources there are: `3 sources`, or `3+ sources` if there may be more."""
    return f"{count(least, most)} source{'' if least == most == 1 else 's'}"


def namings_words(label: SourcingLabel) -> str:
    """Return how many sources are named, how many not; nothing without sources."""
    groups = (
        f"{count(x.sources_least, x.sources_most)} {'not recorded' if x.source_naming is None else x.source_naming}"
        for x in label.namings
        if x.sources_most
    )
    return ", ".join(groups)


def kind_rows(label: SourcingLabel) -> list[tuple[str, str, str]]:
    """Return the kinds of sources: what they are, how many, and what share of the body they tell."""
    counts = (count(x.sources_least, x.sources_most) if x.sources_most else "" for x in label.kinds)
    return [
        (kind_words(x.source_kind), number, share(label, x.told_length))
        for x, number in zip(label.kinds, counts, strict=True)
    ]


def kind_words(kind: str | None) -> str:
    """Return a kind of sources in words."""
    return "kind not recorded" if kind is None else kind.replace("_", " ")


def roles_words(side: Side) -> str:
    """Return as what a side is named."""
    roles = (("did harm", side.did_harm), ("harmed", side.was_harmed), ("spoken to", side.spoken_to))
    return ", ".join(words for words, has in roles if has)


def side_rows(label: SourcingLabel) -> list[tuple[str, str, str]]:
    """Return the sides: name, as what it is named, and whether it speaks."""
    return [(side.name or "no name", roles_words(side), STATUSES[side.status]) for side in label.sides]


def silence_words(silence: Silence) -> str:
    """Return who did not say something."""
    if silence.name is None:
        return f"{kind_words(silence.source_kind)}, no name"
    return f"{silence.name} (speaks elsewhere)" if silence.speaks_elsewhere else silence.name


def silences_words(label: SourcingLabel) -> str:
    """Return all who did not say something."""
    return "; ".join(map(silence_words, label.silences)) or "nobody"


def background_words(label: SourcingLabel) -> str:
    """Return the oldest background: when it was, what, and how long before publication."""
    if label.oldest_background is None:
        return f"no date among {label.background_claims}" if label.background_claims else "none"
    time, name = known_bounds(label.oldest_background), label.oldest_background_name or ""
    told = ["" if period_words(time) in name else period_words(time), name, _age(time, label.oldest_background_years)]
    return ", ".join(part for part in told if part)


def period_words(time: Bounds) -> str:
    """Return a time as a day, a month, a year, or the years it can be in."""
    if time.lower is None:
        return ""
    if time.upper is None:
        return f"since {time.lower.year}"
    for length in (len("1999-12-31"), len("1999-12"), len("1999")):
        if time.lower.isoformat()[:length] == time.upper.isoformat()[:length]:
            return time.lower.isoformat()[:length]
    return f"{time.lower.year} to {time.upper.year}"


def _age(time: Bounds, years: int | None) -> str:
    if years is None:
        return ""
    if years == 0:
        return "less than a year before"
    is_stretch = time.lower is not None and time.upper is not None and time.lower.year < time.upper.year
    return f"{'at most ' if is_stretch else ''}{_number(years, 'year')} before"


def checks_words(label: SourcingLabel) -> str:
    """Return of how many statements the article says that they are not verified, or that they are."""
    told = _number(label.not_verified, "statement") if label.not_verified else "nothing"
    return f"{told}; noted as verified: {label.verified}" if label.verified else told


def basis_words(label: SourcingLabel) -> str:
    """Return what all of it rests on: how many claims, how sure they are, and who or what made them."""
    low = f", {label.claims_low_confidence} of low confidence" if label.claims_low_confidence else ""
    kinds = ", ".join(label.annotator_kinds) or "not recorded"
    claims = _number(label.claims, "claim")
    return f"Computed from {claims}{low}; annotated and decided by: {kinds}. It counts and does not judge."


def facts(label: SourcingLabel) -> list[tuple[str, str]]:
    """Return the facts that take a line each, with their names."""
    return [
        ("Declined or did not say", silences_words(label)),
        ("Oldest background", background_words(label)),
        ("Noted as not verified", checks_words(label)),
    ]


def headline_share(label: SourcingLabel) -> str:
    """Return the first thing to see."""
    return f"{share(label, label.told_length)} of the body is told by others"


def lines(label: SourcingLabel, heading: Heading) -> Iterator[str]:
    """Yield a label as lines of plain text."""
    yield heading.headline
    yield heading.place
    yield ""
    yield headline_share(label)
    yield from _aligned([(share(label, part.length), part.words) for part in parts(label)], right=1)
    yield ""
    yield ": ".join(
        words for words in (sources_words(label.sources_least, label.sources_most), namings_words(label)) if words
    )
    yield from _aligned([(of_text, number, kind) for kind, number, of_text in kind_rows(label)], right=2)
    yield ""
    yield "Named as parties" if label.sides else "Named as parties: nobody"
    yield from _aligned([(name, status, roles) for name, roles, status in side_rows(label)])
    yield ""
    yield from (f"{name}: {words}" for name, words in facts(label))
    yield ""
    yield basis_words(label)


def row_words(label: SourcingLabel) -> tuple[str, ...]:
    """Return a label in a line: article, parties that do not speak, shares, sources, who declined, years, notes."""
    unheard = [side.name or "no name" for side in label.sides if side.status in NO_STATEMENT]
    return (
        label.article_id,
        ", ".join(unheard),
        share(label, label.told_length),
        share(label, sum(x.told_length for x in label.namings if x.source_naming is SourceNaming.ANONYMOUS)),
        count(label.sources_least, label.sources_most),
        str(len(label.silences)),
        "" if label.oldest_background_years is None else str(label.oldest_background_years),
        str(label.not_verified),
    )


def description(label: SourcingLabel) -> str:
    """Return what a card shows, in sentences, for those who do not see it."""
    told = [f"{headline_share(label)}: " + "; ".join(f"{x.words} {share(label, x.length)}" for x in parts(label))]
    told.append(f"{sources_words(label.sources_least, label.sources_most)}: {namings_words(label)}")
    told += [
        f"{kind_words(x.source_kind)}: {sources_words(x.sources_least, x.sources_most)}, {share(label, x.told_length)}"
        for x in label.kinds
    ]
    told += [f"{name} ({roles}): {status}" for name, roles, status in side_rows(label)]
    told += [f"{name}: {words}" for name, words in facts(label)]
    return ". ".join([*told, basis_words(label)])


def _aligned(rows: Sequence[tuple[str, ...]], right: int = 0) -> Iterator[str]:
    """Yield rows with their columns below each other, the first ones aligned to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if place < right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
