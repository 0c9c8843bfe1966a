"""`claimwire revise`: adjudicated claims changed afterwards, each with a reason and the rulings it follows from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path

import click

from ..adjudication.revising import Revised, revised
from ..corpus.corpus import Corpus
from ..corpus.records import json_lines
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="revise")
@click.argument("corpus_id", metavar="CORPUS")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-a", "--adjudicator", required=True, metavar="ID", help="Id of the annotator who revises.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Where the texts of a stand-off corpus are: a folder, file or archive.",
)
@click.option("--write", is_flag=True, help="Write the claims; without it only what would change is shown.")
@wait_option
def command(corpus_id: str, file: Path, adjudicator: str, source: Path | None, write: bool, wait: float) -> None:
    r"""Change, take out or add adjudicated claims of CORPUS, as the lines of FILE say.

    A line names a claim and says what changes, why, and which rulings of the codebook that follows from:

    \b
      {"claim": "port_a_c03", "set": {"polarity": "negative"}, "rulings": ["R-POL-1"], "reason": "The span says not."}
      {"claim": "port_a_c07", "reject": true, "rulings": ["R-STMT-1"], "reason": "Thanks without content."}
      {"article": "port_a", "set": {"label": "casualty_figure", ...}, "reason": "A figure that both layers missed."}

    The record of each decision keeps its reason and gets the new one; its kind and the other readings are computed
    again. All lines are applied or none.

    \b
    Examples:
      claimwire revise mycorpus revisions.jsonl -a anna
      claimwire revise mycorpus revisions.jsonl -a anna --from ~/texts --write
    """
    workspace = repository()
    workspace.require_annotator(adjudicator)
    if not write:
        own = workspace.corpus(corpus_id)
        _shown(own, _revised(with_recorded_texts(own, source), file, adjudicator, workspace.programs()))
        click.echo("nothing was written; use --write")
        return
    texts: dict[str, str] = {}
    with editing_corpus(workspace, corpus_id, wait, texts) as edit:
        own = edit.corpus
        restored = with_recorded_texts(own, source)
        texts |= texts_of(restored)
        made = _revised(restored, file, adjudicator, workspace.programs())
        edit.replace("claims", made.claims.values())
        edit.replace("adjudications", made.adjudications.values())
    _shown(own, made)


def _revised(corpus: Corpus, file: Path, adjudicator: str, programs: Collection[str]) -> Revised:
    """Return what a revisions file makes of a corpus; exits with status 1 if there are problems."""
    made = revised(corpus, list(json_lines(file)), adjudicator, str(file), programs)
    for problem in made.problems:
        click.echo(problem, err=True)
    if made.problems:
        raise SystemExit(1)
    return made


def _shown(before: Corpus, made: Revised) -> None:
    """Print how many claims are changed, taken out and added, and in which fields."""
    both = [(before.claims[key], claim) for key, claim in made.claims.items() if key in before.claims]
    fields = Counter(
        name for old, new in both for name in type(new).model_fields if getattr(old, name, None) != getattr(new, name)
    )
    changed = sum(old != new for old, new in both)
    gone, added = len(before.claims) - len(both), len(made.claims) - len(both)
    click.echo(f"{changed} claims changed, {gone} taken out, {added} added")
    for name, count in fields.most_common():
        click.echo(f"  {name}: {count}")
