"""`claimwire audit items`, `take` and `rates`: items are checked one by one, and the checks counted."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path

import click

from ..audit.answers import Checker, take_answers
from ..audit.folder import require_independent
from ..audit.items import Item, corpus_items, split_of
from ..audit.rates import CheckTally, ItemRates
from ..audit.sheets import HOW_TO, sheet_of
from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.places import may_hold_text, mode_for_text
from ..corpus.records import records_of
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError, WorkspaceError
from ..iaa.tables import ReportTable
from ..naming import alternatives
from ..schema.vocab import AnnotatorKind, Split
from .options import EdtfDate, Name, NewPlace
from .output import echo_json, new_console
from .recorded_texts import with_recorded_texts
from .session import repository
from .tables import print_report_table
from .writing import editing_corpus, texts_of, wait_option

HOW_TO_FILE = "README.md"


def splits_of(workspace: Workspace, corpora: list[Corpus]) -> dict[str, str]:
    """Return the split of each article of some corpora, as far as it has one yet."""
    return split_of(records_of(workspace.splits()[0]), (corpus.info for corpus in corpora))


def kinds_of(workspace: Workspace) -> dict[str, AnnotatorKind]:
    """Return the kind of each registered annotator, by id."""
    return {row.record.annotator_id: row.record.annotator_kind for row in workspace.annotators()[0]}


@click.command(name="items")
@click.argument("corpora", metavar="CORPUS...", nargs=-1, required=True)
@click.option("--split", type=Name(Split.names()), help="Only articles of this split.")
@click.option("--to", "folder", type=NewPlace(file_okay=False), required=True, help="Where to write.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
def items_command(corpora: tuple[str, ...], split: str | None, folder: Path, source: Path | None) -> None:
    r"""Write sheets for checking every claim and every sentence without one.

    For each adjudicated article of CORPUS a file ARTICLE_ID.md: its sentences by number, its claims with span, label
    and every slot, and the numbers of the sentences without a claim. README.md says how to answer; `claimwire audit
    take` reads the answers. Sheets have the articles' words: those of a stand-off corpus go outside the repository.

    \b
    Examples:
      claimwire audit items mycorpus --to sheets/
      claimwire audit items mycorpus --split test --from ~/texts --to ~/sheets
    """
    workspace = repository()
    sheets: list[tuple[Path, str, int]] = []
    counts = {"claims": 0, "sentences": 0}
    for corpus in (with_recorded_texts(workspace.corpus(corpus_id), source) for corpus_id in corpora):
        if not may_hold_text(corpus.info, folder):
            raise ClaimwireError(
                f"{folder} is in a repository, and texts of {corpus.corpus_id} may not be; name a folder elsewhere"
            )
        splits = splits_of(workspace, [corpus])
        by_article: dict[str, list[Item]] = {}
        for item in corpus_items(corpus):
            if split in (None, splits.get(item.article.article_id)):
                by_article.setdefault(item.article.article_id, []).append(item)
                counts["sentences" if item.claim is None else "claims"] += 1
        for article_id, own in by_article.items():
            content = sheet_of(corpus.article(article_id), own, corpus.info.guideline_version)
            sheets.append((folder / f"{article_id}.md", content, mode_for_text(corpus.info)))
    if not sheets:
        raise ClaimwireError(f"no adjudicated article of {', '.join(corpora)} is in {split or 'any split'}")
    write_text(folder / HOW_TO_FILE, HOW_TO, sheets[0][2])
    for path, content, mode in sheets:
        write_text(path, content, mode)
    told = f"{counts['claims']} claims, {counts['sentences']} sentences without one"
    click.echo(f"wrote {len(sheets)} sheets to {folder}: {told}")


@click.command(name="take")
@click.argument("corpus_id", metavar="CORPUS")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-a", "--annotator", "annotator_id", required=True, metavar="WHO", help="Id of the checker.")
@click.option("--protocol", "protocol_id", required=True, metavar="ID", help="Protocol: annotations/protocols/ID.toml.")
@click.option("--date", type=EdtfDate(), help="Date of the checks, in EDTF.  [default: today]")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of stand-off texts.")
@click.option("--dry-run", is_flag=True, help="Read the answers and write nothing.")
@wait_option
def take_command(
    corpus_id: str,
    files: tuple[Path, ...],
    annotator_id: str,
    protocol_id: str,
    date: str | None,
    source: Path | None,
    dry_run: bool,
    wait: float,
) -> None:
    r"""Read answers to items of CORPUS from FILES, and write them to its checks.jsonl.

    FILES are JSON Lines as `claimwire audit items` explains them, each named for its article: {"claim": ID, "answer":
    "right"}, {"sentence": 7, "answer": "nothing_missed"}. In a file of another name, each line that is about a sentence
    has "article". Items of the same articles without an answer are named. If a line is faulty nothing is written; the
    same answers read twice are there once. With --from, notes that copy a stand-off text are refused.

    \b
    Example:
      claimwire audit take mycorpus answers/*.jsonl --annotator checker_1 --protocol items_1
    """
    workspace = repository()
    workspace.require_annotator(annotator_id)
    protocols = workspace.protocols()
    if protocol_id not in protocols:
        known = alternatives(protocol_id, protocols)
        raise WorkspaceError(f"annotations/protocols has no {protocol_id}.toml; {known}")
    own, expected = kinds_of(workspace)[annotator_id], protocols[protocol_id].annotator_kind
    if own is not expected:
        raise WorkspaceError(
            f"{annotator_id} is of kind {own}, the protocol {protocol_id} is for {expected}; name another"
        )
    checker = Checker(annotator_id, protocol_id, date or day.today().isoformat())
    texts = {} if source is None else texts_of(with_recorded_texts(workspace.corpus(corpus_id), source))
    with editing_corpus(workspace, corpus_id, wait, texts, dry_run=dry_run) as edit:
        taken = take_answers(edit.corpus, files, checker)
        require_independent(edit.corpus, annotator_id, (check.article_id for check in taken.checks))
        if taken.checks:
            edit.merge("checks", taken.checks)
    for item in taken.unanswered:
        click.echo(f"no answer: {item.key}", err=True)
    verb = "dry run: would write" if dry_run else "wrote"
    click.echo(f"{verb} {len(taken.checks)} checks of {corpus_id}; {len(taken.unanswered)} items have no answer")


@click.command(name="rates")
@click.argument("corpora", metavar="[CORPUS]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rates_command(corpora: tuple[str, ...], as_json: bool) -> None:
    r"""Print how many of the checked items of CORPUS, or of the planned corpora, are wrong.

    The rates are printed by who checked (models and people are never counted together), corpus and split, with 95 %
    Wilson intervals. An item counts as it was when it was checked; the number of items that have changed since is
    printed too.

    \b
    Examples:
      claimwire audit rates mycorpus
      claimwire audit rates --json | jq .
    """
    workspace = repository()
    found = workspace.corpora(corpora)
    tally = CheckTally(kinds_of(workspace))
    splits = splits_of(workspace, found)
    for corpus in found:
        tally.add(corpus, splits)
    rates = tally.rates()
    if as_json:
        echo_json([{"kind": k, "corpus": c, "split": s, **own.as_json()} for (k, c, s), own in rates.items()])
        return
    if not rates:
        click.echo("no item has been checked")
    for (kind, corpus_id, split), own in rates.items():
        print_rates(f"{corpus_id}, {split}, checked by {kind} annotators", own)


def print_rates(title: str, rates: ItemRates) -> None:
    """Print rates as a table."""
    cells = tuple((rate.what, str(rate.hits), str(rate.trials), rate.shown) for rate in rates.rates)
    heading = f"{title}. 95 % Wilson intervals"
    print_report_table(new_console(), ReportTable(heading, ("what", "found", "of", "rate"), cells, 1))
    click.echo(f"checked before they changed: {rates.changed} of {rates.claims + rates.sentences} items")
