"""`claimwire import`: layers in files of another format, or of a corpus that people annotated, go into a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..formats import FORMATS
from ..formats.files import contents_of, files_of_format
from ..formats.human import HUMAN_CORPORA
from ..formats.layers import layers_read
from .import_human import HumanOptions, import_human
from .options import Name, NewPlace, only_with
from .taking_layers import LayerOptions, layer_options, take_layers

READ = {form.format_id: form for form in FORMATS if form.imports is not None}
HUMAN = {corpus.format_id: corpus for corpus in HUMAN_CORPORA}


@click.command(name="import")
@click.argument("corpus")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_id", type=Name([*READ, *HUMAN]), required=True, help="What the files are.")
@click.option("--whose", metavar="NAME", help="Whose marks, in a corpus of several annotators: 4b22 in PolNeAR.")
@click.option(
    "--with-texts",
    "texts_file",
    metavar="FILE.jsonl",
    type=NewPlace(dir_okay=False),
    help="Write the texts to this file, and make articles of those that CORPUS does not have.",
)
@click.option("--outlet", metavar="ID", help="With --with-texts: who published them (annotations/outlets/).")
@layer_options
def command(
    corpus: str,
    path: Path,
    format_id: str,
    whose: str | None,
    texts_file: Path | None,
    outlet: str | None,
    **given: Any,
) -> None:
    r"""Read layers from the files of PATH, a folder or one file, into annotations.jsonl of CORPUS.

    The files are those that `claimwire export` writes in that format, as somebody changed them in a tool of their own,
    or files made like them; docs/formats.md has what each says. Nothing is written while any file has a problem.

    Or they are your copy of a corpus that people annotated: polnear, newsdiscourse, gum, german_wikinews, humset,
    redewiedergabe. All files below PATH are read. docs/human-corpora.md has which of their labels become which of
    ours, and what is not kept. The annotator must be of kind human. With --with-texts their texts become articles in
    the same step; FILE.jsonl is then your copy of the texts, for --from.

    What is read of an article is the whole layer. One that the annotator has already and that would get other claims is
    named with both counts and stays as it is, unless --replace is given; one that would be emptied needs
    --accept-empty. What only adjudicated claims have, such as the event, is left out and named.

    \b
    Examples:
      claimwire import mycorpus ~/work --format brat --annotator anna
      claimwire import mycorpus ~/work --format brat --annotator bela --dry-run
      claimwire import mycorpus ~/work --format brat --annotator bela --replace --dry-run
      claimwire import mycorpus ~/brat/mycorpus_042.ann --format brat --annotator bela --date 2031-05-05
      claimwire import press ~/PolNeAR/data/dev --format polnear --whose 4b22 --annotator polnear_4b22 \
          --with-texts ~/press.jsonl --outlet press
    """
    options = LayerOptions(**given)
    only_with(format_id in HUMAN, "a corpus that people annotated", "whose", "texts_file", "outlet")
    only_with(texts_file is not None, "--with-texts", "outlet")
    if format_id in HUMAN:
        import_human(corpus, path, HUMAN[format_id], HumanOptions(whose, texts_file, outlet), options)
        return
    form = READ[format_id]
    contents = contents_of(files_of_format(path, form))
    take_layers(
        corpus,
        f"claimwire import --format {format_id}",
        lambda articles, facts: layers_read(form, contents, articles, facts),
        options,
    )
