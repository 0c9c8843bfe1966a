"""How long `claimwire agreement` takes on 100,000 sentences and 3 annotators, next to the krippendorff package.

Run it as `python benchmarks/agreement.py`. It makes documents of invented words and three layers that differ here and
there, and prints medians: of the whole command, from JSON Lines files in a temporary folder to the printed JSON, with
the start of Python; of the whole report (every measure of every pair and of all three, with intervals by 1,000
resamples) from records in memory; and of the sentence alphas alone, by our sums and by the package.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import krippendorff
import numpy as np

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_text, write_jsonl
from claimwire.iaa import corpus_study, measure_agreement
from claimwire.iaa.arrays.bootstrap import Estimator, estimates
from claimwire.iaa.arrays.index import StudyIndex
from claimwire.iaa.arrays.layout import Layout, lay_out
from claimwire.iaa.arrays.measures import nominal_alpha
from claimwire.ranges import Ints
from claimwire.schema import (
    LABELS,
    Annotation,
    Annotator,
    Article,
    Publication,
    Segment,
    Span,
)
from claimwire.schema import vocab as v
from claimwire.versions import SCHEMA_VERSION

CORPUS = "benchmark"
SENTENCES_PER_DOCUMENT = 20
NAMES = [f"Name {number}" for number in range(2000)]
WORDS = ["ridge", "harbour", "council", "the", "of", "grain", "convoy", "said", "minister", "village", "a", "and"]


def article(number: int, rng: random.Random) -> Article:
    """Return an article of invented words."""
    parts, spans, start = [], [], 0
    for _ in range(SENTENCES_PER_DOCUMENT):
        sentence = " ".join(rng.choices(WORDS, k=rng.randint(14, 28))) + "."
        parts.append(sentence)
        spans.append(Span(start=start, end=start + len(sentence)))
        start += len(sentence) + 1
    text = " ".join(parts)
    digest, length = sha256_text(text), len(text)
    return Article(
        article_id=f"doc_{number}",
        corpus_id=CORPUS,
        outlet_id="outlet",
        headline=parts[0],
        language="en",
        publication=Publication(found=v.DateEvidence.SUPPLIED, date="2031-10-12"),
        document=f"doc_{number}.txt",
        document_sha256=digest,
        recipe="plain-text/1",
        raw_sha256=digest,
        raw_length=length,
        text_sha256=digest,
        text_length=length,
        segments=(Segment(kind=v.SegmentKind.BODY, raw_start=0, raw_end=length, start=0),),
        sentence_recipe="sentencex/1",
        sentences=tuple(spans),
        text=text,
    )


def truth(article: Article, rng: random.Random) -> list[dict[str, Any]]:
    """Return the claims of an article that all annotators should find, as fields."""
    claims: list[dict[str, Any]] = []
    for sentence in article.sentences:
        middle = sentence.start + 30
        if rng.random() < 0.65:
            claims.append(
                {
                    "label": v.Label.ATTRIBUTED_STATEMENT,
                    "spans": (Span(start=middle, end=sentence.end - 1),),
                    "source_spans": (Span(start=sentence.start, end=sentence.start + 15),),
                    "cue_spans": (Span(start=sentence.start + 16, end=sentence.start + 20),),
                    "source_name": (rng.choice(NAMES),),
                    "source_kind": rng.choice(list(v.SourceKind)),
                    "source_naming": rng.choice(list(v.SourceNaming)),
                    "mention": rng.choice(list(v.Mention)),
                    "cue_class": rng.choice(list(v.CueClass)),
                    "cue_polarity": v.CuePolarity.POSITIVE,
                    "quote_type": rng.choice(list(v.QuoteType)),
                    "time": rng.choice([None, "2031-10-10", "2031-10"]),
                }
            )
        if rng.random() < 0.3:
            claims.append(
                {
                    "label": v.Label.HISTORICAL_BACKGROUND,
                    "spans": (Span(start=sentence.start, end=sentence.end - 10),),
                    "event_name": rng.choice(NAMES),
                    "event_type": rng.choice(list(v.EventType)),
                    "time": f"{rng.randint(1950, 2020)}",
                    "time_spans": (Span(start=sentence.start, end=sentence.start + 4),),
                    "time_meaning": rng.choice(list(v.TimeMeaning)),
                    "time_resolution": rng.choice(list(v.TimeResolution)),
                }
            )
        if rng.random() < 0.3:
            count = int(10 ** rng.uniform(0, 4))
            claims.append(
                {
                    "label": v.Label.CASUALTY_FIGURE,
                    "spans": (Span(start=middle + 5, end=middle + 30),),
                    "quantity_spans": (Span(start=middle + 5, end=middle + 9),),
                    "quantity_form": rng.choice(list(v.QuantityForm)),
                    "qualifier": rng.choice(list(v.Qualifier)),
                    "lower": count,
                    "upper": count,
                    "harm": rng.choice(list(v.Harm)),
                    "victim_status": rng.choice(list(v.VictimStatus)),
                    "victim_groups": rng.choice([(), (v.VictimGroup.CHILDREN,)]),
                    "named_victim": False,
                    "scope": rng.choice(list(v.FigureScope)),
                    "actor_name": (rng.choice(NAMES),),
                }
            )
    return claims


def layer(article: Article, claims: list[dict[str, Any]], who: str, rng: random.Random) -> Annotation:
    """Return one annotator's layer: some claims left out, some spans and slots changed."""
    models = {declaration.label: declaration.model for declaration in LABELS}
    marked: list[Any] = []
    for number, fields in enumerate(claims):
        if rng.random() < 0.04:
            continue
        own = dict(fields)
        if rng.random() < 0.06:
            span = own["spans"][0]
            own["spans"] = (Span(start=span.start + rng.randint(1, 5), end=span.end),)
        if rng.random() < 0.2:
            own["presented_as"] = v.PresentedAs.POSSIBLE
        if "source_name" in own and rng.random() < 0.1:
            own["source_name"] = (rng.choice(NAMES),)
        if own.get("lower") is not None and rng.random() < 0.05:
            own["lower"] += 1
        base = {
            "claim_id": f"{article.article_id}_{who}_{number}",
            "article_id": article.article_id,
            "statement": "-",
            "presented_as": v.PresentedAs.ASSERTED,
            "polarity": v.Polarity.POSITIVE,
        }
        marked.append(models[own["label"]](**(base | own)))
    return Annotation(
        annotation_id=f"{article.article_id}_{who}",
        article_id=article.article_id,
        annotator_id=who,
        guideline_version="2.0.0",
        tool="benchmark",
        complete=True,
        claims=tuple(marked),
    )


def material(sentences: int, annotators: int) -> tuple[list[Article], list[Annotation], list[Annotator]]:
    """Return articles, layers and annotators, the same each time."""
    rng = random.Random(1)
    articles = [article(number, rng) for number in range(sentences // SENTENCES_PER_DOCUMENT)]
    people = [
        Annotator(annotator_id=f"person_{n}", annotator_kind=v.AnnotatorKind.HUMAN, description="invented")
        for n in range(annotators)
    ]
    layers = []
    for own in articles:
        claims = truth(own, rng)
        layers += [layer(own, claims, person.annotator_id, rng) for person in people]
    return articles, layers, people


CORPUS_FILE = f"""
corpus_id = "{CORPUS}"
title = "{CORPUS}"
description = "Invented words."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = true
text_licence = "CC0"
annotation_licence = "CC0"
schema_version = "{SCHEMA_VERSION}"
guideline_version = "2.0.0"
recipe = "plain-text"
not_checked = "Nothing is."
"""


def write_repository(root: Path, articles: list[Article], layers: list[Annotation], people: list[Annotator]) -> None:
    """Write a repository of one corpus."""
    folder = root / "annotations" / CORPUS
    write_text(folder / "corpus.toml", CORPUS_FILE)
    write_text(folder.parent / "release.toml", "")
    write_jsonl(folder.parent / "annotators.jsonl", people)
    write_jsonl(folder / "articles.jsonl", articles)
    write_jsonl(folder / "annotations.jsonl", layers)


def whole_command(root: Path) -> dict[str, Any]:
    """Return what `claimwire agreement --json` prints about a repository, run in a process of its own."""
    code = "from claimwire.cli import main; main()"
    words = [sys.executable, "-c", code, "agreement", CORPUS, "--json"]
    printed: dict[str, Any] = json.loads(subprocess.run(words, cwd=root, check=True, capture_output=True).stdout)
    return printed


def timed(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Return the median of the seconds that some work needs, and what it returns."""
    seconds = []
    result = None
    for _ in range(times):
        before = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds), result


def our_alpha(table: Ints, layout: Layout) -> float | None:
    """Return alpha over all documents as the report computes it for intervals."""
    statistic = nominal_alpha(table, layout.sentences.owner, len(layout.base))
    (estimate,) = estimates(np.ones((1, len(layout.base))), [Estimator(statistic, len(table))])
    return estimate.value


def package_alpha(table: Ints) -> float:
    """Return alpha as the krippendorff package computes it, from how often each value was given to each sentence."""
    counts = np.stack([(table == value).sum(axis=1) for value in (0, 1)], axis=1)
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def results(sentences: int, annotators: int, times: int) -> Iterator[tuple[str, Any]]:
    """Yield what was measured, name and value; seconds are medians."""
    articles, layers, people = material(sentences, annotators)
    yield "sentences", sum(len(own.sentences) for own in articles)
    yield "documents", len(articles)
    yield "annotators", annotators
    yield "claims in all layers", sum(len(own.claims) for own in layers)
    yield "runs", times
    yield "cores", os.cpu_count()
    with TemporaryDirectory() as folder:
        write_repository(Path(folder), articles, layers, people)
        command, printed = timed(lambda: whole_command(Path(folder)), times)
    yield "whole command from files, s", round(command, 2)
    reading, study = timed(lambda: corpus_study("benchmark", articles, layers, people), times)
    yield "records to study, s", round(reading, 2)
    whole, report = timed(lambda: measure_agreement(study), times)
    yield "study to report, s", round(whole, 2)
    yield "numbers in the report", len(report.measurements)
    if sum(len(party["measures"]) for party in printed["parties"]) != len(report.measurements):
        sys.exit("the command printed another number of measures than the report has")
    yield "peak memory of the command, MB", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    layout = lay_out(study, report.labels)
    tables = [np.stack(list(columns.values()), axis=1) for columns in StudyIndex(layout, ()).sentences]
    ours, mine = timed(lambda: [our_alpha(table, layout) for table in tables], times)
    theirs, package = timed(lambda: [package_alpha(t) for t in tables], times)
    if not np.allclose(mine, package, atol=1e-9):
        sys.exit(f"the sums give {mine}, the krippendorff package {package}")
    yield "alpha of 3 labels by our sums, s", round(ours, 4)
    yield "alpha of 3 labels by krippendorff, s", round(theirs, 4)
    yield "ratio", round(theirs / ours, 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--annotators", type=int, default=3)
    parser.add_argument("--times", type=int, default=3, help="how many runs the median is of")
    parser.add_argument("--to", type=Path, help="write the results there as JSON, as docs/agreement.md shows them")
    given = parser.parse_args()
    measured = {}
    for name, value in results(given.sentences, given.annotators, given.times):
        print(f"{name:40} {value}", flush=True)
        measured[name] = value
    if given.to:
        write_text(given.to, json.dumps(measured, indent=1) + "\n")


if __name__ == "__main__":
    main()
