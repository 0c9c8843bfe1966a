"""`claimwire duplicates`: near-duplicate articles and statements, and those that stand in different splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..corpus.corpus import Corpus
from ..corpus.records import canonical_json, records_of
from ..corpus.workspace import Workspace
from ..duplicates.compared import compared, compared_file, current, read_compared, write_compared
from ..duplicates.found import duplicates, texts_at_hand
from ..duplicates.model import Basis, Duplicate
from ..hydrate import load_texts
from ..schema.vocab import Split
from ..splits.edges import article_groups
from ..splits.leaks import leaks


@click.command(name="duplicates")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--by", type=click.Choice(Basis.names()), help="Only duplicates by this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pair.")
@click.option("--write", is_flag=True, help="Record what the texts of --from show, in dataset/text_duplicates.jsonl.")
def command(corpora: tuple[str, ...], source: Path | None, by: str | None, as_json: bool, write: bool) -> None:
    r"""List the near-duplicates among the articles of some CORPUS, or of all that the release plan names.

    Two articles are duplicates by text, where they share 8% or more of the shorter one's runs of five words, and by
    statement, where claims of theirs say nearly the same in our own words. Stand-off articles are compared by the
    texts that --from has; without, pairs are shown that were recorded with --write. Exit status 1 means that
    duplicates stand in different splits.

    \b
    Examples:
      claimwire duplicates openwire
      claimwire duplicates --by statement --json
      claimwire duplicates karabakh openwire --from ~/texts
      claimwire duplicates --from ~/texts --write
    """
    if write and source is None:
        raise click.UsageError("--write needs the texts; name them with --from")
    workspace = Workspace.find()
    chosen = workspace.corpora(corpora)
    articles = {x.record.article_id: x.record for data in chosen for x in data.rows.articles}
    texts = texts_at_hand(articles.values(), _texts(chosen, source))
    claims = [claim for data in chosen for claim in records_of(data.rows.claims)]
    found = duplicates(articles.values(), claims, read_compared(workspace), texts)
    if write:
        made = compared((a for a in texts if articles[a].text is None), articles, found)
        write_compared(workspace, made)
        click.echo(f"{workspace.shown(compared_file(workspace))}: {len(made)} articles", err=True)
    split_of = {item.record.article_id: item.record.split for item in workspace.splits()[0]}
    shown = [item for item in found if by in (None, item.basis)]
    if as_json:
        for item in shown:
            click.echo(canonical_json(asdict(item) | {"splits": _splits(item, split_of)}))
    else:
        _print(shown, split_of)
    crossing = leaks(found, split_of)
    click.echo(_summary(chosen, found, len(crossing)), err=as_json)
    unknown = sorted(articles.keys() - texts.keys() - current(articles, read_compared(workspace)).keys())
    if unknown:
        click.echo(f"never compared, only exact copies are found: {', '.join(unknown)}; use --from", err=True)
    raise SystemExit(1 if crossing else 0)


def _texts(chosen: list[Corpus], source: Path | None) -> dict[str, str]:
    """Return the recorded texts of stand-off articles that the source has."""
    if source is None:
        return {}
    standoff = (data for data in chosen if not data.info.text_redistributable)
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
        alike = splits[0] == splits[1]
        place = Text(splits[0] if alike else " / ".join(splits), style="" if alike else "bold red")
        table.add_row(item.basis, item.kind, f"{item.share:.2f}", one, other, place)
    Console().print(table)


def _summary(chosen: list[Corpus], found: list[Duplicate], crossing: int) -> str:
    articles = [article for data in chosen for article in data.articles.values()]
    claims = [claim for data in chosen for claim in data.claims.values()]
    events = (event for data in chosen for event in records_of(data.rows.events))
    links = (link for data in chosen for link in records_of(data.rows.links))
    groups = article_groups(articles, claims, events, links, found)
    counts = [f"{sum(item.basis is basis for item in found)} by {basis}" for basis in Basis]
    return (
        f"{len(articles)} articles, {len(set(groups.values()))} groups by events, links and duplicates; duplicates: "
        f"{', '.join(counts)}; {crossing or 'none'} across splits"
    )
