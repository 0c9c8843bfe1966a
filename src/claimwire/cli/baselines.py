"""`claimwire baselines`: what models there are, and training one on a built release."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..baselines.catalogue import catalogue
from ..baselines.classifiers import CLASSIFIERS
from ..baselines.models import MODELS
from ..corpus.atomic import write_text
from ..corpus.records import records_of
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..iaa.arrays.bootstrap import RESAMPLES, SEED
from ..release.model_training import CARD, train_model
from ..schema import Ruling
from ..schema.vocab import Split
from ..scoreboard.others import read_other_file
from ..scoreboard.running import WITHOUT_TORCH, run_board
from ..scoring.boards import board_page
from .groups import NamedGroup
from .options import Name, NewPlace
from .output import echo_json, shown_status
from .tables import wide_console, wide_table


@click.group(name="baselines", cls=NamedGroup)
def command() -> None:
    r"""Show the classifiers and models of this package, or train one on a built release.

    \b
    Examples:
      claimwire baselines list
      claimwire baselines train pipeline --build dataset/0.3.0 --to mymodel
      claimwire baselines run --build ~/builds/full --to benchmarks/scoreboard.json
    """


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def list_command(as_json: bool) -> None:
    """List classifiers of sentences and models of articles, with what each needs."""
    entries = catalogue()
    if as_json:
        for entry in entries:
            echo_json({"name": entry.name, "reads": entry.reads, "is": entry.describes, "needs": entry.needs})
        return
    rows = [(entry.name, entry.reads, entry.describes, entry.needs) for entry in entries]
    wide_table(wide_console(), ("name", "reads", "is", "needs"), rows)


@command.command(name="train")
@click.argument("model", type=Name(list(MODELS)))
@click.option(
    "--build",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="A built release with texts; the model learns from its train split.",
)
@click.option("--to", type=NewPlace(), required=True, help="Where the model is written.")
@click.option("--seed", type=int, default=1, show_default=True, help="Random seed.")
def train_command(model: str, build: Path, to: Path, seed: int) -> None:
    r"""Train MODEL on the train split of a built release, and write it with a card of its figures.

    The card says how the model performs on the validation and test splits. Once everything is written, the folder
    replaces a model that is already there; `claimwire predict --model FOLDER` uses it. Fitting `pipeline` needs
    scikit-learn (the extra `baselines`).

    \b
    Example:
      claimwire baselines train pipeline --build dataset/0.3.0 --to mymodel
    """
    with shown_status("reading") as show:
        figures = train_model(model, build, to, seed, show)
    for split, scores in figures.items():
        for row in scores.rows:
            partial, exact = (row.figures[name].value or 0.0 for name in ("partial_f1", "exact_f1"))
            click.echo(f"{split}: {row.about}: partial F1 {partial:.3f}, exact F1 {exact:.3f}")
    click.echo(f"wrote {to} ({CARD} has its figures)")


@command.command(name="run")
@click.option(
    "--build",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="A built release with the texts of the splits train, validation, and the one to score on.",
)
@click.option(
    "--split", type=Name(Split.names()), default=Split.TEST.value, show_default=True, help="The split to score on."
)
@click.option("--model", "models", multiple=True, type=Name(list(MODELS)), help="Only these models (repeat).")
@click.option(
    "--classifier",
    "classifiers",
    multiple=True,
    type=Name(list(CLASSIFIERS)),
    help="Only these classifiers of sentences (repeat); by default those without torch.",
)
@click.option(
    "--sentences",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also score on sentences that others labelled: JSON Lines as described in docs/baselines.md (repeat).",
)
@click.option("--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True, help="Number of resamples.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Random seed.")
@click.option("--to", type=NewPlace(dir_okay=False), help="Write every figure to this JSON file.")
def run_command(
    build: Path,
    split: str,
    models: tuple[str, ...],
    classifiers: tuple[str, ...],
    others: tuple[Path, ...],
    resamples: int,
    seed: int,
    to: Path | None,
) -> None:
    r"""Train every classifier and model on a build, and score all in the same way: the scoreboard.

    They are compared with trivial predictions, and with a layer of an annotator whose work the reference was made from.
    Tasks and measures are those of `claimwire score`. In a repository models also answer the examples of its rulings,
    and docs/scoreboard.md is made from benchmarks/scoreboard.json.

    \b
    Examples:
      claimwire baselines run --build ~/builds/full --to benchmarks/scoreboard.json
      claimwire baselines run --build dataset/draft --split validation --model rules --classifier handmade
    """
    with shown_status("reading") as show:
        board = run_board(
            build,
            split=split,
            models=models or tuple(MODELS),
            classifiers=classifiers or WITHOUT_TORCH,
            rulings=_rulings_here(),
            others=[read_other_file(path) for path in others],
            seed=seed,
            resamples=resamples,
            progress=show,
        ).to_json()
    if to is not None:
        write_text(to, json.dumps(board, ensure_ascii=False, indent=1) + "\n")
    click.echo(board_page(board))


def _rulings_here() -> list[Ruling]:
    """Return the rulings of the repository of the current folder; none outside one."""
    try:
        return records_of(Workspace.find().rulings()[0])
    except ClaimwireError:
        return []
