"""The rows of tokens: each sentence cut into tokens, with a layer of B, I and O for each kind of span.

A token is a run of letters, digits and their combining marks, with the points and commas between digits; any other
character that is no white space is one of its own. A span has the tokens that it shares a code point with. In a layer a
token belongs to one span: where two overlap, as a statement within a statement does, the one that begins first is
shown, of two that begin together the longer one, and the other is counted as left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from ..corpus.corpus import Corpus
from ..schema import Article, ClaimBase, Span
from ..schema.claims import SPAN_SLOTS
from ..schema.vocab import Label
from .declared import layer_of
from .row import Row, Surroundings, sentence_id

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"


def tokens(text: str, start: int = 0) -> list[Span]:
    """Return the tokens of a text as spans, in order; `start` is added to their offsets."""
    found: list[Span] = []
    for is_word, group in groupby(range(len(text)), key=lambda offset: _is_in_word(text, offset)):
        offsets = list(group)
        if is_word:
            found.append(Span(start=start + offsets[0], end=start + offsets[-1] + 1))
        else:
            found += [Span(start=start + i, end=start + i + 1) for i in offsets if not text[i].isspace()]
    return found


def _is_in_word(text: str, offset: int) -> bool:
    """Return whether a character is part of a word or a number."""
    character = text[offset]
    if character in ".,":
        return text[max(offset - 1, 0)].isdigit() and text[offset + 1 : offset + 2].isdigit()
    return character.isalnum() or unicodedata.category(character).startswith("M")


def tags(found: Sequence[Span], spans: Iterable[Span]) -> tuple[list[str], int]:
    """Return B, I or O for each token, and how many spans are not shown, as others have some of their tokens."""
    result = [OUTSIDE] * len(found)
    left_out = 0
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        inside = [number for number, token in enumerate(found) if token.overlaps(span)]
        if not inside:
            continue
        if any(result[number] != OUTSIDE for number in inside):
            left_out += 1
            continue
        for number in inside:
            result[number] = BEGIN if number == inside[0] else INSIDE
    return result, left_out


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
