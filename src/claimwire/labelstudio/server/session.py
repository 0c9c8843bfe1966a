"""What a command needs before it begins: a server with its key, who is who there, and what is to go where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...corpus.corpus import CORPUS_FILE, Corpus
from ...corpus.records import read_toml, records_of
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError, WorkspaceError
from ...schema import Article, CorpusInfo
from ..local.paths import URL_VARIABLE, Places, read_key
from ..local.server import found
from ..tasks.article_lines import ArticleLines, without_text
from ..tasks.read import Read
from .client import Client, checked_address, connect
from .exports import KeptExport
from .plan import queue_projects
from .protocol import Remote, ServerProject
from .pull import TOOL, Origin, kept_export, layer_lines, read_export
from .push import Material
from .queues import Queue, annotators_by_account, assigned, user_options

LISTED = 5
"""How many articles a message names before it stops."""


def connected(url: str | None, key_file: Path | None) -> Client:
    """Return a client of the named server, else of the local one, with the key that was made for it.

    Raises `LabelStudioError` where there is no server, no key, or the server does not take the key.
    """
    if url is not None:
        return connect(checked_address(url), read_key(key_file))
    local = found(Places.of().data)
    if local.pid is None:
        raise LabelStudioError(f"no local server runs: start one, or name another with --url or {URL_VARIABLE}")
    return connect(local.url, read_key(key_file or local.key_file))


def queues_of(remote: Remote, corpus_id: str, *, adjudicates: bool = False) -> dict[Queue, ServerProject]:
    """Return the annotators' queues of a corpus on a server, or the adjudicators'.

    Raises `LabelStudioError` where one is there twice.
    """
    queues, problems = queue_projects(remote.projects(), corpus_id, adjudicates=adjudicates)
    if problems:
        raise LabelStudioError("; ".join(problems))
    return queues


def accounts(remote: Remote, user: Sequence[str]) -> dict[str | int, str]:
    """Return the annotators by number and e-mail address of their accounts; `user` is as `user_options` takes it."""
    return annotators_by_account([(account.number, account.email) for account in remote.users()], user_options(user))


def with_texts(data: Corpus, source: Path | None) -> Corpus:
    """Return a corpus with the texts that the user's copy holds, or as it is where no copy is named."""
    if source is None:
        return data
    from ...hydrate import hydrated_corpus

    return hydrated_corpus(data, source)[0]


@dataclass(frozen=True)
class Order:
    """What a push was asked for: who annotates, how many an article gets, in which batch, and what goes with it."""

    corpus_id: str
    names: Sequence[str]
    each: int
    batch: str = ""
    articles: Sequence[str] = ()
    layers: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]*", self.batch):
            raise LabelStudioError(f"{self.batch!r} is no id of a batch: it may have the characters a-z, 0-9 and _")

    def queue(self, name: str) -> Queue:
        """Return the queue of an annotator."""
        return Queue(self.corpus_id, name, self.batch)


def material(
    remote: Remote,
    workspace: Workspace,
    order: Order,
    source: Path | None,
    predictions: Path | None,
    user: Sequence[str],
) -> Material:
    """Return what the tasks of a push are made of.

    Raises `LabelStudioError` where an annotator whose layers are to be sent has no account, and `WorkspaceError` where
    an article that was named is none of the corpus, or the text of one is not at hand.
    """
    user_of: dict[str, str | int] = {name: who for who, name in accounts(remote, user).items() if isinstance(who, int)}
    folder = workspace.corpus_folder(order.corpus_id)
    corpus = read_toml(folder / CORPUS_FILE, CorpusInfo)
    articles = _chosen(_articles(workspace, order.corpus_id, source), order)
    if missing := without_text(articles):
        listed = ", ".join(missing[:LISTED]) + (", ..." if missing[LISTED:] else "")
        raise WorkspaceError(f"no text is at hand of {listed}; name your copy of the texts with --from")
    own: dict[Queue, dict[str, str]] = {}
    for keys, line in layer_lines(folder / "annotations.jsonl") if order.layers else ():
        wanted = keys.annotator_id in order.names and keys.article_id in articles
        if wanted and order.batch in ("", keys.batch):
            own.setdefault(order.queue(keys.annotator_id), {})[keys.article_id] = line
    without = sorted({queue.annotator_id for queue in own} - user_of.keys())
    if without:
        raise LabelStudioError(f"{', '.join(without)}: no account on {remote.url}; name it with --user ANNOTATOR=EMAIL")
    predicted: dict[str, list[str]] = {}
    for keys, line in layer_lines(predictions) if predictions else ():
        predicted.setdefault(keys.article_id, []).append(line)
    return Material(articles, corpus.guideline_version, own, predicted, user_of)


def _chosen(articles: Mapping[str, Article], order: Order) -> Mapping[str, Article]:
    """Return the articles that a push was asked for, in the order in which they were named."""
    unknown = [article_id for article_id in order.articles if article_id not in articles]
    if unknown:
        known = ", ".join(articles)
        raise WorkspaceError(f"corpus {order.corpus_id} has no article {unknown[0]!r}; it has {known}")
    if not order.articles:
        return articles
    if isinstance(articles, ArticleLines):
        return articles.only(list(order.articles))
    return {article_id: articles[article_id] for article_id in order.articles}


def _articles(workspace: Workspace, corpus_id: str, source: Path | None) -> Mapping[str, Article]:
    if source is None:
        return ArticleLines.read(workspace.corpus_folder(corpus_id) / "articles.jsonl")
    hydrated = with_texts(workspace.corpus(corpus_id), source)
    return {article.article_id: article for article in records_of(hydrated.rows.articles)}


def shares(
    remote: Remote, made_of: Material, order: Order, standing: Mapping[Queue, ServerProject]
) -> dict[Queue, list[str]]:
    """Return the articles of every annotator's queue; `standing` are the queues on the server.

    With layers those over which the annotator has one; else the articles go round, so many annotators an article, and
    who has an article already, in this batch or another, keeps it there.
    """
    queues = {name: order.queue(name) for name in order.names}
    if order.layers:
        return {queue: list(made_of.layers.get(queue, {})) for queue in queues.values()}
    here: dict[str, set[str]] = {name: set() for name in order.names}
    elsewhere: dict[str, set[str]] = {name: set() for name in order.names}
    for queue, project in standing.items():
        if queue.annotator_id in queues and project.tasks:
            held = here if queue.batch == order.batch else elsewhere
            held[queue.annotator_id] |= {task.doc_key for task in remote.tasks(project.number)}
    both = {name: here[name] | elsewhere[name] for name in order.names}
    found = assigned(list(made_of.articles), order.names, order.each, both)
    return {queue: [key for key in found[name] if key not in elsewhere[name]] for name, queue in queues.items()}


@dataclass(frozen=True)
class Reading:
    """The queues of a corpus that are to be read, and what it takes to read them."""

    remote: Remote
    projects: Mapping[Queue, ServerProject]
    articles_file: Path
    annotator_of: Mapping[str | int, str]
    tool: str
    folder: Path

    @classmethod
    def of(
        cls,
        remote: Remote,
        workspace: Workspace,
        corpus_id: str,
        names: Sequence[str] = (),
        user: Sequence[str] = (),
        exports: Path | None = None,
        *,
        adjudicates: bool = False,
    ) -> Reading:
        """Return what is to be read: the named annotators' queues, or all; exports are kept in a folder.

        With `adjudicates` the queues of adjudicators are read, and not those of annotators.

        Raises `LabelStudioError` where a queue is not there, or where texts that may not be redistributed would come
        to lie in the repository.
        """
        place = workspace.corpus_folder(corpus_id)
        corpus = read_toml(place / CORPUS_FILE, CorpusInfo)
        folder = exports or Places.of().exports(corpus_id)
        if not corpus.text_redistributable and folder.resolve().is_relative_to(workspace.root):
            raise LabelStudioError(
                f"{folder} is in the repository, where texts of {corpus_id} may not be; name another"
            )
        projects = queues_of(remote, corpus_id, adjudicates=adjudicates)
        missing = sorted(set(names) - {queue.annotator_id for queue in projects})
        if missing or not projects:
            raise LabelStudioError(f"{remote.url} has no queue of {corpus_id} for {', '.join(missing) or 'anybody'}")
        return cls(
            remote,
            {queue: project for queue, project in sorted(projects.items()) if not names or queue.annotator_id in names},
            place / "articles.jsonl",
            accounts(remote, user),
            f"{TOOL} {remote.version()}",
            folder,
        )

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The corpus's articles by id; their file is read when one is first asked for."""
        return ArticleLines.read(self.articles_file)

    def prepare(self) -> None:
        """Read the articles' file now, as while the server makes the first export."""
        len(self.articles)

    def export(self, queue: Queue) -> KeptExport:
        """Make an export of a queue now, keep it, and return it."""
        return kept_export(self.remote, self.projects[queue], self.folder, queue.name)

    def origin(self, queue: Queue, kept: KeptExport) -> Origin:
        """Return where the layers of a queue's export come from."""
        return Origin(queue, kept.sha256, self.tool)

    def reads(
        self, kept: KeptExport, prepared: Callable[[dict[str, Any]], dict[str, Any]] = lambda task: task
    ) -> Iterator[Read]:
        """Yield what each task of an export holds, once it is prepared."""
        return read_export(kept.path, self.articles, self.annotator_of, self.tool, prepared)
