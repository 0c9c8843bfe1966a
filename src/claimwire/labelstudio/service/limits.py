"""Of which articles a service learns nothing: those that are held out, and texts that are not what their ids say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field

from ...corpus.records import sha256_text
from ...schema import Article


@dataclass(frozen=True)
class Limits:
    """What nothing is learned from.

    `held_out` has the ids and the SHA-256 of the texts of articles that are held out: a text is held out under whatever
    id it comes. `texts` has the SHA-256 of the texts of known articles, by their ids: a task that shows another text
    under such an id is no answer to that article.
    """

    held_out: Set[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[Article], held_out: Collection[str]) -> Limits:
        """Return limits by known articles, and by the ids or hashes of those of them and others that are held out."""
        texts = {article.article_id: article.text_sha256 for article in known}
        return cls(frozenset(held_out) | {texts[key] for key in held_out if key in texts}, texts)

    def against(self, article: Article) -> str | None:
        """Return why nothing is learned from an article; None if something may be."""
        if not _names(article).isdisjoint(self.held_out):
            return "it is held out, to measure models on"
        if self.texts.get(article.article_id, article.text_sha256) != article.text_sha256:
            return "its text is not that of the article with this id"
        return None


ANYTHING = Limits()


def _names(article: Article) -> set[str]:
    """Return the id of an article and the SHA-256 of its text, as it is and with line feeds as its line ends."""
    line_feeds = (article.text or "").replace("\r\n", "\n").replace("\r", "\n")
    return {article.article_id, article.text_sha256, sha256_text(line_feeds)}
