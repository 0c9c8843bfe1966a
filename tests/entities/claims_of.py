"""Adjudicated claims with names, and corpora of them, for the tests of entities."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from invented import CORPUS, plain_article

from claimwire.corpus.corpus import Corpus
from claimwire.schema import CLAIM_ADAPTER, Article, ClaimBase, Entity
from claimwire.schema.vocab import EntityKind

TEXT = """Ferry lost

Nobody knows

A diver said no. The diver said yes. He said it. So an old man from the far shore did.
"""


def article(article_id: str = "heron_1") -> Article:
    return plain_article(TEXT, article_id=article_id)


def span_of(words: str) -> dict[str, int]:
    start = (article().text or "").index(words)
    return {"start": start, "end": start + len(words)}


def statement(number: int, *names: str, article_id: str = "heron_1", **given: Any) -> ClaimBase:
    """Return an adjudicated statement with names of its source."""
    fields = {
        "claim_id": f"{article_id}_c{number:02d}",
        "article_id": article_id,
        "label": "attributed_statement",
        "spans": [{"start": number, "end": number + 1}],
        "statement": "Somebody said something.",
        "presented_as": "asserted",
        "mention": "named",
        "cue_class": "neutral",
        "quote_type": "indirect",
        "source_name": list(names),
    }
    return CLAIM_ADAPTER.validate_python({**fields, **given}, strict=False)


def figure(number: int, **given: Any) -> ClaimBase:
    """Return an adjudicated figure."""
    fields = {
        "claim_id": f"heron_1_c{number:02d}",
        "article_id": "heron_1",
        "label": "casualty_figure",
        "spans": [{"start": number, "end": number + 1}],
        "statement": "Some died.",
        "presented_as": "asserted",
        "quantity_form": "none",
        "qualifier": "none_stated",
        "harm": "killed",
        "victim_status": "unspecified",
    }
    return CLAIM_ADAPTER.validate_python({**fields, **given}, strict=False)


def entity(entity_id: str, name: str | None, *aliases: str, kind: EntityKind = EntityKind.BODY, **given: Any) -> Entity:
    return Entity(entity_id=entity_id, name=name, aliases=aliases, entity_kind=kind, annotator_id="ada", **given)


def corpus_of(*claims: ClaimBase, entities: Iterable[Entity] = (), articles: Iterable[Article] = ()) -> Corpus:
    return Corpus.of(CORPUS, Path("/nowhere"), claims=claims, entities=entities, articles=articles)
