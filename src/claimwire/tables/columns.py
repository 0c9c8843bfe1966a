"""The columns of every config: those of a model, flattened, and those that are computed.

A column says what it is called, what it takes and what it means; the Arrow schema, the `datasets` features and the
card's table of fields are made from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..schema import (
    Adjudication,
    Annotation,
    Annotator,
    Article,
    Entity,
    Event,
    Fact,
    Link,
    Outlet,
    SpanAnchor,
    WordRun,
)
from ..schema.release import CorpusInfo
from ..schema.vocab import AnnotatorKind, Answer, ChangeKind, Harm, Label, SegmentKind, VictimGroup
from .column import Column, claim_columns, feature, model_columns, picked, without_text

QUOTE = Column(
    "text",
    "text",
    "the words of the claim, pieces joined by ` … `",
    third_party=True,
)
TIMES = [
    Column("time_lower", "date", "first day that `time` can mean; null where it is open or not given"),
    Column("time_upper", "date", "last day that `time` can mean; null where it is open or not given"),
    Column("days_before_publication", "integer", "days from the end of `time` to the day of publication"),
    Column(
        "time_edtf",
        "text",
        "`time` in strict EDTF: `[1992..1994]` for one date in these years, `1992/1994` for all the time",
    ),
    Column(
        "older_than_two_months",
        "vocabulary",
        "whether what is told as background began two calendar months or more before publication; null for others",
        vocabulary=Answer,
    ),
]
BOUNDS = [
    Column("lower_inclusive", "boolean", "whether the lower bound itself is possible, by the qualifier"),
    Column("upper_inclusive", "boolean", "whether the upper bound itself is possible, by the qualifier"),
    Column("casualty_counted", "boolean", "whether a casualty figure has a quantity at all; null for other claims"),
]
NOT_ASKED = Column(
    "slots_not_asked",
    "text",
    "slots that are empty because the codebook did not ask for them; other empty ones say that there is none",
    many=True,
)
LAYERS = Column(
    "layers",
    "integer",
    "complete layers of the article by people and models; 1: nobody has given a second opinion",
)
SINCE = Column(
    "since",
    "text",
    "version of the data that had a row of this id first; this one where no earlier release had it",
)
PLACE = [
    *picked(Article, "corpus_id", "outlet_id"),
    Column("sentence_ids", "text", "the sentences that the claim's spans touch", many=True),
]

CLAIMS = [
    *claim_columns(),
    QUOTE,
    *TIMES,
    *BOUNDS,
    NOT_ASKED,
    *PLACE,
    LAYERS,
    SINCE,
    *picked(Adjudication, "decision", "rule", "reason", "ruling_ids", "other_readings", "adjudicator_id"),
    Column("adjudicator_kind", "vocabulary", "a person, a model, or a rule program decided", vocabulary=AnnotatorKind),
    *picked(Adjudication, "confidence", "note", prefix="decision_"),
    Column("annotator_ids", "text", "the annotators whose layers have the claim", many=True),
]
ANNOTATIONS = [
    *picked(Annotation, "annotation_id", "annotator_id"),
    *picked(Annotator, "annotator_kind"),
    *picked(Annotation, "guideline_version", "tool", "date", "lead_time_seconds", "batch", "complete"),
    *claim_columns(),
    QUOTE,
    *TIMES,
    *BOUNDS,
    NOT_ASKED,
    *PLACE,
    Column("reference_claim_id", "text", "the adjudicated claim it became or went into; null where it was rejected"),
    *picked(Adjudication, "decision", "rule", "reason"),
]
SOFT_LABELS = [
    *picked(Article, "corpus_id", "article_id"),
    Column("adjudication_id", "text", "the decision that the shares are of; null where they are a sentence's"),
    Column("claim_id", "text", "the claim that the decision made; null where it was rejected, or for a sentence"),
    Column("sentence_id", "text", "the sentence that the shares are of; null where they are a decision's"),
    *picked(Annotator, "annotator_kind"),
    Column("field", "text", "`label`, or the slot"),
    Column(
        "value",
        "text",
        "the label or the slot's value, numbers and lists as JSON; null where there is none: no such claim, empty slot",
    ),
    Column("votes", "integer", "annotators of that kind who say so"),
    Column("voters", "integer", "annotators of that kind who could"),
    Column("share", "number", "votes divided by voters"),
    Column("annotator_ids", "text", "who says so", many=True),
]
SENTENCES = [
    Column("sentence_id", "text", "id of the sentence"),
    *picked(Article, "article_id", "corpus_id", "outlet_id"),
    Column("number", "integer", "place of the sentence in its article, counted from 0"),
    Column("kind", "vocabulary", "what piece of the article it is in", vocabulary=SegmentKind),
    Column("start", "integer", "first code point of the sentence in the article's text"),
    Column("end", "integer", "code point after the last of the sentence"),
    Column("text", "text", "the sentence", third_party=True),
    Column("sentence_before", "text", "the sentence before it in the article; empty for the first", third_party=True),
    Column("sentence_after", "text", "the sentence after it in the article; empty for the last", third_party=True),
    Column("labels", "vocabulary", "labels of the claims whose content is in it", many=True, vocabulary=Label),
    *(Column(label.value, "boolean", f"whether a claim {label.value} is in it") for label in Label),
    Column("casualty_counted", "boolean", "whether a casualty figure in it has a quantity, and is no bare mention"),
    Column("background_share", "number", "share of its code points that claims of historical background cover, 0 to 1"),
    Column(
        "older_than_two_months",
        "vocabulary",
        "whether background in it began two calendar months or more before publication: yes if any did for certain, no "
        "if none did for certain; null where it has no background",
        vocabulary=Answer,
    ),
    Column("claim_ids", "text", "the claims whose content is in it", many=True),
    LAYERS,
    SINCE,
]
ARTICLES = [
    *(
        replace(column, description="the article's text") if column.name == "text" else column
        for column in model_columns(Article)
    ),
    *picked(Outlet, "name", "country", "kind", "owner", prefix="outlet_"),
    *picked(CorpusInfo, "unit", "text_origin", "text_redistributable"),
    Column("text_licence", "text", "licence of the text, that of its outlet's texts"),
    *picked(Outlet, "licence_evidence", "text_credit"),
    Column("text_url", "text", "address of the article, or of a public copy of it; null where neither is known"),
    Column("annotator_ids", "text", "who annotated the article", many=True),
    Column("sentence_count", "integer", "number of sentences"),
    Column("claim_count", "integer", "number of adjudicated claims"),
    Column(
        "anchors",
        "record",
        "which words its spans are made of, to find them in another copy",
        many=True,
        record=SpanAnchor,
    ),
    Column("anchor_runs", "record", "hashed runs of words by which a copy is aligned", many=True, record=WordRun),
]
EVENTS = [
    *model_columns(Event),
    Column("claim_ids", "text", "the claims about it", many=True),
    Column("article_ids", "text", "the articles they are in", many=True),
    Column("outlet_ids", "text", "the outlets that report it", many=True),
    Column("times", "text", "the dates that claims give for it (EDTF), each once, sorted", many=True),
    Column("time_lower", "date", "first day that any of them can mean"),
    Column("time_upper", "date", "last day that any of them can mean"),
    Column("time_conflict", "boolean", "whether two claims give dates for it that share no day"),
    Column("conflicting_claim_ids", "text", "the claims whose dates share no day with another's", many=True),
]
ENTITIES = [
    *model_columns(Entity),
    Column("claim_ids", "text", "the claims that name it", many=True),
    Column("article_ids", "text", "the articles they are in", many=True),
]
LINKS = [*model_columns(Link), Column("article_ids", "text", "the articles of the claims", many=True)]
TOLLS = [
    Column(
        "toll_id", "text", "the toll: the id of the claim that told it first; links join what counts the same people"
    ),
    Column("claim_id", "text", "the figure"),
    Column("article_id", "text", "the article it is in"),
    Column("corpus_id", "text", "the corpus it belongs to"),
    Column("event_id", "text", "the event it is about"),
    Column("harm", "vocabulary", "what befell the people counted", vocabulary=Harm),
    Column("victim_groups", "vocabulary", "the groups counted", many=True, vocabulary=VictimGroup),
    Column("number", "integer", "its place among the figures of the toll in the order of time, counted from 0"),
    Column("told", "integer", "how many figures the toll has"),
    Column("as_of", "text", "when a public copy first told it (UTC)"),
    Column(
        "first_report",
        "boolean",
        "whether it is the first report of the toll; null where the first text is not known to be that of the copy",
    ),
    Column("hour", "number", "hours since the first report; null where that or its own moment is not known"),
    Column("lower", "integer", "the fewest people that it can mean"),
    Column("upper", "integer", "the most people that it can mean; null where it sets no bound"),
    Column("later_claim_id", "text", "the last figure of the toll; it is later, which does not make it true"),
    Column("later_lower", "integer", "the fewest people that the last figure can mean"),
    Column("later_upper", "integer", "the most people that the last figure can mean; null where it sets no bound"),
    Column("hours", "number", "hours from this figure to the last; null if the moment of either is not known"),
]
FACTS = model_columns(Fact)
CHANGES = [
    Column("change", "vocabulary", "what sort of difference it is", vocabulary=ChangeKind),
    *picked(Article, "corpus_id", "article_id"),
    Column("claim_id", "text", "the claim that changed; null where it is the article"),
    Column("field", "text", "the field that differs; null where the whole record is new or gone"),
    Column("old", "text", "its value in the older release, as JSON; null where it had none"),
    Column("new", "text", "its value in the newer release, as JSON; null where it has none"),
    *(
        replace(column, description=f"{column.description}; null where the older release has the same for the claim")
        for column in picked(Adjudication, "decision", "reason")
    ),
]

STANDOFF = "_standoff"
"""The end of the name of a config that has the rows of all articles, and none of their words."""

TEXT_CONFIGS: dict[str, list[Column]] = {
    "claims": CLAIMS,
    "sentences": SENTENCES,
    "annotations": ANNOTATIONS,
    "articles": ARTICLES,
}
"""The configs with words of articles: they have the rows of those articles alone whose text is at hand."""

CONFIGS: dict[str, list[Column]] = {
    **TEXT_CONFIGS,
    **{f"{config}{STANDOFF}": without_text(columns) for config, columns in TEXT_CONFIGS.items()},
    "events": EVENTS,
    "entities": ENTITIES,
    "links": LINKS,
    "tolls": TOLLS,
    "facts": FACTS,
    "soft_labels": SOFT_LABELS,
}
"""The configs of a release, the default one first, with their columns in order."""

ID_COLUMNS: dict[str, str] = {
    "claims": "claim_id",
    "sentences": "sentence_id",
    "annotations": "claim_id",
    "articles": "article_id",
    "claims_standoff": "claim_id",
    "sentences_standoff": "sentence_id",
    "annotations_standoff": "claim_id",
    "articles_standoff": "article_id",
    "events": "event_id",
    "entities": "entity_id",
    "links": "link_id",
    "tolls": "claim_id",
    "facts": "fact_id",
}
"""The column by which a row of a config is known: no two rows of a release have the same value there."""

LATER_CONFIGS: dict[str, list[Column]] = {"changes": CHANGES}
"""Configs that a first release cannot have: what changed since the one before it."""

ALL_CONFIGS: dict[str, list[Column]] = CONFIGS | LATER_CONFIGS
"""Every config that a release can have, in order."""

CONFIG_DESCRIPTIONS: dict[str, str] = {
    "claims": "one row per adjudicated claim of the articles with text, the slots of all labels as flat columns",
    "sentences": "one row per sentence of the articles with text, with its labels, ready to train a classifier",
    "annotations": "one row per claim of every annotator's own layer, before adjudication, of the articles with text",
    "articles": "one row per article, or item of a digest, with text: provenance, pieces, sentences, text",
    "claims_standoff": "one row per adjudicated claim of every article, as in `claims`, without words of the article",
    "sentences_standoff": "one row per sentence of every article, as in `sentences`, without words of the article",
    "annotations_standoff": "one row per claim of every annotator's own layer, as in `annotations`, of every article, "
    "without words of it",
    "articles_standoff": "one row per article, or item of a digest, as in `articles`, without its text",
    "events": "one row per event with the dates that claims give for it and whether they conflict",
    "entities": "one row per person, body, place or other entity that claims name, over all corpora, with those claims",
    "links": "one row per group of claims of different articles that say the same thing",
    "tolls": "one row per casualty figure of texts that a public copy dates to the minute, beside the last figure of "
    "the same toll",
    "facts": "one row per fact that is true in the invented world of the texts written for the purpose",
    "soft_labels": "one row per value that annotators of one kind give a label or slot, with the share of them who do",
    "changes": "one row per difference from the release before: an article or claim that is new or gone, or a field "
    "that has another value, in the split of its article",
}


def standoff(config: str) -> str:
    """Return the config that has the rows of a config for every article, without words of any."""
    return f"{config}{STANDOFF}" if config in TEXT_CONFIGS else config


def columns_of(config: str) -> list[Column]:
    """Return the columns of a config, also of one that only a later release has."""
    return ALL_CONFIGS[config]


def features(config: str) -> Any:
    """Return the `datasets.Features` of a config; `features(c).arrow_schema` is its Arrow schema."""
    from datasets import Features

    return Features({column.name: feature(column) for column in columns_of(config)})
