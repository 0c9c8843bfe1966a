"""`claimwire audit`: a sample of sentences to be annotated again, blind, and what came of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from .. import __version__
from ..agreement import statement
from ..agreement.tables import ReportTable
from ..audit import Rate, Sample, Score, Verdict, check_blind, draw, score, sheet
from ..corpus.atomic import write_text
from ..corpus.corpus import Corpus
from ..corpus.records import (
    canonical_json,
    json_lines,
    read_jsonl,
    record_json,
    records_of,
    validation_messages,
    write_jsonl,
)
from ..corpus.workspace import Workspace
from ..errors import ClaimwireError, RecordError
from ..formats.layers import LayerFacts, quoted_layer
from ..hydrate import hydrated_corpus
from ..schema import Annotation, Annotator, Article
from .tables import print_report_table

SAMPLE, SHEET, LAYERS, VERDICTS = "sample.json", "sheet.md", "annotations.jsonl", "verdicts.jsonl"
PEOPLE, SCORE = "annotators.jsonl", "score.json"


@click.group(name="audit")
def command() -> None:
    r"""Draw sentences for blind re-annotation, and say how many adjudicated claims are wrong.

    `sample` draws sentences of a corpus, each with the same chance, and writes a sheet to annotate from that shows no
    claims. `score` holds the auditor's claims against the adjudicated ones and prints error rates with 95 % Wilson
    intervals, and every difference by name. Verdicts on the differences, a line each in verdicts.jsonl, settle who is
    right; until then a difference counts as an error.

    \b
    Example:
      claimwire audit sample openwire --size 60 --to audit/
      claimwire audit score audit/ --annotator auditor_1
    """


@command.command(name="sample")
@click.argument("corpus")
@click.option("--size", type=int, required=True, help="How many sentences.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where to write.")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
def sample_command(corpus: str, size: int, seed: int, folder: Path, source: Path | None) -> None:
    r"""Draw SIZE sentences of CORPUS and write sample.json and sheet.md into a folder.

    Only adjudicated articles are drawn from. The sheet holds the articles' texts, so keep that of a stand-off corpus
    out of the repository; sample.json holds none. A larger sample of the same seed contains the smaller one.

    \b
    Examples:
      claimwire audit sample openwire --size 60 --to audit/
      claimwire audit sample karabakh --size 30 --from ~/texts --to ~/audit
    """
    data, articles = _texts(corpus, source)
    done = {x.record.article_id for x in data.rows.adjudications}
    drawn = draw(corpus, [article for key, article in sorted(articles.items()) if key in done], size, seed)
    write_text(folder / SHEET, sheet(drawn, articles))
    write_text(folder / SAMPLE, record_json(drawn) + "\n")
    click.echo(f"wrote {folder / SAMPLE} and {folder / SHEET}: {size} of {drawn.population} sentences")


@command.command(name="score")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--annotator", help="Id of the auditor, for quoted claims (ARTICLE_ID.jsonl).")
@click.option("--from", "source", type=click.Path(exists=True, path_type=Path), help="Your copy of a stand-off text.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--write", is_flag=True, help="Also keep the layers and the result in FOLDER, as JSON without any text.")
def score_command(folder: Path, annotator: str | None, source: Path | None, as_json: bool, write: bool) -> None:
    r"""Hold the auditor's claims in FOLDER against the adjudicated ones.

    FOLDER has sample.json and the auditor's layers: quoted claims in ARTICLE_ID.jsonl, a file each sampled article
    (see `claimwire anchor`), or annotations.jsonl. verdicts.jsonl in it, where there is one, says on a difference who
    is right: {"difference": NAME, "right": "adjudicated" or "auditor" or "either", "reason": WORDS}. Who the auditor
    is stands in annotators.jsonl there, or in that of the repository.

    \b
    Examples:
      claimwire audit score audit/ --annotator auditor_1
      claimwire audit score audit/ --json | jq '.differences[].name'
    """
    if not (folder / SAMPLE).is_file():
        raise ClaimwireError(f"{folder} has no {SAMPLE}; draw one with `claimwire audit sample`")
    drawn = _sample(folder / SAMPLE)
    data, articles = _texts(drawn.corpus_id, source)
    layers = _layers(folder, drawn, data, articles, annotator)
    auditors = sorted({layer.annotator_id for layer in layers})
    check_blind(drawn, auditors, _hands(data))
    path = folder / VERDICTS
    found = records_of(read_jsonl(path, TypeAdapter(Verdict))) if path.is_file() else []
    result = score(drawn, articles, records_of(data.rows.claims), layers, {v.difference: v for v in found})
    title = f"{drawn.corpus_id}, audit by {', '.join(auditors)}: {_whose(auditors, folder)}"
    for name in result.idle:
        click.echo(f"the verdict on {name} is about no difference; is it settled by now?", err=True)
    shown = _json(result, title, drawn)
    if write:
        write_jsonl(folder / LAYERS, layers)
        write_text(folder / SCORE, json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    if as_json:
        click.echo(canonical_json(shown))
    else:
        _print(result, title)


def _sample(path: Path) -> Sample:
    """Return the sample in a file; raises `RecordError`, naming the file, where it holds none."""
    try:
        return Sample.model_validate_json(path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except ValidationError as error:
        raise RecordError(
            f"{path}: {validation_messages(error)}; write it anew with `claimwire audit sample`"
        ) from error


def _texts(corpus: str, source: Path | None) -> tuple[Corpus, dict[str, Article]]:
    data = Workspace.find().corpus(corpus)
    texts = hydrated_corpus(data, source)[0] if source is not None else data
    return data, {article.article_id: article for article in list(texts.articles.values())}


def _layers(
    folder: Path, drawn: Sample, data: Corpus, articles: dict[str, Article], annotator: str | None
) -> list[Annotation]:
    """Return the auditor's layers; raises `RecordError` that lists the faulty lines of quoted claims."""
    if (folder / LAYERS).is_file():
        return records_of(read_jsonl(folder / LAYERS, TypeAdapter(Annotation)))
    if annotator is None:
        raise click.UsageError(f"name the auditor with --annotator, or put {LAYERS} into {folder}")
    facts = LayerFacts(annotator, data.info.guideline_version, f"claimwire audit {__version__}", complete=False)
    layers, problems = [], []
    for article_id in drawn.texts:
        path = folder / f"{article_id}.jsonl"
        if not path.is_file():
            problems.append(f"{path} is missing; it may be empty, but has to be there")
            continue
        layer, faults = quoted_layer(articles[article_id], list(json_lines(path)), facts, str(path))
        layers.append(layer)
        problems += faults
    if problems:
        raise RecordError("\n".join(problems))
    return layers


def _hands(data: Corpus) -> dict[str, set[str]]:
    """Return who annotated or adjudicated each article."""
    found: dict[str, set[str]] = {}
    for layer in records_of(data.rows.annotations):
        found.setdefault(layer.article_id, set()).add(layer.annotator_id)
    for decision in records_of(data.rows.adjudications):
        found.setdefault(decision.article_id, set()).add(decision.adjudicator_id)
    return found


def _whose(auditors: list[str], folder: Path) -> str:
    """Return what kind of audit it is; raises `ClaimwireError` where an auditor is not registered."""
    path = folder / PEOPLE
    people = records_of(read_jsonl(path, TypeAdapter(Annotator))) if path.is_file() else []
    known = {a.annotator_id: a for a in (*records_of(Workspace.find().annotators()[0]), *people)}
    unknown = [name for name in auditors if name not in known]
    if unknown:
        raise ClaimwireError(f"{unknown[0]} is in no annotators.jsonl; say in {path} who or what that is")
    kinds = sorted({known[name].annotator_kind for name in auditors})
    return statement(kinds).replace("agreement", "audit")


def _json(result: Score, title: str, drawn: Sample) -> dict[str, object]:
    return {
        "title": title,
        "population": drawn.population,
        "sentences": _rate(result.sentences),
        "rates": {label: [_rate(rate) for rate in rates] for label, rates in result.rates.items()},
        "slots": [_rate(rate) for rate in result.slots],
        "differences": [
            {**asdict(d), "name": d.name, "sentences": [s.model_dump() for s in d.sentences]}
            for d in result.differences
        ],
    }


def _rate(rate: Rate) -> dict[str, object]:
    low, high = rate.interval
    return {"what": rate.what, "hits": rate.hits, "trials": rate.trials, "low": low, "high": high}


def _print(result: Score, title: str) -> None:
    console = Console()
    rows = [("sample", result.sentences)] + [(label, rate) for label, rates in result.rates.items() for rate in rates]
    rows += [("slot, all differences", _spaced(rate)) for rate in result.slots if rate.hits]
    cells = tuple((label, rate.what, str(rate.hits), str(rate.trials), _shown(rate)) for label, rate in rows)
    about = f"{title}. Error rates, 95 % Wilson intervals"
    print_report_table(console, ReportTable(about, ("of", "what", "wrong", "of", "rate"), cells, 2))
    for d in result.differences:
        slots = f" ({', '.join(d.slots)})" if d.slots else ""
        click.echo(f"{d.name}{slots}" + (f", auditor {d.auditor}" if d.auditor else ""))


def _spaced(rate: Rate) -> Rate:
    """Return a slot's rate with a name that wraps."""
    label, _, slot = rate.what.partition(".")
    return Rate(f"{slot} of {label.replace('_', ' ')}", rate.hits, rate.trials)


def _shown(rate: Rate) -> str:
    if rate.trials == 0:
        return "—"
    low, high = rate.interval
    return f"{100 * rate.hits / rate.trials:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"
