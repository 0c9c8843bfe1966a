"""The rows of every config, made from the records of the corpora; plain values, no Arrow.

A row is a dict with a value for every column of its config, in the order of the columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from ..adjudication import SoftLabel, soft_labels
from ..corpus.corpus import Corpus
from ..corpus.events import EventTree, dating_claims, share_no_day
from ..dates import known_bounds
from ..errors import ReleaseError
from ..schema import (
    Adjudication,
    Annotation,
    Annotator,
    Article,
    ArticleAnchors,
    ClaimBase,
    Event,
    Fact,
    Link,
    Outlet,
    Record,
    Span,
    claim_order,
)
from ..schema.release import CorpusInfo
from ..schema.vocab import Label, SegmentKind
from .columns import CONFIGS, Column

R = TypeVar("R", bound=Record)
Row = dict[str, Any]
PIECE_BREAK = " … "
"""What stands between the pieces of a discontinuous claim in its `text` column."""


@dataclass(frozen=True)
class World:
    """All records a release is made of, with the ways to find them."""

    corpora: list[Corpus]
    outlets: Mapping[str, Outlet]
    annotators: Mapping[str, Annotator]
    split_of: Mapping[str, str]
    groups: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def articles(self) -> dict[str, Article]:
        """Articles by id, in the order of their ids."""
        found = {x.record.article_id: x.record for data in self.corpora for x in data.rows.articles}
        return dict(sorted(found.items()))

    @cached_property
    def corpus_of(self) -> dict[str, CorpusInfo]:
        """Corpora by the id of each of their articles."""
        return {x.record.article_id: data.info for data in self.corpora for x in data.rows.articles}

    @cached_property
    def claims(self) -> list[ClaimBase]:
        """Adjudicated claims, by article and place."""
        return sorted((x.record for data in self.corpora for x in data.rows.claims), key=claim_order)

    @cached_property
    def annotations(self) -> list[Annotation]:
        """Annotators' layers, by article and annotator."""
        found = [x.record for data in self.corpora for x in data.rows.annotations]
        return sorted(found, key=lambda layer: (layer.article_id, layer.annotator_id, layer.annotation_id))

    @cached_property
    def adjudications(self) -> list[Adjudication]:
        """Adjudicators' decisions, by id."""
        return [x.record for data in self.corpora for x in data.rows.adjudications]

    @cached_property
    def events(self) -> list[Event]:
        """Events, by id."""
        return sorted((x.record for data in self.corpora for x in data.rows.events), key=lambda event: event.event_id)

    @cached_property
    def links(self) -> list[Link]:
        """Links, by id."""
        return sorted((x.record for data in self.corpora for x in data.rows.links), key=lambda link: link.link_id)

    @cached_property
    def facts(self) -> list[Fact]:
        """Facts, by id."""
        return sorted((x.record for data in self.corpora for x in data.rows.facts), key=lambda fact: fact.fact_id)

    @cached_property
    def claims_of_article(self) -> dict[str, list[ClaimBase]]:
        """Adjudicated claims by article."""
        return _grouped(self.claims, lambda claim: claim.article_id)

    @cached_property
    def claims_of_event(self) -> dict[str, list[ClaimBase]]:
        """Adjudicated claims by the event they are about."""
        return _grouped((c for c in self.claims if c.event_id), lambda claim: str(claim.event_id))

    @cached_property
    def decision_of_claim(self) -> dict[str, Adjudication]:
        """Decisions by the adjudicated claim they made, and by every layer's claim they decided on."""
        found = {}
        for decision in self.adjudications:
            for claim_id in (decision.claim_id, *decision.layer_claim_ids):
                if claim_id is not None:
                    found[claim_id] = decision
        return found

    @cached_property
    def annotator_of_layer_claim(self) -> dict[str, str]:
        """Annotators by the id of each claim of their layers."""
        return {claim.claim_id: layer.annotator_id for layer in self.annotations for claim in layer.claims}

    @cached_property
    def anchors(self) -> dict[str, ArticleAnchors]:
        """Anchors by article."""
        return {x.record.article_id: x.record for data in self.corpora for x in data.rows.anchors}

    @cached_property
    def event_split(self) -> dict[str, str]:
        """Splits by event: that of the articles which report it, or hold claims about it or about a part of it."""
        found: dict[str, str] = {}
        for article in self.articles.values():
            if article.episode_id:
                found[article.episode_id] = self.split_of[article.article_id]
        for claim in self.claims:
            if claim.event_id:
                found[claim.event_id] = self.split_of[claim.article_id]
        tree = EventTree.of(self.events)
        for part in list(found):
            for whole in tree.upward(part):
                found.setdefault(whole, found[part])
        return found


def rows(world: World) -> dict[str, dict[str, list[Row]]]:
    """Return the rows of every config by split; a split without rows is left out.

    Raises `ReleaseError` where an article or event has no split.
    """
    made: dict[str, Iterable[tuple[str, Row]]] = {
        "claims": _claim_rows(world),
        "sentences": _sentence_rows(world),
        "annotations": _annotation_rows(world),
        "articles": _article_rows(world),
        "events": _event_rows(world),
        "links": _link_rows(world),
        "facts": _fact_rows(world),
        "soft_labels": _soft_label_rows(world),
    }
    result: dict[str, dict[str, list[Row]]] = {}
    for config, columns in CONFIGS.items():
        by_split: dict[str, list[Row]] = defaultdict(list)
        for split, row in made[config]:
            if set(row) != {column.name for column in columns}:
                raise ReleaseError(
                    f"rows of {config} have other columns than declared: {set(row) ^ {c.name for c in columns}}"
                )
            by_split[split].append({column.name: row[column.name] for column in columns})
        result[config] = dict(by_split)
    return result


def flat(value: Any, columns: Iterable[Column]) -> Row:
    """Return the columns that come straight from a record; a column that the record lacks is null or empty."""
    dumped = value.model_dump(mode="json")
    row: Row = {}
    for column in columns:
        found = dumped
        for part in _path(column.name, dumped):
            found = found.get(part) if isinstance(found, dict) else None
        row[column.name] = [] if found is None and (column.many or column.shape == "spans") else found
    return row


def _path(name: str, dumped: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where a flattened column's value is found in a dumped record."""
    if name in dumped:
        return (name,)
    head = next((key for key in dumped if name.startswith(f"{key}_")), None)
    return (name,) if head is None else (head, name[len(head) + 1 :])


def quote(claim: ClaimBase, article: Article) -> str | None:
    """Return the words of a claim; None where the article has no text."""
    if article.text is None:
        return None
    return PIECE_BREAK.join(span.of(article.text) for span in claim.spans)


def sentence_ids(article: Article, spans: Iterable[Span]) -> list[str]:
    """Return the ids of the sentences that any of the spans touches."""
    wanted = list(spans)
    return [
        sentence_id(article, number)
        for number, sentence in enumerate(article.sentences)
        if any(sentence.overlaps(span) for span in wanted)
    ]


def sentence_id(article: Article, number: int) -> str:
    """Return the id of an article's sentence."""
    return f"{article.article_id}_s{number:03d}"


def _common_claim_values(claim: ClaimBase, world: World, columns: list[Column]) -> Row:
    """Return what the rows of adjudicated claims and of layers' claims share."""
    article = world.articles[claim.article_id]
    time = known_bounds(getattr(claim, "time", None))
    published = known_bounds(article.publication.date)
    row = flat(claim, columns)
    row |= {
        "text": quote(claim, article),
        "time_lower": time.lower,
        "time_upper": time.upper,
        "days_before_publication": time.days_before(published.lower) if published.lower else None,
        "corpus_id": article.corpus_id,
        "outlet_id": article.outlet_id,
        "sentence_ids": sentence_ids(article, claim.spans),
    }
    return row


def _claim_rows(world: World) -> Iterable[tuple[str, Row]]:
    for claim in world.claims:
        row = _common_claim_values(claim, world, CONFIGS["claims"])
        decision = world.decision_of_claim.get(claim.claim_id)
        if decision is None:
            raise ReleaseError(f"{claim.claim_id} has no adjudication; `claimwire check` shows what is missing")
        layers = {world.annotator_of_layer_claim[layer_claim] for layer_claim in decision.layer_claim_ids}
        row |= {
            "decision": decision.decision.value,
            "rule": decision.rule,
            "reason": decision.reason,
            "borderline": decision.borderline,
            "adjudicator_id": decision.adjudicator_id,
            "adjudicator_kind": world.annotators[decision.adjudicator_id].annotator_kind.value,
            "decision_confidence": decision.confidence.value,
            "decision_note": decision.note,
            "annotator_ids": sorted(layers),
        }
        yield _split(world, claim.article_id), row


def _annotation_rows(world: World) -> Iterable[tuple[str, Row]]:
    declared = {column.name for column in CONFIGS["annotations"]}
    for layer in world.annotations:
        head = layer.model_dump(mode="json", include=declared)
        head["annotator_kind"] = world.annotators[layer.annotator_id].annotator_kind.value
        for claim in sorted(layer.claims, key=claim_order):
            decision = world.decision_of_claim.get(claim.claim_id)
            yield (
                _split(world, layer.article_id),
                _common_claim_values(claim, world, CONFIGS["annotations"])
                | head
                | {
                    "gold_claim_id": decision.claim_id if decision else None,
                    "decision": decision.decision.value if decision else None,
                    "rule": decision.rule if decision else None,
                    "reason": decision.reason if decision else None,
                },
            )


def _sentence_rows(world: World) -> Iterable[tuple[str, Row]]:
    for article in world.articles.values():
        claims = world.claims_of_article.get(article.article_id, [])
        for number, sentence in enumerate(article.sentences):
            inside = [claim for claim in claims if any(span.overlaps(sentence) for span in claim.spans)]
            labels = [label.value for label in Label if any(claim.label is label for claim in inside)]
            row = {
                "sentence_id": sentence_id(article, number),
                "article_id": article.article_id,
                "corpus_id": article.corpus_id,
                "outlet_id": article.outlet_id,
                "number": number,
                "kind": _kind_at(article, sentence).value,
                "start": sentence.start,
                "end": sentence.end,
                "text": None if article.text is None else sentence.of(article.text),
                "labels": labels,
                "claim_ids": [claim.claim_id for claim in inside],
            }
            yield _split(world, article.article_id), row | {label.value: label.value in labels for label in Label}


def _kind_at(article: Article, sentence: Span) -> SegmentKind:
    for segment in article.segments:
        if segment.start is not None and segment.end is not None and segment.start <= sentence.start < segment.end:
            return segment.kind
    raise ReleaseError(f"{article.article_id}: the sentence at {sentence.start} stands in no piece of the article")


def _article_rows(world: World) -> Iterable[tuple[str, Row]]:
    for article in world.articles.values():
        outlet, corpus = world.outlets[article.outlet_id], world.corpus_of[article.article_id]
        layers = [layer for layer in world.annotations if layer.article_id == article.article_id]
        anchors = world.anchors.get(article.article_id)
        row = flat(article, CONFIGS["articles"]) | {
            "outlet_name": outlet.name,
            "outlet_country": outlet.country,
            "outlet_kind": outlet.kind.value,
            "outlet_owner": outlet.owner,
            "text_origin": corpus.text_origin.value,
            "text_redistributable": corpus.text_redistributable,
            "text_licence": corpus.text_licence,
            "annotator_ids": sorted({layer.annotator_id for layer in layers}),
            "sentence_count": len(article.sentences),
            "claim_count": len(world.claims_of_article.get(article.article_id, [])),
            "anchors": [anchor.model_dump(mode="json") for anchor in anchors.anchors] if anchors else [],
            "anchor_runs": [run.model_dump(mode="json") for run in anchors.runs] if anchors else [],
        }
        yield _split(world, article.article_id), row


def _event_rows(world: World) -> Iterable[tuple[str, Row]]:
    for event in world.events:
        claims = world.claims_of_event.get(event.event_id, [])
        dating = dating_claims(claims)
        conflicting = {one.claim_id for one in dating if any(share_no_day(one.time, other.time) for other in dating)}
        times = [known_bounds(claim.time) for claim in dating]
        lowers = [found.lower for found in times]
        uppers = [found.upper for found in times]
        if event.event_id not in world.event_split:
            raise ReleaseError(f"no article reports event {event.event_id}, and no claim is about it or a part of it")
        yield (
            world.event_split[event.event_id],
            flat(event, CONFIGS["events"])
            | {
                "claim_ids": [claim.claim_id for claim in claims],
                "article_ids": sorted({claim.article_id for claim in claims}),
                "outlet_ids": sorted({world.articles[claim.article_id].outlet_id for claim in claims}),
                "times": sorted({str(claim.time) for claim in dating}),
                "time_lower": None if not lowers or None in lowers else min(day for day in lowers if day),
                "time_upper": None if not uppers or None in uppers else max(day for day in uppers if day),
                "time_conflict": bool(conflicting),
                "conflicting_claim_ids": sorted(conflicting),
            },
        )


def _link_rows(world: World) -> Iterable[tuple[str, Row]]:
    article_of = {claim.claim_id: claim.article_id for claim in world.claims}
    for link in world.links:
        articles = sorted({article_of[claim_id] for claim_id in link.claim_ids})
        yield _split(world, articles[0]), flat(link, CONFIGS["links"]) | {"article_ids": articles}


def _fact_rows(world: World) -> Iterable[tuple[str, Row]]:
    for fact in world.facts:
        if fact.event_id not in world.event_split:
            raise ReleaseError(f"no article reports the event {fact.event_id} of fact {fact.fact_id}")
        yield world.event_split[fact.event_id], flat(fact, CONFIGS["facts"])


def _soft_label_rows(world: World) -> Iterable[tuple[str, Row]]:
    kinds = {annotator_id: annotator.annotator_kind for annotator_id, annotator in world.annotators.items()}
    layers = _grouped(world.annotations, lambda layer: layer.article_id)
    decisions = _grouped(world.adjudications, lambda decision: decision.article_id)
    for article_id, article in world.articles.items():
        found = soft_labels(article, layers.get(article_id, []), decisions.get(article_id, []), kinds)
        for label in found:
            yield _split(world, article_id), soft_label_row(article, label)


def soft_label_row(article: Article, label: SoftLabel) -> Row:
    """Return the row of a soft label of an article."""
    return {
        "corpus_id": article.corpus_id,
        "article_id": article.article_id,
        "adjudication_id": label.adjudication_id,
        "claim_id": label.claim_id,
        "sentence_id": None if label.sentence is None else sentence_id(article, label.sentence),
        "annotator_kind": label.annotator_kind.value,
        "field": label.field,
        "value": label.value,
        "votes": label.votes,
        "voters": label.voters,
        "share": label.share,
        "annotator_ids": list(label.annotator_ids),
    }


def _split(world: World, article_id: str) -> str:
    if article_id not in world.split_of:
        raise ReleaseError(f"article {article_id} has no split in dataset/splits.jsonl")
    return world.split_of[article_id]


def _grouped(records: Iterable[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for record in records:
        found[key(record)].append(record)
    return dict(found)
