"""The study of a claimwire corpus: its articles and the layers of `annotations.jsonl`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..errors import ClaimwireError
from ..formats.contract import Mark, mark_of
from ..garbage import collection_paused
from ..naming import alternatives
from ..schema import Annotation, Annotator, Article
from .study import Study, StudyDocument, tokens


@collection_paused()
def corpus_study(
    name: str,
    articles: Iterable[Article],
    layers: Iterable[Annotation],
    annotators: Iterable[Annotator],
    chosen: Collection[str] = (),
    batch: str | None = None,
) -> Study:
    """Return the study of articles and layers; only of the annotators in `chosen` if it names any.

    With `batch`, only the layers of that batch count, and only the articles it has. A layer that is not complete is
    left out, and named in the notes: where it has no claim, the annotator may not have looked yet.
    Raises `ClaimwireError` if an annotator is not registered or has two layers over one article.
    """
    known = {annotator.annotator_id: annotator for annotator in annotators}
    by_id = {article.article_id: article for article in articles}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ClaimwireError(f"no annotator is called {unknown[0]!r}; {alternatives(unknown[0], sorted(known))}")
    by_annotator: dict[str, dict[str, tuple[Mark, ...]]] = {}
    notes: list[str] = []
    for layer in layers:
        if (
            layer.article_id not in by_id
            or (chosen and layer.annotator_id not in chosen)
            or (batch is not None and layer.batch != batch)
        ):
            continue
        if layer.annotator_id not in known:
            raise ClaimwireError(
                f"layer {layer.annotation_id} is by {layer.annotator_id!r}, who is not in "
                "annotations/annotators.jsonl; add a line that says whether that is a human, a model or a rule program"
            )
        if not layer.complete:
            notes.append(f"left out: layer {layer.annotation_id}, because it is not complete")
            continue
        own = by_annotator.setdefault(layer.annotator_id, {})
        if layer.article_id in own:
            raise ClaimwireError(
                f"{layer.annotator_id} has two layers over {layer.article_id}, one of them {layer.annotation_id}; "
                "choose one with --batch"
            )
        own[layer.article_id] = tuple(map(mark_of, layer.claims))
    annotated = {article_id for own in by_annotator.values() for article_id in own}
    return Study(
        name=name,
        documents=tuple(document_of(by_id[article_id]) for article_id in sorted(annotated)),
        annotators=tuple(known[annotator_id] for annotator_id in sorted(by_annotator)),
        layers=by_annotator,
        notes=tuple(notes),
    )


def document_of(article: Article) -> StudyDocument:
    """Return an article as a document of a study, with tokens if it has its text."""
    return StudyDocument(
        document_id=article.article_id,
        length=article.text_length,
        sentences=tuple((span.start, span.end) for span in article.sentences),
        tokens=None if article.text is None else tokens(article.text),
    )
