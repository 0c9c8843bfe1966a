"""Which annotators of articles there are. A new one is a class that keeps the contract, and an entry here."""

from __future__ import annotations

from ..errors import BaselineError
from ..naming import alternatives
from ..schema import Annotation, Article, claim_order
from .contract import ArticleAnnotator
from .rules import RuleAnnotator

ANNOTATORS: tuple[type[ArticleAnnotator], ...] = (RuleAnnotator,)


def annotator_of(name: str) -> ArticleAnnotator:
    """Return an annotator; raises `BaselineError` if there is none of that name."""
    known = {annotator.name: annotator for annotator in ANNOTATORS}
    if name not in known:
        raise BaselineError(f"no annotator is called {name!r}; {alternatives(name, list(known))}")
    return known[name]()


def layer_by(annotator: ArticleAnnotator, article: Article, annotator_id: str, guideline_version: str) -> Annotation:
    """Return the layer that an annotator makes of an article; raises `BaselineError` if that has no text."""
    layer_id = f"{article.article_id}_{annotator_id}"
    return Annotation(
        annotation_id=layer_id,
        article_id=article.article_id,
        annotator_id=annotator_id,
        guideline_version=guideline_version,
        tool=f"claimwire annotate --by {annotator.name}/{annotator.version}",
        complete=True,
        claims=tuple(sorted(annotator.annotate(article, f"{layer_id}_"), key=claim_order)),
    )
