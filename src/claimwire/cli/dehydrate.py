"""`claimwire dehydrate`: stand-off records made of a hydrated corpus."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.atomic import write_bytes
from ..corpus.corpus import read_corpus
from ..corpus.workspace import Workspace
from ..errors import HydrationError
from ..hydration.folder import file_changes, replaced_texts, standoff_files


@click.command(name="dehydrate")
@click.argument("corpus")
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the hydrated corpus.",
)
@click.option("--anchors", is_flag=True, help="Make anchors.jsonl anew, by which spans are found in other copies.")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Write to this folder.")
@click.option("--write", is_flag=True, help="Write to the repository's own folder of the corpus.")
def command(corpus: str, source: Path, anchors: bool, to: Path | None, write: bool) -> None:
    r"""Make the stand-off records of a hydrated copy of CORPUS: offsets and hashes, no text.

    Shows what would change in the repository, and writes only with --write or --to. Into the repository it writes
    nothing that was made of other texts than the recorded ones, or that lacks articles.

    \b
    Examples:
      claimwire dehydrate mycorpus --from ~/hydrated/mycorpus
      claimwire dehydrate mycorpus --from ~/hydrated/mycorpus --anchors --write
      claimwire dehydrate mycorpus --from ~/hydrated/mycorpus --to /tmp/mycorpus
    """
    if write and to is not None:
        raise click.UsageError("--write and --to exclude each other")
    workspace = Workspace.find()
    own = workspace.corpus(corpus)
    data = read_corpus(source)
    if data.info.corpus_id != corpus:
        raise HydrationError(f"{source} is the corpus {data.info.corpus_id}, expected {corpus}")
    files = standoff_files(data, anchors=anchors)
    folder = to or own.folder
    for name, change in file_changes(files, folder).items():
        click.echo(f"{change:9}  {folder / name}")
    if write and own.info.text_redistributable:
        raise HydrationError(f"the texts of {corpus} may stand in the repository; there is nothing to take out")
    replaced = replaced_texts(own, data)
    if write and replaced:
        raise HydrationError(
            f"{source} lacks articles of {corpus}, or has another text of them: {', '.join(replaced)}; "
            "dehydrate a copy with the recorded texts, or use --to"
        )
    if not write and to is None:
        click.echo("nothing was written; use --write or --to")
        return
    for name, content in files.items():
        write_bytes(folder / name, content)
