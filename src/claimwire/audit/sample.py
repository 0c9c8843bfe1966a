"""Drawing the sentences of an audit, and what the auditor reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field

from ..errors import ClaimwireError, HydrationError
from ..schema import Article, Record
from ..schema.base import Id, Sha256


class SampledSentence(Record):
    """A sentence that is annotated again."""

    article_id: Id = Field(description="the article")
    sentence: int = Field(ge=0, description="number of the sentence in its article, counted from 0")
    start: int = Field(ge=0, description="first code point of the sentence")
    end: int = Field(ge=1, description="code point after the last of the sentence")


class Sample(Record):
    """The sentences of an audit, and what they were drawn from."""

    corpus_id: Id = Field(description="the corpus")
    seed: int = Field(description="seed of the draw; a larger sample of the same seed contains a smaller one")
    population: int = Field(ge=1, description="how many sentences there were to draw from")
    texts: dict[str, Sha256] = Field(description="SHA-256 of the text of every article with a sampled sentence")
    sentences: tuple[SampledSentence, ...] = Field(description="the sentences, by article and place in it")


def draw(corpus_id: str, articles: Sequence[Article], size: int, seed: int) -> Sample:
    """Return a random sample of `size` sentences, each with the same chance; the same for the same seed and articles.

    Raises `ClaimwireError` if there are fewer sentences than `size`, or `size` is not positive.
    """
    # Every sentence draws a lot, and the lowest lots win: a larger sample of the same seed keeps the smaller one.
    population = [
        SampledSentence(article_id=article.article_id, sentence=number, start=span.start, end=span.end)
        for article in articles
        for number, span in enumerate(article.sentences)
    ]
    if not 0 < size <= len(population):
        raise ClaimwireError(
            f"a sample of {size} cannot be drawn: {corpus_id} has {len(population)} sentences to draw from"
        )
    lots = {s: hashlib.sha256(f"{seed} {s.article_id} {s.sentence}".encode()).digest() for s in population}
    chosen = sorted(sorted(population, key=lots.__getitem__)[:size], key=lambda s: (s.article_id, s.sentence))
    hashes = {article.article_id: article.text_sha256 for article in articles}
    return Sample(
        corpus_id=corpus_id,
        seed=seed,
        population=len(population),
        texts={s.article_id: hashes[s.article_id] for s in chosen},
        sentences=tuple(chosen),
    )


def sheet(sample: Sample, articles: Mapping[str, Article], *, has_words: bool = True) -> str:
    """Return what the auditor reads: the articles sentence by sentence, the sampled ones in bold, and no claims.

    Without `has_words` the sentences are given by their offsets, to be read in a copy of the text.
    Raises `HydrationError` if an article has no text and its words are wanted.
    """
    wanted = {(s.article_id, s.sentence) for s in sample.sentences}
    parts = [
        f"# Audit of {sample.corpus_id}: {len(wanted)} sentences\n\n"
        "Read each article whole. Annotate the sentences in bold by the codebook, and nothing else, as quoted claims\n"
        "in ARTICLE_ID.jsonl beside this file. An empty file says that its sentences in bold have no claims.\n"
    ]
    for article_id in sample.texts:
        article = articles[article_id]
        if has_words and article.text is None:
            raise HydrationError(f"{article_id} has no text to read; name your copy with --from")
        parts.append(f"\n## {article_id}\n")
        for number, span in enumerate(article.sentences):
            words = f"{span.start}-{span.end}"
            if has_words and article.text is not None:
                words = " ".join(span.of(article.text).split())
            parts.append(f"[{number}] **{words}**\n" if (article_id, number) in wanted else f"[{number}] {words}\n")
    return "\n".join(parts)


def check_blind(sample: Sample, auditors: Iterable[str], annotators: Mapping[str, Iterable[str]]) -> None:
    """Raise `ClaimwireError` if an auditor annotated or adjudicated a sampled article.

    `annotators` has, by article id, who did so.
    """
    for auditor in auditors:
        for article_id in sample.texts:
            if auditor in annotators.get(article_id, ()):
                raise ClaimwireError(
                    f"{auditor} annotated or adjudicated {article_id}; somebody who did not has to audit it"
                )
