"""`claimwire duplicates`: near-duplicate articles and statements, and those in different splits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text

from ..corpus.corpus import Corpus
from ..duplicates.comparisons import (
    comparisons_file,
    comparisons_of,
    current_comparisons,
    read_comparisons,
    write_comparisons,
)
from ..duplicates.duplicate import Basis, Duplicate
from ..duplicates.search import find_duplicates, texts_at_hand
from ..hydration import load_texts
from ..schema.vocab import Split
from ..splits.edges import article_groups
from ..splits.leaks import leaks
from .options import Name
from .output import echo_json
from .session import repository
from .tables import wide_console, wide_table
from .writing import wait_option

SplitOf = Mapping[str, Split]


@click.command(name="duplicates")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--by", type=Name(Basis.names()), help="Only duplicates by this.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pair.")
@click.option("--write", is_flag=True, help="Record what the texts of --from show, in dataset/text_duplicates.jsonl.")
@wait_option
def command(
    corpora: tuple[str, ...], source: Path | None, by: str | None, as_json: bool, write: bool, wait: float
) -> None:
    r"""List the near-duplicates among the articles of some CORPUS, or of all that the release plan names.

    Two articles are duplicates by text if they share 8% or more of the shorter one's runs of five words, and by
    statement if claims of theirs say nearly the same in our own words. Stand-off articles are compared by the texts
    that --from has; without it, pairs are shown that were recorded with --write. Exit status 1 means that duplicates
    are in different splits.

    \b
    Examples:
      claimwire duplicates mycorpus
      claimwire duplicates --by statement --json
      claimwire duplicates mycorpus othercorpus --from ~/texts
      claimwire duplicates --from ~/texts --write
    """
    if write and source is None:
        raise click.UsageError("--write needs the texts; name them with --from")
    workspace = repository()
    chosen = workspace.corpora(corpora)
    articles = {article_id: article for corpus in chosen for article_id, article in corpus.articles.items()}
    claims = [claim for corpus in chosen for claim in corpus.claims.values()]
    texts = texts_at_hand(articles.values(), _texts(chosen, source))
    duplicates = find_duplicates(articles.values(), claims, read_comparisons(workspace), texts)
    if write:
        made = comparisons_of((name for name in texts if articles[name].text is None), articles, duplicates)
        write_comparisons(workspace, made, wait)
        click.echo(f"{workspace.shown(comparisons_file(workspace))}: {len(made)} articles", err=True)
    split_of = {row.record.article_id: row.record.split for row in workspace.splits()[0]}
    shown = [item for item in duplicates if by in (None, item.basis)]
    if as_json:
        for item in shown:
            echo_json(asdict(item) | {"splits": _splits(item, split_of)})
    elif shown:
        _print(shown, split_of)
    leaking = len(leaks(duplicates, split_of))
    click.echo(_summary(chosen, duplicates, leaking), err=as_json)
    unknown = sorted(articles.keys() - texts.keys() - current_comparisons(articles, read_comparisons(workspace)).keys())
    if unknown:
        click.echo(f"never compared, only exact copies are found: {', '.join(unknown)}; use --from", err=True)
    raise SystemExit(1 if leaking else 0)


def _texts(corpora: list[Corpus], source: Path | None) -> dict[str, str]:
    """Return the recorded texts of stand-off articles that the source has."""
    if source is None:
        return {}
    standoff = (corpus for corpus in corpora if not corpus.info.text_redistributable)
    return {article_id: text for corpus in standoff for article_id, text in load_texts(corpus, source).items()}


def _splits(item: Duplicate, split_of: SplitOf) -> list[str | None]:
    return [split_of.get(article_id) for article_id in item.article_ids]


def _print(duplicates: list[Duplicate], split_of: SplitOf) -> None:
    rows = []
    for item in duplicates:
        one, other = item.claim_ids or item.article_ids
        splits = [split or "-" for split in _splits(item, split_of)]
        same = splits[0] == splits[1]
        shown = Text(splits[0] if same else " / ".join(splits), style="" if same else "bold red")
        rows.append((item.basis, item.kind, f"{item.share:.2f}", one, other, shown))
    wide_table(wide_console(), ("by", "kind", "share", "one", "other", "splits"), rows)


def _summary(corpora: list[Corpus], duplicates: list[Duplicate], leaking: int) -> str:
    articles = [article for corpus in corpora for article in corpus.articles.values()]
    claims = [claim for corpus in corpora for claim in corpus.claims.values()]
    events = (event for corpus in corpora for event in corpus.events.values())
    links = (link for corpus in corpora for link in corpus.links.values())
    groups = article_groups(articles, claims, events, links, duplicates)
    counts = [f"{sum(item.basis is basis for item in duplicates)} by {basis}" for basis in Basis]
    return (
        f"{len(articles)} articles, {len(set(groups.values()))} groups by events, links and duplicates; duplicates: "
        f"{', '.join(counts)}; {leaking or 'none'} across splits"
    )
