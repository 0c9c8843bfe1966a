"""A corpus of invented articles that are hard on offsets, and two annotators' layers over each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from invented import ASSERTED, COMPANY_SAID

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import canonical_json, write_jsonl
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.ingest.article import ingest
from claimwire.schema import Annotation, Article, CorpusInfo, Document
from claimwire.schema.vocab import TextOrigin

TEXT = """\
Ferry {n} aground off Port Elvery \U0001f6a2

The company says nobody was in danger

PORT\u00a0ELVERY, June\u00a0{n} (Coastline) — \
“We saw the lights \U0001f469‍✈️ too late,” Captain Ines Valmer said, “and then it was dark.”

The harbour office said that the ferry “ran onto a sandbank” on Monday, and the mayor denied that anybody was to blame.

More than {more} people, including 14 crew, were hurt; the word “سفينة” stood on its side. \
The same bank sank a freighter in 1987.
"""
"""Emoji with joiners, a no-break space, right-to-left words, curly quotation marks."""

TOML = """\
corpus_id = "{name}"
title = "Invented"
description = "Invented articles."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = {open}
text_licence = "CC0-1.0"
annotation_licence = "CC0-1.0"
schema_version = "2.0.0"
guideline_version = "2.0.0"
recipe = "plain-text"
not_checked = "Nothing."
"""
HURT = ASSERTED | {"harm": "injured", "named_victim": False, "scope": "single_event"}


def claims(number: int, annotator: str) -> list[dict[str, Any]]:
    """Return an annotator's claims over an article, as quotes; the second annotator differs a little."""
    first = annotator in ("anna", "model_a")
    more = {"quantity_form": "digits", "qualifier": "more_than", "lower": 2000 + number}
    return [
        {
            "id": "01",
            "label": "attributed_statement",
            "spans": ["“We saw the lights \U0001f469‍✈️ too late,”", "“and then it was dark.”"],
            "source_spans": ["Captain Ines Valmer"],
            "source_name": ["Ines Valmer"],
            "cue_spans": [{"exact": "said", "prefix": "Valmer "}],
            "quote_type": "direct",
            "quoted_spans": ["“We saw the lights \U0001f469‍✈️ too late,”", "“and then it was dark.”"],
            "statement": "Ines Valmer tells that the lights were seen late \U0001f31a.",
            "comment": "two pieces" if first else "one claim or two?",
            "confidence": "high" if first else "medium",
            **COMPANY_SAID,
        },
        {
            "id": "02",
            "label": "casualty_figure",
            "spans": [f"More than {2000 + number} people, including 14 crew, were hurt"],
            "quantity_spans": [f"More than {2000 + number}"],
            "statement": "Many were hurt.",
            "victim_status": "civilian",
            **more,
            **HURT,
        },
        {
            "id": "03",
            "label": "casualty_figure",
            "spans": ["14 crew"],
            "quantity_spans": ["14"],
            "statement": "Fourteen of the hurt were crew.",
            "quantity_form": "digits",
            "qualifier": "exact",
            "lower": 14,
            "upper": 14,
            "victim_status": "unspecified",
            "victim_groups": ["workers", "crew"],
            "proposed_slots": ["lower", "upper"],
            "part_of_id": "02",
            **HURT,
        },
        {
            "id": "04",
            "label": "historical_background",
            "spans": ["The same bank sank a freighter in 1987"],
            "event_name": "Wreck of 1987",
            "event_type": "disaster",
            "time_spans": ["1987"],
            "time": "1987",
            "time_meaning": "at_some_point_in",
            "time_resolution": "explicit",
            "statement": "A freighter sank on that bank in 1987.",
            **ASSERTED,
        },
    ]


@dataclass(frozen=True)
class Invented:
    """The corpus: its name, articles, and the layers that annotators make of them, as they should come back."""

    name: str
    articles: dict[str, Article]
    file: Path

    def layer(self, article_id: str, annotator: str, tool: str = "by hand", **facts: Any) -> Annotation:
        """Return the layer of an annotator over an article."""
        number = int(article_id.rsplit("_", 1)[1])
        given = LayerFacts(annotator, "2.0.0", tool, **facts)
        article = self.articles[article_id]
        everywhere = {"sentences": list(range(len(article.sentences)))}
        quoted = [canonical_json(claim | everywhere) for claim in claims(number, annotator)]
        layer, problems = quoted_layer(article, list(enumerate(quoted, start=1)), given, "claims")
        assert not problems, problems
        return layer

    def layers(self, annotators: Sequence[str]) -> list[Annotation]:
        """Return the annotators' layers over all articles."""
        return [self.layer(article_id, name) for article_id in self.articles for name in annotators]


def write(folder: Path, name: str, count: int = 6, is_open: bool = True) -> Invented:
    """Write a corpus into a folder of annotations and return it."""
    corpus = CorpusInfo(
        corpus_id=name,
        title="Invented",
        description="Invented articles.",
        language="en",
        text_origin=TextOrigin.WRITTEN_FOR_PURPOSE,
        text_redistributable=is_open,
        text_licence="CC0-1.0",
        annotation_licence="CC0-1.0",
        schema_version="2.0.0",
        guideline_version="2.0.0",
        recipe="plain-text",
        not_checked="Nothing.",
    )
    articles = {}
    for number in range(1, count + 1):
        document = Document(article_id=f"{name}_{number}", file=f"{number}.txt", outlet_id="coastline")
        content = TEXT.format(n=number, more=2000 + number).encode()
        articles[document.article_id] = ingest(document, content, corpus)
    write_text(folder / name / "corpus.toml", TOML.format(name=name, open=str(is_open).lower()))
    write_jsonl(folder / name / "articles.jsonl", articles.values())
    return Invented(name, articles, folder / name / "annotations.jsonl")
