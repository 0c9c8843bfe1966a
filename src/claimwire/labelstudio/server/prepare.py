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
from ..page.passes import Pass
from ..progress import Advance, Log, ignore
from ..tasks.problems import TaskProblem
from .accounts import Account
from .passes import settled_marks
from .plan import QueuePlan, blockers, is_missing
from .predicting import by_uncertainty, read_shown
from .protocol import Remote, ServerProject
from .push import BATCH, TaskSource, plan_queues, push_queue
from .queues import EVERYBODY, Queue, assigned, each_of
from .session import (
    annotators_on,
    no_account,
    people_among,
    queues_of,
    require_known,
    require_people,
    with_texts,
)

MENTIONED = 5
"""How many articles a message names before it stops."""


@dataclass(frozen=True)
class PushRequest:
    """What a push was asked for: who annotates, how many annotators per article, in which batch, and what goes along.

    Without `annotators` it goes on with those who have a queue, without `each` every article gets as many annotators as
    the queues remember, or else two annotators if there are two, without `articles` all of them are pushed. `step` is
    what they annotate; the second pass begins from what `spans_of` has marked, by default from what everybody has
    marked themselves. `shared` work is in one project for all. With `uncertain_first` tasks go in the
    order in which the predictions are most uncertain.
    """

    corpus_id: str
    annotators: Sequence[str] = ()
    each: int | None = None
    batch: str = ""
    articles: Sequence[str] = ()
    layers: bool = False
    step: Pass = Pass.WHOLE
    spans_of: str = ""
    shared: bool = False
    uncertain_first: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9_]*", self.batch):
            raise LabelStudioError(f"{self.batch!r} is not a batch id: it may have the characters a-z, 0-9 and _")
        if EVERYBODY in self.annotators and not self.shared:
            raise LabelStudioError(f"{EVERYBODY!r} is no annotator: --shared makes one project for all")

    def queue(self, annotator_id: str) -> Queue:
        """Return the queue of an annotator."""
        return Queue(self.corpus_id, annotator_id, self.batch, step=self.step)

    def is_same_work(self, queue: Queue) -> bool:
        """Return whether a queue is for what is pushed now: the same batch and pass."""
        return (queue.batch, queue.step) == (self.batch, self.step)


@dataclass(frozen=True)
class PreparedPush:
    """A push that is worked out: what its tasks are made of, and what is to be done for each queue."""

    remote: Remote
    source: TaskSource
    plans: Sequence[QueuePlan]
    without_articles: Sequence[str] = ()
    """Annotators who have no queue and get none: others have the articles, or they have no layer to be sent."""
    notices: Sequence[str] = ()
    """What people should know before anything is sent."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return all(plan.is_done for plan in self.plans)

    @property
    def task_count(self) -> int:
        """How many tasks there are to send."""
        return sum(len(plan.to_send) for plan in self.plans)

    @property
    def changed_queues(self) -> list[Queue]:
        """The queues for which there is something to do."""
        return [plan.queue for plan in self.plans if not plan.is_done]

    def summary(self) -> str:
        """Return what there is to send and to change, in words: what was done once all plans are carried out."""
        tasks, layers, predictions = self.task_count, 0, 0
        for plan in self.plans:
            own, sent = self.source.layers.get(plan.queue, {}), plan.to_send
            layers += len(plan.annotate) + sum(key in own for key in sent)
            predictions += sum(len(self.source.predictions.get(key, ())) for key in sent)
            models = self.source.desired(plan.queue, (task.doc_key for task in plan.predict)).models
            predictions += sum(is_missing(t, name) for t in plan.predict for name in models.get(t.doc_key, ()))
        pages, described = (sum(plan.page == "change" for plan in self.plans), sum(p.is_each_new for p in self.plans))
        counts = {"sent {} task": tasks, "sent {} layer": layers, "sent {} prediction": predictions}
        counts |= {"changed {} labelling page": pages, "remembered --each with {} queue": described}
        done = [f"{what.format(count)}{'s' * (count != 1)}" for what, count in counts.items() if count]
        return ", ".join(done).replace(", sent ", ", ") or "sent nothing: what was there twice is removed"

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

    `texts` is the user's own copy of stand-off texts, `predictions` a file of layers or of what a model proposes, to
    begin from, `users` says whose account is whose, as `accounts_of` reads it.

    Raises `LabelStudioError` if nobody is to annotate, or if somebody is not described in the repository or has no
    account that is needed, and `WorkspaceError` if an article that was named is not in the corpus, or has no text.
    """
    existing = queues_of(remote, request.corpus_id)
    request = replace(request, annotators=_annotators(workspace, request, existing))
    by_account = annotators_on(remote, users)
    if not request.shared:
        require_known(workspace, request.annotators)
        if not request.layers:
            require_people(workspace, request.annotators, set(by_account.values()), remote.url)
    each, notices = _each(request, existing)
    source = _task_source(remote, workspace, request, texts, predictions, by_account)
    problems: Sequence[TaskProblem] = ()
    if request.step is Pass.SLOTS:
        queues = [request.queue(name) for name in request.annotators]
        settled = settled_marks(remote, queues, existing, source.articles, by_account, request.spans_of)
        source, problems = replace(source, marks=settled.of_queue), settled.problems
        notices += settled.notices
    articles_of = _articles_of_queues(remote, source, request, existing, each)
    plans = plan_queues(remote, source, articles_of, existing, each)
    wanted = [plan for plan in plans if plan.project is not None or plan.to_send]
    without = [plan.queue.annotator_id for plan in plans if plan not in wanted]
    if not request.layers and request.step is Pass.WHOLE:
        notices += _without_their_layers(workspace, request.corpus_id, wanted)
    return PreparedPush(remote, source, wanted, tuple(without), [*map(str, problems), *notices])


def _annotators(workspace: Workspace, request: PushRequest, existing: Mapping[Queue, ServerProject]) -> tuple[str, ...]:
    """Return whose queues are pushed to: those named, or else those who have one, or had one in the pass before.

    Raises `LabelStudioError` if there is nobody.
    """
    if request.shared:
        return (EVERYBODY,)
    if request.annotators:
        return tuple(request.annotators)
    before = Pass.SPANS if request.step is Pass.SLOTS else request.step
    here = {queue.annotator_id for queue in existing if request.is_same_work(queue)}
    earlier = {queue.annotator_id for queue in existing if (queue.batch, queue.step) == (request.batch, before)}
    found = sorted((here or earlier) - {EVERYBODY})
    found = found if request.layers else people_among(workspace, found)
    if not found:
        raise LabelStudioError(f"{request.corpus_id} has no queue yet: name who annotates with --annotator")
    return tuple(found)


def _each(request: PushRequest, existing: Mapping[Queue, ServerProject]) -> tuple[int | None, list[str]]:
    """Return how many annotators an article gets if somebody has said so, now or before, and what to tell of it.

    Raises `LabelStudioError` if the batch's queues remember several numbers and none is given.
    """
    if request.layers:
        return None, []
    projects = {
        queue: project
        for queue, project in existing.items()
        if request.is_same_work(queue) and queue.is_shared == request.shared
    }
    remembered = {queue: each for queue, p in projects.items() if (each := each_of(p.description)) is not None}
    numbers = sorted(set(remembered.values()))
    if request.each is None:
        if len(numbers) > 1:
            said = ", ".join(f"{queue.name} {each}" for queue, each in sorted(remembered.items()))
            raise LabelStudioError(f"the queues remember several numbers of annotators ({said}): give one with --each")
        if not numbers:
            return None, []
        return numbers[0], [f"an article gets {_people(numbers[0])}, as the queues say; --each changes it"]
    if numbers in ([], [request.each]):
        return request.each, []
    before = " or ".join(map(_people, numbers))
    told = f"until now an article got {before}, from now on {request.each}; who has an article keeps it"
    return request.each, [told]


def _people(count: int) -> str:
    return f"{count} annotator{'s' * (count != 1)}"


def _without_their_layers(workspace: Workspace, corpus_id: str, plans: Sequence[QueuePlan]) -> list[str]:
    """Return what to tell of articles that are sent as empty tasks to who has annotated them already."""
    sent = {plan.queue.annotator_id: set(plan.to_send) for plan in plans if plan.to_send}
    counts = dict.fromkeys(sent, 0)
    for line in layer_lines(workspace.corpus_folder(corpus_id) / "annotations.jsonl") if sent else ():
        counts[line.annotator_id] = counts.get(line.annotator_id, 0) + (
            line.article_id in sent.get(line.annotator_id, ())
        )
    return [
        f"{name}: the repository has a layer of theirs over {count} of the articles that are sent; they go as empty "
        f"tasks, to be annotated anew: `push {corpus_id} -a {name} --layers` sends the layers with them"
        for name, count in counts.items()
        if count
    ]


def _task_source(
    remote: Remote,
    workspace: Workspace,
    request: PushRequest,
    texts: Path | None,
    predictions: Path | None,
    by_account: Mapping[Account, str],
) -> TaskSource:
    folder = workspace.corpus_folder(request.corpus_id)
    info = read_toml(folder / CORPUS_FILE, CorpusInfo)
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
    shown = {} if predictions is None else read_shown(predictions, articles)
    if request.uncertain_first:
        articles = by_uncertainty(articles, shown)
        layers = {queue: {key: own[key] for key in articles if key in own} for queue, own in layers.items()}
    questions = workspace.questions()
    return TaskSource(articles, info.guideline_version, layers, shown, user_of, questions=questions)


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
    remote: Remote,
    source: TaskSource,
    request: PushRequest,
    existing: Mapping[Queue, ServerProject],
    remembered: int | None,
) -> dict[Queue, list[str]]:
    """Return the articles of every annotator's queue; `existing` are the queues on the server.

    With layers those over which the annotator has one. Otherwise articles are assigned so that each has the number of
    annotators asked for, now or before; who has an article already, in this batch or another, keeps it there.
    """
    queues = {name: request.queue(name) for name in request.annotators}
    if request.layers:
        return {queue: list(source.layers.get(queue, {})) for queue in queues.values()}
    if request.step is Pass.SLOTS:
        return {q: [key for key in source.articles if key in source.marks.get(q, {})] for q in queues.values()}
    if request.shared:
        return {queue: list(source.articles) for queue in queues.values()}
    here: dict[str, set[str]] = {name: set() for name in request.annotators}
    elsewhere: dict[str, set[str]] = {name: set() for name in request.annotators}
    for queue, project in existing.items():
        if queue.annotator_id in queues and queue.step is request.step and project.tasks:
            articles = here if queue.batch == request.batch else elsewhere
            articles[queue.annotator_id] |= {task.doc_key for task in remote.tasks(project.number)}
    all_of = {name: here[name] | elsewhere[name] for name in request.annotators}
    each = request.each or min(remembered or 2, len(request.annotators))
    share_of = assigned(list(source.articles), request.annotators, each, all_of)
    return {queue: [key for key in share_of[name] if key not in elsewhere[name]] for name, queue in queues.items()}
