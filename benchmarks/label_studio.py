"""How much time and memory a push and a pull take beside Label Studio's own, and our conversion beside the SDK's.

Run it as `python benchmarks/label_studio.py`, in the repository, when nothing else is running. It starts a local Label
Studio on a data folder of its own and makes a corpus of invented words: 2,000 articles of 15 claims, each with a layer
of one of four annotators.

The server's own time is that of the same requests with the same bytes by a client that does nothing else: it posts
tasks that were made before, and downloads an export without reading it. The ratios are those of the commands as people
run them, and of the same without the start of Python and the import of the SDK. Other work on the machine changes
seconds and ratios much, and seconds of the processor little: those of the command and of the server are told, too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import write_jsonl
from claimwire.ingest.article import ingest
from claimwire.labelstudio.lines import LayerLine
from claimwire.labelstudio.local import server as local
from claimwire.labelstudio.local.environment import setup
from claimwire.labelstudio.local.paths import CacheFolders
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.client import EVERYTHING, connect
from claimwire.labelstudio.server.exports import tasks_in
from claimwire.labelstudio.server.push import BATCH, TaskSource
from claimwire.labelstudio.server.queues import Queue
from claimwire.labelstudio.tasks.read import read_task
from claimwire.schema import CLAIM_ADAPTER, Annotation, Annotator, Article, ClaimBase, CorpusInfo, Document
from claimwire.schema import vocab as v

CLAIMS = 15
CORPUS_ID = "bench"
ANNOTATORS = ("anna", "ben", "cleo", "dora")
SOURCE = Path(__file__).resolve().parents[1] / "src"
MEMORY = ("peak memory of the push, MiB", "peak memory of the pull, MiB")
WORDS = [
    "ridge",
    "harbour",
    "council",
    "the",
    "of",
    "grain",
    "convoy",
    "said",
    "minister",
    "village",
    "a",
    "\U0001f6a2",
]
TOML = """\
corpus_id = "bench"
title = "Bench"
description = "Invented words."
language = "en"
text_origin = "written_for_purpose"
text_redistributable = true
text_licence = "CC0-1.0"
annotation_licence = "CC0-1.0"
schema_version = "2.0.0"
guideline_version = "2.0.0"
recipe = "plain-text"
not_checked = "Nothing."
"""
OUTLET_ID = "bench_post"
OUTLET = """\
outlet_id = "bench_post"
name = "Bench Post"
country = "Elvery"
language = "en"
domain = "bench.example"
kind = "private"
licence = "CC0-1.0"
text_redistributable = true
invented = true
"""


def made_article(number: int, corpus: CorpusInfo, rng: random.Random) -> Article:
    """Return an article of invented words, about 2,500 characters in thirty sentences."""
    paragraphs = (" ".join(rng.choices(WORDS, k=14)).capitalize() + "." for _ in range(30))
    document = Document(article_id=f"{CORPUS_ID}_{number:05}", file=f"{number}.txt", outlet_id=OUTLET_ID)
    return ingest(document, "\n\n".join(paragraphs).encode(), corpus)


def made_claim(article: Article, name: str, place: int, first: str, rng: random.Random) -> ClaimBase:
    """Return a claim on a sentence of an article, with every slot that claims of its label mostly have."""
    sentence = article.sentences[2 + place]
    start, end = sentence.start, sentence.end - 1
    label = list(v.Label)[place % 3]
    fields: dict[str, Any] = {
        "claim_id": name,
        "article_id": article.article_id,
        "label": label.value,
        "statement": " ".join(rng.choices(WORDS, k=8)),
        "presented_as": "asserted",
        "polarity": "positive",
        "confidence": rng.choice(["high", "medium"]),
        "spans": [{"start": start, "end": end}],
    }
    first_word, second_word = ([{"start": x.start() + start, "end": x.end() + start}] for x in words_of(article, place))
    if label is v.Label.ATTRIBUTED_STATEMENT:
        fields |= {
            "source_spans": first_word,
            "cue_spans": second_word,
            "source_kind": "individual",
            "source_naming": "named",
            "cue_polarity": "positive",
        }
        fields |= {"source_name": ["Ada Lorn"], "mention": "named", "cue_class": "neutral", "quote_type": "indirect"}
        fields |= {"comment": "either way"} if place % 2 else {}
    elif label is v.Label.HISTORICAL_BACKGROUND:
        fields |= {"event_name": "The flood", "event_type": "disaster", "time_spans": first_word, "time": "1987"}
        fields |= {"time_meaning": "throughout", "time_resolution": "explicit", "voice_id": first}
    else:
        fields |= {
            "quantity_spans": first_word,
            "quantity_form": "digits",
            "qualifier": "more_than",
            "lower": 12 + place,
        }
        fields |= {"harm": "injured", "victim_status": "civilian", "named_victim": False}
        fields |= {"scope": "single_event", "voice_id": first}
    return CLAIM_ADAPTER.validate_json(json.dumps(fields))


def words_of(article: Article, place: int) -> list[re.Match[str]]:
    """Return the first two words of a sentence of an article."""
    sentence = article.sentences[2 + place]
    return list(re.finditer(r"[^\s.]+", (article.text or "")[sentence.start : sentence.end]))[:2]


def made_layer(article: Article, annotator: str, rng: random.Random) -> Annotation:
    """Return a layer of fifteen claims over an article."""
    layer_id = f"{article.article_id}_{annotator}"
    names = [f"{layer_id}_{number:02d}" for number in range(CLAIMS)]
    claims = tuple(made_claim(article, name, place, names[0], rng) for place, name in enumerate(names))
    return Annotation(
        annotation_id=layer_id,
        article_id=article.article_id,
        annotator_id=annotator,
        guideline_version="2.0.0",
        tool="by hand",
        complete=True,
        claims=claims,
    )


def make_repository(root: Path, count: int) -> TaskSource:
    """Write a repository of `count` articles and return what its tasks are made of."""
    rng = random.Random(count)
    folder = root / "annotations" / CORPUS_ID
    write_text(folder / "corpus.toml", TOML)
    plan = 'name = "bench"\ndata_version = "1.0.0"\ndate = "2031-06-01"\ncorpora = ["bench"]\n'
    write_text(root / "annotations" / "release.toml", f"{plan}split_ratios = {{ train = 1.0 }}\n")
    people = [
        Annotator(annotator_id=n, annotator_kind=v.AnnotatorKind.HUMAN, description="Invented.") for n in ANNOTATORS
    ]
    write_jsonl(root / "annotations" / "annotators.jsonl", people)
    write_text(root / "annotations" / "outlets" / f"{OUTLET_ID}.toml", OUTLET)
    corpus = CorpusInfo.model_validate_json(json.dumps(tomllib.loads(TOML)))
    articles = {article.article_id: article for article in (made_article(n, corpus, rng) for n in range(count))}
    write_jsonl(folder / "articles.jsonl", articles.values())
    lines: dict[Queue, dict[str, LayerLine]] = {}
    for number, (key, article) in enumerate(articles.items()):
        name = ANNOTATORS[number % len(ANNOTATORS)]
        lines.setdefault(Queue(CORPUS_ID, name), {})[key] = LayerLine.of(made_layer(article, name, rng))
    of_article = {key: line for layers in lines.values() for key, line in layers.items()}
    write_bytes(folder / "annotations.jsonl", b"".join(of_article[key].json + b"\n" for key in articles))
    return TaskSource(articles, "2.0.0", lines, {}, {name: number for number, name in enumerate(ANNOTATORS, start=2)})


@contextmanager
def running(folder: Path) -> Iterator[local.LocalServer]:
    """Give a server with a data folder of its own."""
    environment = setup(CacheFolders.of(), print)
    server = local.start(environment, folder / "data", ANNOTATORS)
    try:
        yield server
    finally:
        local.stop(server.data)


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that some work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Used(NamedTuple):
    """What a command took: seconds, its peak of memory in MiB, seconds of the processor, and the server's meanwhile."""

    seconds: float
    memory: float
    own: float
    server: float


def command(root: Path, server: local.LocalServer, *arguments: str) -> Used:
    """Run a command of this repository and return what it took (memory is `VmHWM`, looked at until it ends)."""
    line = [str(Path(sys.executable).with_name("claimwire")), "labelstudio", *arguments, "--url", server.url]
    peak, own, of_server = 0.0, processor_time(), server_time(server)
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH"))))}
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*line, "--key-file", str(server.key_file)],
            cwd=root,
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        while process.poll() is None:
            peak = max(peak, peak_memory(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - begun
        errors.seek(0)
        if process.returncode:
            raise SystemExit(f"{arguments}: {errors.read().decode()}")
    return Used(seconds, peak, processor_time() - own, server_time(server) - of_server)


def processor_time() -> float:
    """Return the seconds of the processor that all commands took so far."""
    used = os.times()
    return used.children_user + used.children_system


def server_time(server: local.LocalServer) -> float:
    """Return the seconds of the processor that the server took so far."""
    fields = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def peak_memory(process: int) -> float:
    """Return the most memory in MiB that a process has had; 0 if it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), default=0.0)


def request(server: local.LocalServer, method: str, path: str, body: bytes | None = None) -> bytes:
    """Send a request as a client that does nothing else."""
    headers = {"Authorization": f"Token {server.key_file.read_text().strip()}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"{server.url}{path}", body, headers, method=method)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=3600) as reply:
        content: bytes = reply.read()
    return content


def made_project(server: local.LocalServer, title: str) -> int:
    """Make a project with our page and return its number."""
    client = connect(server.url, server.key_file.read_text().strip())
    client.create_project(title, "", label_config())
    return next(project.number for project in client.projects() if project.title == title)


def bare_push(server: local.LocalServer, bodies: dict[int, list[bytes]]) -> None:
    """Post tasks that were made before to the projects they are for."""
    for project, parts in bodies.items():
        for body in parts:
            request(server, "POST", f"/api/projects/{project}/import", body)


def bare_pull(server: local.LocalServer, projects: Iterable[int]) -> Iterator[bytes]:
    """Make the projects' exports and yield them as they are downloaded."""
    options = json.dumps({"title": "bare", "serialization_options": EVERYTHING}).encode()
    for project in projects:
        made = json.loads(request(server, "POST", f"/api/projects/{project}/exports/", options))
        yield request(server, "GET", f"/api/projects/{project}/exports/{made['id']}/download?exportType=JSON")


def converted(export: Path, articles: dict[str, Article]) -> int:
    """Read an export with our conversion and return how many claims it has."""
    reads = (
        read_task(task, articles[task["data"]["article_id"]], {"anna@localhost": "anna"}) for task in tasks_in(export)
    )
    return sum(len(layer.claims) for read in reads for layer in read.layers)


def converted_by_sdk(export: Path, folder: Path, kind: str) -> None:
    """Convert an export with the SDK's converter."""
    from label_studio_sdk.converter import Converter

    Converter(config=label_config(), project_dir=None).convert(str(export), str(folder), kind, is_dir=False)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--to", type=Path, help="Write the figures of every round to this JSON file.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, running(Path(scratch)) as server:
        few = measured(Path(scratch) / "few", server, options.tasks // 10)
        rounds = [measured(Path(scratch) / str(n), server, options.tasks) for n in range(options.rounds)]
    figures = {name: [round(measures[name], 3) for measures in rounds] for name in rounds[0]}
    for name in MEMORY:
        figures[f"{name.removesuffix(', MiB')} for a tenth of the tasks, MiB"] = [round(few[name], 3)]
    if options.to:
        write_text(options.to, json.dumps(figures, indent=1) + "\n")
    for name, of_rounds in figures.items():
        print(f"{name:58} {statistics.median(of_rounds):9.2f}   ({min(of_rounds):.2f} to {max(of_rounds):.2f})")


def measured(folder: Path, server: local.LocalServer, count: int) -> dict[str, float]:
    """Return what one round measured: seconds, MiB and ratios."""
    root = folder / "repository"
    source = make_repository(root, count)
    bodies: dict[int, list[bytes]] = {}
    for queue, layers in source.layers.items():
        tasks = [json.dumps(source.task(queue, key), ensure_ascii=False) for key in layers]
        batches = (tasks[at : at + BATCH] for at in range(0, len(tasks), BATCH))
        bodies[made_project(server, f"bare {queue.name} {folder.name}")] = [
            f"[{','.join(x)}]".encode() for x in batches
        ]
    size = sum(len(body) for parts in bodies.values() for body in parts) / 2**20
    annotators = [argument for name in ANNOTATORS for argument in ("-a", name)]
    file = root / "annotations" / CORPUS_ID / "annotations.jsonl"
    start, start_memory, start_own, _ = command(root, server, "status", CORPUS_ID)
    begun = server_time(server)
    own_push = timed(lambda: bare_push(server, bodies))
    push_server = server_time(server) - begun
    push, push_memory, push_own, in_push = command(root, server, "push", CORPUS_ID, *annotators, "--layers")
    again = command(root, server, "push", CORPUS_ID, *annotators, "--layers").seconds
    begun = server_time(server)
    own_pull = timed(lambda: sum(map(len, bare_pull(server, bodies))))
    pull_server = server_time(server) - begun
    before = sorted(file.read_bytes().splitlines())
    file.unlink()
    exports = ("--exports", str(folder / "exports"))
    pull, pull_memory, pull_own, in_pull = command(root, server, "pull", CORPUS_ID, *exports)
    if sorted(file.read_bytes().splitlines()) != before:
        raise SystemExit("what came back is not what was sent")
    plain = folder / "export.json"
    plain.write_bytes(next(bare_pull(server, bodies)))
    articles = dict(source.articles)
    ours = timed(lambda: converted(plain, articles))
    theirs = {kind: timed(partial(converted_by_sdk, plain, folder / kind, kind)) for kind in ("JSON_MIN", "CSV")}
    clear(server)
    shutil.rmtree(folder)
    return {
        "size of the tasks, MiB": size,
        "server's own import, s": own_push,
        "push, s": push,
        "push, tasks a second": count / push,
        "push / server's own": push / own_push,
        "push without start and import of the SDK / server's own": (push - start) / own_push,
        "a second push, s": again,
        "server's own export, s": own_pull,
        "pull, s": pull,
        "pull, tasks a second": count / pull,
        "pull / server's own": pull / own_pull,
        "pull without start and import of the SDK / server's own": (pull - start) / own_pull,
        "start and import of the SDK, s": start,
        "server's own import, s of the processor": push_server,
        "push, s of the processor, the server's": in_push,
        "push, s of the processor, the command's": push_own,
        "server's own export, s of the processor": pull_server,
        "pull, s of the processor, the server's": in_pull,
        "pull, s of the processor, the command's": pull_own,
        "start and import of the SDK, s of the processor": start_own,
        "peak memory of the start, MiB": start_memory,
        MEMORY[0]: push_memory,
        MEMORY[1]: pull_memory,
        "our conversion of a quarter of the export, s": ours,
        **{f"the SDK's conversion of it to {kind}, s": seconds for kind, seconds in theirs.items()},
        **{f"our conversion / the SDK's to {kind}": ours / seconds for kind, seconds in theirs.items()},
    }


def clear(server: local.LocalServer) -> None:
    """Remove all projects."""
    client = connect(server.url, server.key_file.read_text().strip())
    for project in client.projects():
        request(server, "DELETE", f"/api/projects/{project.number}/")


if __name__ == "__main__":
    main()
