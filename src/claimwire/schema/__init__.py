"""The records of claimwire as pydantic models. Imports pydantic and the standard library only.

`RECORDS` names every record that has a published JSON Schema.
"""

from pydantic import TypeAdapter

from .annotation import Adjudication, Annotation, Annotator
from .article import Article, ArticleAnchors, Publication, Segment, SpanAnchor, WordRun
from .base import Record, Span, Spans
from .claims import (
    ATTRIBUTION_PARTS,
    CLAIM_ADAPTER,
    DECLARATION_OF,
    LABEL_OF_LINK,
    LABELS,
    REFERENCE_LABELS,
    SPAN_SLOTS,
    AttributedStatement,
    CasualtyFigure,
    Claim,
    ClaimBase,
    HistoricalBackground,
    LabelDeclaration,
    Review,
    SpanSlot,
    all_spans,
    claim_order,
    reference_fields,
    references,
    slot_names,
    span_slots,
)
from .release import (
    CorpusInfo,
    Document,
    ManifestInput,
    ManifestTable,
    ReleaseManifest,
    ReleasePlan,
    SplitAssignment,
)
from .world import Event, Fact, Link, Outlet, RefusedLink

RECORDS: dict[str, TypeAdapter[Record]] = {
    "article": TypeAdapter(Article),
    "article_anchors": TypeAdapter(ArticleAnchors),
    "claim": CLAIM_ADAPTER,  # type: ignore[dict-item]
    "annotation": TypeAdapter(Annotation),
    "annotator": TypeAdapter(Annotator),
    "adjudication": TypeAdapter(Adjudication),
    "event": TypeAdapter(Event),
    "fact": TypeAdapter(Fact),
    "link": TypeAdapter(Link),
    "refused_link": TypeAdapter(RefusedLink),
    "outlet": TypeAdapter(Outlet),
    "corpus": TypeAdapter(CorpusInfo),
    "release_plan": TypeAdapter(ReleasePlan),
    "split_assignment": TypeAdapter(SplitAssignment),
    "release_manifest": TypeAdapter(ReleaseManifest),
}

__all__ = [
    "ATTRIBUTION_PARTS",
    "CLAIM_ADAPTER",
    "DECLARATION_OF",
    "LABELS",
    "LABEL_OF_LINK",
    "RECORDS",
    "REFERENCE_LABELS",
    "SPAN_SLOTS",
    "Adjudication",
    "Annotation",
    "Annotator",
    "Article",
    "ArticleAnchors",
    "AttributedStatement",
    "CasualtyFigure",
    "Claim",
    "ClaimBase",
    "CorpusInfo",
    "Document",
    "Event",
    "Fact",
    "HistoricalBackground",
    "LabelDeclaration",
    "Link",
    "ManifestInput",
    "ManifestTable",
    "Outlet",
    "Publication",
    "Record",
    "RefusedLink",
    "ReleaseManifest",
    "ReleasePlan",
    "Review",
    "Segment",
    "Span",
    "SpanAnchor",
    "SpanSlot",
    "Spans",
    "SplitAssignment",
    "WordRun",
    "all_spans",
    "claim_order",
    "reference_fields",
    "references",
    "slot_names",
    "span_slots",
]
