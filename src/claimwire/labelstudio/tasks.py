"""Articles and layers as Label Studio tasks: pure, without network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..schema import Annotation, Article

NOBODY: Mapping[str, str | int] = {}


def task(
    article: Article,
    layers: Sequence[Annotation] = (),
    predictions: Sequence[Annotation] = (),
    *,
    guideline_version: str,
    user_of: Mapping[str, str | int] = NOBODY,
) -> dict[str, Any]:
    """Return an article as a task, ready for JSON, with layers as its annotations and others as its predictions.

    `guideline_version` is that of the codebook for layers that are yet to be made. `user_of` gives an annotator's
    Label Studio user, by e-mail address or by number; without one the annotation belongs to whoever imports it.

    `data` holds `doc_key` (the article's id: the key of a push), `text`, `text_sha256`, `article_id`, `corpus_id`,
    `guideline_version`, `page_version`, `headline`, `source` (outlet and day). Every annotation has `unique_id`
    (see `annotation_key`), `ground_truth` False, `result`, and `completed_by` and `lead_time` where known; every
    prediction `result`, `model_version` and, where it has claims, `score`.

    Raises `LabelStudioError` where the article has no text or a layer cannot be shown without loss.
    """
    raise NotImplementedError


def annotation_key(annotation_id: str) -> str:
    """Return the `unique_id` of a layer's annotation in Label Studio: a UUID (version 5) made from the layer's id."""
    raise NotImplementedError
