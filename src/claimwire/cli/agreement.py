"""`claimwire agreement`: how far annotators agree, with intervals; human, model and rule pooled only on request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..corpus.atomic import write_text
from ..corpus.records import records_of
from ..errors import ClaimwireError
from ..formats.mark import LEFT_OUT
from ..hydration import hydrated_corpus
from ..iaa import Options, Report, Study, as_json, brat_study, corpus_study, measure_agreement
from ..iaa.arrays.bootstrap import RESAMPLES, SEED
from ..iaa.brat import BratFolder
from ..iaa.figures import figures
from ..iaa.tables import all_tables, annotators, overview, who
from ..naming import alternatives
from ..schema.vocab import AnnotatorKind, Split
from .options import Name, NewPlace, not_with
from .output import echo_json, new_console, shown_status
from .session import repository
from .tables import print_report_table

SHOWN_PROBLEMS = 10
"""How many faulty lines of brat files are printed."""


@click.command(name="agreement")
@click.argument("corpus", required=False)
@click.option("--batch", help="Only the layers of this batch.")
@click.option("--split", type=Name([split.value for split in Split]), help="Only the articles of this split.")
@click.option("--annotator", "chosen", multiple=True, help="Only these annotators (repeat).")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Your copy of a stand-off corpus, for tokens.",
)
@click.option(
    "--brat",
    "folders",
    multiple=True,
    metavar="KIND:[NAME=]FOLDER",
    help="Brat files instead of a corpus: of one annotator, or, without NAME, DOCUMENT_ANNOTATOR.ann (repeat).",
)
@click.option("--strict", is_flag=True, help="Stop at the first faulty line of a brat file instead of leaving it out.")
@click.option(
    "--without-predictions",
    is_flag=True,
    help="Leave out predictions that an annotator left untouched, and what others marked there.",
)
@click.option("--pool", is_flag=True, help="Also measure all annotators at once if they are of different kinds.")
@click.option(
    "--resamples", type=click.IntRange(0), default=RESAMPLES, show_default=True, help="Resamples, for the intervals."
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="Seed of the resamples.")
@click.option("--brief", is_flag=True, help="Print the overview only.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object with every number.")
@click.option("--figures", "figure_folder", type=NewPlace(file_okay=False), help="Write SVG figures there.")
def command(
    corpus: str | None,
    batch: str | None,
    split: str | None,
    chosen: tuple[str, ...],
    source: Path | None,
    folders: tuple[str, ...],
    strict: bool,
    without_predictions: bool,
    pool: bool,
    resamples: int,
    seed: int,
    brief: bool,
    json_wanted: bool,
    figure_folder: Path | None,
) -> None:
    r"""Measure how far the annotators of CORPUS agree: every pair, and all of one kind.

    It prints agreement on sentences (alpha, positive agreement, prevalence), on spans (precision, recall, F1, exact
    and by overlap, unitizing alpha), on words (alpha and F1 of source, cue and content one by one, and whole
    attributions), and on slots (how often the same, and alpha at the slot's distance), each with an interval over
    resampled articles. Every title says whether it is agreement between humans or models. docs/agreement.md explains
    each number. It also says how many claims are predictions that an annotator left untouched, and names pairs who
    started from the same prediction, as they agree on it without having judged it. Exit status 1 means that brat files
    have something to fix; everything that is sound is measured.

    \b
    Examples:
      claimwire agreement mycorpus
      claimwire agreement mycorpus --from ~/texts --figures figures/
      claimwire agreement mycorpus --split train --json | jq '.parties[0].measures[0]'
      claimwire agreement --brat human:polnear/attributions
      claimwire agreement --brat human:ann=brat/ann --brat model:tagger=brat/tagger --brief
    """
    if strict and not folders:
        raise click.UsageError("--strict is about the files of --brat")
    if (corpus is None) == (not folders):
        raise click.UsageError("name a CORPUS, or folders of brat files with --brat")
    not_with(corpus is None, "--brat", "batch", "split", "chosen", "source", "without_predictions")
    not_with(json_wanted, "--json, which has every number", "brief")
    with shown_status("reading") as show:
        if corpus is not None:
            study = _corpus_study(corpus, batch, split, chosen, source, without_predictions)
        else:
            study = brat_study([_brat_folder(given) for given in folders], strict=strict)
        report = measure_agreement(study, Options(resamples, seed, pool), show)
    for line in shown_problems(report.problems):
        click.echo(line, err=True)
    if figure_folder is not None:
        for name, content in figures(report).items():
            figure = figure_folder / f"agreement-{name}.svg"
            write_text(figure, content)
            click.echo(f"wrote {figure}", err=True)
    if json_wanted:
        echo_json(as_json(report))
    else:
        _print(report, brief, _remedy(study, source, folders))
    raise SystemExit(1 if report.problems else 0)


def shown_problems(problems: Sequence[str]) -> list[str]:
    """Return what is printed of the faulty lines of brat files: the first ones, and how many more there are."""
    if not problems:
        return []
    lines = list(problems[:SHOWN_PROBLEMS])
    left_out = sum(problem.endswith(LEFT_OUT) for problem in problems)
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"and {len(problems) - SHOWN_PROBLEMS} more; --json has all, --strict stops at the first")
    if left_out < len(problems):
        lines.append(f"other problems of brat files: {len(problems) - left_out}")
    if left_out:
        lines.append(f"faulty lines of brat files, which were left out: {left_out}")
    return lines


def _corpus_study(
    corpus_id: str,
    batch: str | None,
    split: str | None,
    chosen: tuple[str, ...],
    source: Path | None,
    without_predictions: bool,
) -> Study:
    workspace = repository()
    corpus = workspace.corpus(corpus_id)
    batches = sorted({layer.batch for layer in corpus.layers.values() if layer.batch is not None})
    if batch is not None and batch not in batches:
        raise ClaimwireError(f"{corpus_id}: no layer is of the batch {batch!r}; {alternatives(batch, batches)}")
    # a text that differs from the recorded one is not used: the layers' offsets are those of the recorded text
    articles = (hydrated_corpus(corpus, source, exact=True)[0] if source is not None else corpus).articles
    if split is not None:
        assignments = records_of(workspace.splits()[0])
        inside = {x.article_id for x in assignments if x.split.value == split}
        articles = {article_id: article for article_id, article in articles.items() if article_id in inside}
    annotators = records_of(workspace.annotators()[0])
    layers = corpus.layers.values()
    return corpus_study(
        corpus_id, articles.values(), layers, annotators, chosen, batch, without_predictions=without_predictions
    )


def _brat_folder(given: str) -> BratFolder:
    kind, _, rest = given.partition(":")
    # a folder may have a `=` in its path: without a NAME if there is such a folder, and else behind the NAME
    name, _, folder = ("", "", rest) if Path(rest).is_dir() or "=" not in rest else rest.partition("=")
    if kind not in AnnotatorKind.names() or not folder:
        raise ClaimwireError(f"--brat {given!r}: write KIND:FOLDER or KIND:NAME=FOLDER, KIND one of human, model, rule")
    return BratFolder(Path(folder), AnnotatorKind[kind.upper()], name or None)


def _remedy(study: Study, source: Path | None, brat_folders: tuple[str, ...]) -> str:
    """Return what to do about documents without text."""
    if brat_folders:
        return "put them next to the .ann files"
    if source is None:
        return "give your copy with --from"
    lacking = [document.document_id for document in study.documents if document.tokens is None]
    more = f" and {len(lacking) - 1} more" if lacking[1:] else ""
    return f"{source} does not have the recorded text of {', '.join(lacking[:1])}{more}"


def _print(report: Report, brief: bool, remedy: str) -> None:
    """Print a report; `remedy` says what to do if texts are not available."""
    console = new_console()
    for table in (annotators(report), overview(report)) if brief else all_tables(report):
        print_report_table(console, table)
    unit = "" if report.word_unit == "token" else f", because not all texts are available: {remedy}"
    for line in who(report):
        console.print(line, highlight=False, markup=False)
    console.print(
        f"Intervals: 95 %, from {report.options.resamples} resamples of documents, seed {report.options.seed}. "
        f"Words are compared by {report.word_unit}{unit}.",
        highlight=False,
        markup=False,
    )
    if report.predicted is not None:
        console.print(report.predicted.told, highlight=False, markup=False)
    for note in report.notes:
        console.print(note, highlight=False, markup=False)
