"""`claimwire init`: a repository of one's own."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import click

from ..schema.vocab import AnnotatorKind
from ..starting.beginning import AnnotatorFacts, CorpusFacts, NewRepository, corpus_id_of
from ..starting.example import CORPUS_ID, example_beginning, write_example
from ..starting.files import open_questions
from ..starting.laying import lay_down
from .corpus_options import language_option, open_texts_option, text_licence_option, written_by_option
from .options import EdtfDate, NewPlace, not_with

KINDS = {kind.value: kind for kind in AnnotatorKind}


class AnnotatorName(click.ParamType[AnnotatorFacts]):
    """An annotator as `anna`, or with what it is as `gale:model`."""

    name = "annotator"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> AnnotatorFacts:
        """Return what is said of the annotator; a person where no kind is told."""
        annotator_id, _, kind = str(value).partition(":")
        kinds = KINDS | {"": AnnotatorKind.HUMAN}
        if kind not in kinds:
            self.fail(
                f"{kind!r} is not a kind of annotator; write one of {', '.join(AnnotatorKind.names())}", param, ctx
            )
        return AnnotatorFacts(annotator_id, kinds[kind])


@click.command(name="init")
@click.argument("folder", type=NewPlace())
@click.option("--name", help="Name of the dataset; that of the folder if not given.")
@click.option("--description", help="What the dataset is, in a sentence or two.")
@click.option("--author", "authors", multiple=True, help="Who publishes it. Repeat it for several.")
@click.option("--licence", metavar="SPDX", help="Licence of the release and of the annotations, such as CC-BY-4.0.")
@click.option("--contact", help="Whom to write to.")
@click.option("--url", help="Address of its home page.")
@click.option("--date", metavar="DAY", type=EdtfDate(), help="Day planned for the first release; today if not given.")
@click.option("--corpus", "corpus_id", metavar="ID", help="Id of the first corpus; made from the name if not given.")
@language_option
@open_texts_option
@text_licence_option
@written_by_option
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="A publisher. Repeat it for several.")
@click.option(
    "--annotator",
    "annotators",
    multiple=True,
    type=AnnotatorName(),
    metavar="ID[:KIND]",
    help="Who annotates or adjudicates; KIND is human (if none is told), model or rule. Repeat it for several.",
)
@click.option("--example", is_flag=True, help="Put a tiny invented corpus into it, annotated and adjudicated.")
@click.option("--dry-run", is_flag=True, help="List the files, but write none.")
def command(
    folder: Path,
    name: str | None,
    description: str | None,
    authors: tuple[str, ...],
    licence: str | None,
    contact: str | None,
    url: str | None,
    date: str | None,
    corpus_id: str | None,
    language: str,
    open_texts: bool,
    text_licence: str | None,
    written_by: str | None,
    outlets: tuple[str, ...],
    annotators: tuple[AnnotatorFacts, ...],
    example: bool,
    dry_run: bool,
) -> None:
    r"""Make FOLDER a claimwire repository: a plan of the release, a corpus, a codebook, schemas, a card.

    The repository is valid at once; `claimwire check` then says what a release still needs. FOLDER must be empty or not
    exist yet; either all files are written or none. What you do not give here stays as a comment in
    annotations/release.toml and corpus.toml, and you can fill it in later. The codebook, annotations/guidelines.md, is
    the one that claimwire was made with, and yours to change.

    A corpus is stand-off unless you give --open-texts: its texts are read from your own copy with --from, and neither
    the repository nor a release has a word of them.

    \b
    Examples:
      claimwire init bridges --author "Ada Lorn" --licence CC-BY-4.0 --outlet post --annotator anna
      claimwire init bridges --open-texts --text-licence CC0-1.0 --outlet post --annotator anna --annotator gale:model
      claimwire init try --example
    """
    in_example = ("corpus_id", "language", "open_texts", "text_licence", "written_by", "outlets", "annotators")
    not_with(example, "--example, which has a corpus of its own", *in_example)
    title = name or Path(os.path.realpath(folder)).name
    corpus = CorpusFacts(
        corpus_id or (CORPUS_ID if example else corpus_id_of(title)),
        language=language,
        open_texts=open_texts,
        written_by=KINDS[written_by] if written_by else None,
        text_licence=text_licence,
        licence=licence,
    )
    day = date or datetime.date.today().isoformat()
    publishers = tuple(map(corpus.outlet, outlets))
    beginning = NewRepository(title, day, corpus, description, authors, licence, contact, url, publishers, annotators)
    if example:
        beginning = example_beginning(beginning)
    paths = lay_down(folder, beginning, write_example if example else None, dry_run=dry_run)
    schemas = [path for path in paths if path.startswith("schema/")]
    for path in [path for path in paths if path not in schemas] + [f"schema/ ({len(schemas)} files)"]:
        click.echo(f"{'would write' if dry_run else 'wrote'} {folder / path}")
    questions = open_questions(beginning)
    if questions:
        click.echo("to be filled in as soon as you know it:")
    for line in questions:
        click.echo(f"  {line}")
