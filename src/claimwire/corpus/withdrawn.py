"""What was withdrawn, and a corpus without it. Whatever shows, exports or publishes records asks here.

Records keep what is withdrawn, so that ids, decisions and hashes stay what they are; nothing else does. What a release
is without it is made by `claimwire.tables.taking_out`, of the tables alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from operator import is_
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from ..schema import Annotation, ClaimBase, Entity, Link, Span, Withdrawal, all_spans, entities_of
from ..schema.fields import shapes
from .corpus import TABLES, Corpus
from .records import Located

R = TypeVar("R", bound=BaseModel)

WORD = re.compile(r"[a-z0-9_]+")
WITHDRAWN = "(withdrawn)"
"""What stands for the id of something withdrawn in the words of a remark."""

WITHDRAWN_FILE = "withdrawn.jsonl"
WITHDRAWALS: TypeAdapter[Withdrawal] = TypeAdapter(Withdrawal)


@dataclass(frozen=True)
class Withdrawn:
    """The withdrawals of a repository, in the order of its file."""

    withdrawals: tuple[Withdrawal, ...] = ()

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the articles, claims and entities that are withdrawn."""
        return frozenset(item.withdrawn_id for item in self.withdrawals)

    def closed(self, corpora: Iterable[Corpus]) -> frozenset[str]:
        """Return the ids of all that goes, by the records of some corpora."""
        return self.ids.union(*(_gone(corpus, self.ids) for corpus in corpora))

    def leave_out(self, corpus: Corpus) -> Corpus:
        """Return a corpus without what is withdrawn and what belongs to it; the corpus itself if there is nothing.

        With an article go its layers, claims, decisions, checks and anchors; with a claim those that were decided on
        together with it, and the decision; with an entity the claims that name it. What named any of them names it no
        more. Links that join no two articles, and events and facts that no article tells any more, go as well.
        """
        return left_of(corpus, self.ids)


def left_of(corpus: Corpus, ids: frozenset[str]) -> Corpus:
    """Return a corpus without what has one of some ids, as `Withdrawn.leave_out` does."""
    return _without(corpus, _gone(corpus, ids)) if ids else corpus


def decided_together(claim_ids: Iterable[str], decisions: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return some claims with all that decisions, each given as its claims, treat together with one of them."""
    found = set(claim_ids)
    for decided in map(set, decisions):
        if decided & found:
            found |= decided
    return frozenset(found)


def mentions_no_more(text: str, ids: Collection[str]) -> str:
    """Return a remark in which `(withdrawn)` stands for every id of some; an id that is a plain word stays."""
    return WORD.sub(lambda match: WITHDRAWN if match[0] in ids and _is_id(match[0]) else match[0], text)


def _is_id(word: str) -> bool:
    """Return whether a word looks like an id and like no word of a language."""
    return "_" in word or any(character.isdigit() for character in word)


def _gone(corpus: Corpus, ids: frozenset[str]) -> frozenset[str]:
    """Return some ids and those of the claims, of layers too, that go from a corpus with what has them."""
    layered = [claim for layer in corpus.layers.values() for claim in layer.claims]
    claims = (*corpus.claims.values(), *layered)
    found = {claim.claim_id for claim in claims if claim.article_id in ids or _names(claim, ids)}
    decisions = (_claims_of(decision) for decision in corpus.adjudications.values())
    return decided_together(ids | found, decisions)


def _names(claim: ClaimBase, ids: frozenset[str]) -> bool:
    return any(entity_id in ids for _, entity_id in entities_of(claim))


def _without(corpus: Corpus, gone: frozenset[str]) -> Corpus:
    """Return a corpus without what has one of the ids that are gone; the corpus itself if it has nothing of that."""
    tables: dict[str, list[Located[Any]]] = {}
    is_same = True
    for table in TABLES:
        rows = corpus.rows.of(table.name)
        pairs = [(row, _left(row.record, gone)) for row in rows]
        tables[table.name] = [replace(row, record=left) for row, left in pairs if left is not None]
        is_same = is_same and all(row.record is left for row, left in pairs)
    if is_same:
        return corpus
    homes = {row.record.claim_id: row.record.article_id for row in tables["claims"]}
    tables["links"] = [row for row in tables["links"] if _joins_articles(row.record, homes)]
    told = _told(corpus.articles.values(), corpus.claims.values())
    still = _told((x.record for x in tables["articles"]), (x.record for x in tables["claims"]))
    tree = corpus.event_tree
    lost = tree.with_wholes(told) - tree.with_wholes(still)
    for name in ("events", "facts"):
        tables[name] = [row for row in tables[name] if row.record.event_id not in lost]
    touched = _spans(corpus, gone)
    left = corpus.with_rows(**tables)
    return left.with_rows(anchors=[_anchored(row, left, touched) for row in tables["anchors"]])


def _left(record: R, gone: frozenset[str]) -> R | None:
    """Return a record without what is gone; None if it is or belongs to what is gone."""
    if getattr(record, "article_id", None) in gone:
        return None
    if isinstance(record, Annotation):
        claims = tuple(left for claim in record.claims if (left := _left(claim, gone)) is not None)
        is_same = len(claims) == len(record.claims) and all(map(is_, claims, record.claims))
        return record if is_same else record.model_copy(update={"claims": claims})
    if isinstance(record, Entity) and record.entity_id in gone:
        return None
    if not isinstance(record, Link) and _claims_of(record) & gone:
        return None
    update = _names_no_more(record, gone)
    return record.model_copy(update=update) if update else record


def _claims_of(record: BaseModel) -> set[str]:
    """Return the claims that a record is, or is about."""
    found = {getattr(record, "claim_id", None), *getattr(record, "layer_claim_ids", ())}
    return {x for x in (*found, *getattr(record, "claim_ids", ())) if x is not None}


def _names_no_more(record: BaseModel, ids: frozenset[str]) -> dict[str, Any]:
    """Return the fields of a record that name what is gone, with the values that they have without it."""
    update: dict[str, Any] = {}
    for shape in shapes(type(record)):
        value = getattr(record, shape.name)
        if shape.name.endswith("_id") and value in ids:
            update[shape.name] = None
        elif shape.name.endswith("_ids") and ids.intersection(value):
            update[shape.name] = tuple(item for item in value if item not in ids)
        elif shape.meaning == "own_words" and value:
            left = tuple(mentions_no_more(x, ids) for x in value) if shape.many else mentions_no_more(value, ids)
            update |= {shape.name: left} if left != value else {}
        elif isinstance(value, BaseModel) and (inner := _names_no_more(value, ids)):
            update[shape.name] = value.model_copy(update=inner)
    return update


def _joins_articles(link: Link, homes: Mapping[str, str]) -> bool:
    """Return whether a link joins claims of two articles; a claim of another corpus is of another article."""
    return len({homes.get(claim_id, claim_id) for claim_id in link.claim_ids}) > 1


def _told(articles: Iterable[Any], claims: Iterable[ClaimBase]) -> set[str]:
    """Return the events that articles report or claims are about."""
    found = {article.episode_id for article in articles} | {claim.event_id for claim in claims}
    return {event_id for event_id in found if event_id is not None}


def _spans(corpus: Corpus, gone: frozenset[str]) -> Mapping[str, set[Span]]:
    """Return the spans of what goes from articles that stay, by article."""
    spans: dict[str, set[Span]] = {}
    layered = (claim for layer in corpus.layers.values() for claim in layer.claims)
    for claim in (*corpus.claims.values(), *layered):
        if claim.claim_id in gone:
            spans.setdefault(claim.article_id, set()).update(all_spans(claim))
    return spans


def _anchored(row: Located[Any], left: Corpus, touched: Mapping[str, set[Span]]) -> Located[Any]:
    """Return anchors of an article without those that only what is gone had."""
    article_id = row.record.article_id
    if article_id not in touched:
        return row
    layered = (claim for layer in left.layers_of_article[article_id] for claim in layer.claims)
    kept = {span for claim in (*left.claims_of_article[article_id], *layered) for span in all_spans(claim)}
    lost = {(span.start, span.end) for span in touched[article_id] - kept}
    anchors = tuple(anchor for anchor in row.record.anchors if (anchor.start, anchor.end) not in lost)
    return replace(row, record=row.record.model_copy(update={"anchors": anchors}))
