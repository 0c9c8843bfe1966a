"""How far the annotators agree, as card and `croissant.json` tell it: without intervals, which the documents have."""

from __future__ import annotations

from collections import Counter

from ..agreement import Options, Report, corpus_study, measure
from ..agreement.tables import number, overview
from ..corpus.records import records_of
from ..regions import table
from ..tables.rows import World


def reports(world: World) -> list[Report]:
    """Return how far annotators agree: a report for each corpus, and batch, in which two of them share an article."""
    found = []
    for data in world.corpora:
        name, articles = data.info.corpus_id, records_of(data.rows.articles)
        complete = [layer for layer in records_of(data.rows.annotations) if layer.complete]
        for batch in sorted({layer.batch or "" for layer in complete}):
            own = [layer for layer in complete if (layer.batch or "") == batch]
            annotators = Counter(layer.article_id for layer in own)
            if max(annotators.values()) > 1:
                title = f"{name}, batch {batch}" if batch else name
                study = corpus_study(title, articles, own, world.annotators.values())
                found.append(measure(study, Options(resamples=0)))
    return found


def agreement_tables(world: World) -> str:
    """Return a Markdown table a corpus, each under a title that says whose agreement it is."""
    found = [overview(report) for report in reports(world)]
    return "\n".join(f"**{x.title}**\n\n{table(x.header, x.rows)}" for x in found) or "No article has two layers.\n"


def sentence_alphas(world: World) -> str:
    """Return the sentence alphas in words, each set with whose agreement it is."""
    told = []
    for report in reports(world):
        for party in report.parties:
            found = report.of(party.name, "sentences")
            alphas = {label: found[label, "alpha"].value for label in report.labels if (label, "alpha") in found}
            numbers = [f"{label} {number(value)}" for label, value in alphas.items()]
            told.append(f"{report.name}, {party.name} ({party.statement}): {', '.join(numbers)}.")
    return " ".join(told)
