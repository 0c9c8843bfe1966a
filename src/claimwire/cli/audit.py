"""`claimwire audit`: a sample of sentences is annotated again, blind, and compared with the adjudicated claims."""

from __future__ import annotations

from pathlib import Path

import click

from ..audit import (
    Audit,
    Rate,
    adjudicated_articles,
    draw,
    read_sample,
    score_folder,
    write_audit,
    write_sample,
)
from ..audit.folder import LAYERS_FILE, SAMPLE_FILE, SHEET_FILE
from ..audit.pack import PACK_FILE
from ..corpus.records import records_of
from ..iaa.tables import ReportTable
from .audit_items import items_command, rates_command, take_command
from .audit_pack import pack_command, score_pack
from .groups import NamedGroup
from .options import NewPlace, not_with, only_with
from .output import echo_json, new_console
from .recorded_texts import with_recorded_texts
from .session import repository
from .tables import print_report_table


@click.group(name="audit", cls=NamedGroup)
def command() -> None:
    r"""Find out how many adjudicated claims are wrong: by items checked one by one, or by blind re-annotation.

    Items are adjudicated claims and sentences without any. `items` writes sheets of them for a checker, `take` reads
    the answers, `rates` counts them. `pack` draws items for people, as a Label Studio project; `score` of its folder
    reads the export.

    `sample` draws sentences of a corpus, each with the same chance, and writes a sheet to annotate from that shows no
    claims. `score` compares the auditor's claims with the adjudicated ones and prints error rates with 95 % Wilson
    intervals, and every difference by name. Verdicts on the differences, one per line in verdicts.jsonl, settle who is
    right; until then a difference counts as an error.

    \b
    Example:
      claimwire audit sample mycorpus --size 60 --to audit/
      claimwire audit score audit/ --annotator auditor_1
      claimwire audit pack mycorpus --size 200 --to pack/
      claimwire audit score pack/ export.json --annotator anna
    """


for _part in (items_command, take_command, rates_command, pack_command):
    command.add_command(_part)


@command.command(name="sample")
@click.argument("corpus_id", metavar="CORPUS")
@click.option("--size", type=int, required=True, help="How many sentences.")
@click.option("--seed", type=int, default=1, show_default=True, help="Random seed.")
@click.option("--to", "folder", type=NewPlace(file_okay=False), required=True, help="Where to write.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
def sample_command(corpus_id: str, size: int, seed: int, folder: Path, source: Path | None) -> None:
    r"""Draw SIZE sentences of CORPUS and write sample.json and sheet.md into a folder.

    Only adjudicated articles are drawn from. The sheet has the articles' texts; that of a stand-off corpus has offsets
    in their place if the folder is in the repository. sample.json has no text. A larger sample with the same seed
    contains the smaller one.

    \b
    Examples:
      claimwire audit sample mycorpus --size 60 --to audit/
      claimwire audit sample mycorpus --size 30 --from ~/texts --to ~/audit
    """
    corpus = with_recorded_texts(repository().corpus(corpus_id), source)
    sample = draw(corpus_id, adjudicated_articles(corpus), size, seed)
    has_words = write_sample(folder, sample, corpus)
    click.echo(f"wrote {folder / SAMPLE_FILE} and {folder / SHEET_FILE}: {size} of {sample.population} sentences")
    if not has_words:
        click.echo(
            f"{SHEET_FILE} has offsets in place of the texts of {corpus_id}, which may not be in a repository; "
            "for a sheet to read name a folder elsewhere",
            err=True,
        )


@command.command(name="score")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("export", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-a", "--annotator", help="Id of the auditor of quoted claims (ARTICLE_ID.jsonl), or a pack's checker.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--write", is_flag=True, help="Also write the layers and the result to FOLDER, as JSON without any text.")
@click.option("--dry-run", is_flag=True, help="For a pack: print the rates, but write no checks.")
def score_command(
    folder: Path,
    export: Path | None,
    annotator: str | None,
    source: Path | None,
    as_json: bool,
    write: bool,
    dry_run: bool,
) -> None:
    r"""Compare the auditor's claims in FOLDER with the adjudicated ones, or take what people checked of a pack.

    FOLDER of a sample has sample.json and the auditor's layers: quoted claims in ARTICLE_ID.jsonl, one file per sampled
    article (see `claimwire anchor`), or annotations.jsonl. If it has verdicts.jsonl, that says for a difference who is
    right: {"difference": NAME, "right": "adjudicated" or "auditor" or "either", "reason": WORDS}. The annotators.jsonl
    of the folder, or of the repository, says who the auditor is.

    FOLDER of a pack has pack.json. EXPORT is Label Studio's export of it, as JSON or JSON-MIN, complete or in part.
    The checks go to checks.jsonl of each corpus, by the annotator named, who must be registered as human; rates and
    the agreement with the model's checks are printed. With --from, notes that copy a stand-off text are refused.

    \b
    Examples:
      claimwire audit score audit/ --annotator auditor_1
      claimwire audit score audit/ --json | jq '.differences[].name'
      claimwire audit score ~/pack export.json --annotator anna
    """
    is_pack = (folder / PACK_FILE).is_file()
    only_with(is_pack, "a pack", "export", "dry_run")
    not_with(is_pack, "a pack", "write")
    if is_pack:
        if export is None or annotator is None:
            raise click.UsageError(f"{folder} is a pack: name its export, and who checked it with --annotator")
        score_pack(folder, export, annotator, source, as_json=as_json, dry_run=dry_run)
        return
    sample = read_sample(folder)
    if annotator is None and not (folder / LAYERS_FILE).is_file():
        raise click.UsageError(f"name the auditor with --annotator, or put {LAYERS_FILE} into {folder}")
    workspace = repository()
    corpus = with_recorded_texts(workspace.corpus(sample.corpus_id), source)
    audit = score_folder(folder, corpus, records_of(workspace.annotators()[0]), annotator, workspace.questions())
    for name in audit.score.idle:
        click.echo(f"the verdict on {name} does not belong to any difference; has that been settled since?", err=True)
    if write:
        write_audit(folder, audit)
    if as_json:
        echo_json(audit.as_json())
    else:
        _print(audit)


def _print(audit: Audit) -> None:
    score = audit.score
    rows = [("sample", score.sentences)] + [(label, rate) for label, rates in score.rates.items() for rate in rates]
    rows += [("slot, all differences", _spaced(rate)) for rate in score.slots if rate.hits]
    cells = tuple((label, rate.what, str(rate.hits), str(rate.trials), rate.shown) for label, rate in rows)
    title = f"{audit.title}. Error rates, 95 % Wilson intervals"
    print_report_table(new_console(), ReportTable(title, ("of", "what", "wrong", "of", "rate"), cells, 2))
    for d in score.differences:
        slots = f" ({', '.join(d.slots)})" if d.slots else ""
        click.echo(f"{d.name}{slots}" + (f", auditor {d.auditor}" if d.auditor else ""))


def _spaced(rate: Rate) -> Rate:
    """Return a slot's rate with a name that wraps."""
    label, _, slot = rate.what.partition(".")
    return Rate(f"{slot} of {label.replace('_', ' ')}", rate.hits, rate.trials)
