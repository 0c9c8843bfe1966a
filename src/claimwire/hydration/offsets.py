"""What offsets count in where somebody's own copy is shown: the recorded document, the copy, or nothing.

Raw offsets are code points of the raw document that was recorded. Where a copy is another file with the article's
words (other line ends, an edited text), they are code points of that file, and say so; where they cannot be counted
there, as in an HTML page, there are none.
"""

from __future__ import annotations

from ..errors import HydrationError
from ..schema import Article
from ..show import CopyFile
from .report import HydrationReport


def counted_in(article: Article, report: HydrationReport, *, raw: bool) -> tuple[Article, CopyFile | None]:
    """Return an article with the segments that its offsets are counted by, and the copy's file where they count there.

    `article` is of the hydrated corpus that `report` tells of. Raises `HydrationError` where no text of it was found,
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
            f"{article.document_sha256[:12]}...) and no plain text, so offsets cannot be counted in it; take --offsets "
            "text, or leave out --from for those in the recorded document"
        )
    return article.model_copy(update={"segments": origin.segments}), copy


def left_out(article: Article, report: HydrationReport) -> list[str]:
    """Return what of an article's claims is not shown because its copy has not the words; nothing where all is."""
    lost = [item for item in report.lost if item.article_id == article.article_id and item.layer_id is None]
    if not lost:
        return []
    claims = sorted({item.claim_id for item in lost if item.left_out})
    slots = sum(not item.left_out for item in lost)
    told = [f"{len(claims)} claims ({', '.join(claims)})"] if claims else []
    told += [f"{slots} spans of slots"] if slots else []
    return [f"{article.article_id}: {' and '.join(told)} left out, for their words were not found with certainty"]
