"""What `claimwire anchor` and `claimwire import` have in common: layers that are read of files go into a corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from ..corpus.transaction import Edit
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..formats.layers import LayerFacts, as_annotated, emptied_problems, layer_changes, replaced_problems
from ..naming import alternatives
from ..schema import Annotation, Article, Protocol, Questions
from ..versions import __version__
from .options import EdtfDate
from .recorded_texts import with_recorded_texts
from .session import repository
from .writing import editing_corpus, wait_option

C = TypeVar("C", bound=Callable[..., None])

OPTIONS = (
    click.option("--annotator", required=True, help="Id of the annotator (annotations/annotators.jsonl)."),
    click.option(
        "--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text."
    ),
    click.option("--date", metavar="EDTF", type=EdtfDate(), help="When the layers were finished."),
    click.option(
        "--protocol",
        "protocol_id",
        metavar="ID",
        help="How the layers were made (annotations/protocols/ID.toml); the codebook is then the protocol's.",
    ),
    click.option(
        "--accept-empty",
        "accept_empty",
        multiple=True,
        metavar="ARTICLE",
        help="Let the file of this article empty a layer that has claims; once for each.",
    ),
    click.option(
        "--replace", is_flag=True, help="Let the files take the place of layers that are there and have other claims."
    ),
    click.option("--dry-run", is_flag=True, help="Check the files and write nothing."),
    wait_option,
)


@dataclass(frozen=True)
class LayerOptions:
    """The options of a command that takes layers, by their parameters."""

    annotator: str
    source: Path | None
    date: str | None
    protocol_id: str | None
    accept_empty: tuple[str, ...]
    replace: bool
    dry_run: bool
    wait: float


def layer_options(command: C) -> C:
    """Add the options that `LayerOptions` has."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


ReadLayers = Callable[[Mapping[str, Article], LayerFacts], tuple[list[Annotation], list[str]]]
"""Returns layers and the problems of their files, for articles by id, with their texts as far as they are at hand."""

AddArticles = Callable[[Edit], list[Article]]
"""Puts articles into a corpus before layers are read, and returns them with their texts."""


def take_layers(
    corpus: str,
    tool: str,
    read: ReadLayers,
    options: LayerOptions,
    *,
    add_articles: AddArticles = lambda _: [],
    guideline_version: str | None = None,
) -> None:
    """Read layers, write them in a transaction and tell what changes; `tool` is the command that made them.

    `guideline_version` is that of layers without a protocol, by default the corpus's.
    Exits with status 1, and writes nothing, if a file has a problem, or would replace or empty a layer that may not be.
    """
    workspace = repository()
    workspace.require_annotator(options.annotator)
    protocol = None if options.protocol_id is None else _protocol(workspace, options.protocol_id)
    texts: dict[str, str] = {}
    with editing_corpus(workspace, corpus, options.wait, texts, dry_run=options.dry_run) as edit:
        data = with_recorded_texts(edit.corpus, options.source)
        articles = data.articles | {article.article_id: article for article in add_articles(edit)}
        texts |= {key: article.text for key, article in articles.items() if article.text is not None}
        version = guideline_version or data.info.guideline_version
        layers, problems = read(articles, _facts(version, tool, options, protocol, workspace.questions()))
        _require_read({layer.article_id for layer in layers}, options)
        _stop_at(problems)
        layers, dropped = _as_annotated(layers)
        stored = (layer for layer in edit.corpus.layers.values() if layer.annotator_id == options.annotator)
        changes = layer_changes(stored, layers)
        refused = emptied_problems(changes, options.accept_empty)
        _stop_at(refused if options.replace else [*replaced_problems(changes), *refused])
        edit.merge("annotations", layers)
    for change in changes:
        click.echo(str(change))
    for name, count in sorted(dropped.items()):
        click.echo(f"left out: {name} of {count} claim{'s'[: count != 1]}, which adjudicated claims alone have")
    click.echo(f"{len(layers)} layers, {sum(len(layer.claims) for layer in layers)} claims")


def _as_annotated(layers: Iterable[Annotation]) -> tuple[list[Annotation], Counter[str]]:
    """Return layers without what only adjudicated claims have, and how many claims had each of these fields."""
    made = [as_annotated(layer) for layer in layers]
    return [layer for layer, _ in made], sum((dropped for _, dropped in made), Counter[str]())


def _require_read(article_ids: Collection[str], options: LayerOptions) -> None:
    """Raise `click.UsageError` if a layer may be emptied of whose article nothing was read."""
    for article_id in options.accept_empty:
        if article_id not in article_ids:
            raise click.UsageError(f"--accept-empty {article_id}: none of the files is for {article_id}")


def _facts(
    version: str, tool: str, options: LayerOptions, protocol: Protocol | None, questions: Questions
) -> LayerFacts:
    return LayerFacts(
        options.annotator,
        version if protocol is None else protocol.guideline_version,
        f"{tool} {__version__}",
        options.date,
        protocol_id=None if protocol is None else protocol.protocol_id,
        questions=questions,
    )


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
