"""No command writes words of a text that may not be redistributed, but for those that are meant to.

Both corpora of the small repository are stand-off here. Every command that writes or prints is run, and whatever it
wrote is searched for six words in a row of a text. What records said from the start, and headlines, do not count.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from file_server import serving
from small import DOCUMENTS, write_protocol
from small.material import MATERIAL, texts

import claimwire.templates
from claimwire.cli import COMMANDS, group
from claimwire.corpus.atomic import PRIVATE, write_bytes, write_text
from claimwire.corpus.workspace import Workspace
from claimwire.hydration.download import Patience
from claimwire.hydration.folder import standoff_files
from claimwire.hydration.words import words

TEMPLATES = Path(claimwire.templates.__file__).parent / "files"
"""What `claimwire init` lays down: invented examples that share turns of phrase with the documents here."""

RUN = 6
"""Words in a row that are looked for."""

NEW_DOCUMENT = """A heron was seen

Nobody knows whose bird it is that stands by the mill

The bird stood for hours on a post near the old mill, and nobody in Tamsin knew whose it was.
"""

BESIDE = re.compile(r'\\*",\\*"')
"""Between two strings of a list in a script: the end of one and the beginning of the next are no words in a row."""

MEANT = {
    "show --from: output",
    "show --from --html: out/page.html",
    "show --from --json --full: output",
    "sentences --from, of an article: output",
    "export: out/quoted/",
    "export --format brat: out/brat/",
    "export --format w3c: out/w3c/",
    "export --format conll: out/conll/",
    "export --format uima: out/uima/",
    "export --format csv: out/csv/",
    "import --with-texts: out/storm.jsonl",
    "labelstudio export-tasks: out/tasks.json",
    "labelstudio parcel: out/parcel.zip",
    "labelstudio import-results: out/export.refused.json",
    "adjudicate --draft, outside: out/work/",
    "audit sample, outside: out/audit/sheet.md",
    "audit items: out/sheets/",
    "audit pack: out/pack/tasks.json",
    "hydrate: out/full/articles.jsonl",
    "hydrate --download: out/cache/downloaded-texts/heron/files/",
    "hydrate --download: out/cache/heron/articles.jsonl",
    "hydrate --build: out/again/articles.jsonl",
    "hydrate --build: out/built/",
    "build --hydrated: out/release/",
    "build --open-texts: out/opened/",
    "explore --all-texts: out/explored/data/",
}
"""What has words of the texts on purpose: files and folders outside the repository, and the user's own terminal."""


@dataclass
class Watch:
    """A repository and a folder beside it, the runs of words that are looked for, and where they were found."""

    root: Path
    runs: frozenset[tuple[str, ...]]
    seen: dict[Path, bytes] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)

    def run(self, name: str, *arguments: str | Path, exit_code: int = 0, typed: str = "") -> None:
        """Run a command in the repository and look into its output and into every file that it wrote or changed."""
        result = CliRunner().invoke(group, list(map(str, arguments)), input=typed)
        assert result.exit_code == exit_code, (name, result.output, result.exception)
        self.commands.add(str(arguments[0]))
        self._look(f"{name}: output", result.output)
        for path, content in self.files():
            if self.seen.get(path) != content:
                self.seen[path] = content
                self._look(f"{name}: {path.relative_to(self.root.parent).as_posix()}", readable(path, content))

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Yield the files of the repository and of the folder beside it, with their content."""
        for folder in (self.root, self.root.parent / "out"):
            yield from ((path, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())

    def _look(self, place: str, content: str) -> None:
        if runs_of(content) & self.runs:
            self.found.add(place)


def readable(path: Path, content: bytes) -> str:
    """Return the text that a file has."""
    if path.suffix == ".parquet":
        return json.dumps(pq.read_table(io.BytesIO(content)).to_pylist(), ensure_ascii=False, default=str)
    if path.suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(readable(Path(name), archive.read(name)) for name in archive.namelist())
    if path.suffix == ".spacy":
        content = zlib.decompress(content)
    if path.suffix == ".gz":
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            streams = ((Path(member.name), tar.extractfile(member)) for member in tar)
            return "\n".join(readable(name, stream.read()) for name, stream in streams if stream is not None)
    text = content.decode("utf-8", "replace")
    return BESIDE.sub(" next ", text) if path.suffix == ".js" else text


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    forms = [word.form for word in words(text.replace("\\n", " "))]
    return frozenset(tuple(forms[n : n + RUN]) for n in range(len(forms) - RUN + 1))


@pytest.fixture
def watch(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """The small repository with both corpora stand-off, an empty folder `out` beside it, and a new document there."""
    heron = small.corpus("heron")
    for name, content in standoff_files(heron, anchors=True).items():
        write_bytes(heron.folder / name, content)
    toml = heron.folder / "corpus.toml"
    assert "text_redistributable = true" in toml.read_text()
    write_text(toml, toml.read_text().replace("text_redistributable = true", "text_redistributable = false"))
    out = small.root.parent / "out"
    write_text(out / "heron_new.txt", NEW_DOCUMENT)
    shutil.copytree(MATERIAL / "decisions", out / "decisions")
    write_text(out / "layer" / "heron_b.jsonl", (MATERIAL / "layers" / "heron_b.ada.jsonl").read_text())
    monkeypatch.chdir(small.root)
    watch = Watch(small.root, frozenset())
    watch.seen = dict(watch.files())
    before = [readable(path, content) for path, content in watch.files() if path.is_relative_to(small.root)]
    shipped = [path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*")) if path.is_file()]
    published = frozenset().union(*map(runs_of, [*before, *shipped]))
    watch.runs = frozenset().union(*map(runs_of, [*texts().values(), NEW_DOCUMENT])) - published
    return watch


def export(watch: Watch) -> None:
    """Write what Label Studio would export of the tasks, with something in it that is refused."""
    out = watch.root.parent / "out"
    tasks: list[dict[str, Any]] = json.loads((out / "tasks.json").read_text())
    for number, task in enumerate(tasks):
        task["id"] = number
        for place, annotation in enumerate(task["annotations"]):
            annotation |= {"id": 10 * number + place, "completed_by": 1, "created_at": "2031-10-19T17:05:00Z"}
            annotation |= {"updated_at": "2031-10-19T17:05:00Z", "updated_by": None}
    write_text(out / "export.json", json.dumps(tasks).replace('"choices": ["asserted"]', '"choices": []', 1))
    watch.seen[out / "export.json"] = (out / "export.json").read_bytes()


def revisions(watch: Watch) -> Path:
    """Write a revision that gives a claim another span, as a quote that is long enough to be found."""
    path = watch.root.parent / "out" / "revisions.jsonl"
    changed = {"spans": ["ferry service was nationalised in 2019"]}
    line = {"claim": "heron_a_c08", "set": changed, "reason": "It was read again."}
    write_text(path, json.dumps(line) + "\n")
    watch.seen[path] = path.read_bytes()
    return path


def open_texts(watch: Watch) -> None:
    """Say that a published release may have the texts of the first corpus, though the repository may not."""
    toml = watch.root / "annotations" / "heron" / "corpus.toml"
    write_text(toml, 'text_in_release = "open"\n' + toml.read_text())
    for outlet in sorted((watch.root / "annotations" / "outlets").glob("*.toml")):
        write_text(outlet, outlet.read_text() + 'licence_evidence = "own_work"\n')
    watch.seen |= dict(watch.files())


def download(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run `hydrate --download` on a server of this machine, which has the documents, into a cache outside."""
    monkeypatch.setenv("CLAIMWIRE_CACHE", str(watch.root.parent / "out" / "cache"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    toml = watch.root / "annotations" / "heron" / "corpus.toml"
    before = toml.read_text()
    with serving() as server:
        server.files = {f"/{path.name}": path.read_bytes() for path in DOCUMENTS.iterdir()}
        source = {"file": "{name}", "licence": "CC0-1.0", "attribution": "Tamsin", "addresses": [server.at("/{name}")]}
        lines = (f"{key} = {json.dumps(value)}\n" for key, value in source.items())
        write_text(toml, f"{before}\n[[sources]]\n{''.join(lines)}")
        monkeypatch.setattr("claimwire.cli.hydrate_download.PATIENCE", Patience(between=0.0))
        watch.run("hydrate --download --dry-run", "hydrate", "heron", "--download", "--dry-run")
        watch.run("hydrate --download", "hydrate", "heron", "--download")
    write_text(toml, before)


def answers(watch: Watch, note: str = texts()["heron_b"][-90:]) -> None:
    """Write an answer to an item, with a note that is by default copied from the text, and what its protocol is."""
    path = watch.root.parent / "out" / "answers.jsonl"
    wrong = {"claim": "heron_b_c02", "answer": "wrong", "wrong_fields": ["spans"], "note": note}
    write_text(path, json.dumps(wrong) + "\n")
    watch.seen[path] = path.read_bytes()
    write_protocol(Workspace(watch.root), "items")


def test_drafts_and_sheets_in_the_repository_have_no_words_of_a_stand_off_text(watch: Watch) -> None:
    mine = ("--from", DOCUMENTS, "--to", "audit")
    watch.run("draft", "adjudicate", "heron", "work", "--draft", "--article", "heron_e", "--from", DOCUMENTS)
    watch.run("sheet", "audit", "sample", "rook", "--size", "5", *mine)
    assert watch.found == set()
    outside = watch.root.parent / "out" / "work"
    watch.run("draft, outside", "adjudicate", "heron", outside, "--draft", "--article", "heron_e", "--from", DOCUMENTS)
    assert watch.found == {"draft, outside: out/work/heron_e.jsonl"}


@pytest.mark.long
def test_no_command_writes_words_of_a_stand_off_text_where_they_are_not_meant_to_be(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, out, mine = watch.run, watch.root.parent / "out", ("--from", DOCUMENTS)
    run("schema", "schema", "--write")
    run("show", "show", "heron")
    run("show --json", "show", "heron", "--json")
    run("show --html", "show", "heron", "--html", "page.html")
    run("show --from --html, inside", "show", "heron", *mine, "--html", "page.html", exit_code=1)
    run("show --from --html", "show", "heron", *mine, "--html", out / "page.html")
    run("show --from --json --full", "show", "heron", *mine, "--json", "--full")
    run("show --from", "show", "heron", "heron_a", *mine)
    run("show --from --json", "show", "heron", *mine, "--offsets", "raw", "--json")
    run("agreement", "agreement", "heron", *mine, "--json")
    run("agreement --figures", "agreement", "heron", "--brief", *mine, "--figures", out / "figures")
    run("conflicts", "conflicts")
    run("conflicts --json", "conflicts", "--json")
    run("conflicts --html", "conflicts", "--html", "conflicts.html")
    run("sourcing", "sourcing", "heron_a")
    run("sourcing of a corpus", "sourcing", "heron", "--json")
    run("sourcing --to", "sourcing", "heron", "--to", "cards")
    run("duplicates", "duplicates", *mine, "--write")
    run("link", "link", "heron", "--dry-run")
    run("tolls list", "tolls", "list", "heron")
    run("tolls list --json", "tolls", "list", "heron", "--json")
    run("tolls questions", "tolls", "questions", "heron", "--split", "train")
    run("tolls predict", "tolls", "predict", "heron", "--split", "train", "--baseline", "as-is")
    run("link --tolls", "link", "heron", "--tolls", "--dry-run")
    run("link --annotator", "link", "heron", "--annotator", "cleo", typed="q\n")
    run("adjudicate --draft, inside", "adjudicate", "heron", "work", "--draft", *mine)
    run("adjudicate --draft, outside", "adjudicate", "heron", out / "work", "--draft", *mine)
    run("adjudicate", "adjudicate", "heron", out / "decisions", "--adjudicator", "cleo", *mine)
    run("adjudicate --soft", "adjudicate", "heron", "--soft", "soft.jsonl")
    run("audit sample, inside", "audit", "sample", "heron", "--size", "20", "--to", "audit", *mine)
    run("audit sample, outside", "audit", "sample", "heron", "--size", "20", "--to", out / "audit", *mine)
    run("audit items, inside", "audit", "items", "heron", "--to", "sheets", *mine, exit_code=1)
    run("audit items", "audit", "items", "heron", "--to", out / "sheets", *mine)
    taking = ("audit", "take", "heron", out / "answers.jsonl", "-a", "dora", "--protocol", "items", *mine)
    answers(watch)
    run("audit take, copied", *taking, exit_code=1)
    answers(watch, note="It is another bird.")
    run("audit take", *taking)
    run("audit rates", "audit", "rates", "--json")
    packing = ("audit", "pack", "heron", "--split", "validation", "--size", "20")
    run("audit pack, inside", *packing, "--to", "pack", *mine, exit_code=1)
    run("audit pack", *packing, "--to", out / "pack", *mine)
    write_text(out / "pack.export.json", "[]\n")
    run("audit score of a pack", "audit", "score", out / "pack", out / "pack.export.json", "-a", "cleo", *mine)
    run("entities", "entities", "heron", "--nameless", *mine)
    run("entities --json", "entities", "heron", "--nameless", "--json", *mine)
    run("entities --draft", "entities", "heron", "--nameless", "--draft", "entities.jsonl", *mine)
    run("entities --draft, outside", "entities", "heron", "--nameless", "--draft", out / "entities.jsonl", *mine)
    run("entities --apply", "entities", "heron", "--apply", out / "entities.jsonl", "-a", "cleo", "--write", *mine)
    run("check", "check")
    run("revise", "revise", "heron", revisions(watch), "--adjudicator", "cleo", *mine)
    run("revise --write", "revise", "heron", revisions(watch), "--adjudicator", "cleo", *mine, "--write")
    run("migrate", "migrate", "heron")
    run("migrate --write", "migrate", "heron", "--write")
    run("rulings", "rulings")
    run("rulings --sheet", "rulings", "--sheet", "sheet.jsonl")
    run("hydrate", "hydrate", "heron", *mine, "--to", out / "full")
    run("hydrate, again", "hydrate", "heron", "--from", out / "full", "--json")
    download(watch, monkeypatch)
    run("dehydrate --to", "dehydrate", "heron", "--from", out / "full", "--to", out / "standoff")
    run("dehydrate --write", "dehydrate", "heron", "--from", out / "full", "--anchors", "--write")
    run("build", "build", "--no-load")
    run("build --release", "build", "--release", "--no-load")
    write_text(out / "predictions.jsonl", '{"article_id": "rook_a", "claims": []}\n')
    run("score", "score", "1.0.0", out / "predictions.jsonl", "--task", "spans", "--json")
    run("archive", "archive", "1.0.0", "--to", out / "mini.tar.gz")
    run("verify", "verify", out / "mini.tar.gz")
    run("verify --json", "verify", "1.0.0", "--json")
    exploring = ("explore", "1.0.0", "--hydrated", DOCUMENTS)
    run("explore", "explore", "1.0.0", "--to", "site")
    run("explore --hydrated", *exploring, "--to", out / "site")
    run("explore --all-texts", *exploring, "--all-texts", "--to", out / "explored")
    run("hydrate --build", "hydrate", "heron", *mine, "--to", out / "again", "--build", out / "built")
    open_texts(watch)
    run("build --open-texts-from", "build", "--no-load", "--open-texts-from", DOCUMENTS)
    run("build --open-texts", "build", "--hydrated", DOCUMENTS, "--to", out / "opened", "--no-load", "--open-texts")
    run("build --hydrated", "build", "--hydrated", DOCUMENTS, "--to", out / "release", "--no-load")
    publishing = ("publish", "1.0.0", "--repo", "tamsin/mini", "--offline")
    run("publish, of a plan without a licence", *publishing, exit_code=1)
    run("publish --hydrated, of a release that names no build", *publishing, "--hydrated", DOCUMENTS, exit_code=1)
    run("deposit, of a plan without a licence", "deposit", "1.0.0", "--offline", "--to", out / "deposit", exit_code=1)
    run("withdraw", "withdraw", "heron_a_c06", "--reason", "privacy")
    run("withdraw --write", "withdraw", "heron_a_c06", "--reason", "privacy", "--write")
    run("corpus add", "corpus", "add", "egret", "--dry-run")
    run("outlet add", "outlet", "add", "egret_post", "--dry-run")
    run("init", "init", out / "init", "--example")
    run("diff", "diff", "1.0.0", out / "release", "--parquet", "changes.parquet")
    run("ingest", "ingest", "heron", out / "heron_new.txt", "--outlet", "lakeside_post", "--published", "2031-05-05")
    run("rename", "rename", "heron", "heron_new", "heron_newer")
    run("remove", "remove", "heron", "heron_newer")
    event = ("--name", "heron", "--type", "other", "--description", "A heron stood by a mill.")
    run("event add", "event", "add", "heron", "heron_2031", *event)
    run("event assign", "event", "assign", "heron", "heron_2031", "heron_b", "--replace")
    run("event list", "event", "list", "--json")
    run("fact add", "fact", "add", "heron", "heron_f99", "--event", "heron_2031", "--statement", "A heron stood.")
    run("fact list", "fact", "list", "--json")
    run("annotator add", "annotator", "add", "anna", "--kind", "human", "--description", "A reader.")
    run("fmt", "fmt")
    run("sentences --from, of an article", "sentences", "rook_a", *mine)
    run("sentences --dry-run", "sentences", "rook", "--dry-run", *mine)
    run("sentences", "sentences", "rook", *mine)
    run("anchor", "anchor", "heron", out / "layer" / "heron_b.jsonl", "--annotator", "bela", *mine)
    run("annotate", "annotate", "rook", "--by", "rules", "-a", "tally", *mine)
    run("preannotate", "preannotate", "rook", "--model", "rules", "--to", out / "predicted.jsonl", *mine)
    run("preannotate, inside", "preannotate", "rook", "--model", "rules", "--to", "p.jsonl", *mine, exit_code=1)
    write_text(out / "password", "heron", PRIVATE)
    nowhere = ("--host", "203.0.113.1", "--password-file", out / "password", "--keep", out / "keep")
    run("serve-model", "serve-model", "rules", "--corpus", "rook", *mine, *nowhere, exit_code=1)
    run("predict --json", "predict", "--json", "--corpus", "rook", *mine)
    run("baselines list", "baselines", "list")
    run("baselines train", "baselines", "train", "spans", "--build", out / "release", "--to", out / "model")
    few = ("--split", "validation", "--model", "rules", "--classifier", "tfidf", "--resamples", "0")
    run("baselines run", "baselines", "run", "--build", out / "release", *few, "--to", out / "board.json")
    run("export", "export", "heron", out / "quoted", *mine)
    run("export --format brat", "export", "heron", out / "brat", "--format", "brat", "--annotator", "bela", *mine)
    run("export --format w3c", "export", "heron", out / "w3c", "--format", "w3c", *mine)
    run("export --format conll", "export", "heron", out / "conll", "--format", "conll", *mine)
    run("export --format uima", "export", "heron", out / "uima", "--format", "uima", *mine)
    run("export --format csv", "export", "rook", out / "csv", "--format", "csv", *mine)
    run("export --format csv, without texts", "export", "rook", "csv", "--format", "csv")
    run("export --format figures_csv", "export", "rook", "csv", "--format", "figures_csv")
    run("import", "import", "heron", out / "brat", "--format", "brat", "--annotator", "bela", *mine)
    run("labelstudio export-tasks", "labelstudio", "export-tasks", "rook", out / "tasks.json", "--layer", "ada", *mine)
    run("labelstudio parcel", "labelstudio", "parcel", "rook", out / "parcel.zip", *mine)
    export(watch)
    importing = ("labelstudio", "import-results", "rook", "../out/export.json", "--user", "ada=1")
    run("labelstudio import-results", *importing, exit_code=1)
    copy = watch.root.parent / "copy"
    write_text(copy / "storm.txt", (DOCUMENTS / "rook_a.txt").read_text())
    write_text(copy / "storm_4b22.ann", "")
    people = ("--format", "polnear", "--annotator", "ada", "--with-texts", out / "storm.jsonl")
    run("import --with-texts", "import", "rook", copy, *people, "--outlet", "north_gazette")
    run("import --with-texts, inside", "import", "rook", copy, *people[:-1], "storm.jsonl", exit_code=1)
    run("check, with problems", "check", exit_code=1)
    assert {meant for place in watch.found for meant in MEANT if place.startswith(meant)} == MEANT
    assert {place for place in watch.found if not place.startswith(tuple(MEANT))} == set()
    assert watch.commands == set(COMMANDS)
