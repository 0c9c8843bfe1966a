"""The columns of each table: those of a model, flattened, and those that are computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..schema import (
    Adjudication,
    Annotation,
    Annotator,
    Article,
    CasualtyFigure,
    Entity,
    Event,
    Fact,
    Link,
    Outlet,
    Ruling,
    SpanAnchor,
    WordRun,
    fields_of_layers,
)
from ..schema.claims import SPAN_SLOTS, AttributedStatement, LabelDeclaration
from ..schema.release import CorpusInfo
from ..schema.vocab import AnnotatorKind, Answer, ChangeKind, Harm, Label, SegmentKind, VictimGroup
from ..sourcing import SourcingLabel
from .column import Column, adjudicated_columns, claim_columns, model_columns, picked, without_text
from .nested import FieldVotes, LabelVotes, ShownExample


def with_after(name: str, more: Column, columns: Iterable[Column]) -> Iterator[Column]:
    """Yield columns, with one more after the one of some name."""
    for column in columns:
        yield column
        if column.name == name:
            yield more


def layer_of(field: str) -> str:
    """Return the name of the layer of tokens that shows a field of spans."""
    return field.removesuffix("_spans")


QUOTE = Column(
    "text",
    "text",
    "the words of the claim, pieces joined by ` … `",
    third_party=True,
)
TIMES = [
    Column("time_lower", "date", "first day that `time` can mean; null where it is open or not given", of="time"),
    Column("time_upper", "date", "last day that `time` can mean; null where it is open or not given", of="time"),
    Column("days_before_publication", "integer", "days from the end of `time` to the day of publication", of="time"),
    Column(
        "time_edtf",
        "text",
        "`time` in strict EDTF: `[1992..1994]` for one date in these years, `1992/1994` for all the time",
        of="time",
    ),
    Column(
        "older_than_two_months",
        "vocabulary",
        "whether what is told as background began two calendar months or more before publication; null for others",
        vocabulary=Answer,
        of="time_meaning",
    ),
]
BOUNDS = [
    Column("lower_inclusive", "boolean", "whether the lower bound itself is possible, by the qualifier", of="lower"),
    Column("upper_inclusive", "boolean", "whether the upper bound itself is possible, by the qualifier", of="upper"),
    Column(
        "casualty_counted",
        "boolean",
        "whether a casualty figure has a quantity at all; null for other claims",
        of="quantity_form",
    ),
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

LABEL_NAME = Column("label_name", "text", "the label, as text")

CLAIMS = [
    *with_after("label", LABEL_NAME, adjudicated_columns()),
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
    *picked(Annotation, "guideline_version", "tool", "date", "lead_time_seconds", "batch", "began_from", "complete"),
    *with_after("label", LABEL_NAME, claim_columns()),
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
    Column("adjudication_id", "text", "the decision that the shares are of"),
    Column("claim_id", "text", "the claim that the decision made; null where it was rejected"),
    *picked(Annotator, "annotator_kind"),
    Column("votes", "record", "the values that they give the label and each slot", many=True, record=FieldVotes),
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
    Column(
        "label_votes",
        "record",
        "how many annotators give it each label that any of them gives, by their kind; empty where only one did it",
        many=True,
        record=LabelVotes,
    ),
    LAYERS,
    SINCE,
]
TOKENS = [
    Column("sentence_id", "text", "id of the sentence"),
    *picked(Article, "article_id", "corpus_id"),
    Column("tokens", "text", "its words, numbers and other marks", many=True, third_party=True),
    Column("starts", "integer", "first code point of each token in the article's text", many=True),
    Column("ends", "integer", "code point after the last of each token", many=True),
    *(
        Column(label.value, "text", f"B, I or O of each token: contents of claims {label.value}", many=True)
        for label in Label
    ),
    *(
        Column(layer_of(slot.field), "text", f"B, I or O of each token: {slot.hint}", many=True)
        for slot in SPAN_SLOTS
        if slot.field != "spans"
    ),
    Column("left_out", "integer", "spans that are in no layer, as a span before them has some of their tokens there"),
]
FIGURES = [
    *picked(CasualtyFigure, "claim_id", "event_id"),
    Column("event_name", "text", "short name of the event"),
    *picked(Event, "event_type"),
    *picked(CasualtyFigure, "time"),
    *(column for column in TIMES if column.name in ("time_edtf", "time_lower", "time_upper")),
    *picked(CasualtyFigure, "place_name", "lower", "upper"),
    *(column for column in BOUNDS if column.name in ("lower_inclusive", "upper_inclusive")),
    *picked(CasualtyFigure, "qualifier", "approximate"),
    Column("stated", "text", "the quantity in words of ours, such as `at least 12`, `about 300` or `dozens`"),
    *picked(CasualtyFigure, "harm", "victim_status", "victim_groups", "victim_side_name", "actor_name"),
    *picked(CasualtyFigure, "scope", "part_of_id", "presented_as", "polarity", "confidence", "voice_id"),
    *(
        replace(column, description=f"{column.description}; of the voice, null or empty where the outlet tells it")
        for column in picked(AttributedStatement, "source_name", "source_kind", "source_naming")
    ),
    *picked(CasualtyFigure, "statement"),
    *picked(Article, "article_id"),
    Column("published", "text", "date of publication of the article (EDTF)"),
    Column("article_url", "text", "address of the article, or of a public copy of it; null where neither is known"),
    *picked(Article, "outlet_id"),
    *picked(Outlet, "name", "country", prefix="outlet_"),
    *picked(Article, "corpus_id"),
    *picked(CorpusInfo, "text_origin"),
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
SOURCING = model_columns(SourcingLabel)
RULINGS = [
    *(column for column in model_columns(Ruling) if column.name != "examples"),
    Column("examples", "record", "examples of each kind, invented", many=True, record=ShownExample),
]
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


def columns_of_label(declaration: LabelDeclaration) -> list[Column]:
    """Return the columns of the claims of one label: its own slots, what is computed of them, what all claims have."""
    own = {column.name for column in model_columns(declaration.model)} - fields_of_layers()
    others = {column.name for column in adjudicated_columns()} - own
    gone = others | {"label", LABEL_NAME.name}
    return [c for c in without_text(CLAIMS) if c.name not in gone and (c.of is None or c.of in own)]
