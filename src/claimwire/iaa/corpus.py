"""The study of a claimwire corpus: its articles and the layers of `annotations.jsonl`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..errors import ClaimwireError
from ..formats.mark import Mark, mark_of
from ..garbage import collection_paused
from ..naming import alternatives
from ..schema import Annotation, Annotator, Article, Span
from .predicted import PredictedCount, shared_predictions, without_untouched
from .study import Study, StudyDocument, tokens

MORE_LAYERS = (
    "let annotators annotate them: `claimwire labelstudio push CORPUS -a ANNOTATOR` and then `pull`, or "
    "`claimwire anchor CORPUS FILE.jsonl --annotator ANNOTATOR` for layers that are made elsewhere"
)
"""How a layer is made, for who has too few of them."""


@collection_paused()
def corpus_study(
    name: str,
    articles: Iterable[Article],
    layers: Iterable[Annotation],
    annotators: Iterable[Annotator],
    chosen: Collection[str] = (),
    batch: str | None = None,
    *,
    without_predictions: bool = False,
) -> Study:
    """Return the study of articles and layers; only of the annotators in `chosen` if it names any.

    With `batch`, only the layers of that batch count, and only the articles it has. A layer that is not complete is
    left out, and named in the notes: where it has no claim, the annotator may not have looked yet. With
    `without_predictions` predictions that were left untouched are not compared, nor what other layers have at their
    places, nor the sentences that they are in. The notes tell which pairs share predictions.
    Raises `ClaimwireError` if an annotator is not registered or has two layers over one article.
    """
    known = {annotator.annotator_id: annotator for annotator in annotators}
    by_id = {article.article_id: article for article in articles}
    unknown = sorted(set(chosen) - set(known))
    if unknown:
        raise ClaimwireError(f"no annotator is called {unknown[0]!r}; {alternatives(unknown[0], sorted(known))}")
    chosen_layers: dict[str, dict[str, Annotation]] = {}
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
        own = chosen_layers.setdefault(layer.article_id, {})
        if layer.annotator_id in own:
            raise ClaimwireError(
                f"{layer.annotator_id} has two layers over {layer.article_id}, one of them {layer.annotation_id}; "
                "choose one with --batch"
            )
        own[layer.annotator_id] = layer
    used = [layer for own in chosen_layers.values() for layer in own.values()]
    predicted = PredictedCount(beside=0 if without_predictions else None)
    for layer in used:
        predicted.add(layer)
    by_annotator: dict[str, dict[str, tuple[Mark, ...]]] = {}
    documents = []
    for article_id in sorted(chosen_layers):
        kept, left_out = list(chosen_layers[article_id].values()), list[Span]()
        if without_predictions:
            kept, left_out = without_untouched(kept, predicted)
        for layer in kept:
            by_annotator.setdefault(layer.annotator_id, {})[article_id] = tuple(map(mark_of, layer.claims))
        documents.append(document_of(by_id[article_id], left_out))
    return Study(
        name=name,
        documents=tuple(documents),
        annotators=tuple(known[annotator_id] for annotator_id in sorted(by_annotator)),
        layers=by_annotator,
        notes=(*notes, *shared_predictions(used)),
        predicted=predicted,
        more_layers=MORE_LAYERS,
    )


def document_of(article: Article, without: Sequence[Span] = ()) -> StudyDocument:
    """Return an article as a document of a study, with tokens if it has its text.

    Sentences that some spans touch are no units of it.
    """
    return StudyDocument(
        document_id=article.article_id,
        length=article.text_length,
        sentences=tuple((x.start, x.end) for x in article.sentences if not any(map(x.overlaps, without))),
        tokens=None if article.text is None else tokens(article.text),
    )
