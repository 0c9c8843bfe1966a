"""Making sourcing labels from the adjudicated claims of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from ..corpus.corpus import Corpus
from ..dates import Bounds, known_bounds
from ..schema import Annotator, Article, AttributedStatement, ClaimBase, HistoricalBackground, claim_order
from ..schema.vocab import AnnotatorKind, Confidence, OutletCheck, SourceNaming
from .label import SourcesOfKind, SourcesOfNaming, SourcingLabel
from .sides import sides_of
from .sources import KINDS, NAMINGS, Sources, count_sources, is_said, silences
from .told import ToldLengths, body_pieces, length_of, told_of
from .world import World

V = TypeVar("V", bound=Hashable)


def sourcing_label(
    article: Article,
    claims: Iterable[ClaimBase],
    world: World | None = None,
    annotator_kinds: Collection[AnnotatorKind] = (),
) -> SourcingLabel:
    """Return the label of an article with its adjudicated claims; neither its text nor the order of claims counts.

    `world` has the entities and events that the claims name; without it, names are compared as they are.
    """
    world = World() if world is None else world
    held = sorted(claims, key=claim_order)
    statements = [claim for claim in held if isinstance(claim, AttributedStatement)]
    said = [statement for statement in statements if is_said(statement)]
    body = body_pieces(article)
    length, told = length_of(body), told_of(body, said)
    counted = count_sources(said, world)
    background = [claim for claim in held if isinstance(claim, HistoricalBackground)]
    oldest = _oldest(background)
    begin = None if oldest is None else known_bounds(oldest.time).lower
    checks = Counter(statement.outlet_check for statement in statements)
    return SourcingLabel(
        article_id=article.article_id,
        corpus_id=article.corpus_id,
        outlet_id=article.outlet_id,
        body_length=length,
        told_length=told.length,
        told_share=told.length / length if length else None,
        anonymous_share=told.by_naming[SourceNaming.ANONYMOUS] / length if length else None,
        statements=len(said),
        sources_least=sum(sources.least for sources in counted),
        sources_most=sum(sources.most for sources in counted),
        kinds=_by_kind(said, counted, told),
        namings=_by_naming(said, counted, told),
        silences=silences((x for x in statements if not is_said(x)), said, world),
        sides=sides_of(held, world),
        background_claims=len(background),
        background_undated=sum(known_bounds(claim.time).lower is None for claim in background),
        oldest_background=None if oldest is None else oldest.time,
        oldest_background_name=None if oldest is None else _event_name(oldest, world),
        oldest_background_years=_full_years(begin, known_bounds(article.publication.date)),
        not_verified=checks[OutletCheck.NOT_VERIFIED],
        verified=checks[OutletCheck.VERIFIED],
        claims=len(held),
        claims_low_confidence=sum(claim.confidence is Confidence.LOW for claim in held),
        annotator_kinds=tuple(sorted(set(annotator_kinds), key=list(AnnotatorKind).index)),
    )


def is_adjudicated(corpus: Corpus, article_id: str) -> bool:
    """Return whether somebody annotated an article, and what they found was decided on."""
    layers = corpus.layers_of_article[article_id]
    decided = bool(corpus.claims_of_article[article_id] or corpus.adjudications_of_article[article_id])
    return decided or (bool(layers) and not any(layer.claims for layer in layers))


def corpus_labels(
    corpus: Corpus, annotators: Mapping[str, Annotator], world: World | None = None
) -> dict[str, SourcingLabel]:
    """Return the labels of a corpus's articles by id, in the order of the file; none of what is not adjudicated.

    `annotators` are those of the repository by id; `world` is that of the corpus if none is given.
    """
    world = World.of(corpus) if world is None else world
    return {
        article_id: sourcing_label(
            article, corpus.claims_of_article[article_id], world, _kinds(corpus, article_id, annotators)
        )
        for article_id, article in corpus.articles.items()
        if is_adjudicated(corpus, article_id)
    }


def _kinds(corpus: Corpus, article_id: str, annotators: Mapping[str, Annotator]) -> set[AnnotatorKind]:
    involved = {layer.annotator_id for layer in corpus.layers_of_article[article_id]}
    involved |= {decision.adjudicator_id for decision in corpus.adjudications_of_article[article_id]}
    return {annotators[annotator_id].annotator_kind for annotator_id in involved if annotator_id in annotators}


def _by_kind(
    said: Iterable[AttributedStatement], counted: Iterable[Sources], told: ToldLengths
) -> tuple[SourcesOfKind, ...]:
    """Return the sources by kind, those that tell most first."""
    statements = Counter(statement.source_kind for statement in said)
    groups = _counts(KINDS, statements, ((x.source_kind, x) for x in counted), told.by_kind)
    found = [SourcesOfKind(source_kind=kind, **numbers) for kind, numbers in groups]
    return tuple(sorted(found, key=lambda x: (-x.told_length, -x.sources_least)))


def _by_naming(
    said: Iterable[AttributedStatement], counted: Iterable[Sources], told: ToldLengths
) -> tuple[SourcesOfNaming, ...]:
    """Return the sources by naming, in the order of the vocabulary."""
    statements = Counter(statement.source_naming for statement in said)
    groups = _counts(NAMINGS, statements, ((x.source_naming, x) for x in counted), told.by_naming)
    return tuple(SourcesOfNaming(source_naming=naming, **numbers) for naming, numbers in groups)


def _counts(
    order: Iterable[V], statements: Mapping[V, int], counted: Iterable[tuple[V, Sources]], lengths: Mapping[V, int]
) -> Iterator[tuple[V, dict[str, int]]]:
    """Yield the values that any statement or source has, with the numbers of both and the code points told."""
    least: Counter[V] = Counter()
    most: Counter[V] = Counter()
    for value, sources in counted:
        least[value] += sources.least
        most[value] += sources.most
    for value in order:
        if value in statements or value in least:
            yield (
                value,
                {
                    "sources_least": least[value],
                    "sources_most": most[value],
                    "statements": statements[value],
                    "told_length": lengths[value],
                },
            )


def _oldest(background: Iterable[HistoricalBackground]) -> HistoricalBackground | None:
    """Return the background whose first possible day is earliest, the first in the text of several."""
    dated = [(begin, claim) for claim in background if (begin := known_bounds(claim.time).lower) is not None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _event_name(claim: HistoricalBackground, world: World) -> str | None:
    event = None if claim.event_id is None else world.events.get(claim.event_id)
    return claim.event_name if event is None else event.name


def _full_years(begin: date | None, published: Bounds) -> int | None:
    """Return the full years from a day to publication; None if either is not known, or the day is later."""
    day = published.lower
    if begin is None or day is None or begin > day:
        return None
    return day.year - begin.year - ((day.month, day.day) < (begin.month, begin.day))
