"""An invented article with a layer of claims that has something of every sort, for tests that need one by heart."""

from __future__ import annotations

from typing import Any

from exported import exported
from invented import ASSERTED, COMPANY_SAID, plain_article

from claimwire.corpus.records import canonical_json
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotation

FERRY = plain_article(
    """Ferry sinks

“The ferry was old,” Ada Lorn 🚢 said on Monday, “and slow.” """
    """More than 40 people drowned, including nine children, she said.

The line lost a ferry in 1999.
"""
)
CORPUS_TOML = """\
corpus_id = "heron"
title = "Heron"
description = "Invented articles."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = true
text_licence = "CC BY 4.0"
annotation_licence = "CC BY 4.0"
schema_version = "2.0.0"
guideline_version = "2.0.0"
recipe = "plain-text"
not_checked = "Everything."
"""
DROWNED = ASSERTED | {"harm": "killed", "victim_status": "civilian", "named_victim": False, "scope": "single_event"}
CLAIMS: dict[str, dict[str, Any]] = {
    "old": {
        "label": "attributed_statement",
        "sentences": [1],
        "spans": ["“The ferry was old,”", "“and slow.”"],
        "statement": "Ada Lorn called the ferry old and slow.",
        "source_spans": "Ada Lorn",
        "source_name": ["Ada Lorn"],
        "cue_spans": {"exact": "said", "suffix": " on"},
        "quote_type": "direct",
        "time": "2031-10-20",
        "time_spans": "Monday",
        **COMPANY_SAID,
    },
    "toll": {
        "label": "attributed_statement",
        "sentences": [2],
        "spans": "More than 40 people drowned, including nine children",
        "statement": "Ada Lorn told of more than 40 drowned people, nine of them children.",
        "source_spans": "she",
        "cue_spans": {"exact": "said", "prefix": "she "},
        "quote_type": "indirect",
        **COMPANY_SAID | {"mention": "pronoun"},
    },
    "drowned": {
        "label": "casualty_figure",
        "sentences": [2],
        "spans": "More than 40 people drowned, including nine children",
        "statement": "More than 40 people drowned.",
        "voice_id": "toll",
        "event_id": "sinking",
        "review": {"verdict": "contradicted", "evidence_ids": ["fact_1"]},
        "quantity_spans": "More than 40",
        "quantity_form": "digits",
        "qualifier": "more_than",
        "proposed_slots": ["lower", "qualifier"],
        "lower": 40,
        **DROWNED,
    },
    "children": {
        "label": "casualty_figure",
        "sentences": [2],
        "spans": "nine children",
        "statement": "Nine children drowned.",
        "voice_id": "toll",
        "part_of_id": "drowned",
        "quantity_spans": "nine",
        "quantity_form": "words",
        "qualifier": "exact",
        "lower": 9,
        "upper": 9,
        "victim_groups": ["children"],
        **DROWNED,
    },
    "loss": {
        "label": "historical_background",
        "sentences": [3],
        "spans": "The line lost a ferry in 1999",
        "statement": "The ferry line lost a ship in 1999.",
        "event_name": "loss of 1999",
        "event_type": "disaster",
        "time": "1999",
        "time_spans": "1999",
        "time_meaning": "at_some_point_in",
        "time_resolution": "explicit",
        **ASSERTED,
        "confidence": "medium",
        "comment": "The ship is not named.",
    },
}
"""Claims as quotes, by their name in the layer."""


def layer_of(*names: str, annotator_id: str = "anna") -> Annotation:
    """Return an annotator's layer over the article, of the claims named."""
    lines = [(1, canonical_json({"id": name} | CLAIMS[name])) for name in names or CLAIMS]
    facts = LayerFacts(annotator_id, "2.0.0", "claimwire anchor 0.1.0")
    layer, problems = quoted_layer(FERRY, lines, facts, "ferry")
    assert problems == []
    return layer


def export_of(*layers: Annotation) -> dict[str, Any]:
    """Return the article's task as Label Studio exports it."""
    return exported(make_task(FERRY, layers, guideline_version="2.0.0"))
