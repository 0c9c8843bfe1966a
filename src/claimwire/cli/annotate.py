"""`claimwire annotate`: a program makes a layer."""

from __future__ import annotations

from pathlib import Path

import click

from ..baselines.annotators import ANNOTATORS, annotator_of, layer_by
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..formats.layers import layer_changes
from ..schema.vocab import AnnotatorKind
from .options import Name
from .recorded_texts import articles_with_text, with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="annotate")
@click.argument("corpus")
@click.option("--by", "name", required=True, type=Name([made.name for made in ANNOTATORS]), help="The program.")
@click.option("-a", "--annotator", required=True, help="Its id (annotations/annotators.jsonl), of the kind rule.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--article", "article_ids", multiple=True, metavar="ID", help="Only this article (repeat).")
@click.option("--dry-run", is_flag=True, help="Make the layers, check them, and write nothing.")
@wait_option
def command(
    corpus: str,
    name: str,
    annotator: str,
    source: Path | None,
    article_ids: tuple[str, ...],
    dry_run: bool,
    wait: float,
) -> None:
    r"""Let a program annotate the articles of CORPUS; each gets a layer in annotations.jsonl.

    The layers are made from the texts alone, the same each time, by the corpus's codebook; they replace those that the
    program made before. What a program says does not count as an opinion: adjudication decides as if it were not there,
    but shows it. Its slots contain no names.

    \b
    Example:
      claimwire annotate mycorpus --by rules -a rules_1 --from ~/texts
    """
    workspace = repository()
    _require_program(workspace, annotator)
    program = annotator_of(name)
    texts: dict[str, str] = {}
    with editing_corpus(workspace, corpus, wait, texts, dry_run=dry_run) as edit:
        data = with_recorded_texts(edit.corpus, source)
        texts |= texts_of(data)
        codebook = data.info.guideline_version
        layers = [layer_by(program, article, annotator, codebook) for article in articles_with_text(data, article_ids)]
        changes = layer_changes(edit.corpus.layers.values(), layers)
        edit.merge("annotations", layers)
    for change in changes:
        click.echo(str(change))
    click.echo(f"{len(layers)} layers, {sum(len(layer.claims) for layer in layers)} claims")


def _require_program(workspace: Workspace, annotator_id: str) -> None:
    """Raise `ClaimwireError` unless an annotator is known and a rule program."""
    workspace.require_annotator(annotator_id)
    if annotator_id not in workspace.programs():
        raise ClaimwireError(
            f"annotations/annotators.jsonl says that {annotator_id} is not a rule program; a layer that a program "
            f"makes is by an annotator of annotator_kind {AnnotatorKind.RULE.value}, added there with a description"
        )
