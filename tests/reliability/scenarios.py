"""The commands that write records, each on a copy of the small repository that has something for it to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from small import DOCUMENTS, OPEN, STANDOFF, part_of_small
from small.material import MATERIAL

from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import CORPUS_FILE
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.formats.quotes import write_quoted_claims
from claimwire.hydration import hydrated_corpus
from claimwire.hydration.folder import write_hydrated
from claimwire.labelstudio.files import tasks_of

FEW = ("heron_a", "heron_b", "rook_a")

Prepare = Callable[[Workspace, Path], None]


@dataclass(frozen=True)
class Scenario:
    """A command with what it needs: `prepare` changes a copy of the small repository and fills a folder beside it.

    `code` is run in the repository's top folder; `{beside}` in it is that folder.
    """

    name: str
    prepare: Prepare
    code: str
    is_repeatable: bool = True
    """Whether it does nothing more when it is run again."""
    is_slow: bool = False
    """Whether not everything that could be tried is: running it again, or filling the disk, at each of its changes."""

    def program(self, beside: Path, *options: str) -> str:
        """Return the program with the folder beside the repository, and with further options of the command."""
        more = "".join(f", {option!r}" for option in options)
        return self.code.replace("{beside}", str(beside)).replace("{more}", more)


def command(
    name: str, prepare: Prepare, *arguments: str, is_repeatable: bool = True, is_slow: bool = False
) -> Scenario:
    """Return a scenario that runs `claimwire` with arguments."""
    words = ", ".join(repr(word) for word in arguments)
    code = f"import sys; sys.argv = ['claimwire', {words}{{more}}]; from claimwire.cli import main; main()"
    return Scenario(name, prepare, code, is_repeatable, is_slow)


def _quoted_layer(small: Workspace, beside: Path) -> None:
    corpus = small.corpus(OPEN)
    layer = corpus.layers["heron_b_ada"]
    write_text(beside / "heron_b.jsonl", write_quoted_claims(corpus.article("heron_b"), layer.claims, "heron_b_ada_"))


def _document(_: Workspace, beside: Path) -> None:
    write_text(beside / "pier.txt", "Pier shut\n\nThe pier was shut.\n\nThe warden said that the pier was old.\n")


def _unpublished(small: Workspace, _: Path) -> None:
    write_jsonl(small.splits_file, [])


def _written_by_hand(small: Workspace, _: Path) -> None:
    for name in ("events", "facts"):
        path = small.corpus_folder(OPEN) / f"{name}.jsonl"
        path.write_text("".join(json.dumps(json.loads(line)) + "\n" for line in path.read_text().splitlines()))


def _no_gold(small: Workspace, beside: Path) -> None:
    shutil.copytree(MATERIAL / "decisions", beside / "work")
    for path in (beside / "work").glob("rook_*"):
        path.unlink()
    with editing(small.corpus_folder(OPEN)) as edit:
        for table in ("claims", "adjudications", "links", "links_refused"):
            edit.replace(table, [])


def _export(small: Workspace, beside: Path) -> None:
    corpus = small.corpus(OPEN)
    (task,) = tasks_of(corpus, ["heron_b"], ["ada"])
    annotations = [annotation | {"id": 70, "completed_by": 1} for annotation in task["annotations"]]
    write_text(beside / "export.json", json.dumps([task | {"id": 7, "annotations": annotations}]))
    with editing(small.corpus_folder(OPEN)) as edit:
        kept = [layer for layer in corpus.layers.values() if layer.annotation_id != "heron_b_ada"]
        edit.replace("annotations", kept)
        edit.replace("claims", [x for x in corpus.claims.values() if x.article_id != "heron_b"])
        edit.replace("adjudications", [x for x in corpus.adjudications.values() if x.article_id != "heron_b"])
        edit.replace("links", [])
        edit.replace("links_refused", [])


def _no_links(small: Workspace, _: Path) -> None:
    with editing(small.corpus_folder(OPEN)) as edit:
        edit.replace("links", [])


def _hydrated(small: Workspace, beside: Path) -> None:
    hydrated, report = hydrated_corpus(small.corpus(STANDOFF), DOCUMENTS)
    write_hydrated(hydrated, report, beside / "rook")
    with editing(small.corpus_folder(STANDOFF)) as edit:
        edit.replace("anchors", [])


def _nothing(_: Workspace, __: Path) -> None:
    """Leave the repository as it is."""


def _few_articles(small: Workspace, beside: Path) -> None:
    """Leave three articles, so that a build does not take long."""
    part = part_of_small(small, beside / "part", FEW)
    shutil.rmtree(small.annotations)
    shutil.copytree(part.annotations, small.annotations)
    shutil.copy(part.splits_file, small.splits_file)
    shutil.rmtree(part.root)


def _a_new_article(small: Workspace, beside: Path) -> None:
    _few_articles(small, beside)
    write_jsonl(small.splits_file, [row for row in records_of(small.splits()[0]) if row.article_id != "rook_a"])


LINK = f"""
from pathlib import Path
from functools import partial
from claimwire.cli.writing import editing_corpus
from claimwire.conflicts import ConflictIndex
from claimwire.conflicts.linking import LinkSession
from claimwire.corpus.workspace import Workspace
workspace = Workspace.find()
index = ConflictIndex(workspace.corpus({OPEN!r}), workspace.outlets())
session = LinkSession(index, "cleo", partial(editing_corpus, workspace, {OPEN!r}, 0.3))
session.accept(session.left()[0])
"""

SCENARIOS = (
    command("anchor", _quoted_layer, "anchor", OPEN, "{beside}/heron_b.jsonl", "--annotator", "cleo"),
    command(
        "ingest",
        _document,
        *("ingest", OPEN, "{beside}/pier.txt", "--outlet", "lakeside_post", "--published", "2031-12-01"),
    ),
    command("remove", _unpublished, "remove", OPEN, "heron_a", "--with-annotations", is_repeatable=False),
    command("rename", _unpublished, "rename", OPEN, "heron_a", "pier_7", is_repeatable=False),
    command("fmt", _written_by_hand, "fmt"),
    command("adjudicate", _no_gold, "adjudicate", OPEN, "{beside}/work", "--adjudicator", "cleo"),
    command("import-results", _export, "labelstudio", "import-results", OPEN, "{beside}/export.json"),
    Scenario("link", _no_links, LINK, is_repeatable=False),
    command("dehydrate", _hydrated, "dehydrate", STANDOFF, "--from", "{beside}/rook", "--anchors", "--write"),
    command("duplicates", _nothing, "duplicates", STANDOFF, "--from", str(DOCUMENTS), "--write"),
    command("build", _few_articles, "build", "--no-load", is_slow=True),
    command("build --release", _a_new_article, "build", "--release", "--no-load", is_slow=True),
)
"""Every command that writes records. Those of Label Studio's server write by the same function as `import-results`."""

BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}

DRAFT = "dataset/draft/"


def records_in(root: Path) -> dict[str, bytes]:
    """Return the files of a repository that hold people's work or are published, by path; drafts can be made again."""
    files = {}
    for folder in ("annotations", "dataset"):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not name.startswith(DRAFT) and "/." not in name:
                files[name] = path.read_bytes()
    return files


def settle(root: Path) -> None:
    """Let the next writer come, which finishes what a killed one began."""
    from claimwire.corpus.commit import finish
    from claimwire.corpus.lock import locked

    for toml in (root / "annotations").glob(f"*/{CORPUS_FILE}"):
        with editing(toml.parent):
            pass
    with locked(root / "dataset", 0):
        finish(root / "dataset")
