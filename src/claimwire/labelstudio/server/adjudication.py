"""Adjudication in Label Studio: layers go as predictions to choose from, what is submitted comes back as decisions.

Every article has a prediction for each layer, and one of everything there is to choose from: the claims that a rule
accepts once, and of every other group each layer's claim. The adjudicator begins from that one, deletes what is not to
stay, corrects what stays, and writes the reason into a claim's comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...adjudication import Rule, aligned, claim_names, draft
from ...adjudication.decisions import DecisionJson, write_decisions
from ...adjudication.submitted import submitted_decisions
from ...corpus.corpus import Corpus
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ...schema import Annotation, Article, reference_fields
from ..lines import LayerLine
from ..page.controls import LABEL, PART_BY_VALUE
from ..tasks.metadata import new_claim_id
from ..tasks.problems import TaskProblem, has_refusals
from .exports import KeptExport
from .prepare import PreparedPush
from .protocol import Remote
from .pull import QueueReader
from .push import TaskSource, plan_queues
from .queues import Queue
from .session import annotators_on, no_account, queues_of, require_known, with_texts

CHOICES = "to_choose_from"
"""The annotator that the prediction of everything there is to choose from is said to be by."""


def choices(
    article: Article, layers: Sequence[Annotation], rules: Sequence[Rule], programs: Collection[str] = frozenset()
) -> Annotation:
    """Return a layer of everything there is to choose from, its claims without comments, in text order."""
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
        tool=" ".join(rule.rule_id for rule in rules),
        complete=True,
        claims=tuple(claims),
    )


def adjudication_source(
    articles: Iterable[Article],
    layers: Mapping[str, Sequence[Annotation]],
    rules: Sequence[Rule],
    version: str,
    programs: Collection[str] = frozenset(),
) -> TaskSource:
    """Return what an adjudicator's tasks are made of: the articles that have layers, with their predictions.

    `layers` are those of each article, `version` that of the codebook. What there is to choose from comes last, as
    Label Studio begins a new annotation from the prediction that came last.
    """
    with_layers = {article.article_id: article for article in articles if layers.get(article.article_id)}
    predictions = {
        key: [LayerLine.of(layer) for layer in (*layers[key], choices(article, layers[key], rules, programs))]
        for key, article in with_layers.items()
    }
    return TaskSource(with_layers, version, {}, predictions, {})


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
    source = adjudication_source(wanted, corpus.layers_of_article, rules, version, programs)
    articles_of = {Queue(corpus_id, adjudicator_id, adjudicates=True): list(source.articles)}
    existing = queues_of(remote, corpus_id, adjudicates=True)
    return PreparedPush(remote, source, plan_queues(remote, source, articles_of, existing))


@dataclass(frozen=True)
class SubmittedArticle:
    """What an adjudicator submitted over an article: the lines of its decisions file, or why there are none.

    `article_id` is empty if the task had no layer.
    """

    article_id: str
    problems: Sequence[TaskProblem]
    decisions: list[DecisionJson] | None = None
    left_out: str = ""

    @property
    def is_left_out(self) -> bool:
        """Whether something of the article was not read."""
        return bool(self.left_out) or has_refusals(self.problems)


def submitted_articles(
    reader: QueueReader,
    kept: KeptExport,
    corpus: Corpus,
    adjudicator_id: str,
    rules: Sequence[Rule],
    programs: Collection[str] = frozenset(),
) -> Iterator[SubmittedArticle]:
    """Yield what an adjudicator submitted, task by task, from an export of their queue."""
    for reading in reader.read(kept, without_leftovers):
        problems = reading.problems
        if not reading.layers:
            yield SubmittedArticle("", problems)
        for gold in reading.layers:
            if gold.annotator_id != adjudicator_id:
                yield SubmittedArticle(gold.article_id, problems, left_out=f"is of {gold.annotator_id}")
            elif not gold.complete:
                yield SubmittedArticle(gold.article_id, problems, left_out="is not complete")
            else:
                layers, article = corpus.layers_of_article[gold.article_id], reader.articles[gold.article_id]
                origins = queue_origins(gold, layers)
                lines = submitted_decisions(article, layers, gold, origins, rules, adjudicator_id, programs)
                yield SubmittedArticle(gold.article_id, problems, lines)
            problems = []


def store_decisions(path: Path, decisions: list[DecisionJson]) -> bool:
    """Write a decisions file and return True; one that is there already stays as it is."""
    if path.exists():
        return False
    write_decisions(path, decisions)
    return True


def without_leftovers(exported_task: dict[str, Any]) -> dict[str, Any]:
    """Return an exported task without the parts that were left over when a claim to choose from was deleted.

    Label Studio deletes a claim's region and its relations, and leaves the regions of its slots. Those that came with
    a prediction and have no relation any more go; one that somebody drew stays, to be reported.
    """
    annotations = exported_task["annotations"]
    if not isinstance(annotations, list):
        return exported_task
    return exported_task | {"annotations": list(map(_without_leftovers_of_claims, annotations))}


def _without_leftovers_of_claims(annotation: Any) -> Any:
    """Return an annotation without such parts; one that is damaged as it is."""
    result = annotation.get("result") if isinstance(annotation, dict) else None
    if not isinstance(result, list) or not all(isinstance(item, dict) for item in result):
        return annotation
    return annotation | {"result": _without_leftover_parts(result)}


def _without_leftover_parts(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = {item["id"] for item in result if isinstance(item.get("id"), str)}
    related = {
        end
        for item in result
        if item.get("type") == "relation"
        for ends in [[item.get("from_id"), item.get("to_id")]]
        if all(isinstance(end, str) and end in ids for end in ends)
        for end in ends
    }
    return [item for item in result if str(item.get("id")) in related or not _is_predicted_part(item)]


def _is_predicted_part(item: dict[str, Any]) -> bool:
    """Return whether an item is the region of a slot that came with a prediction."""
    value = item.get("value") if item.get("from_name") == LABEL else None
    labels = value.get("labels") if isinstance(value, dict) else None
    predicted = str(item.get("origin", "")).startswith("prediction")
    return predicted and isinstance(labels, list) and bool(labels) and str(labels[0]) in PART_BY_VALUE


def queue_origins(gold: Annotation, layers: Sequence[Annotation]) -> dict[str, str]:
    """Return the layers' claims by the ids that their regions' claims have in a submitted layer."""
    return {new_claim_id(gold.annotation_id, c.claim_id): c.claim_id for layer in layers for c in layer.claims}
