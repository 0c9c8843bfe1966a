"""`claimwire import`: layers in files of another format go into a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..formats import FORMATS
from ..formats.files import contents_of, files_of_format
from ..formats.layers import layers_read
from .options import Name
from .taking_layers import LayerOptions, layer_options, take_layers

READ = {form.format_id: form for form in FORMATS if form.imports is not None}


@click.command(name="import")
@click.argument("corpus")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_id", type=Name(list(READ)), required=True, help="What the files are.")
@layer_options
def command(corpus: str, path: Path, format_id: str, **given: Any) -> None:
    r"""Read layers from the files of PATH, a folder or one file, into annotations.jsonl of CORPUS.

    The files are those that `claimwire export` writes in that format, as somebody changed them in a tool of their own,
    or files made like them; docs/formats.md has what each says. Nothing is written while any file has a problem.

    What is read of an article is the whole layer. One that the annotator has already and that would get other claims is
    named with both counts and stays as it is, unless --replace is given; one that would be emptied needs
    --accept-empty. What only adjudicated claims have, such as the event, is left out and named.

    \b
    Examples:
      claimwire export mycorpus ~/work --format brat --annotator anna
      claimwire import mycorpus ~/work --format brat --annotator bela --dry-run
      claimwire import mycorpus ~/work --format brat --annotator bela --replace --dry-run
      claimwire import mycorpus ~/brat/mycorpus_042.ann --format brat --annotator bela --date 2031-05-05
    """
    form, options = READ[format_id], LayerOptions(**given)
    contents = contents_of(files_of_format(path, form))
    take_layers(
        corpus,
        f"claimwire import --format {format_id}",
        lambda data, facts: layers_read(form, contents, data.articles, facts),
        options,
    )
