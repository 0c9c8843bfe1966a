"""The rows of articles, or items of a digest."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.corpus import Corpus
from .columns import CONFIGS
from .derived import text_url
from .row import Flattening, Row, Surroundings

_flat = Flattening(CONFIGS["articles"])


def rows_of_articles(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the row of the corpus of one article."""
    for article in corpus.articles.values():
        outlet = surroundings.outlets[article.outlet_id]
        anchors = corpus.anchors.get(article.article_id)
        yield _flat(article) | {
            "outlet_name": outlet.name,
            "outlet_country": outlet.country,
            "outlet_kind": outlet.kind.value,
            "outlet_owner": outlet.owner,
            "unit": corpus.info.unit.value,
            "text_origin": corpus.info.text_origin.value,
            "text_redistributable": corpus.info.text_redistributable,
            "text_licence": outlet.licence,
            "licence_evidence": None if outlet.licence_evidence is None else outlet.licence_evidence.value,
            "text_credit": outlet.text_credit,
            "text_url": text_url(article, corpus.info),
            "annotator_ids": sorted({layer.annotator_id for layer in corpus.layers_of_article[article.article_id]}),
            "sentence_count": len(article.sentences),
            "claim_count": len(corpus.claims_of_article[article.article_id]),
            "anchors": [anchor.model_dump(mode="json") for anchor in anchors.anchors] if anchors else [],
            "anchor_runs": [run.model_dump(mode="json") for run in anchors.runs] if anchors else [],
        }
