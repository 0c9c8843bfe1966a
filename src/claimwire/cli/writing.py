"""What commands that write have in common: how long they wait for another writer, and what they refuse to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TypeVar

import click

from ..corpus.corpus import Corpus
from ..corpus.lock import WAIT
from ..corpus.transaction import Edit, editing, trying
from ..corpus.workspace import Workspace

F = TypeVar("F", bound=Callable[..., None])


def wait_option(command: F) -> F:
    """Add the option that says how long to wait for another writer."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=WAIT,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait while another command writes the same.",
    )(command)


def editing_corpus(
    workspace: Workspace,
    corpus_id: str,
    wait: float,
    texts: Mapping[str, str] | None = None,
    *,
    dry_run: bool = False,
) -> AbstractContextManager[Edit]:
    """Give a corpus of a repository to change; nothing is written that the checks of levels 1 to 3 would refuse.

    `texts` are those of stand-off articles by id, as far as they are at hand when the change is made. With `dry_run`
    everything is refused that would be refused, and nothing is written.
    """
    from ..checks.guard import guard_of  # takes half a second, which commands that write nothing do not need

    folder, guard = workspace.corpus_folder(corpus_id), guard_of(workspace, texts)
    return trying(folder, guard=guard) if dry_run else editing(folder, wait=wait, guard=guard)


def texts_of(corpus: Corpus) -> dict[str, str]:
    """Return the texts that a corpus has, by article id."""
    return {article_id: article.text for article_id, article in corpus.articles.items() if article.text is not None}
