"""`claimwire dehydrate`: stand-off records made of a hydrated corpus."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.atomic import write_bytes
from ..corpus.corpus import CORPUS_FILE, Corpus, read_corpus
from ..errors import HydrationError
from ..hydration.folder import file_changes, require_nothing_withdrawn, require_whole_copy, standoff_files
from .options import NewPlace
from .session import repository
from .writing import editing_corpus, wait_option


@click.command(name="dehydrate")
@click.argument("corpus")
@click.option(
    "--from",
    "source",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the hydrated corpus.",
)
@click.option("--anchors", is_flag=True, help="Remake anchors.jsonl, which is used to find spans in other copies.")
@click.option("--to", type=NewPlace(file_okay=False), help="Write to this folder.")
@click.option("--write", is_flag=True, help="Write to the repository's own folder of the corpus.")
@wait_option
def command(corpus: str, source: Path, anchors: bool, to: Path | None, write: bool, wait: float) -> None:
    r"""Make the stand-off records of a hydrated copy of CORPUS: offsets and hashes, no text.

    Shows what would change in the repository, and writes only with --write or --to. It refuses to write into the
    repository what was made from texts other than the recorded ones, or what lacks articles or anything else that is in
    the repository.

    \b
    Examples:
      claimwire dehydrate mycorpus --from ~/hydrated-mycorpus
      claimwire dehydrate mycorpus --from ~/hydrated-mycorpus --anchors --write
      claimwire dehydrate mycorpus --from ~/hydrated-mycorpus --to /tmp/mycorpus
    """
    if write and to is not None:
        raise click.UsageError("--write and --to exclude each other")
    if not (source / CORPUS_FILE).is_file():
        raise HydrationError(
            f"{source} has no {CORPUS_FILE}; name the folder of a hydrated corpus, such as `claimwire hydrate` makes"
        )
    workspace = repository()
    if to is not None:
        own = workspace.corpus(corpus)
        for name, content in _standoff_files(own, source, to, anchors).items():
            write_bytes(to / name, content)
        return
    with editing_corpus(workspace, corpus, wait, dry_run=not write) as edit:
        own = edit.corpus
        if own.info.text_redistributable:
            raise HydrationError(f"the texts of {corpus} may be in the repository; there is nothing to take out")
        require_nothing_withdrawn(own, workspace.withdrawn())
        files = _standoff_files(own, source, own.folder, anchors)
        require_whole_copy(own, read_corpus(source), source)
        for name, content in files.items():
            edit.write(name, content.decode("utf-8"))
    if not write:
        click.echo("nothing was written; use --write or --to")


def _standoff_files(own: Corpus, source: Path, folder: Path, anchors: bool) -> dict[str, bytes]:
    """Return the files that a hydrated copy makes, and say which of those in a folder they would change."""
    data = read_corpus(source)
    if data.info.corpus_id != own.corpus_id:
        raise HydrationError(f"{source} is the corpus {data.info.corpus_id}, expected {own.corpus_id}")
    files = standoff_files(data, anchors=anchors)
    for name, change in file_changes(files, folder).items():
        click.echo(f"{change:9}  {folder / name}")
    return files
