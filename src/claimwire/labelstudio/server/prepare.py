"""A push, worked out before anything is sent: what was asked for, what tasks are made of, what each queue lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...corpus.corpus import CORPUS_FILE
from ...corpus.records import read_toml
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError, WorkspaceError
from ...naming import alternatives
from ...schema import Article, CorpusInfo
from ..lines import ArticleLines, LayerLine, layer_lines, without_text
from ..progress import Advance, Log, ignore
from .accounts import Account
from .plan import QueuePlan, blockers
from .protocol import Remote, ServerProject
from .push import BATCH, TaskSource, plan_queues, push_queue
from .queues import Queue, assigned
from .session import annotators_on, no_account, queues_of, require_known, with_texts

MENTIONED = 5
"""How many articles a message names before it stops."""


@dataclass(frozen=True)
class PushRequest:
    """What a push was asked for: who annotates, how many annotators per article, in which batch, and what goes along.

    Without `annotators` it goes on with those who have a queue, without `each` every article gets two annotators if
    there are two, without `articles` all of them are pushed.
    """

    corpus_id: str
    annotators: Sequence[str] = ()
    each: int | None = None
    batch: str = ""
    articles: Sequence[str] = ()
    layers: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]*", self.batch):
            raise LabelStudioError(f"{self.batch!r} is not a batch id: it may have the characters a-z, 0-9 and _")

    def queue(self, annotator_id: str) -> Queue:
        """Return the queue of an annotator."""
        return Queue(self.corpus_id, annotator_id, self.batch)


@dataclass(frozen=True)
class PreparedPush:
    """A push that is worked out: what its tasks are made of, and what is to be done for each queue."""

    remote: Remote
    source: TaskSource
    plans: Sequence[QueuePlan]
    without_articles: Sequence[str] = ()
    """Annotators who have no queue and get none: others have the articles, or they have no layer to be sent."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return all(plan.is_done for plan in self.plans)

    @property
    def task_count(self) -> int:
        """How many tasks there are to send."""
        return sum(len(plan.to_send) for plan in self.plans)

    def blockers(self, *, replace_changed: bool = False, migrate: bool = False) -> list[str]:
        """Return why the push may not begin, each with what to do."""
        return blockers(self.plans, replace_changed=replace_changed, migrate=migrate)

    def send(self, plan: QueuePlan, advance: Advance = ignore, log: Log = ignore, batch: int = BATCH) -> ServerProject:
        """Do what one of the plans says and return the queue's project; raises as `push_queue` does."""
        return push_queue(self.remote, self.source, plan, advance, log, batch)


def prepare_push(
    remote: Remote,
    workspace: Workspace,
    request: PushRequest,
    texts: Path | None = None,
    predictions: Path | None = None,
    users: Sequence[str] = (),
) -> PreparedPush:
    """Return what a push has to do; nothing is changed on the server.

    `texts` is the user's own copy of stand-off texts, `predictions` a file of layers to begin from, `users` says whose
    account is whose, as `accounts_of` reads it.

    Raises `LabelStudioError` if nobody is to annotate, or if somebody is not described in the repository or has no
    account that is needed, and `WorkspaceError` if an article that was named is not in the corpus, or has no text.
    """
    existing = queues_of(remote, request.corpus_id)
    with_queue = sorted(queue.annotator_id for queue in existing if queue.batch == request.batch)
    request = replace(request, annotators=tuple(request.annotators or with_queue))
    if not request.annotators:
        raise LabelStudioError(f"{request.corpus_id} has no queue yet: name who annotates with --annotator")
    require_known(workspace, request.annotators)
    source = _task_source(remote, workspace, request, texts, predictions, users)
    articles_of = _articles_of_queues(remote, source, request, existing)
    plans = plan_queues(remote, source, articles_of, existing)
    wanted = [plan for plan in plans if plan.project is not None or plan.to_send]
    without = [plan.queue.annotator_id for plan in plans if plan not in wanted]
    return PreparedPush(remote, source, wanted, tuple(without))


def _task_source(
    remote: Remote,
    workspace: Workspace,
    request: PushRequest,
    texts: Path | None,
    predictions: Path | None,
    users: Sequence[str],
) -> TaskSource:
    folder = workspace.corpus_folder(request.corpus_id)
    info = read_toml(folder / CORPUS_FILE, CorpusInfo)
    by_account = annotators_on(remote, users)
    user_of: dict[str, Account] = {name: user for user, name in by_account.items() if isinstance(user, int)}
    articles = _requested(_articles(workspace, request.corpus_id, texts), request)
    if missing := without_text(articles):
        listed = ", ".join(missing[:MENTIONED]) + (", ..." if missing[MENTIONED:] else "")
        raise WorkspaceError(f"there is no text of {listed}; name your copy of the texts with --from")
    layers: dict[Queue, dict[str, LayerLine]] = {}
    for line in layer_lines(folder / "annotations.jsonl") if request.layers else ():
        wanted = line.annotator_id in request.annotators and line.article_id in articles
        if wanted and request.batch in ("", line.batch):
            layers.setdefault(request.queue(line.annotator_id), {})[line.article_id] = line
    without_account = sorted({queue.annotator_id for queue in layers} - user_of.keys())
    if without_account:
        raise LabelStudioError(no_account(", ".join(without_account), remote.url))
    predicted: dict[str, list[LayerLine]] = {}
    for line in layer_lines(predictions) if predictions else ():
        predicted.setdefault(line.article_id, []).append(line)
    return TaskSource(articles, info.guideline_version, layers, predicted, user_of)


def _articles(workspace: Workspace, corpus_id: str, texts: Path | None) -> Mapping[str, Article]:
    if texts is None:
        return ArticleLines.read(workspace.corpus_folder(corpus_id) / "articles.jsonl")
    return with_texts(workspace.corpus(corpus_id), texts).articles


def _requested(articles: Mapping[str, Article], request: PushRequest) -> Mapping[str, Article]:
    """Return the articles that a push was asked for, in the order in which they were named."""
    unknown = [article_id for article_id in request.articles if article_id not in articles]
    if unknown:
        known = alternatives(unknown[0], articles)
        raise WorkspaceError(f"corpus {request.corpus_id} has no article {unknown[0]!r}; {known}")
    if not request.articles:
        return articles
    if isinstance(articles, ArticleLines):
        return articles.only(request.articles)
    return {article_id: articles[article_id] for article_id in request.articles}


def _articles_of_queues(
    remote: Remote, source: TaskSource, request: PushRequest, existing: Mapping[Queue, ServerProject]
) -> dict[Queue, list[str]]:
    """Return the articles of every annotator's queue; `existing` are the queues on the server.

    With layers those over which the annotator has one. Otherwise articles are assigned so that each has the number of
    annotators asked for; who has an article already, in this batch or another, keeps it there.
    """
    queues = {name: request.queue(name) for name in request.annotators}
    if request.layers:
        return {queue: list(source.layers.get(queue, {})) for queue in queues.values()}
    here: dict[str, set[str]] = {name: set() for name in request.annotators}
    elsewhere: dict[str, set[str]] = {name: set() for name in request.annotators}
    for queue, project in existing.items():
        if queue.annotator_id in queues and project.tasks:
            articles = here if queue.batch == request.batch else elsewhere
            articles[queue.annotator_id] |= {task.doc_key for task in remote.tasks(project.number)}
    all_of = {name: here[name] | elsewhere[name] for name in request.annotators}
    each = request.each or min(2, len(request.annotators))
    share_of = assigned(list(source.articles), request.annotators, each, all_of)
    return {queue: [key for key in share_of[name] if key not in elsewhere[name]] for name, queue in queues.items()}
