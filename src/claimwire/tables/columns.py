"""The tables of a release: their names, columns and what they are; which of them are configs on the Hub's page.

A column says what it is called, what it takes and what it means; the Arrow schema, the `datasets` features and the
card's table of fields are made from it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Any

from ..schema import LABELS
from .column import Column, feature, holds_text, without_text
from .declared import (
    ANNOTATIONS,
    ARTICLES,
    CHANGES,
    CLAIMS,
    ENTITIES,
    EVENTS,
    FACTS,
    FIGURES,
    LINKS,
    RULINGS,
    SENTENCES,
    SOFT_LABELS,
    SOURCING,
    TOKENS,
    TOLLS,
    columns_of_label,
)

if TYPE_CHECKING:
    import datasets
    import pyarrow as pa

STANDOFF = "_standoff"
"""The end of the name of a config that has the rows of all articles, and none of their words."""

TEXT_CONFIGS: dict[str, list[Column]] = {
    "claims": CLAIMS,
    "sentences": SENTENCES,
    "annotations": ANNOTATIONS,
    "articles": ARTICLES,
}
"""The configs with words of articles: they have the rows of those articles alone whose text is at hand."""


def standoff(config: str) -> str:
    """Return the config that has the rows of a config for every article, without words of any."""
    return f"{config}{STANDOFF}" if config in TEXT_CONFIGS else config


OF_LABELS: dict[str, list[Column]] = {x.label.value: columns_of_label(x) for x in LABELS}
"""A config for the claims of each label, of all articles and without words of them."""

HUB_CONFIGS: dict[str, list[Column]] = {
    "sentences": SENTENCES,
    "claims": CLAIMS,
    standoff("claims"): without_text(CLAIMS),
    **OF_LABELS,
    "figures": FIGURES,
    "annotations": ANNOTATIONS,
    "articles": ARTICLES,
    "events": EVENTS,
    "links": LINKS,
    "rulings": RULINGS,
}
"""The tables that are configs on the page of a release, the default one first, with their columns in order."""

FILES: dict[str, list[Column]] = {
    **{standoff(name): without_text(columns) for name, columns in TEXT_CONFIGS.items() if name != "claims"},
    "tokens": TOKENS,
    "soft_labels": SOFT_LABELS,
    "sourcing": SOURCING,
    "entities": ENTITIES,
    "tolls": TOLLS,
    "facts": FACTS,
}
"""The tables of a release that are files without a config: who wants one names its files."""

CONFIGS: dict[str, list[Column]] = HUB_CONFIGS | FILES
"""The tables of a release, in order."""

LATER_CONFIGS: dict[str, list[Column]] = {"changes": CHANGES}
"""Files that a first release cannot have: what changed since the one before it."""

ALL_CONFIGS: dict[str, list[Column]] = CONFIGS | LATER_CONFIGS
"""Every table that a release can have, in order."""

ID_COLUMNS: dict[str, str] = {
    **dict.fromkeys(("claims", *OF_LABELS, "figures", "annotations", "tolls"), "claim_id"),
    **dict.fromkeys(("sentences", "tokens"), "sentence_id"),
    **dict.fromkeys(("articles", "sourcing"), "article_id"),
    "events": "event_id",
    "entities": "entity_id",
    "links": "link_id",
    "facts": "fact_id",
    "rulings": "ruling_id",
}
ID_COLUMNS |= {standoff(name): ID_COLUMNS[name] for name in TEXT_CONFIGS}
"""The column by which a row of a table is known: no two rows of a release have the same value there."""

CONFIG_DESCRIPTIONS: dict[str, str] = {
    "sentences": "one row per sentence of the articles with text, with its labels, ready to train a classifier",
    "claims": "one row per adjudicated claim of the articles with text, the slots of all labels as flat columns",
    standoff("claims"): "one row per adjudicated claim of every article, as in `claims`, without words of the article",
    **{
        x.label.value: f"one row per claim `{x.label.value}` of every article, with the columns of that label alone, "
        "without words of the article"
        for x in LABELS
    },
    "figures": "one row per casualty figure with a quantity, of all articles: event, date, place, bounds, side, source",
    "annotations": "one row per claim of every annotator's own layer, before adjudication, of the articles with text",
    "articles": "one row per article, or item of a digest, with text: provenance, pieces, sentences, text",
    "events": "one row per event with the dates that claims give for it and whether they conflict",
    "links": "one row per group of claims of different articles that say the same thing",
    "rulings": "one row per ruling of the codebook, with invented examples; all in `train`, as they are of no split",
    standoff("sentences"): "one row per sentence of every article, as in `sentences`, without words of the article",
    standoff("annotations"): "one row per claim of every annotator's own layer, as in `annotations`, of every article, "
    "without words of it",
    standoff("articles"): "one row per article, or item of a digest, as in `articles`, without its text",
    "tokens": "one row per sentence of the articles with text: its tokens, and for each layer of spans B, I or O",
    "soft_labels": "one row per decision of adjudication and kind of annotator, with the share of annotators behind "
    "each value of the label and of every slot",
    "sourcing": "one row per article in which claims are adjudicated: who tells it, by kind and naming, which share of "
    "its body they tell, who does not speak, how old its oldest background is",
    "entities": "one row per person, body, place or other entity that claims name, over all corpora, with those claims",
    "tolls": "one row per casualty figure of texts that a public copy dates to the minute, beside the last figure of "
    "the same toll",
    "facts": "one row per fact that is true in the invented world of the texts written for the purpose",
    "changes": "one row per difference from the release before: an article or claim that is new or gone, or a field "
    "that has another value, in the split of its article",
}


def whole_config(configs: Collection[str], config: str) -> str:
    """Return which of a release's tables has the rows of a table for every article; before 0.2.0 itself."""
    name = standoff(config)
    return name if name in configs else config


def columns_of(config: str) -> list[Column]:
    """Return the columns of a table, also of one that only a later release has."""
    return ALL_CONFIGS[config]


def has_words(config: str) -> bool:
    """Return whether a table has words of articles, and so rows of those alone whose text is at hand."""
    return any(column.third_party or holds_text(column) for column in columns_of(config))


def features(config: str) -> datasets.Features:
    """Return the `datasets.Features` of a table."""
    from datasets import Features

    return Features({column.name: feature(column) for column in columns_of(config)})


@cache
def arrow_schema(config: str) -> pa.Schema:
    """Return the Arrow schema of a table, which has its features in its metadata.

    A list stands there in the form `[feature]`: of the forms that `datasets` has had it is the one that versions 3, 4
    and 5 read alike, with the classes in it.
    """
    made = features(config)
    told = json.dumps({"info": {"features": _lists_in_brackets(made.to_dict())}})
    return made.arrow_schema.with_metadata({b"huggingface": told.encode("utf-8")})


def _lists_in_brackets(told: Any) -> Any:
    """Return features as `Features.to_dict` tells them, with lists as `[feature]`."""
    if not isinstance(told, dict):
        return told
    if told.get("_type") == "List":
        return [_lists_in_brackets(told["feature"])]
    return {name: _lists_in_brackets(value) for name, value in told.items()}
