"""What the page of an article tells, and those of its claims: text and spans, slots, layers, who tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..licences import creative_commons
from ..sourcing import SourcingLabel
from ..sourcing.wording import (
    basis_words,
    facts,
    headline_share,
    kind_rows,
    namings_words,
    parts,
    share,
    side_rows,
    sources_words,
)
from ..tables.row import Row
from .originals import address_at, link_to
from .people import shown_source, sources_of
from .records import record_of
from .rows import ExplorerRows
from .search_index import in_order

HEAD = (
    "article_id",
    "corpus_id",
    "outlet_id",
    "outlet_name",
    "outlet_country",
    "outlet_kind",
    "outlet_owner",
    "episode_id",
    "headline",
    "language",
    "publication_date",
    "publication_found",
    "as_of",
    "text_length",
    "text_origin",
    "text_licence",
    "text_credit",
    "unit",
)
"""What is told of an article itself."""

OF_LAYER = ("annotation_id", "annotator_id", "annotator_kind", "guideline_version", "tool", "date", "complete")
"""Columns of a layer's claims that are of the layer."""

GIVEN_ONCE = frozenset(
    {*OF_LAYER, "article_id", "corpus_id", "outlet_id", "label_name", "time_edtf", "days_before_publication"}
)
"""Columns that a claim on a page of its article does not need."""


def article_data(
    rows: ExplorerRows,
    article_id: str,
    text: str | None,
    pages: Mapping[str, Row],
    restricted: Collection[str],
    links: Mapping[str, list[Row]],
    against: Mapping[str, list[str]],
) -> dict[str, Any]:
    """Return what the page of an article tells; by claim id, `links` join it to others, `against` contradict it.

    Without its text, there are offsets and what we say of the claims.
    """
    article = rows.articles[article_id]
    claims = in_order(rows.claims.get(article_id, ()))
    voices = {claim["claim_id"]: claim for claim in claims}
    link, licence = link_to(article, restricted), creative_commons(article.get("text_licence", ""))
    shown = [
        {
            **_claim(claim),
            "said_by": [shown_source(key, pages) for key in sources_of(claim, pages, voices)],
            **({"original": address_at(link, text, claim["spans"])} if link else {}),
            **_linked(links.get(claim["claim_id"], ()), claim["claim_id"]),
            **({"against": against[claim["claim_id"]]} if claim["claim_id"] in against else {}),
        }
        for claim in claims
    ]
    return {
        **{name: article[name] for name in HEAD if name in article},
        "text": text,
        "pieces": [[x["kind"], x["start"], x["start"] + x["raw_end"] - x["raw_start"]] for x in _standing(article)],
        "sentences": [[span["start"], span["end"]] for span in article.get("sentences", ())],
        "licence_at": None if licence is None else licence.address,
        "link": link,
        "address": None if link else article.get("text_url") or article.get("url"),
        "claims": shown,
        "layers": layer_data(rows.layers.get(article_id, ())),
        "sourcing": sourcing_data(rows.sourcing.get(article_id)),
    }


def layer_data(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the layers of an article by annotator, each with its claims in the order of the text."""
    layers: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        layers[row["annotation_id"]].append(row)
    return [
        {
            **{name: own[0][name] for name in OF_LAYER if name in own[0]},
            "claims": [_claim(claim) for claim in in_order(own)],
        }
        for _, own in sorted(layers.items())
    ]


def sourcing_data(row: Row | None) -> dict[str, Any] | None:
    """Return the sourcing label of an article in the words of its card; None if it has none."""
    if row is None:
        return None
    label = record_of(SourcingLabel, _whole(row))
    return {
        "share": headline_share(label),
        "parts": [
            {
                "words": x.words,
                "share": share(label, x.length),
                "length": x.length,
                "naming": x.naming,
                "told": x.is_told,
            }
            for x in parts(label)
        ],
        "sources": sources_words(label.sources_least, label.sources_most),
        "namings": namings_words(label),
        "kinds": kind_rows(label),
        "sides": side_rows(label),
        "facts": facts(label),
        "basis": basis_words(label),
    }


def links_of_claims(links: Iterable[Row]) -> dict[str, list[Row]]:
    """Return the links that each claim is in, by claim id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for link in links:
        for claim_id in link["claim_ids"]:
            found[claim_id].append(link)
    return found


def _linked(links: Iterable[Row], claim_id: str) -> dict[str, Any]:
    told = [
        {"kind": link["kind"], "claims": [x for x in link["claim_ids"] if x != claim_id], "note": link.get("note", "")}
        for link in links
    ]
    return {"links": told} if told else {}


def _claim(row: Row) -> Row:
    """Return a claim as a page of its article needs it; of days, their ISO form."""
    kept = {name: value for name, value in row.items() if name not in GIVEN_ONCE}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in kept.items()}


def _standing(article: Row) -> Iterable[Row]:
    return (segment for segment in article.get("segments", ()) if segment.get("start") is not None)


def _whole(row: Row) -> Row:
    """Return the row of a sourcing label with the columns that are null or empty in it, which its record needs."""
    many = ("kinds", "namings", "silences", "sides", "annotator_kinds")
    absent = dict.fromkeys(SourcingLabel.model_fields, None) | {name: [] for name in many}
    return {**absent, **row}
