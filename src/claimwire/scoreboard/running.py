"""Running the scoreboard: everything is trained on the train split of one build, and scored on another split of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..baselines.classifiers import CLASSIFIERS
from ..baselines.contract import ArticleModel, LabelledArticle
from ..baselines.models import MODELS, new_model
from ..baselines.predictions import asked_for
from ..baselines.rulings_exam import examined
from ..errors import GoldError
from ..iaa.arrays.bootstrap import RESAMPLES, SEED
from ..release.learning import labelled_articles
from ..release.manifest import read_manifest
from ..rulings import ExampleScore
from ..schema import Ruling
from ..schema.vocab import AnnotatorKind, Split
from ..scoring import GIVEN, Breakdown, Scores, claim_to_score, score, task_named
from ..scoring.built import table_rows
from ..scoring.claim_gold import claim_columns
from ..scoring.claims import ClaimToScore, claim_of_values
from ..scoring.sentence_lines import lines_of_claims, read_places
from ..tables.columns import STANDOFF
from ..versions import __version__
from .others import OtherFile, alone, lines_by_classifier, lines_by_model, words_of
from .sentences import fitted, read_sentences

Progress = Callable[[str], None]
ClaimsOfArticles = Mapping[str, Sequence[ClaimToScore]]

READER = "reader of the codebook (a model)"
"""A layer over each article; the reference was made of it and another, so it is no independent opinion."""

OF_CLAIMS = ("spans", "slots")
WITHOUT_TORCH = tuple(name for name, (module, _) in CLASSIFIERS.items() if module not in ("minilm", "transformer"))
"""The classifiers that are run unless others are named."""


@dataclass(frozen=True)
class Board:
    """What was run, and the scores of each task by system, as JSON values."""

    run: Mapping[str, Any]
    tasks: Mapping[str, Mapping[str, Any]]
    rulings: Sequence[Mapping[str, Any]] = ()
    """For each model of articles, which examples of the codebook's rulings it answers rightly."""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The scores of each file of others' sentences by system."""

    def to_json(self) -> dict[str, Any]:
        """Return all of it."""
        tasks = {name: dict(own) for name, own in self.tasks.items()}
        others = {name: dict(own) for name, own in self.others.items()}
        rulings = [dict(own) for own in self.rulings]
        return {"run": dict(self.run), "tasks": tasks, "rulings": rulings, "others": others}


def run_board(
    build: Path,
    *,
    split: str = Split.TEST.value,
    classifiers: Sequence[str] = WITHOUT_TORCH,
    models: Sequence[str] = tuple(MODELS),
    rulings: Sequence[Ruling] = (),
    others: Sequence[OtherFile] = (),
    seed: int = SEED,
    resamples: int = RESAMPLES,
    progress: Progress = lambda _: None,
) -> Board:
    """Return the scores of classifiers of sentences and models of articles, beside trivial predictions and a reader.

    Thresholds are those that do best on the validation split. Models of articles also answer the examples of `rulings`.
    Sentences of `others` are scored on by what learns from sentences without neighbours, and not from any in the same
    words. Raises `GoldError` or `ReleaseError` if the build has no
    texts in a split that is needed, and `BaselineError` if a library that a model needs is not installed.
    """
    if len({file.name for file in others}) < len(others):
        raise GoldError(
            f"two files of sentences have one name: {', '.join(sorted(x.name for x in others))}; rename one"
        )
    train = labelled_articles(build, Split.TRAIN)
    held = labelled_articles(build, next(own for own in Split if own.value == split))
    _require_texts(build, split, {one.article.article_id for one in held})
    places = read_places(build, split)
    claims: dict[str, ClaimsOfArticles] = {READER: reader_claims(build, split)}
    weighed: dict[str, ClaimsOfArticles] = {}
    exams = []
    elsewhere: dict[str, dict[str, Mapping[str, Any]]] = {file.name: {} for file in others}
    for name in models:
        progress(f"{name}: fitting")
        model = new_model(name).fit(train, seed)
        progress(f"{name}: predicting")
        claims[name] = _found(model, held)
        # scores of sentences are ranked, those of claims that the model's threshold leaves out among them
        weighed[name] = _found(asked_for(model, 0.0), held)
        for file in others:
            elsewhere[file.name][name] = lines_by_model(model, file)
        exams += [_exam(name, examined(model, rulings))] if rulings else []
    said: dict[str, Mapping[str, Any]] = {
        name: lines_of_claims(places, own, weighed.get(name)) for name, own in claims.items()
    }
    own, validation = read_sentences(build, Split.TRAIN.value), read_sentences(build, Split.VALIDATION.value)
    asked = {split: read_sentences(build, split)}
    bare = alone(own, words_of(others))
    for name in classifiers:
        progress(f"{name}: fitting")
        said[name] = fitted(name, own, validation, asked, seed).lines(asked[split].ids, split)
        if others:
            progress(f"{name}: fitting without neighbours")
            for key, lines in lines_by_classifier(name, bare, alone(validation), others, seed).items():
                elsewhere[key][name] = lines
    progress("scoring")
    systems = {"sentences": said, **dict.fromkeys(OF_CLAIMS, claims)}
    manifest = read_manifest(build)
    run = {
        "data_version": manifest.data_version,
        "content_sha256": manifest.content_sha256,
        "split": split,
        "claimwire": __version__,
        "seed": seed,
        "resamples": resamples,
        "train": {"articles": len(train), "sentences": len(own.ids)},
    }
    tasks = {
        task: _scored(task, task_named(task).read_gold(build, split), of, resamples) for task, of in systems.items()
    }
    found = {
        file.name: _scored("sentences", file.gold(), elsewhere[file.name], resamples, by=("outlet",)) for file in others
    }
    for own_scores in found.values():
        own_scores["equal_left_out"] = len(own.ids) - len(bare.ids)
    return Board(run, tasks, exams, found)


def _found(model: ArticleModel, held: Sequence[LabelledArticle]) -> ClaimsOfArticles:
    """Return the claims that a model finds in some articles."""
    return {
        one.article.article_id: [claim_to_score(found.claim, found.score) for found in model.predict(one.article, "p_")]
        for one in held
    }


def _exam(name: str, answers: Sequence[ExampleScore]) -> dict[str, Any]:
    """Return how many examples a model answers rightly, and the rulings of which it answers each, and none, so."""
    rulings = dict.fromkeys(one.ruling_id for one in answers)
    right = {one.ruling_id for one in answers if not one.faults}
    wrong = {one.ruling_id for one in answers if one.faults}
    return {
        "system": name,
        "examples": len(answers),
        "right": sum(not one.faults for one in answers),
        "passed": [ruling_id for ruling_id in rulings if ruling_id not in wrong],
        "failed": [ruling_id for ruling_id in rulings if ruling_id not in right],
    }


def _require_texts(build: Path, split: str, with_text: Collection[str]) -> None:
    """Raise `GoldError` unless all articles that are scored have a text: nothing can be predicted of others."""
    scored = task_named(OF_CLAIMS[0]).read_gold(build, split).documents
    lacking = [article_id for article_id in scored if article_id not in with_text]
    if lacking:
        raise GoldError(
            f"{build} has no text of {len(lacking)} of the {len(scored)} articles in split {split}, such as "
            f"{lacking[0]}; build with your copies of the texts (`claimwire build --hydrated`)"
        )


def reader_claims(build: Path, split: str) -> ClaimsOfArticles:
    """Return the claims of one annotator's complete layer over each article; of several the first by name.

    Layers of programs are none.
    """
    columns = (*claim_columns(), "annotator_id", "annotator_kind", "complete")
    columns = tuple(name for name in columns if name not in LACKING)
    found: dict[str, dict[str, list[ClaimToScore]]] = {}
    for row in table_rows(build, f"annotations{STANDOFF}", split, columns):
        if row["annotator_kind"] != AnnotatorKind.RULE.value and row["complete"]:
            layers = found.setdefault(row["article_id"], {})
            layers.setdefault(row["annotator_id"], []).append(claim_of_values(row))
    return {article_id: layers[min(layers)] for article_id, layers in found.items()}


LACKING = frozenset({"source_ids", "layers"})
"""Columns of adjudicated claims that those of layers do not have."""


def _scored(
    task: str, gold: Any, systems: Mapping[str, Any], resamples: int, by: Sequence[Breakdown] = ()
) -> dict[str, Any]:
    """Return the figures of systems on the gold of a task, after those of the trivial ones."""
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    documents = 0
    for number, (name, predictions) in enumerate(systems.items()):
        known = task_named(task).units(gold)
        own = {key: value for key, value in predictions.items() if key in known}
        scores = score(task, gold, _complete(task, own, known), by=by, resamples=resamples, trivial=number == 0)
        documents = scores.documents
        rows += list(_rows(scores, name))
        notes += [note for note in gold.notes if note not in notes]
    rows.sort(key=lambda row: row["system"] in systems)
    return {
        "documents": documents,
        "headline": list(task_named(task).headline),
        "notes": notes,
        "rows": rows,
    }


def _complete(task: str, predictions: Mapping[str, Any], units: Iterable[str]) -> Mapping[str, Any]:
    """Return predictions with nothing predicted where a system said nothing: a reader found no claim there."""
    return {key: predictions.get(key, ()) for key in units} if task in OF_CLAIMS else predictions


def _rows(scores: Scores, name: str) -> Iterable[dict[str, Any]]:
    for row in scores.to_json()["rows"]:
        system = name if row["predictions"] == GIVEN else row["predictions"]
        yield {
            "system": system,
            "is_learner": system == name and name != READER,
            "about": row["about"] if row["group"] == "all" else f"{row['about']}, {row['group']}",
            "numbers": row["numbers"],
            "figures": row["figures"],
        }
