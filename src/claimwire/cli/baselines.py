"""`claimwire baselines`: what models there are, and training one on a built release."""

from __future__ import annotations

from pathlib import Path

import click

from ..baselines.catalogue import catalogue
from ..baselines.models import MODELS
from ..release.model_training import CARD, train_model
from ..schema import LABELS
from .options import Name, NamedGroup
from .output import echo_json, shown_status
from .tables import wide_console, wide_table


@click.group(name="baselines", cls=NamedGroup)
def command() -> None:
    r"""Show the classifiers and models of this package, or train one on a built release.

    \b
    Examples:
      claimwire baselines list
      claimwire baselines train pipeline --build dataset/0.3.0 --to mymodel
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
    help="A built release with texts, of which the train split is learnt from.",
)
@click.option("--to", type=click.Path(path_type=Path), required=True, help="Where the model is written.")
@click.option("--seed", type=int, default=1, show_default=True, help="What is drawn depends on it.")
def train_command(model: str, build: Path, to: Path, seed: int) -> None:
    r"""Train MODEL on the train split of a built release, and write it with a card of its figures.

    The card has what the model does on the validation and test split. The folder takes the place of what is there, once
    everything is written; `claimwire predict --model FOLDER` uses it. Fitting `pipeline` needs scikit-learn (the extra
    `baselines`).

    \b
    Example:
      claimwire baselines train pipeline --build dataset/0.3.0 --to mymodel
    """
    with shown_status("reading") as show:
        figures = train_model(model, build, to, seed, show)
    for split, by_label in figures.items():
        for declaration in LABELS:
            own = by_label[declaration.label]
            click.echo(
                f"{split}: {declaration.label.value}: F1 {own.f1(own.right):.3f}, exact spans {own.f1(own.exact):.3f} "
                f"({own.proposed} proposed, {own.decided} decided)"
            )
    click.echo(f"wrote {to} ({CARD} has its figures)")
