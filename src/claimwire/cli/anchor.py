"""`claimwire anchor`: a layer written as quotes becomes a layer of offsets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..formats.files import contents_of
from ..formats.layers import layers_read
from ..formats.quoted import QUOTED
from .taking_layers import LayerOptions, layer_options, take_layers


@click.command(name="anchor")
@click.argument("corpus")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@layer_options
def command(corpus: str, files: tuple[Path, ...], **given: Any) -> None:
    r"""Read layers written as quotes, ARTICLE_ID.jsonl each, into annotations.jsonl of CORPUS.

    A line of such a file is a claim with its slots and an `id`, a string or a whole number. A span is the quoted words
    themselves, or a selector of the W3C Web Annotation model: `exact` with `prefix` and `suffix` or, as `occurrence`, a
    number or "all", where they occur more than once; `start` and `end` in code points; or both, which must agree.
    `sentences` are the numbers of the sentences that the claim is in, as `claimwire sentences ARTICLE` prints them: a
    claim with words in other ones is refused; without the field, quotes are looked for everywhere. docs/anchoring.md
    has the format with examples, `claimwire schema quoted-claim` its JSON Schema, and a file that `claimwire export`
    writes is an example. Nothing is written if any line has a problem.

    A file is the whole layer. One that the annotator has already and that would get other claims is named with both
    counts and stays as it is, unless --replace is given; one that would be emptied needs --accept-empty. What only
    adjudicated claims have, such as the event, is left out and named.

    \b
    A line, shortened:
      {"id": "01", "label": "casualty_figure", "sentences": [4], "spans": ["three sailors drowned"],
       "quantity_spans": ["three"], "qualifier": "exact", "lower": 3, "upper": 3, ...}

    \b
    Examples:
      claimwire anchor mycorpus layer/*.jsonl --annotator model_a --from ~/texts --protocol reader_of_codebook_2
      claimwire anchor mycorpus corrected/*.jsonl --annotator anna --replace --dry-run
    """
    take_layers(
        corpus,
        "claimwire anchor",
        lambda articles, facts: layers_read(QUOTED, contents_of(files), articles, facts),
        LayerOptions(**given),
    )
