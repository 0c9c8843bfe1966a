"""An invented corpus, articles of it made from any plain text, and lines of quoted layers."""

from __future__ import annotations

from typing import Any

from claimwire.ingest.article import ingest
from claimwire.schema import Article, CorpusInfo, Document
from claimwire.schema.vocab import TextOrigin
from claimwire.versions import SCHEMA_VERSION

CORPUS = CorpusInfo(
    corpus_id="heron",
    title="Heron",
    description="Invented articles.",
    language="en",
    text_origin=TextOrigin.WRITTEN_FOR_PURPOSE,
    text_redistributable=True,
    text_licence="CC BY 4.0",
    annotation_licence="CC BY 4.0",
    schema_version=SCHEMA_VERSION,
    guideline_version="1.0.0",
    recipe="plain-text",
    not_checked="Everything.",
)

ASSERTED = {"presented_as": "asserted", "polarity": "positive"}
COMPANY_SAID = ASSERTED | {
    "source_kind": "company",
    "source_naming": "named",
    "mention": "named",
    "cue_class": "neutral",
    "cue_polarity": "positive",
}
"""Slots of a statement of a company that is named in it, under a neutral cue."""


def document_for(recipe: str, record: str | None = None, **given: Any) -> Document:
    """Return the entry of a document in `corpus.toml`."""
    file = f"file#{record}" if record else "file"
    return Document(**({"article_id": "heron_1", "file": file, "outlet_id": "orlan_post", "recipe": recipe} | given))


def plain_article(raw: str, **given: Any) -> Article:
    """Return the article that a plain text becomes."""
    return ingest(document_for("plain-text", **given), raw.encode(), CORPUS)


SHIP = plain_article("""Ferry sinks, and ferry line closes

The ferry sank at dawn.

ORLAN, March 3 (Meridian Wire) — “The ferry,” said Ada Lorn, “was old.” The minister said it sank at dawn.

Ferries sank in 1999. “We wait,” she said. “We wait,” she said again.
""")
"""An article in which some words are in several places; the quotes of the lines below are in it."""

BACKGROUND = {
    "id": "01",
    "label": "historical_background",
    "sentences": [4],
    "spans": "Ferries sank in 1999",
    "statement": "Ferries went down in 1999.",
    "presented_as": "asserted",
    "polarity": "positive",
    "event_name": "Losses of 1999",
    "event_type": "disaster",
    "time_resolution": "explicit",
}
STATEMENT = {
    "id": "02",
    "label": "attributed_statement",
    "sentences": [2],
    "spans": ["“The ferry,”", "“was old.”"],
    "source_spans": "Ada Lorn",
    "cue_spans": "said",
    "statement": "Ada Lorn called the ferry old.",
    "presented_as": "asserted",
    "polarity": "positive",
    "source_kind": "company",
    "source_naming": "named",
    "mention": "named",
    "cue_class": "neutral",
    "cue_polarity": "positive",
    "quote_type": "direct",
}
FIGURE = {
    "id": "03",
    "label": "casualty_figure",
    "sentences": [4],
    "spans": "Ferries sank",
    "statement": "Nobody is counted.",
    "presented_as": "asserted",
    "polarity": "positive",
    "quantity_form": "none",
    "qualifier": "none_stated",
    "harm": "killed",
    "victim_status": "unspecified",
    "named_victim": False,
    "scope": "single_event",
}
