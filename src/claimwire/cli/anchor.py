"""`claimwire anchor`: a layer written as quotes becomes a layer of offsets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..corpus.corpus import Corpus
from ..corpus.records import json_lines
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..formats.layers import LayerFacts, emptied_problems, layer_changes, quoted_layer
from ..naming import alternatives
from ..schema import Annotation, Protocol
from ..versions import __version__
from .options import EdtfDate
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, texts_of, wait_option


@click.command(name="anchor")
@click.argument("corpus")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--annotator", required=True, help="Id of the annotator (annotations/annotators.jsonl).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--date", metavar="EDTF", type=EdtfDate(), help="When the layers were finished.")
@click.option(
    "--protocol",
    "protocol_id",
    metavar="ID",
    help="How the layers were made (annotations/protocols/ID.toml); the codebook is then the protocol's.",
)
@click.option(
    "--accept-empty",
    "accept_empty",
    multiple=True,
    metavar="ARTICLE",
    help="Let the file of this article empty a layer that has claims; once for each.",
)
@click.option("--dry-run", is_flag=True, help="Check the files and write nothing.")
@wait_option
def command(
    corpus: str,
    files: tuple[Path, ...],
    annotator: str,
    source: Path | None,
    date: str | None,
    protocol_id: str | None,
    accept_empty: tuple[str, ...],
    dry_run: bool,
    wait: float,
) -> None:
    r"""Read layers written as quotes, ARTICLE_ID.jsonl each, into annotations.jsonl of CORPUS.

    A line of such a file is a claim with its slots and an `id`, a string or a whole number. A span is the quoted words
    themselves, or a selector of the W3C Web Annotation model: `exact` with `prefix` and `suffix` or, as `occurrence`, a
    number or "all", where they are there more than once; `start` and `end` in code points; or both, which must agree.
    `sentences` are the numbers of the sentences that the claim is in; `claimwire show CORPUS ARTICLE --sentences` shows
    them. A file that `claimwire export` writes is an example; `claimwire schema claim` has every slot. Nothing is
    written while any line has a problem.

    A file is the whole layer: it replaces the annotator's layer of the article. A layer whose claims change is told
    with both counts, and one that would be emptied is refused without --accept-empty.

    \b
    A line, shortened:
      {"id": "01", "label": "casualty_figure", "sentences": [4], "spans": ["three sailors drowned"],
       "quantity_spans": ["three"], "qualifier": "exact", "lower": 3, "upper": 3, ...}

    \b
    Example:
      claimwire anchor mycorpus layer/*.jsonl --annotator model_a --from ~/texts --protocol reader_of_codebook_2
    """
    stray = [article_id for article_id in accept_empty if article_id not in {path.stem for path in files}]
    if stray:
        raise click.UsageError(f"--accept-empty {stray[0]}: none of the files is {stray[0]}.jsonl")
    workspace = repository()
    workspace.require_annotator(annotator)
    protocol = None if protocol_id is None else _protocol(workspace, protocol_id)
    texts: dict[str, str] = {}
    with editing_corpus(workspace, corpus, wait, texts, dry_run=dry_run) as edit:
        data = with_recorded_texts(edit.corpus, source)
        texts |= texts_of(data)
        layers = _read(data, files, annotator, date, protocol)
        stored = (layer for layer in edit.corpus.layers.values() if layer.annotator_id == annotator)
        changes = layer_changes(stored, layers)
        _stop_at(emptied_problems(changes, accept_empty))
        edit.merge("annotations", layers)
    for change in changes:
        click.echo(str(change))
    click.echo(f"{len(layers)} layers, {sum(len(layer.claims) for layer in layers)} claims")


def _stop_at(problems: Sequence[str]) -> None:
    """Print problems, if there are any, and exit with status 1."""
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)


def _protocol(workspace: Workspace, protocol_id: str) -> Protocol:
    protocols = workspace.protocols()
    if protocol_id not in protocols:
        raise ClaimwireError(f"annotations/protocols has no {protocol_id}.toml; {alternatives(protocol_id, protocols)}")
    return protocols[protocol_id]


def _read(
    data: Corpus, files: tuple[Path, ...], annotator: str, date: str | None, protocol: Protocol | None
) -> list[Annotation]:
    """Return the layers in quoted files; exits with status 1 if a line has a problem."""
    version = data.info.guideline_version if protocol is None else protocol.guideline_version
    protocol_id = None if protocol is None else protocol.protocol_id
    facts = LayerFacts(annotator, version, f"claimwire anchor {__version__}", date, protocol_id=protocol_id)
    layers, problems = [], []
    file_of: dict[str, Path] = {}
    for path in files:
        if path.stem not in data.articles:
            known = alternatives(path.stem, data.articles)
            raise ClaimwireError(
                f"{path} is named for no article of {data.corpus_id}, which ARTICLE_ID.jsonl is; {known}"
            )
        if file_of.setdefault(path.stem, path) is not path:
            raise ClaimwireError(
                f"{file_of[path.stem]} and {path} are both for {path.stem}, and the second would replace the first; "
                "put all lines of an article into one file"
            )
        layer, found = quoted_layer(data.articles[path.stem], list(json_lines(path)), facts, str(path))
        layers.append(layer)
        problems += found
    _stop_at(problems)
    return layers
