"""`claimwire tolls`: what was known of each toll at each hour, and predictions of the last figure."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ..corpus.corpus import Corpus
from ..corpus.workspace import Workspace
from ..errors import WorkspaceError
from ..schema.vocab import Split
from ..tolls import (
    BASELINES,
    IntervalScore,
    Question,
    Toll,
    question_sets,
    questions_of,
    read_predictions,
    score_predictions,
    tellings_of,
    toll_rows,
    tolls_of,
)
from .groups import NamedGroup
from .options import Name
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table

split_option = click.option(
    "--split",
    type=Name(Split.names()),
    default=Split.TEST.value,
    show_default=True,
    help="The split whose tolls to use.",
)


@click.group(name="tolls", cls=NamedGroup)
def command() -> None:
    """Show what was known of each toll at each hour, and score predictions of the last figure."""


@command.command(name="list")
@click.argument("corpus")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per figure.")
def list_command(corpus: str, as_json: bool) -> None:
    r"""List the figures of CORPUS by toll, in the order in which they were told.

    A toll is what links join as counts of the same people. Hours are since the first report, where the public copy's
    first text is known. A later figure is a later figure, and not the truth.

    \b
    Examples:
      claimwire tolls list mycorpus
      claimwire tolls list mycorpus --json
    """
    rows = toll_rows(_tolls(repository().corpus(corpus)))
    if as_json:
        for row in rows:
            echo_json(asdict(row))
        return
    shown = [
        (
            row.toll_id if row.number == 0 else "",
            row.harm,
            row.as_of,
            "?" if row.hour is None else f"{row.hour:.1f}",
            _range(row.lower, row.upper),
            _range(row.later_lower, row.later_upper),
        )
        for row in rows
    ]
    wide_table(wide_console(), ("toll", "harm", "as of", "hour", "told", "told last"), shown, right=3)


@command.command(name="questions")
@click.argument("corpus")
@split_option
def questions_command(corpus: str, split: str) -> None:
    r"""Print the questions of a split, one JSON object each: what was known of a toll by an hour, and nothing later.

    \b
    Examples:
      claimwire tolls questions mycorpus > questions.jsonl
      claimwire tolls questions mycorpus --split train
    """
    workspace = repository()
    for question in _questions(workspace, workspace.corpus(corpus), split):
        told = [
            {
                "claim_id": x.claim_id,
                "as_of": x.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "lower": x.lower,
                "upper": x.upper,
            }
            for x in question.told
        ]
        harm = question.newest.harm
        echo_json({"toll_id": question.toll_id, "hour": question.hour, "harm": harm, "told": told})


@command.command(name="predict")
@click.argument("corpus")
@click.option("--baseline", type=Name(list(BASELINES)), required=True, help="How to predict.")
@split_option
def predict_command(corpus: str, baseline: str, split: str) -> None:
    r"""Print the predictions of a baseline for the questions of a split; it learns from the train split.

    \b
    Examples:
      claimwire tolls predict mycorpus --baseline median-growth > predictions.jsonl
    """
    workspace = repository()
    data = workspace.corpus(corpus)
    asked, train = (_questions(workspace, data, name) for name in (split, Split.TRAIN.value))
    for question, interval in zip(asked, BASELINES[baseline](train, asked), strict=True):
        echo_json({"toll_id": question.toll_id, "hour": question.hour} | asdict(interval))


@command.command(name="score")
@click.argument("corpus")
@click.argument("predictions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@split_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each set of questions.")
def score_command(corpus: str, predictions: Path, split: str, as_json: bool) -> None:
    r"""Score intervals that PREDICTIONS gives for the last figure of each toll, beside the baselines.

    PREDICTIONS has one JSON object per line, one for each question: toll_id, hour, lower, upper. The score is the
    interval score of Gneiting and Raftery (2007) for 80 % intervals; lower is better.

    \b
    Examples:
      claimwire tolls score mycorpus predictions.jsonl
      claimwire tolls score mycorpus predictions.jsonl --split train --json
    """
    workspace = repository()
    data = workspace.corpus(corpus)
    asked, train = (_questions(workspace, data, name) for name in (split, Split.TRAIN.value))
    given = read_predictions(predictions, asked)
    answers = {"given": given}
    for name, baseline in BASELINES.items():
        answers[name] = {q.key: interval for q, interval in zip(asked, baseline(train, asked), strict=True)}
    rows = []
    for group, belongs in question_sets():
        chosen = [question for question in asked if belongs(question)]
        for name, intervals in answers.items():
            rows.append((group, name, score_predictions(chosen, intervals)))
    if as_json:
        for group, name, score in rows:
            echo_json({"questions_of": group, "predictions": name} | asdict(score))
        return
    header = ("questions", "predictions", "number", "score", "log score", "coverage", "width")
    wide_table(wide_console(), header, [(group, name, *_shown(score)) for group, name, score in rows], right=2)


def _shown(score: IntervalScore) -> tuple[str, ...]:
    numbers: list[Any] = [score.score, score.log_score, score.coverage, score.width]
    return (str(score.questions), *("" if number is None else f"{number:.2f}" for number in numbers))


def _range(lower: int, upper: int | None) -> str:
    return f"{lower:,}+" if upper is None else f"{lower:,}" if lower == upper else f"{lower:,}-{upper:,}"


def _tolls(data: Corpus) -> list[Toll]:
    if data.faults:
        fault = data.faults[0]
        raise WorkspaceError(f"{fault.path}:{fault.line}: {fault.message}; run `claimwire check`")
    return tolls_of(tellings_of(data.claims.values(), data.articles), data.links.values())


def _questions(workspace: Workspace, data: Corpus, split: str) -> list[Question]:
    """Return the questions about the tolls whose tellings are all of articles of a split.

    Articles have the split of a release, and before their first release the one that they were sampled for.
    """
    splits: dict[str, str | None] = {document.article_id: document.split for document in data.info.documents}
    splits |= {item.record.article_id: item.record.split for item in workspace.splits()[0]}
    tolls = (toll for toll in _tolls(data) if {splits.get(x.article_id) for x in toll.tellings} == {split})
    return questions_of(tolls)
