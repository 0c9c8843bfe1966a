"""Articles with layers that claimwire can show in Label Studio, drawn for properties."""

from __future__ import annotations

from hypothesis import strategies as st
from strategies import articles, layers_of

from claimwire.corpus.records import sha256_text
from claimwire.schema import REFERENCE_LABELS, Annotation, Article, ClaimBase, Span, references, span_slots

PIECES = (
    "\r\n",
    "\u00a0",
    "\u202f",
    "\t",
    "  ",
    "e\u0301",
    "नि",
    "👩‍👩‍👧",
    "🇪🇺",
    "✈️",
    "שלום",
    "\u202eabc\u202c",
    "سفينة",
    "“",
    "’",
    "\x00",
    "<b>",
    "&amp;",
    "\\n",
    "𝔞",
    "word",
    "12",
    ".",
)
"""Pieces of text that are hard on offsets, on HTML or on Label Studio's own form of line breaks."""


@st.composite
def shown(draw: st.DrawFn) -> tuple[Article, list[Annotation]]:
    """Draw an article and up to two annotators' layers over it."""
    drawn = draw(articles())
    pieces = draw(st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), min_size=4, max_size=60))
    text = "word " + "".join(pieces) + " word"
    article = drawn.model_copy(update={"text": text, "text_sha256": sha256_text(text), "text_length": len(text)})
    names = [f"annotator_{number}" for number in range(draw(st.integers(0, 2)))]
    layers = [draw(layers_of(article.article_id, len(text), name)) for name in names]
    return article, [showable(layer, text) for layer in layers]


def showable(layer: Annotation, text: str) -> Annotation:
    """Return a layer without what `claimwire check` finds in it: spans of white space, claims named that do not fit."""
    claims = [trimmed for claim in layer.claims if (trimmed := _with_words(claim, text)) is not None]
    labels = {claim.claim_id: claim.label for claim in claims}
    fitting = []
    for claim in claims:
        wrong = {
            field: None
            for field, named in references(claim).items()
            if named == claim.claim_id or labels.get(named) is not REFERENCE_LABELS[field]
        }
        fitting.append(claim.model_copy(update=wrong))
    return layer.model_copy(update={"claims": tuple(fitting)})


def _with_words(claim: ClaimBase, text: str) -> ClaimBase | None:
    spans = {field: _holding_words(getattr(claim, field), text) for field in span_slots(type(claim))}
    return claim.model_copy(update=spans) if spans["spans"] else None


def _holding_words(spans: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.of(text).strip())
