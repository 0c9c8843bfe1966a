"""`claimwire duplicates`: near-duplicate articles and statements, and those that stand in different splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from ..duplicates.found import Basis, Duplicate, duplicates
from ..duplicates.leaks import leaks
from ..duplicates.sketches import add_sketches, read_sketches, sketch, sketches_file, usable
from ..hydrate import load_texts
from ..records import canonical_json
from ..schema import Article
from ..schema.vocab import Split
from ..splits import article_groups
from ..workspace import CorpusData, Workspace, records_of


@click.command(name="duplicates")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--by", type=click.Choice(Basis.names()), help="Only duplicates by this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pair.")
@click.option(
    "--write-sketches", is_flag=True, help="Write sketches of the texts found with --from to dataset/sketches.jsonl."
)
def command(corpora: tuple[str, ...], source: Path | None, by: str | None, as_json: bool, write_sketches: bool) -> None:
    r"""List the near-duplicates among the articles of some CORPUS, or of all that the release plan names.

    Two articles are duplicates by text, where they share 8% or more of the shorter one's runs of five words, and by
    statement, where claims of theirs say nearly the same in our own words. Stand-off articles are compared by their
    texts with --from, else by their sketches, which find whole copies and miss most excerpts. Exit status 1 means
    that duplicates stand in different splits.

    \b
    Examples:
      claimwire duplicates openwire
      claimwire duplicates karabakh openwire --from ~/texts
      claimwire duplicates --by statement --json
      claimwire duplicates karabakh --from ~/texts --write-sketches
    """
    if write_sketches and source is None:
        raise click.UsageError("--write-sketches needs the texts; name them with --from")
    workspace = Workspace.find()
    chosen = workspace.corpora(corpora)
    texts = _texts(chosen, source)
    articles = [article for data in chosen for article in records_of(data.articles)]
    if write_sketches:
        made = [sketch(article, texts[article.article_id]) for article in articles if article.article_id in texts]
        add_sketches(workspace, made)
        click.echo(f"{workspace.shown(sketches_file(workspace))}: {len(made)} sketches written", err=True)
    sketches = read_sketches(workspace)
    claims = [claim for data in chosen for claim in records_of(data.claims)]
    found = duplicates(articles, claims, sketches, texts)
    split_of = {item.record.article_id: item.record.split for item in workspace.splits()[0]}
    crossing = leaks(found, split_of)
    shown = [item for item in found if by in (None, item.basis)]
    if as_json:
        for item in shown:
            click.echo(canonical_json(asdict(item) | {"splits": _splits(item, split_of)}))
    else:
        _print(shown, split_of)
    events = (event for data in chosen for event in records_of(data.events))
    links = (link for data in chosen for link in records_of(data.links))
    groups = article_groups(articles, claims, events, links, found)
    click.echo(_summary(found, len(articles), len(set(groups.values())), len(crossing)), err=as_json)
    _warn(articles, texts, usable(articles, sketches))
    raise SystemExit(1 if crossing else 0)


def _texts(chosen: list[CorpusData], source: Path | None) -> dict[str, str]:
    """Return the recorded texts of stand-off articles that the source has."""
    if source is None:
        return {}
    standoff = (data for data in chosen if not data.corpus.text_redistributable)
    return {article_id: text for data in standoff for article_id, text in load_texts(data, source).items()}


def _splits(item: Duplicate, split_of: Mapping[str, Split]) -> list[str | None]:
    return [split_of.get(article_id) for article_id in item.article_ids]


def _print(found: list[Duplicate], split_of: Mapping[str, Split]) -> None:
    if not found:
        return
    table = Table()
    for name in ("by", "kind", "share", "one", "other", "splits"):
        table.add_column(name, justify="right" if name == "share" else "left", overflow="fold")
    for item in found:
        one, other = item.claim_ids or item.article_ids
        splits = [split or "-" for split in _splits(item, split_of)]
        place = splits[0] if splits[0] == splits[1] else f"[red]{splits[0]} / {splits[1]}[/red]"
        share = f"{'~' if item.sampled else ''}{item.share:.2f}"
        table.add_row(item.basis, item.kind, share, one, other, place)
    Console().print(table)


def _summary(found: list[Duplicate], articles: int, groups: int, crossing: int) -> str:
    counts = [f"{sum(item.basis is basis for item in found)} by {basis}" for basis in Basis]
    return (
        f"{articles} articles in {groups} groups by events, links and duplicates; duplicates: {', '.join(counts)}; "
        f"{crossing or 'none'} across splits"
    )


def _warn(articles: list[Article], texts: Mapping[str, str], sketches: Mapping[str, object]) -> None:
    """Say which articles could not be compared by their texts."""
    bare = [a.article_id for a in articles if a.text is None and a.article_id not in texts]
    unknown = [article_id for article_id in bare if article_id not in sketches]
    if unknown:
        click.echo(f"no text and no sketch of {', '.join(unknown)}: only exact copies are found; use --from", err=True)
