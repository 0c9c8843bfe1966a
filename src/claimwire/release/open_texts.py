"""The texts that a published release may have although the repository has none: those of open licences.

The repository's build has no such text. The build with them is made of copies that were checked against the hashes, and
is the same whoever makes it: a record of the repository, with the text that its hash is of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ..corpus.corpus import Corpus
from ..corpus.workspace import PLAN_FILE, Workspace
from ..errors import ReleaseError
from ..hydration import load_texts
from ..schema import CorpusInfo, Outlet
from ..schema.vocab import TextInRelease

SHOWN = 5
"""Articles that a message names."""


def open_corpora(workspace: Workspace, source: Path, progress: Callable[[str], None] = lambda _: None) -> list[Corpus]:
    """Return the planned corpora that have texts to publish, with these texts out of a folder, file or archive.

    Raises `ReleaseError` if no planned corpus has such texts, or if the source lacks one of them.
    """
    outlets, withdrawn = workspace.outlets(), workspace.withdrawn()
    planned = map(workspace.recorded, workspace.plan().corpora)
    corpora = [corpus for corpus in planned if has_open_texts(corpus.info)]
    if not corpora:
        raise ReleaseError(
            f'no corpus that annotations/{PLAN_FILE} names has `text_in_release = "open"` in its corpus.toml, so that '
            "a build with open texts is the build without them"
        )
    found = []
    for corpus in corpora:
        progress(f"texts of {corpus.info.corpus_id}")
        left = withdrawn.leave_out(corpus)
        opened = with_open_texts(left, load_texts(left, source), outlets, source)
        found.append(_with_texts_of(corpus, opened))
    return found


def _with_texts_of(corpus: Corpus, opened: Corpus) -> Corpus:
    """Return all records of a corpus, with the texts of the same without what is withdrawn.

    A build takes what is withdrawn out of its tables, so that it is the same as that of a folder built before.
    """
    texts = {article_id: article.text for article_id, article in opened.articles.items()}
    rows = [
        replace(row, record=row.record.model_copy(update={"text": texts.get(row.record.article_id)}))
        for row in corpus.rows.articles
    ]
    return corpus.with_rows(articles=rows)


def has_open_texts(info: CorpusInfo) -> bool:
    """Return whether the published release has texts of a corpus that the repository does not have."""
    return info.text_in_release is TextInRelease.OPEN and not info.text_redistributable


def with_open_texts(corpus: Corpus, texts: Mapping[str, str], outlets: Mapping[str, Outlet], source: Path) -> Corpus:
    """Return a corpus with those of some texts, by article id, that may be published; the others stay away.

    Raises `ReleaseError` if a text that may be published is missing, naming the `source` that lacks it.
    """
    rows, missing = [], []
    for row in corpus.rows.articles:
        article = row.record
        if not corpus.info.may_publish_text_of(outlets[article.outlet_id]):
            rows.append(row)
        elif article.article_id in texts:
            rows.append(replace(row, record=article.model_copy(update={"text": texts[article.article_id]})))
        else:
            missing.append(article.article_id)
    if missing:
        shown = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN} more" if missing[SHOWN:] else "")
        raise ReleaseError(
            f"{source} lacks the text of {shown}, which a release with open texts has; get them with "
            f"`claimwire hydrate {corpus.info.corpus_id} --download`"
        )
    return corpus.with_rows(articles=rows)
