"""What docs/your-own-corpus.md tells, command by command as it stands: from the installed package to a second version.

No file is written by hand but texts and layers. What a person clicks in Label Studio is made of ben's layer.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from documents import blocks
from exported import exported, submitted
from installed import ROOT, build_wheel, install

from claimwire.corpus.records import json_lines
from claimwire.corpus.workspace import Workspace
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.labelstudio.tasks.write import make_task

MATERIAL = Path(__file__).parent / "newcomer"
PAGE = ROOT / "docs" / "your-own-corpus.md"
MOST_COMMANDS = 16
BLOCKS = [block for block in blocks(PAGE) if block.need == "texts of your own"]
MAIN, STANDOFF = BLOCKS[:-1], BLOCKS[-1]
ANSWERS = "a\nThe hospital is no company.\n" * 3
"""What cleo types where the two readers differ: the first reading, and why."""


def commands(code: str) -> list[str]:
    return [line for line in code.replace("\\\n", " ").splitlines() if line.startswith("claimwire ")]


@dataclass
class Newcomer:
    """Somebody with the package, seven texts and layers of them, and what the commands said."""

    home: Path
    programs: Path
    folder: Path
    said: list[str] = field(default_factory=list)

    def run(self, code: str) -> str:
        """Run commands of the page where the last ones ended, and return what they said."""
        environment = {
            "HOME": str(self.home),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "HF_HUB_OFFLINE": "1",
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{code}\npwd >&2"],
            cwd=self.folder,
            env=environment,
            input=ANSWERS if "--review" in code else "",
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        self.folder = Path(done.stderr.splitlines()[-1])
        self.said.append(done.stdout)
        return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    return install(build_wheel(folder), folder / "environment")


@pytest.fixture
def newcomer(programs: Path, tmp_path: Path) -> Newcomer:
    start = tmp_path / "start"
    for name in ("texts", "layers"):
        shutil.copytree(MATERIAL / name, start / name)
    return Newcomer(tmp_path / "home", programs, start)


def clicked(root: Path, tasks_file: Path) -> list[dict[str, Any]]:
    """Return the export of a Label Studio in which ben annotated the tasks of a file."""
    corpus, tasks = Workspace(root).corpus("bridges"), []
    sent = json.loads(tasks_file.read_text(encoding="utf-8"))
    for number, task in enumerate(sent, start=1):
        article = corpus.article(task["data"]["article_id"])
        path = MATERIAL / "second" / f"{article.article_id}.jsonl"
        facts = LayerFacts("ben", corpus.info.guideline_version, "the page")
        layer, problems = quoted_layer(article, list(json_lines(path)), facts, path.name)
        assert problems == []
        of_ben = make_task(article, [layer], [], guideline_version="2.0.0", user_of={"ben": 2})
        assert of_ben["data"] == task["data"]
        tasks.append(submitted(exported(of_ben, number), user=2))
    return tasks


def correct(layers: Path) -> None:
    """Correct two claims of anna's that nobody else has read."""
    for name, old, new in (
        ("bridges_school", '"source_kind":"individual"', '"source_kind":"organisation"'),
        ("bridges_storm", '"time":"1998"', '"time":"1998~"'),
    ):
        path = layers / f"{name}.jsonl"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_needs_few_commands() -> None:
    main = [line for block in MAIN for line in commands(block.code)]
    assert len(main) <= MOST_COMMANDS
    assert len(commands(STANDOFF.code)) <= MOST_COMMANDS
    for needed in ("init", "ingest", "anchor", "agreement", "adjudicate", "check", "build", "diff"):
        assert any(line.startswith(f"claimwire {needed} ") or line == f"claimwire {needed}" for line in main), needed
    assert "claimwire hydrate bridges" in STANDOFF.code


@pytest.mark.long
def test_from_pip_install_to_a_second_version(newcomer: Newcomer) -> None:
    start = newcomer.folder
    for block in MAIN:
        for command in block.code.replace("\\\n", " ").splitlines():
            if "import-results" in command:
                results = clicked(newcomer.folder, start / "tasks.json")
                (start / "results.json").write_text(json.dumps(results), encoding="utf-8")
            if command.startswith("claimwire anchor") and len([x for x in newcomer.said if "anna" in x]) > 1:
                correct(start / "layers")
            newcomer.run(command)
    everything = "\n".join(newcomer.said)
    workspace = Workspace(newcomer.folder)
    corpus = workspace.corpus("bridges")
    assert len(corpus.articles) == 7
    assert sorted(layer.annotator_id for layer in corpus.layers.values()) == ["anna"] * 7 + ["ben"] * 2
    assert {row.record.rule for row in corpus.rows.adjudications} == {"all-agree", "single-layer", None}
    assert "human agreement" in everything
    assert "no problems at levels 1 to 5" in everything
    assert "loaded back with datasets.load_dataset" in everything
    assert "source_kind" in newcomer.said[-1]
    assert "bridges_school_c01" in newcomer.said[-1]
    assert "bridges_storm_c03" in newcomer.said[-1]
    card = (workspace.dataset / "0.1.0" / "README.md").read_text(encoding="utf-8")
    assert "license: cc-by-4.0" in card
    assert "Tilda Rook" in card
    assert "annotations_creators: [other]" in card
    described = json.loads((workspace.dataset / "0.1.0" / "croissant.json").read_text(encoding="utf-8"))
    assert described["rai:hasSyntheticData"] is False
    assert "1 to 2" in described["rai:annotationsPerItem"]


@pytest.mark.long
def test_one_annotator_and_texts_that_may_not_be_passed_on(newcomer: Newcomer) -> None:
    start = newcomer.folder
    newcomer.run(STANDOFF.code)
    workspace = Workspace(newcomer.folder)
    corpus = workspace.corpus("bridges")
    assert {row.record.rule for row in corpus.rows.adjudications} == {"single-layer"}
    assert {layer.annotator_id for layer in corpus.layers.values()} == {"anna"}
    release = workspace.dataset / "0.1.0"
    card = (release / "README.md").read_text(encoding="utf-8")
    described = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    assert described["rai:annotationsPerItem"] == "1 complete layer per text by people and models, 1 of them by people"
    analysis = "Agreement was not measured: no text has two complete layers by people or models."
    assert described["rai:dataAnnotationAnalysis"] == f"Kinds of annotators: human. {analysis}"
    assert "One annotator made every layer; nobody has given a second opinion." in card
    assert "(1 annotator): 7 by people" in card
    assert "No article has two layers." in card
    assert "human agreement" not in card
    for path in sorted(newcomer.folder.rglob("*")):
        if path.is_file():
            is_table = path.suffix == ".parquet"
            words = str(pq.read_table(path).to_pylist()) if is_table else path.read_text(encoding="utf-8")
            assert "a plank of the footbridge gave way, the fire" not in words, path
            assert "ran onto a sandbank on Tuesday" not in words, path
    restored = (start / "full" / "articles.jsonl").read_text(encoding="utf-8")
    assert "ran onto a sandbank on Tuesday" in restored
    tables = sorted((start / "full-release" / "articles").glob("*.parquet"))
    texts = [row["text"] for path in tables for row in pq.read_table(path).to_pylist()]
    assert len(texts) == 7
    assert any("ran onto a sandbank on Tuesday" in text for text in texts)
