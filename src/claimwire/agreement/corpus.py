"""The study of a claimwire corpus: its articles and the layers of `annotations.jsonl`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from ..alignment import pieces_of
from ..errors import ClaimwireError
from ..schema import Annotation, Annotator, Article, ClaimBase, span_slots
from .units import Document, Mark, Study, tokens, without_cycle_search


@without_cycle_search()
def corpus_study(
    name: str,
    articles: Iterable[Article],
    layers: Iterable[Annotation],
    annotators: Iterable[Annotator],
    chosen: Collection[str] = (),
    batch: str | None = None,
) -> Study:
    """Return the study of a corpus: articles and layers, of some annotators only where `chosen` names any.

    With `batch`, only the layers of that batch count, and only the articles it has. A layer that is not complete is
    left out, and named in the notes, for what it does not mark may not have been looked at.
    Raises `ClaimwireError` where an annotator is not registered or has two layers over one article.
    """
    known = {annotator.annotator_id: annotator for annotator in annotators}
    documents = {article.article_id: article for article in articles}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ClaimwireError(f"no annotator is called {unknown[0]!r}; annotations/annotators.jsonl has {sorted(known)}")
    found: dict[str, dict[str, tuple[Mark, ...]]] = {}
    notes: list[str] = []
    for layer in layers:
        if (
            layer.article_id not in documents
            or (chosen and layer.annotator_id not in chosen)
            or (batch is not None and layer.batch != batch)
        ):
            continue
        if layer.annotator_id not in known:
            raise ClaimwireError(
                f"layer {layer.annotation_id} is by {layer.annotator_id!r}, not in annotations/annotators.jsonl; "
                "say there whether that is a human, a model or a rule program"
            )
        if not layer.complete:
            notes.append(f"left out: layer {layer.annotation_id}, for it is not complete")
            continue
        own = found.setdefault(layer.annotator_id, {})
        if layer.article_id in own:
            raise ClaimwireError(
                f"{layer.annotator_id} has two layers over {layer.article_id}, one of them {layer.annotation_id}; "
                "choose one with --batch"
            )
        own[layer.article_id] = tuple(mark(claim) for claim in layer.claims)
    annotated = {article_id for own in found.values() for article_id in own}
    return Study(
        name=name,
        documents=tuple(document(article) for key, article in sorted(documents.items()) if key in annotated),
        annotators=tuple(known[key] for key in sorted(found)),
        layers=found,
        notes=tuple(notes),
    )


_span_slots = cache(span_slots)


def mark(claim: ClaimBase) -> Mark:
    """Return a claim as a mark; its slots are read from the claim itself."""
    pieces = {name: pieces_of(spans) for name in _span_slots(type(claim)) if (spans := getattr(claim, name))}
    return Mark(claim.claim_id, claim.label.value, pieces, vars(claim))


def document(article: Article) -> Document:
    """Return an article as a document, with tokens where its text is at hand."""
    return Document(
        document_id=article.article_id,
        length=article.text_length,
        sentences=tuple((span.start, span.end) for span in article.sentences),
        tokens=None if article.text is None else tokens(article.text),
    )
