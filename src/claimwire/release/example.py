"""One sentence of a release with its claims marked, for whoever sees it for the first time.

It is taken from the first texts that stand in the repository itself, so that it is the same in every build.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from ..corpus.corpus import Corpus
from ..regions import markdown_block, one_line, plain_markdown, table
from ..schema import Article, ClaimBase, CorpusInfo, Outlet
from ..schema.fields import shapes
from ..schema.vocab import Label
from ..show import marked, slot_summary, text_marks

WIDTH = 100
"""Columns that a line of the example has at most."""

NONE = "No text of this release stands in the repository, so that none can be shown here.\n"


@dataclass(frozen=True)
class Example:
    """A sentence of an article with the claims that are all within it, by their short names."""

    info: CorpusInfo
    outlet: Outlet
    article: Article
    number: int
    claims: dict[str, ClaimBase]

    @property
    def labels(self) -> set[Label]:
        """The labels that its claims have."""
        return {claim.label for claim in self.claims.values()}

    @property
    def rank(self) -> tuple[int, int]:
        """How good an example it is: the more labels the better, then the fewer claims."""
        return len(self.labels), -len(self.claims)


class ExampleSearch:
    """Keeps the best example of the articles that go by, of equally good ones the first."""

    def __init__(self) -> None:
        self.best: Example | None = None

    def add(self, corpus: Corpus, outlets: dict[str, Outlet]) -> None:
        """Look at the corpus of one article, if its text stands in the repository."""
        if not corpus.info.text_redistributable:
            return
        for article in corpus.articles.values():
            outlet = outlets[article.outlet_id]
            if article.text is None or not corpus.info.may_publish_text_of(outlet):
                continue
            for number, sentence in enumerate(article.sentences):
                found = {
                    claim.claim_id.removeprefix(f"{article.article_id}_"): claim
                    for claim in corpus.claims_of_article[article.article_id]
                    if all(sentence.start <= span.start and span.end <= sentence.end for span in claim.spans)
                }
                example = Example(corpus.info, outlet, article, number, found)
                if found and (self.best is None or example.rank > self.best.rank):
                    self.best = example


def shown_example(example: Example | None) -> str:
    """Return an example as Markdown: the sentence with brackets around its claims, and their slots in a table."""
    if example is None:
        return NONE
    article, text = example.article, example.article.text or ""
    sentence = article.sentences[example.number]
    told = one_line("".join(marked(text, text_marks(example.claims), sentence.start, sentence.end)))
    lines = "\n".join(textwrap.wrap(told, WIDTH, break_long_words=False, break_on_hyphens=False))
    what = "an invented text" if example.outlet.invented else "a text"
    source = f"{what} of `{example.info.corpus_id}` ({plain_markdown(example.outlet.licence)})"
    rows = (
        (f"`{name}`", f"`{x.label}`", plain_markdown(x.statement or ""), _slots(x, text))
        for name, x in _sorted(example)
    )
    return (
        f"Sentence {example.number + 1} of `{article.article_id}`, {source}. A bracket opens with the claim's name:\n\n"
        f"{markdown_block(lines)}\n"
        f"{table(('claim', 'label', 'what it says', 'slots'), rows)}"
    )


def _sorted(example: Example) -> list[tuple[str, ClaimBase]]:
    """Return the claims in the order in which they begin; the one around another first."""
    return sorted(example.claims.items(), key=lambda item: (item[1].spans[0].start, -item[1].spans[-1].end, item[0]))


def _slots(claim: ClaimBase, text: str) -> str:
    """Return what the slots of a claim say, and the words of those that are spans."""
    names = (shape.name for shape in shapes(type(claim)) if shape.shape == "spans" and shape.name != "spans")
    words = {name: [span.of(text) for span in getattr(claim, name) or ()] for name in names}
    spans = (
        f"{name.removesuffix('_spans').replace('_', ' ')} “{' … '.join(own)}”" for name, own in words.items() if own
    )
    return plain_markdown("; ".join([*spans, slot_summary(claim)]).removesuffix("; "))
