"""The format `quoted`: claims whose spans are quotes from the article, one JSON object per line."""

from __future__ import annotations

import io

from ..corpus.records import lines_of_bytes
from ..schema import Article, claim_order
from .contract import ArticleLayer, Aspect, Format, ReadInto, ReadLayer
from .per_article import each_article, each_file
from .quotes import read_quoted_claims, write_quoted_claims

PATTERN = "*.jsonl"


def _write(layer: ArticleLayer) -> str:
    return write_quoted_claims(layer.article, layer.claims, layer.prefix)


def _read(content: bytes, file: str, article: Article, into: ReadInto) -> ReadLayer:
    lines = list(lines_of_bytes(io.BytesIO(content), file))
    prefix = into.prefix(article.article_id)
    claims, problems = read_quoted_claims(lines, article, prefix, file, into.codebook, into.questions)
    return ReadLayer(article.article_id, file, tuple(sorted(claims, key=claim_order)), problems=tuple(problems))


QUOTED = Format(
    format_id="quoted",
    title="claims whose spans are quotes from the article, one JSON object per line",
    use="claims that somebody writes or corrects in an editor, or that a language model writes: no offsets to count",
    files=(PATTERN,),
    write=each_article(PATTERN, _write),
    read=each_file(PATTERN, _read),
    losses={
        Aspect.WITHIN_WORDS: "refused: the file is not written, and the claim is named",
        Aspect.WITHOUT_TEXT: "refused: the words are the offsets",
    },
)
