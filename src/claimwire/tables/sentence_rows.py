"""The rows of sentences."""

from __future__ import annotations

from collections.abc import Iterator

from ..corpus.corpus import Corpus
from ..dates import known_bounds
from ..errors import ReleaseError
from ..schema import Article, Span
from ..schema.vocab import Label, SegmentKind
from .derived import any_older_than_two_months, background_share, is_counted, sentence_text
from .row import Row, Surroundings, complete_layers, kinds_of, sentence_id
from .votes import sentence_votes


def sentence_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of sentences; raises `ReleaseError` if one is in no piece of its article."""
    kinds = kinds_of(surroundings)
    for article in corpus.articles.values():
        if article.article_id in surroundings.repeating:
            continue
        layers = complete_layers(corpus, article.article_id, surroundings)
        published = known_bounds(article.publication.date)
        claims = corpus.claims_of_article[article.article_id]
        votes = sentence_votes(article, corpus.layers_of_article[article.article_id], kinds)
        for number, sentence in enumerate(article.sentences):
            inside = [claim for claim in claims if any(span.overlaps(sentence) for span in claim.spans)]
            labels = [label.value for label in Label if any(claim.label is label for claim in inside)]
            row = {
                "sentence_id": sentence_id(article, number),
                "article_id": article.article_id,
                "corpus_id": article.corpus_id,
                "outlet_id": article.outlet_id,
                "number": number,
                "kind": _kind_at(article, sentence).value,
                "start": sentence.start,
                "end": sentence.end,
                "text": sentence_text(article, number),
                "sentence_before": sentence_text(article, number - 1),
                "sentence_after": sentence_text(article, number + 1),
                "labels": labels,
                "casualty_counted": any(is_counted(claim) for claim in inside),
                "background_share": background_share(sentence, inside),
                "older_than_two_months": any_older_than_two_months(inside, published),
                "claim_ids": [claim.claim_id for claim in inside],
                "label_votes": votes.get(number, []),
                "layers": layers,
                "since": surroundings.first_version("sentences", sentence_id(article, number)),
            }
            yield row | {label.value: label.value in labels for label in Label}


def _kind_at(article: Article, sentence: Span) -> SegmentKind:
    for segment in article.segments:
        if segment.start is not None and segment.end is not None and segment.start <= sentence.start < segment.end:
            return segment.kind
    raise ReleaseError(f"{article.article_id}: the sentence at {sentence.start} is in no piece of the article")
