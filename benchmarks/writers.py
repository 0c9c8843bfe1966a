"""How long twenty writers of one corpus take at once, beside the sum of what each takes alone.

Run it as `python benchmarks/writers.py`, in the repository. It makes a corpus of 200 invented articles and twenty
annotators, and anchors a layer of each: one after the other, each on a copy of its own, and then all at once on one.
It fails if a layer is missing.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import write_jsonl
from claimwire.ingest.article import ingest
from claimwire.schema import Annotator, Article, CorpusInfo, Document
from claimwire.schema.vocab import AnnotatorKind

TOML = """corpus_id = "bench"
title = "Bench"
description = "Invented articles."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = true
text_licence = "CC BY 4.0"
annotation_licence = "CC BY 4.0"
schema_version = "2.0.0"
guideline_version = "2.0.0"
recipe = "plain-text"
not_checked = "Everything."
"""
OUTLET = """outlet_id = "post"
name = "Post"
country = "Orlan"
language = "en"
domain = "post.example"
kind = "private"
licence = "CC BY 4.0"
text_redistributable = true
invented = true
"""
CLAIM = {
    "label": "attributed_statement",
    "cue_spans": "said that",
    "cue_class": "neutral",
    "cue_polarity": "positive",
    "source_kind": "government",
    "source_naming": "described",
    "mention": "nominal",
    "quote_type": "indirect",
    "presented_as": "asserted",
    "polarity": "positive",
}
PLACES = ["Orlan", "Vell", "Tarn", "Corrin", "Quay Town", "Lower Vell"]


def make_repository(root: Path, articles: int, writers: int) -> None:
    """Write a repository with articles of five paragraphs and as many annotators as there are writers."""
    folder = root / "annotations" / "bench"
    draw = random.Random(articles)
    documents, records = [], []
    info = CorpusInfo.model_validate_json(json.dumps(tomllib.loads(TOML)))
    for number in range(articles):
        lines = [f"Day {number} at {draw.choice(PLACES)}", f"The council met on day {number}."]
        lines += [f"The mayor of {place} said that road {draw.randrange(900)} was shut." for place in PLACES]
        document = Document(
            article_id=f"bench_{number:03}", file=f"bench_{number:03}.txt", outlet_id="post", published="2031-05-05"
        )
        documents.append(document)
        records.append(ingest(document, "\n\n".join(lines).encode(), info))
    entries = (
        f'\n[[documents]]\narticle_id = "{x.article_id}"\nfile = "{x.file}"\noutlet_id = "post"\n'
        f'published = "2031-05-05"\n'
        for x in documents
    )
    write_text(folder / "corpus.toml", TOML + "".join(entries))
    write_jsonl(folder / "articles.jsonl", records)
    write_text(
        root / "annotations" / "release.toml",
        'name = "bench"\ndata_version = "1.0.0"\ndate = "2031-06-01"\ncorpora = ["bench"]\n'
        "split_ratios = { train = 1.0 }\n",
    )
    people = [
        Annotator(annotator_id=f"writer_{n}", annotator_kind=AnnotatorKind.RULE, description="A writer.")
        for n in range(writers)
    ]
    write_jsonl(root / "annotations" / "annotators.jsonl", people)
    write_text(root / "annotations" / "outlets" / "post.toml", OUTLET)
    write_text(root.parent / "layers" / "bench_000.jsonl", "".join(_quoted(records[0])))


def _quoted(article: Article) -> Iterator[str]:
    """Yield a line for each sentence in which a mayor says something."""
    for number, sentence in enumerate(article.sentences):
        words = (article.text or "")[sentence.start : sentence.end]
        if " said that " in words:
            source, content = words.rstrip(".").split(" said that ")
            says = {"id": f"{number:02}", "sentences": [number], "source_spans": source, "spans": content}
            yield json.dumps(CLAIM | says | {"source_name": [source], "statement": words}) + "\n"


def writer(root: Path, layers: Path, number: int) -> subprocess.Popen[bytes]:
    """Start a writer."""
    command = ("anchor", "bench", str(layers / "bench_000.jsonl"), "--annotator", f"writer_{number}", "--wait", "600")
    code = "from claimwire.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *command], cwd=root, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--writers", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="claimwire-writers-") as name:
        folder = Path(name)
        make_repository(folder / "repository", given.articles, given.writers)
        alone = 0.0
        for number in range(given.writers):
            copy = shutil.copytree(folder / "repository", folder / f"alone{number}")
            begin = time.perf_counter()
            if writer(copy, folder / "layers", number).wait():
                raise SystemExit(f"writer {number} failed alone")
            alone += time.perf_counter() - begin
        begin = time.perf_counter()
        running = [writer(folder / "repository", folder / "layers", number) for number in range(given.writers)]
        failed = sum(process.wait() != 0 for process in running)
        together = time.perf_counter() - begin
        layers = len(read_corpus(folder / "repository" / "annotations" / "bench").layers)
    print(f"{given.articles} articles, {given.writers} writers: {layers} layers, {failed} failed")
    print(f"alone {alone:.1f} s in all, at once {together:.1f} s: {together / alone:.2f} times")
    if failed or layers != given.writers:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
