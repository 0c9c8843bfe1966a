"""Who makes an article's statements: each source once, and how many there are of those that nothing tells apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..schema import AttributedStatement
from ..schema.vocab import CuePolarity, Mention, SourceKind, SourceNaming
from .label import Silence
from .world import Named, World

NAMINGS: tuple[SourceNaming | None, ...] = (*SourceNaming, None)
"""How far an article says who a source is, from most to least; last what no codebook asked."""

KINDS: tuple[SourceKind | None, ...] = (*SourceKind, None)


@dataclass(frozen=True)
class Sources:
    """How many sources there are of a kind and naming."""

    source_kind: SourceKind | None
    source_naming: SourceNaming | None
    least: int
    most: int


def is_said(statement: AttributedStatement) -> bool:
    """Return whether a statement was made, and is not one of which it is told that it was not."""
    return statement.cue_polarity is not CuePolarity.NEGATIVE


def speakers(statement: AttributedStatement, world: World) -> tuple[Named, ...]:
    """Return the sources of a statement that its claim names; several for a joint statement."""
    return world.named(statement.source_ids, statement.source_name)


def has_no_source(statement: AttributedStatement) -> bool:
    """Return whether the article tells nobody who said it: hearsay, a passive; asked of statements without a name."""
    naming = statement.source_naming
    return naming is SourceNaming.NONE or (naming is None and statement.mention is Mention.IMPLICIT)


def count_sources(statements: Iterable[AttributedStatement], world: World) -> list[Sources]:
    """Return how many sources make some statements, by kind and naming, in the order of the vocabularies."""
    known: dict[tuple[str, str], list[tuple[int, AttributedStatement]]] = defaultdict(list)
    unknown: Counter[tuple[SourceKind | None, SourceNaming | None]] = Counter()
    for statement in statements:
        names = speakers(statement, world)
        for place, named in enumerate(names):
            known[named.key].append((place, statement))
        if not names and not has_no_source(statement):
            unknown[statement.source_kind, statement.source_naming] += 1
    one_by_one = Counter((_kind(told), _naming(told)) for told in known.values())
    found = [
        Sources(*group, one_by_one[group] + (group in unknown), one_by_one[group] + unknown[group])
        for group in one_by_one.keys() | unknown.keys()
    ]
    return sorted(found, key=lambda x: (KINDS.index(x.source_kind), NAMINGS.index(x.source_naming)))


def silences(
    unsaid: Iterable[AttributedStatement], said: Iterable[AttributedStatement], world: World
) -> tuple[Silence, ...]:
    """Return who is told not to have said something, each once, in the order of the text."""
    speaking = {named.key for statement in said for named in speakers(statement, world)}
    found: dict[object, Silence] = {}
    for statement in unsaid:
        kind = statement.source_kind
        names = speakers(statement, world)
        for named in names:
            found.setdefault(
                named.key, Silence(name=named.name, source_kind=kind, speaks_elsewhere=named.key in speaking)
            )
        if not names:
            found.setdefault(
                (kind, statement.source_naming), Silence(name=None, source_kind=kind, speaks_elsewhere=None)
            )
    return tuple(found.values())


def _kind(told: Sequence[tuple[int, AttributedStatement]]) -> SourceKind | None:
    """Return in what capacity a source mostly speaks; a joint statement tells it of the source that it names first."""
    first = [statement for place, statement in told if place == 0] or [statement for _, statement in told]
    counted: Mapping[SourceKind | None, int] = Counter(statement.source_kind for statement in first)
    return min(counted, key=lambda kind: (-counted[kind], KINDS.index(kind)))


def _naming(told: Sequence[tuple[int, AttributedStatement]]) -> SourceNaming | None:
    """Return how far the article says who a source is, wherever it says most."""
    return min((statement.source_naming for _, statement in told), key=NAMINGS.index)
