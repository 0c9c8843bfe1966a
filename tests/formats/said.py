"""What claims say, aspect by aspect, of claims and of what a format read back; and random layers to write.

Two lists of claims agree in an aspect if its value is the same for both. Claims are known by their label and spans
here, so that what is said of a claim can be compared where a format loses its id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from strategies import articles, layers_of, spans_in

from claimwire.corpus.corpus import Corpus
from claimwire.errors import ClaimwireError
from claimwire.formats import Aspect, Format
from claimwire.formats.contract import ArticleLayer, Material, ReadInto, ReadLayer
from claimwire.schema import Annotation, Article, ClaimBase, Span, reference_fields, span_slots
from claimwire.schema.fields import shapes
from claimwire.tokens import tokens

ANNOTATOR = "model_a"

Key = tuple[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True)
class Said:
    """What was said of one article: claims, or what is left of them."""

    claims: tuple[ClaimBase, ...]
    bare: tuple[Key, ...] = ()
    """Labels and spans, where nothing else of a claim was read."""
    loose: Collection[tuple[str, int, int]] = ()
    """Spans of slots whose claim is not known."""

    @classmethod
    def of_read(cls, read: ReadLayer) -> Said:
        bare = tuple((mark.label, mark.pieces["spans"]) for mark in read.marks)
        return cls(read.claims, bare, tuple((slot, *piece) for slot, found in read.loose.items() for piece in found))


def key_of(claim: ClaimBase) -> Key:
    return claim.label.value, tuple((span.start, span.end) for span in claim.spans)


def keys(said: Said) -> list[Key]:
    return [key_of(claim) for claim in said.claims] or list(said.bare)


def pieces(said: Said) -> set[tuple[str, int, int]]:
    return {(label, *piece) for label, found in keys(said) for piece in found}


def slot_spans(said: Said) -> set[tuple[str, int, int]]:
    return {*said.loose} | {(slot, *ends) for _, slot, found in owned(said) for ends in found}


def owned(said: Said) -> list[tuple[Key, str, tuple[tuple[int, int], ...]]]:
    return [
        (key_of(claim), slot, tuple((span.start, span.end) for span in getattr(claim, slot)))
        for claim in said.claims
        for slot in span_slots(type(claim))
        if slot != "spans"
    ]


def values(*wanted: str) -> Callable[[Said], Any]:
    def of(said: Said) -> Any:
        found = []
        for claim in said.claims:
            references = reference_fields(type(claim))
            names = [
                x.name
                for x in shapes(type(claim))
                if x.shape in wanted and x.role not in ("identity", "label") and x.name not in references
            ]
            found.append((key_of(claim), tuple((name, repr(getattr(claim, name))) for name in names)))
        return Counter(found)

    return of


def named(said: Said) -> Any:
    by_id = {claim.claim_id: key_of(claim) for claim in said.claims}
    return Counter(
        (key_of(claim), name, by_id[reference])
        for claim in said.claims
        for name in reference_fields(type(claim))
        if (reference := getattr(claim, name)) is not None
    )


VALUE_OF: dict[Aspect, Callable[[Said], Any]] = {
    Aspect.IDS: lambda said: sorted(claim.claim_id for claim in said.claims),
    Aspect.LABELS: lambda said: {label for label, _ in keys(said)},
    Aspect.SPANS: pieces,
    Aspect.CLAIMS: lambda said: Counter(keys(said)),
    Aspect.WITHIN_WORDS: lambda said: (pieces(said), slot_spans(said)),
    Aspect.SLOT_SPANS: slot_spans,
    Aspect.SLOT_OWNERS: lambda said: Counter(owned(said)),
    Aspect.CLASSES: values("vocabulary", "boolean", "integer"),
    Aspect.WORDS: values("text", "record"),
    Aspect.REFERENCES: named,
}
"""What is compared of each aspect; of `WITHOUT_TEXT` whether an article without text is written."""


@st.composite
def layers(draw: st.DrawFn, within_words: bool = False) -> ArticleLayer:
    """Draw an article with an annotator's layer, whose spans are whole tokens, or begin and end anywhere."""
    article = draw(articles())
    text = article.text or ""
    found = tokens(text)
    assume(len(found) >= 2)
    layer = draw(layers_of(article.article_id, len(text), ANNOTATOR))
    claims = layer.claims if within_words else tuple(draw(on_tokens(claim, found)) for claim in layer.claims)
    return layer_of(article, layer.model_copy(update={"claims": claims}))


@st.composite
def on_tokens(draw: st.DrawFn, claim: ClaimBase, found: list[Span]) -> ClaimBase:
    """Draw a claim like another, with other spans, each of whole tokens."""
    changed = {}
    for slot in span_slots(type(claim)):
        drawn = draw(spans_in(len(found), min_size=1 if slot == "spans" else 0))
        changed[slot] = tuple(Span(start=found[x.start].start, end=found[x.end - 1].end) for x in drawn)
    return claim.model_copy(update=changed)


def layer_of(article: Article, layer: Annotation) -> ArticleLayer:
    return ArticleLayer(article, layer.claims, f"{layer.annotation_id}_")


def layers_by(corpus: Corpus, annotator_id: str) -> list[ArticleLayer]:
    """Return the layers of an annotator, as they are written."""
    own = (layer for layer in corpus.layers.values() if layer.annotator_id == annotator_id)
    return [layer_of(corpus.article(layer.article_id), layer) for layer in own]


def there_and_back(form: Format, layer: ArticleLayer, article: Article | None = None) -> Said | None:
    """Return what a format reads of what it wrote; None if it refuses to write the claims."""
    assert form.read is not None
    try:
        files = {file.name: file.content for file in form.write(Material((layer,)))}
    except ClaimwireError:
        return None
    article = article or layer.article
    taken = {name: content for name, content in files.items() if form.is_read(name)}
    (read,) = form.read(taken, ReadInto({article.article_id: article}, ANNOTATOR))
    assert read.problems == (), read.problems
    return Said.of_read(read)
