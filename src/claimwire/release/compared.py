"""What changed between a published release and the one that is built of a repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..checks import Repository
from ..tables.rows import base_rows
from .changes import COMPARED, Change, ChangeFinder, tables_of_article
from .members import Members
from .published import articles_of, claim_homes


def change_finder(before: Path | None, repository: Repository) -> ChangeFinder | None:
    """Return what finds the changes since an earlier release; None if there is none."""
    if before is None:
        return None
    homes = ((claim_id, article_id, repository.index.claim(claim_id)) for claim_id, article_id in claim_homes(before))
    moved = {claim_id for claim_id, article_id, now in homes if now is not None and now.article_id != article_id}
    return ChangeFinder(articles_of(before), moved)


def public_changes(before: Path | None, made: Members) -> Iterator[Change]:
    """Yield the changes of the public release since an earlier one."""
    changes = change_finder(before, made.repository)
    if changes is not None:
        for corpus in made.articles():
            (article_id,) = corpus.articles
            rows = base_rows(corpus, made.surroundings, COMPARED)
            yield from changes.add(article_id, tables_of_article(rows, made.split_of[article_id]))
        yield from changes.rest()
