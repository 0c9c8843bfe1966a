"""The index that every view begins with: each claim as a row of packed columns, the newest articles first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..schema import LABELS, slot_names
from ..schema.claims import ClaimBase
from ..schema.fields import shapes
from ..tables.row import PIECE_BREAK, Row
from .packed import packed
from .people import shown_source, sources_of
from .rows import ExplorerRows

OF_ALL = ("presented_as", "polarity", "confidence")
"""The slots of every label that claims are filtered by."""

OF_DECISIONS = ("decision",)
"""What adjudication did, which claims are filtered by, too."""


def filter_slots() -> list[str]:
    """Return the slots that claims are filtered by: those that take a word of a list, of all labels, each once."""
    names = [
        shape.name
        for declaration in LABELS
        for shape in shapes(declaration.model)
        if shape.shape == "vocabulary" and shape.name in slot_names(declaration.model)
    ]
    return [*OF_ALL, *dict.fromkeys(names), *OF_DECISIONS]


def newest_first(articles: Iterable[Row]) -> list[Row]:
    """Return articles by the day of publication, the newest first; of one day, and undated ones at the end, by id."""
    by_id = sorted(articles, key=lambda row: row["article_id"])
    return sorted(by_id, key=lambda row: row.get("publication_date", ""), reverse=True)


def search_index(rows: ExplorerRows, texts: Mapping[str, str], pages: Mapping[str, Row]) -> dict[str, Any]:
    """Return the index of a site: articles with how many claims each has, and the claims in the same order.

    `texts` are those that the site shows; `pages` the entities that have a page.
    """
    articles = newest_first(rows.articles.values())
    claims = [claim for article in articles for claim in in_order(rows.claims.get(article["article_id"], ()))]
    voices = {claim["claim_id"]: claim for claim in claims}
    sources = packed(sources_of(claim, pages, voices) for claim in claims)
    names = {event["event_id"]: event["name"] for event in rows.events}
    slots = {name: packed(_values(claim, name) for claim in claims) for name in filter_slots()}
    return {
        "articles": _articles(rows, articles, texts),
        "claims": {
            "id": [_short_id(claim) for claim in claims],
            "statement": [claim.get("statement", "") for claim in claims],
            "words": [_words(claim, texts) for claim in claims],
            "label": packed([claim["label"]] for claim in claims),
            "event": packed(_values(claim, "event_id") for claim in claims),
            "behalf": packed(_pages_of(claim, pages) for claim in claims),
            "source": {**sources, "values": [shown_source(key, pages) for key in sources["values"]]},
        },
        "slots": {name: column for name, column in slots.items() if column["values"]},
        "events": names,
    }


def in_order(claims: Iterable[Row]) -> list[Row]:
    """Return the claims of an article in the order of its text, the longer first."""
    return sorted(claims, key=lambda row: (row["spans"][0]["start"], -row["spans"][-1]["end"], row["claim_id"]))


def _articles(rows: ExplorerRows, articles: list[Row], texts: Mapping[str, str]) -> dict[str, Any]:
    told = (rows.sourcing.get(row["article_id"], {}).get("told_share") for row in articles)
    outlets = packed([row["outlet_id"]] for row in articles)
    names = {row["outlet_id"]: row.get("outlet_name", row["outlet_id"]) for row in articles}
    return {
        "id": [row["article_id"] for row in articles],
        "headline": [row["headline"] for row in articles],
        "date": [row.get("publication_date", "") for row in articles],
        "claims": [len(rows.claims.get(row["article_id"], ())) for row in articles],
        "told": [-1 if share is None else round(share * 100) for share in told],
        "text": "".join("1" if row["article_id"] in texts else "0" for row in articles),
        "outlet": {**outlets, "values": [[names[key], key] for key in outlets["values"]]},
        "corpus": packed([row["corpus_id"]] for row in articles),
        "event": packed(_values(row, "episode_id") for row in articles),
    }


def _pages_of(claim: Row, pages: Mapping[str, Row]) -> list[str]:
    """Return the entity that a statement is made on behalf of, if it has a page."""
    return [entity_id for entity_id in _values(claim, "speaks_for_id") if entity_id in pages]


def _values(row: Row, name: str) -> list[str]:
    value = row.get(name)
    return [] if value is None else [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _short_id(claim: Row) -> str:
    """Return the id of a claim without that of its article, which it begins with; `=` before one that does not."""
    start = f"{claim['article_id']}_"
    return claim["claim_id"].removeprefix(start) if claim["claim_id"].startswith(start) else f"={claim['claim_id']}"


def _words(claim: Row, texts: Mapping[str, str]) -> str:
    text = texts.get(claim["article_id"])
    return "" if text is None else PIECE_BREAK.join(text[x["start"] : x["end"]] for x in claim["spans"])


def span_fields() -> list[str]:
    """Return every field of spans of every label, each once, `spans` first."""
    models: list[type[ClaimBase]] = [declaration.model for declaration in LABELS]
    return list(dict.fromkeys(s.name for model in models for s in shapes(model) if s.shape == "spans"))
