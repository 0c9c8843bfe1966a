"""What offsets count in when a user's own copy is shown: the recorded document, the copy, or nothing.

Raw offsets are code points of the raw document that was recorded. If a copy is another file with the article's words
(other line ends, an edited text), they are code points of that file, and say so; if they cannot be counted there, as
in an HTML page, there are none.
"""

from __future__ import annotations

from ..errors import HydrationError
from ..schema import Article
from ..show import CopyFile
from .report import HydrationReport


def article_for_offsets(article: Article, report: HydrationReport, *, raw: bool) -> tuple[Article, CopyFile | None]:
    """Return an article with the segments to count its offsets by, and the copy's file if they count in that.

    `article` is of the hydrated corpus that `report` is about. Raises `HydrationError` if no text of it was found,
    or, with `raw`, its copy is neither the recorded raw document nor a plain text.
    """
    status = next(item.text for item in report.articles if item.article_id == article.article_id)
    if status == "in the repository":
        return article, None
    origin = report.origins.get(article.article_id)
    if origin is None:
        raise HydrationError(
            f"{article.article_id}: no copy of it was found, expected a document named {article.document} or with its "
            "words; without --from, offsets are those in the recorded document"
        )
    copy = CopyFile(origin.document, origin.sha256)
    if not raw:
        return article, copy if status == "altered" else None
    if origin.recorded:
        return article, None
    if origin.segments is None:
        raise HydrationError(
            f"{article.article_id}: {origin.document} is not the recorded raw document (SHA-256 "
            f"{article.document_sha256[:12]}...) and not a plain text, so offsets cannot be counted in it; use "
            "--offsets text, or leave out --from for those in the recorded document"
        )
    return article.model_copy(update={"segments": origin.segments}), copy


def omissions(article: Article, report: HydrationReport) -> list[str]:
    """Return a message about claims and spans that are not shown because the copy lacks their words; empty if none."""
    lost = [item for item in report.lost if item.article_id == article.article_id and item.layer_id is None]
    if not lost:
        return []
    claims = sorted({item.claim_id for item in lost if item.left_out})
    slots = sum(not item.left_out for item in lost)
    parts = [f"{len(claims)} claims ({', '.join(claims)})"] if claims else []
    parts += [f"{slots} spans of slots"] if slots else []
    return [f"{article.article_id}: {' and '.join(parts)} left out, because their words were not found with certainty"]
