"""`claimwire score`: predictions against a build, beside trivial ones, with intervals."""

from __future__ import annotations

from pathlib import Path

import click

from ..iaa.arrays.bootstrap import RESAMPLES, SEED
from ..release.named import named_release
from ..schema.vocab import Split
from ..scoring.gold import BREAKDOWNS, Breakdown
from ..scoring.table import score_table
from ..scoring.tasks import TASKS, score_files
from .options import Name
from .output import echo_json
from .tables import print_report_table, wide_console


class Prevalence(click.ParamType[tuple[str, float]]):
    """A label and the share of sentences that have it by nature: `LABEL=SHARE`."""

    name = "prevalence"

    def convert(
        self, value: str | tuple[str, float], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return label and share; raises `click.BadParameter` if the value is not written so."""
        if isinstance(value, tuple):
            return value
        label, _, share = value.partition("=")
        try:
            return label, float(share)
        except ValueError:
            self.fail(f"{value!r}: write it as LABEL=SHARE, such as historical_background=0.19", param, ctx)


@click.command(name="score")
@click.argument("gold")
@click.argument("predictions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--task", type=Name([task.name for task in TASKS]), required=True, help="What is predicted.")
@click.option(
    "--split", type=Name(Split.names()), default=Split.TEST.value, show_default=True, help="The split of a build."
)
@click.option("--by", multiple=True, type=Name(list(BREAKDOWNS)), help="Also break the scores down by this (repeat).")
@click.option(
    "--prevalence",
    "prevalences",
    multiple=True,
    type=Prevalence(),
    metavar="LABEL=SHARE",
    help="Natural share of a label, where sentences were drawn by label (repeat).",
)
@click.option(
    "--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True, help="Resamples, for the intervals."
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Seed of the resamples.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every number.")
def command(
    gold: str,
    predictions: Path,
    task: str,
    split: str,
    by: tuple[Breakdown, ...],
    prevalences: tuple[tuple[str, float], ...],
    resamples: int,
    seed: int,
    as_json: bool,
) -> None:
    r"""Score PREDICTIONS, made by any program, on GOLD, next to predictions that any model should beat.

    GOLD is a release (its folder, or its version in a repository), any build, or a file of lines as PREDICTIONS has
    them. No texts are needed. PREDICTIONS has one JSON object a line; docs/scoring.md has the formats and measures:

    \b
      sentences  the labels of each sentence        {"sentence_id": "a_s001", "scores": {"casualty_figure": 0.9}},
                                                    or the lines of spans
      spans      where claims stand, their labels   {"article_id": "a", "claims": [{"label": ..., "spans": [...]}]}
      slots      who says it, how many, when        the same lines, with slots
      verdicts   what the facts say of a claim      {"claim_id": "a_c01", "verdict": "supported"}
      tolls      in which interval a toll will end  {"toll_id": "a_c01", "hour": 6, "lower": 5, "upper": 12}

    What is not predicted counts as nothing predicted, and its number is told. Intervals are of 95 %, by drawing
    documents. A gold that a model annotated is a reference: good scores on it say that a model agrees with it.

    \b
    Examples:
      claimwire score 0.3.0 predictions.jsonl --task spans
      claimwire score ~/builds/full predictions.jsonl --task sentences --by outlet --by origin
      claimwire score 0.3.0 predictions.jsonl --task slots --split validation --json | jq '.rows[0].figures'
      claimwire score gold.jsonl predictions.jsonl --task sentences --prevalence historical_background=0.19
    """
    place = Path(gold) if Path(gold).is_file() else named_release(gold)
    scores = score_files(
        place,
        predictions,
        task,
        split=split,
        by=by,
        prevalence=dict(prevalences),
        resamples=resamples,
        seed=seed,
    )
    if as_json:
        echo_json(scores.to_json())
    else:
        print_report_table(wide_console(), score_table(scores))
