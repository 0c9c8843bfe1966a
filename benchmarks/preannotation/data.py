"""The articles of a build with their texts and the claims that were decided on them, by their unit."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from claimwire.baselines.contract import LabelledArticle
from claimwire.release.learning import labelled_articles
from claimwire.schema.vocab import Split
from claimwire.tables.parquet import iter_own_rows

ARTICLES = "articles"
"""The unit of texts that are whole articles; others are items of a digest."""


def read_articles(build: Path, split: Split) -> dict[str, list[LabelledArticle]]:
    """Return the articles of a split that are learned from and measured on, by their unit, in the order of the build.

    Raises `ReleaseError` as `labelled_articles` does.
    """
    labelled = labelled_articles(build, split)
    paths = sorted((build / ARTICLES).glob(f"{split.value}-*.parquet"))
    unit_of = {row["article_id"]: row["unit"] for path in paths for row in iter_own_rows(path, ["article_id", "unit"])}
    found: dict[str, list[LabelledArticle]] = defaultdict(list)
    for one in labelled:
        found[unit_of[one.article.article_id]].append(one)
    return dict(found)
