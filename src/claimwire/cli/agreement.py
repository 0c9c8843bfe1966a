"""`claimwire agreement`: how far annotators agree, with intervals; never human, model and rule pooled unasked."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.status import Status

from ..agreement import Options, Report, Study, as_json, brat_study, corpus_study, measure
from ..agreement.arrays.bootstrap import RESAMPLES, SEED
from ..agreement.brat import BratFolder
from ..agreement.figures import figures
from ..agreement.tables import all_tables, annotators, overview, who
from ..agreement.units import without_cycle_search
from ..corpus.atomic import write_bytes
from ..corpus.records import canonical_json, records_of
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError
from ..hydrate import hydrated_corpus
from ..schema.vocab import AnnotatorKind, Split
from .agreement_tables import print_table


@click.command(name="agreement")
@click.argument("corpus", required=False)
@click.option("--batch", help="Only the layers of this batch.")
@click.option("--split", type=click.Choice([split.value for split in Split]), help="Only the articles of this split.")
@click.option("--annotator", "chosen", multiple=True, help="Only these annotators (repeat).")
@click.option(
    "--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text, for tokens."
)
@click.option(
    "--brat",
    "folders",
    multiple=True,
    metavar="KIND:[NAME=]FOLDER",
    help="Brat files in place of a corpus: of one annotator, or DOCUMENT_ANNOTATOR.ann without NAME (repeat).",
)
@click.option("--pool", is_flag=True, help="Also all annotators at once where they are of different kinds.")
@click.option("--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True, help="For the intervals.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="Of the resamples.")
@click.option("--brief", is_flag=True, help="Print the overview alone.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object with every number.")
@click.option(
    "--figures", "figure_folder", type=click.Path(file_okay=False, path_type=Path), help="Write SVG figures there."
)
def command(
    corpus: str | None,
    batch: str | None,
    split: str | None,
    chosen: tuple[str, ...],
    source: Path | None,
    folders: tuple[str, ...],
    pool: bool,
    resamples: int,
    seed: int,
    brief: bool,
    json_wanted: bool,
    figure_folder: Path | None,
) -> None:
    r"""Measure how far the annotators of CORPUS agree: every pair, and all of one kind.

    Printed are agreement on sentences (alpha, positive agreement, prevalence), on spans (precision, recall, F1, exact
    and by overlap, unitizing alpha), on words (alpha of source, cue, content, and whole attributions), and on slots
    (how often the same, and alpha at the slot's distance), each with an interval over resampled articles. What is
    agreement between models is called so in every title. docs/agreement.md tells what each number is.

    \b
    Examples:
      claimwire agreement openwire
      claimwire agreement karabakh --from ~/texts --figures figures/
      claimwire agreement openwire --split train --json | jq '.parties[0].measures[0]'
      claimwire agreement --brat human:polnear/attributions
      claimwire agreement --brat human:ann=brat/ann --brat model:tagger=brat/tagger --brief
    """
    if (corpus is None) == (not folders):
        raise click.UsageError("name a CORPUS, or folders of brat files with --brat")
    with without_cycle_search(), Console(stderr=True).status("reading") as status:
        study = _corpus(corpus, batch, split, chosen, source) if corpus else brat_study([_folder(x) for x in folders])
        report = measure(study, Options(resamples, seed, pool), lambda step: _show(status, step))
    if figure_folder is not None:
        for name, content in figures(report).items():
            figure = figure_folder / f"agreement-{name}.svg"
            write_bytes(figure, content)
            click.echo(f"wrote {figure}", err=True)
    if json_wanted:
        click.echo(canonical_json(as_json(report)))
    else:
        _print(report, brief, "give your copy with --from" if corpus else "put them beside the .ann files")


def _corpus(corpus: str, batch: str | None, split: str | None, chosen: tuple[str, ...], source: Path | None) -> Study:
    workspace = Workspace.find()
    data = workspace.corpus(corpus)
    texts = hydrated_corpus(data, source)[0] if source is not None else data
    articles = list(texts.articles.values())
    if split is not None:
        inside = {x.record.article_id for x in workspace.splits()[0] if x.record.split.value == split}
        articles = [article for article in articles if article.article_id in inside]
    people = records_of(workspace.annotators()[0])
    return corpus_study(corpus, articles, records_of(data.rows.annotations), people, chosen, batch)


def _folder(given: str) -> BratFolder:
    kind, _, rest = given.partition(":")
    name, _, folder = rest.rpartition("=")
    if kind not in AnnotatorKind.names() or not folder:
        raise ClaimwireError(f"--brat {given!r}: write KIND:FOLDER or KIND:NAME=FOLDER, KIND one of human, model, rule")
    return BratFolder(Path(folder), AnnotatorKind[kind.upper()], name or None)


def _show(status: Status, step: str) -> None:
    status.update(step)


def _print(report: Report, brief: bool, remedy: str) -> None:
    """Print a report; `remedy` says how texts that are not at hand are had."""
    console = Console()
    for table in (annotators(report), overview(report)) if brief else all_tables(report):
        print_table(console, table)
    unit = "" if report.word_unit == "token" else f", for not all texts are at hand: {remedy}"
    for line in who(report):
        console.print(line, highlight=False, markup=False)
    console.print(
        f"Intervals: 95 %, from {report.options.resamples} resamples of documents, seed {report.options.seed}. "
        f"Words are compared by {report.word_unit}{unit}.",
        highlight=False,
    )
    for note in report.notes:
        console.print(note, highlight=False, markup=False)
