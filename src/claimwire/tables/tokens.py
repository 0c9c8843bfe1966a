"""The rows of tokens: each sentence cut into tokens, with a layer of B, I and O for each kind of span.

`claimwire.tokens` says what a token is. In a layer a token belongs to one span: where two overlap, as a statement
within a statement does, the one that begins first is shown, of two that begin together the longer one, and the other is
counted as left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..corpus.corpus import Corpus
from ..schema import Article, ClaimBase, Span
from ..schema.claims import SPAN_SLOTS
from ..schema.vocab import Label
from ..tokens import tags, tokens
from .declared import layer_of
from .row import Row, Surroundings, sentence_id


def spans_of_layers(claims: Iterable[ClaimBase]) -> Mapping[str, list[Span]]:
    """Return the spans of some claims by the layer that shows them: contents by label, other spans by slot."""
    layers: dict[str, list[Span]] = {label.value: [] for label in Label}
    layers |= {layer_of(slot.field): [] for slot in SPAN_SLOTS if slot.field != "spans"}
    for claim in claims:
        layers[claim.label.value] += claim.spans
        for slot in SPAN_SLOTS:
            if slot.field != "spans":
                layers[layer_of(slot.field)] += getattr(claim, slot.field, ())
    return layers


def token_rows(corpus: Corpus, surroundings: Surroundings) -> Iterator[Row]:
    """Yield the rows of the sentences of one article; none if it has no text."""
    for article in corpus.articles.values():
        if article.text is not None and article.article_id not in surroundings.repeating:
            layers = spans_of_layers(corpus.claims_of_article[article.article_id])
            for number in range(len(article.sentences)):
                yield _row(article, article.text, number, layers)


def _row(article: Article, text: str, number: int, layers: Mapping[str, Sequence[Span]]) -> Row:
    sentence = article.sentences[number]
    found = tokens(sentence.of(text), sentence.start)
    tagged = {name: tags(found, [s for s in spans if s.overlaps(sentence)]) for name, spans in layers.items()}
    return {
        "sentence_id": sentence_id(article, number),
        "article_id": article.article_id,
        "corpus_id": article.corpus_id,
        "tokens": [token.of(text) for token in found],
        "starts": [token.start for token in found],
        "ends": [token.end for token in found],
        **{name: made for name, (made, _) in tagged.items()},
        "left_out": sum(count for _, count in tagged.values()),
    }
