"""Adjudication in Label Studio: layers go as predictions to choose from, what is submitted comes back as decisions.

Every article has a prediction for each layer, and one of everything there is to choose from: the claims that a rule
accepts once, and of every other group each layer's claim. The adjudicator begins from that one, deletes what is not to
stay, corrects what stays, and writes the reason into a claim's comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ...adjudication import Rule, aligned, claim_names, draft
from ...adjudication.decisions import DecisionJson, write_decisions
from ...adjudication.reopening import reopened
from ...adjudication.submitted import submitted_decisions
from ...corpus.corpus import Corpus
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ...schema import STANDARD_QUESTIONS, Annotation, Article, Questions, reference_fields
from ..lines import LayerLine
from ..tasks.metadata import META, NOTE, new_claim_id
from ..tasks.problems import TaskProblem, has_refusals
from ..tasks.read import article_id_of
from .exports import KeptExport
from .plan import QueuePlan
from .predicting import PredictedLine
from .prepare import PreparedPush
from .protocol import Remote
from .pull import QueueReader
from .push import TaskSource, plan_queues
from .queues import Queue
from .session import annotators_on, no_account, queues_of, require_known, with_texts
from .shown import CHOICES, layers_hash, notes, shown_layers


def choices(
    article: Article, layers: Sequence[Annotation], rules: Sequence[Rule], programs: Collection[str] = frozenset()
) -> Annotation:
    """Return a layer of everything there is to choose from, its claims without comments, in text order.

    Its tool names the rules, and the layers by their hash: a task whose layers have changed has another model version.
    """
    lines = draft(article, layers, rules, programs)
    names = {name: claim_id for claim_id, name in claim_names(layers).items()}
    by_rule = [[names[name] for name in line["from"]] for line in lines if "rule" in line]
    left_out = {claim_id for first, *others in by_rule for claim_id in others}
    replaced_by = {claim_id: group[0] for group in by_rule for claim_id in group}
    claims = []
    for claim in (claim for group in aligned(layers) for claim in group if claim.claim_id not in left_out):
        named = {field: getattr(claim, field) for field in reference_fields(type(claim))}
        changed: dict[str, Any] = {field: replaced_by.get(value, value) for field, value in named.items()}
        claims.append(claim.model_copy(update=changed | {"comment": None}))
    return Annotation(
        annotation_id=f"{article.article_id}_{CHOICES}",
        article_id=article.article_id,
        annotator_id=CHOICES,
        guideline_version=layers[0].guideline_version,
        tool=" ".join([*(rule.rule_id for rule in rules), layers_hash(layers)]),
        complete=True,
        claims=tuple(claims),
    )


@dataclass(frozen=True)
class AdjudicationSource(TaskSource):
    """What an adjudicator's tasks are made of; `told` has what is told of each claim to choose from, by article and id.

    That stands in the info of the claim's region, which the page shows when it is selected.
    """

    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def task(self, queue: Queue, article_id: str) -> dict[str, Any]:
        """Return an article as a task, with what is told of each claim in the prediction to choose from."""
        task = super().task(queue, article_id)
        for item in task["predictions"][-1]["result"]:
            note = self.told[article_id].get(item.get("id", ""))
            if META in item.get("meta", ()) and note:
                item["meta"] = {"text": [note], META: item["meta"][META] | {NOTE: note}}
        return task


def adjudication_source(
    articles: Iterable[Article],
    layers: Mapping[str, Sequence[Annotation]],
    rules: Sequence[Rule],
    version: str,
    programs: Collection[str] = frozenset(),
    questions: Questions = STANDARD_QUESTIONS,
) -> AdjudicationSource:
    """Return what an adjudicator's tasks are made of: the articles that have layers, with their predictions.

    `layers` are those of each article, `version` that of the codebook. What there is to choose from comes last, as
    Label Studio begins a new annotation from the prediction that came last.
    """
    with_layers = {article.article_id: article for article in articles if layers.get(article.article_id)}
    predictions = {
        key: [
            PredictedLine.of_layer(LayerLine.of(layer))
            for layer in (*layers[key], choices(article, layers[key], rules, programs))
        ]
        for key, article in with_layers.items()
    }
    told = {key: notes(article, layers[key], rules, programs) for key, article in with_layers.items()}
    return AdjudicationSource(with_layers, version, {}, predictions, {}, questions=questions, told=told)


def prepare_adjudication(
    remote: Remote,
    workspace: Workspace,
    corpus_id: str,
    adjudicator_id: str,
    rules: Sequence[Rule],
    articles: Sequence[str] = (),
    texts: Path | None = None,
    users: Sequence[str] = (),
) -> PreparedPush:
    """Return what has to be pushed to an adjudicator's queue; nothing is changed on the server.

    Without `articles` these are all that have layers; `texts` and `users` are as for `prepare_push`.

    Raises `LabelStudioError` if the adjudicator is not described in the repository or has no account, and
    `WorkspaceError` if an article that was named is not in the corpus.
    """
    require_known(workspace, [adjudicator_id])
    if adjudicator_id not in annotators_on(remote, users).values():
        raise LabelStudioError(no_account(adjudicator_id, remote.url))
    corpus = with_texts(workspace.corpus(corpus_id), texts)
    wanted = [corpus.article(name) for name in articles] or list(corpus.articles.values())
    version, programs = corpus.info.guideline_version, workspace.programs()
    questions = workspace.questions()
    source = adjudication_source(wanted, corpus.layers_of_article, rules, version, programs, questions)
    articles_of = {Queue(corpus_id, adjudicator_id, adjudicates=True): list(source.articles)}
    existing = queues_of(remote, corpus_id, adjudicates=True)
    plans = [_with_outdated(remote, plan) for plan in plan_queues(remote, source, articles_of, existing)]
    return PreparedPush(remote, source, plans)


def _with_outdated(remote: Remote, plan: QueuePlan) -> QueuePlan:
    """Return the plan of an adjudicator's queue in which tasks whose layers have changed are sent anew.

    One that somebody has begun, or submitted, is left.
    """
    begun = [x for x in plan.predict if x.annotations or x.skipped or remote.draft_count(x.number)]
    fresh = tuple(task for task in plan.predict if task not in begun)
    present = tuple(task for task in plan.present if task not in fresh)
    return replace(plan, present=present, predict=(), outdated=fresh, left=tuple(begun))


def left_lines(plans: Iterable[QueuePlan]) -> Iterator[str]:
    """Yield a line for each task that shows layers as they were, since somebody has begun or submitted it."""
    for plan in plans:
        for task in plan.left:
            done = "submitted" if task.annotations else "skipped" if task.skipped else "begun"
            advice = "pull it" if task.annotations else "have it submitted and pull it"
            yield (
                f"{plan.queue.title}: the layers of {task.doc_key} have changed since task {task.number} was sent. It "
                f"is {done} and stays: {advice}, and what changed is open in the review; or delete the task on "
                "the server and push again"
            )


@dataclass(frozen=True)
class SubmittedArticle:
    """What an adjudicator submitted over an article: the lines of its decisions file, or why there are none.

    `article_id` is empty if the task had no layer, unless it `is_open`: nobody has submitted or skipped it.
    """

    article_id: str
    problems: Sequence[TaskProblem]
    decisions: list[DecisionJson] | None = None
    left_out: str = ""
    is_open: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether something of the article was not read."""
        return bool(self.left_out) or has_refusals(self.problems)


def submitted_articles(
    reader: QueueReader,
    queue: Queue,
    kept: KeptExport,
    corpus: Corpus,
    adjudicator_id: str,
    rules: Sequence[Rule],
    programs: Collection[str] = frozenset(),
) -> Iterator[SubmittedArticle]:
    """Yield what an adjudicator submitted, task by task, from an export of their queue.

    Parts that were left over are not told: whoever chooses between claims deletes those that are not to stay.
    """
    for reading in reader.read(queue, kept):
        problems = [problem for problem in reading.problems if problem.problem_id != "part-left-over"]
        last = reading.exported
        if not reading.layers:
            is_open = bool(last) and not last.get("annotations")
            yield SubmittedArticle(str(article_id_of(last)) if is_open else "", problems, is_open=is_open)
        for gold in reading.layers:
            if gold.annotator_id != adjudicator_id:
                yield SubmittedArticle(gold.article_id, problems, left_out=f"is of {gold.annotator_id}")
            elif not gold.complete:
                yield SubmittedArticle(gold.article_id, problems, left_out="is not complete")
            else:
                layers, article = corpus.layers_of_article[gold.article_id], reader.articles[gold.article_id]
                shown = shown_layers(last, article, layers, reader.questions) or layers
                origins = queue_origins(gold, shown)
                lines = submitted_decisions(article, shown, gold, origins, rules, adjudicator_id, programs)
                lines = reopened(article, lines, shown, layers, rules, adjudicator_id, programs)
                yield SubmittedArticle(gold.article_id, problems, lines)
            problems = []


def store_decisions(path: Path, decisions: list[DecisionJson]) -> bool:
    """Write a decisions file and return True; one that is there already stays as it is."""
    if path.exists():
        return False
    write_decisions(path, decisions)
    return True


def queue_origins(gold: Annotation, layers: Sequence[Annotation]) -> dict[str, str]:
    """Return the layers' claims by the ids that their regions' claims have in a submitted layer."""
    return {new_claim_id(gold.annotation_id, c.claim_id): c.claim_id for layer in layers for c in layer.claims}
