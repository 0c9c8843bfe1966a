"""The tables and figures of `docs/agreement.md`, made from the corpora of the release plan."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.iaa import Report, corpus_study, measure_agreement
from claimwire.iaa.figures import figures
from claimwire.iaa.tables import ReportTable, all_tables, who
from claimwire.regions import fill, plain_markdown, region_names, table

DOCUMENT = "docs/agreement.md"

TABLES = "tables "
"""How the name of a region for a corpus begins; its id follows. Only the corpora that the page names are measured."""

AUDITS = "*/audits/*/score.json"
"""The scored audits that the repository keeps, under `annotations/`."""

SPEED = "benchmarks/agreement.json"
"""Where `benchmarks/agreement.py --to` wrote what the page shows of speed."""


def generated(workspace: Workspace) -> dict[Path, bytes]:
    """Return the page and its figures as the records make them: path -> content.

    Raises `ClaimwireError` if the page lacks one of its regions.
    """
    page = workspace.root / DOCUMENT
    text = page.read_text(encoding="utf-8")
    named = [name.removeprefix(TABLES) for name in region_names(text) if name.startswith(TABLES)]
    reports = corpus_reports(workspace, named)
    text = fill(text, regions(workspace, reports), DOCUMENT)
    return {page: text.encode("utf-8")} | pictures(workspace, reports)


def corpus_reports(workspace: Workspace, corpus_ids: Collection[str]) -> dict[str, Report]:
    """Return the reports on some corpora of the release plan, from what the repository holds."""
    annotators = records_of(workspace.annotators()[0])
    return {
        data.info.corpus_id: measure_agreement(
            corpus_study(
                data.info.corpus_id,
                records_of(data.rows.articles),
                records_of(data.rows.annotations),
                annotators,
                without_predictions=True,
            )
        )
        for data in workspace.corpora()
        if data.info.corpus_id in corpus_ids
    }


def regions(workspace: Workspace, reports: dict[str, Report]) -> dict[str, str]:
    """Return the generated regions of the page: name -> Markdown."""
    found = {f"{TABLES}{corpus_id}": _report(report) for corpus_id, report in reports.items()}
    speed = json.loads((workspace.root / SPEED).read_text(encoding="utf-8"))
    audits = [audit_table(path) for path in sorted(workspace.annotations.glob(AUDITS))]
    return found | {"speed": table(("what", "value"), speed.items()), "audits": "\n".join(audits)}


def _report(report: Report) -> str:
    lines = (f"- {plain_markdown(line)}" for line in who(report))
    predicted = [] if report.predicted is None else [f"{plain_markdown(report.predicted.told)}\n"]
    return "\n".join([*lines, "", *predicted, *map(markdown, all_tables(report))])


def audit_table(path: Path) -> str:
    """Return the rates of a scored audit as Markdown."""
    score = json.loads(path.read_text(encoding="utf-8"))
    rates = [("sample", score["sentences"])] + [(of, rate) for of, own in score["rates"].items() for rate in own]
    rows = (
        (
            of,
            rate["what"],
            rate["hits"],
            rate["trials"],
            f"{100 * rate['hits'] / rate['trials']:.1f} % [{100 * rate['low']:.1f}, {100 * rate['high']:.1f}]",
        )
        for of, rate in rates
        if rate["trials"]
    )
    head = f"**{score['title']}. {score['sentences']['trials']} of {score['population']} sentences**\n\n"
    return head + table(("of", "what", "wrong", "of", "rate and 95 % Wilson interval"), rows)


def markdown(own: ReportTable) -> str:
    """Return a table with its title as Markdown."""
    return (
        f"**{plain_markdown(own.title)}**\n\n"
        + table(own.header, own.rows)
        + "".join(f"\n{plain_markdown(note)}\n" for note in own.notes)
    )


def pictures(workspace: Workspace, reports: dict[str, Report]) -> dict[Path, bytes]:
    """Return the page's figures: path -> SVG."""
    folder = workspace.root / "docs" / "images"
    return {
        folder / f"agreement-{corpus_id}-{name}.svg": content.encode("utf-8")
        for corpus_id, report in reports.items()
        for name, content in figures(report).items()
    }
