"""`claimwire labelstudio export-tasks` and `import-results`: the round trip by files alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from exported import exported, submitted
from ferry import CORPUS_TOML, FERRY, layer_of

from claimwire.cli.labelstudio import command
from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import records_of, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.errors import LabelStudioError
from claimwire.schema import Annotation, Annotator
from claimwire.schema.vocab import AnnotatorKind


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one article and the layers of anna and model_a."""
    folder = tmp_path / "repository" / "annotations"
    names = ("anna", "ben", "model_a")
    people = [Annotator(annotator_id=x, annotator_kind=AnnotatorKind.HUMAN, description="Invented.") for x in names]
    write_text(
        folder / "release.toml",
        'name = "ferry"\ndata_version = "0.1.0"\ndate = "2031-06-01"\ncorpora = ["heron"]\n'
        "[split_ratios]\ntrain = 1.0\n",
    )
    write_text(folder / "heron" / "corpus.toml", CORPUS_TOML)
    write_jsonl(folder / "annotators.jsonl", people)
    write_jsonl(folder / "heron" / "articles.jsonl", [FERRY])
    write_jsonl(folder / "heron" / "annotations.jsonl", [layer_of(), layer_of("loss", annotator_id="model_a")])
    monkeypatch.chdir(folder.parent)
    return folder.parent


def ran(*arguments: str) -> Result:
    result = CliRunner().invoke(command, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def tasks_in(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found


def export(tasks: list[dict[str, Any]], path: Path) -> Path:
    path.write_text(json.dumps([exported(task) for task in tasks]))
    return path


def layers_in(root: Path) -> dict[str, Annotation]:
    found = records_of(Workspace(root).corpus("heron").rows.annotations)
    return {layer.annotation_id: layer for layer in found}


def test_what_was_written_and_read_again_changes_no_byte(root: Path, tmp_path: Path) -> None:
    before = (root / "annotations/heron/annotations.jsonl").read_bytes()
    result = ran("export-tasks", "heron", "tasks.json", "--layer", "anna", "--prediction", "model_a")
    assert result.output == "wrote tasks.json: 1 tasks, 1 layers, 1 predictions\n"
    result = ran("import-results", "heron", str(export(tasks_in(root / "tasks.json"), tmp_path / "export.json")))
    assert result.exit_code == 0
    assert "1 layers, 0 of them new or changed; annotations/heron/annotations.jsonl left as it is" in result.output
    assert (root / "annotations/heron/annotations.jsonl").read_bytes() == before


def test_a_new_layer_lands_with_annotator_time_tool_and_the_hash_of_the_file(root: Path, tmp_path: Path) -> None:
    ran("export-tasks", "heron", "tasks.json", "--prediction", "model_a")
    [task] = tasks_in(root / "tasks.json")
    task["annotations"] = [{"completed_by": 3, "lead_time": 61.5, "result": task["predictions"][0]["result"]}]
    path = export([task], tmp_path / "export.json")
    result = ran("import-results", "heron", str(path), "--user", "ben=3", "--tool", "label-studio 1.23.2")
    assert result.exit_code == 0
    layer = layers_in(root)["heron_1_ben"]
    assert (layer.annotator_id, layer.lead_time_seconds, layer.tool) == ("ben", 61.5, "label-studio 1.23.2")
    assert (layer.guideline_version, layer.source_sha256 is None) == ("2.0.0", False)
    again = ran("import-results", "heron", str(path), "--user", "ben=3", "--tool", "label-studio 1.23.2")
    assert "0 of them new or changed" in again.output


def test_what_was_refused_can_be_fixed_in_its_file_and_read(root: Path, tmp_path: Path) -> None:
    ran("export-tasks", "heron", "tasks.json", "--layer", "anna")
    path = export(tasks_in(root / "tasks.json"), tmp_path / "export.json")
    sound = layers_in(root)["heron_1_anna"]
    path.write_text(path.read_text().replace('"text": ["1999"]', '"text": ["in 1999"]'))
    result = ran("import-results", "heron", str(path))
    assert result.exit_code == 1
    assert "historical_background “The line lost a ferry in 1999”: date-not-edtf: time: 'in 1999'" in result.output
    kept = layers_in(root)["heron_1_anna"]
    assert not kept.complete
    assert [claim for claim in sound.claims if claim.claim_id != "heron_1_anna_loss"] == list(kept.claims)

    mended = tmp_path / "export.refused.json"
    [refused] = tasks_in(mended)
    assert [problem["region"] for problem in refused["problems"]] == ["heron_1_anna_loss"]
    mended.write_text(mended.read_text().replace('"in 1999"', '"1999"'))
    assert ran("import-results", "heron", str(mended), "--dry-run").exit_code == 0
    assert not layers_in(root)["heron_1_anna"].complete
    assert ran("import-results", "heron", str(mended)).exit_code == 0
    read = layers_in(root)["heron_1_anna"]
    assert (read.claims, read.complete) == (sound.claims, sound.complete)
    assert read.tool == "label-studio", "the answer that was read before it was one of Label Studio"


def test_a_dry_run_writes_nothing(root: Path, tmp_path: Path) -> None:
    ran("export-tasks", "heron", "tasks.json", "--layer", "anna")
    path = export([submitted(exported(task)) for task in tasks_in(root / "tasks.json")], tmp_path / "export.json")
    path.write_text(path.read_text().replace('"choices": ["asserted"]', '"choices": ["asserted", "denied"]', 1))
    before = (root / "annotations/heron/annotations.jsonl").read_bytes()
    result = ran("import-results", "heron", str(path), "--dry-run")
    assert result.exit_code == 1
    assert "choice-twice" in result.output
    assert (root / "annotations/heron/annotations.jsonl").read_bytes() == before
    assert sorted(x.name for x in tmp_path.iterdir()) == ["export.json", "repository"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("text,label\n", "is not a list of tasks"),
        ('{"tasks": []}', "is not a list of tasks"),
        ('[{"doc_key": "heron_1", "label": []}]', "export as JSON: JSON_MIN and CSV lose regions"),
        ('[{"data": {}, "annotations": []}', "ends within a task or is not one JSON list"),
    ],
)
def test_a_file_that_is_not_a_whole_export_is_refused(root: Path, content: str, message: str) -> None:
    (root / "export.json").write_text(content)
    with pytest.raises(LabelStudioError, match=message):
        ran("import-results", "heron", "export.json")


def test_a_task_of_no_article_of_the_corpus_is_a_problem(root: Path) -> None:
    (root / "export.json").write_text('[{"id": 4, "data": {"article_id": "crane_1"}, "annotations": [{"result": []}]}]')
    result = ran("import-results", "heron", "export.json")
    assert result.exit_code == 1
    assert "task 4: task-without-article" in result.output


def test_options_that_cannot_be_meant_are_refused(root: Path) -> None:
    with pytest.raises(LabelStudioError, match="no layer of 'zoe'; there are: "):
        ran("export-tasks", "heron", "tasks.json", "--layer", "zoe")
    for users in (["anna"], ["anna=1", "ben=1"], ["anna=1", "anna=2"]):
        options = [option for user in users for option in ("--user", user)]
        with pytest.raises(LabelStudioError, match="--user"):
            ran("export-tasks", "heron", "tasks.json", "--layer", "anna", *options)
    assert not (root / "tasks.json").exists()


def test_texts_that_may_not_be_redistributed_stay_out_of_the_repository(root: Path, tmp_path: Path) -> None:
    toml = root / "annotations/heron/corpus.toml"
    toml.write_text(toml.read_text().replace("text_redistributable = true", "text_redistributable = false"))
    with pytest.raises(LabelStudioError, match="is in the repository"):
        ran("export-tasks", "heron", "tasks.json")
    assert ran("export-tasks", "heron", str(tmp_path / "tasks.json")).exit_code == 0
    with pytest.raises(LabelStudioError, match="is in the repository"):
        ran("import-results", "heron", str(tmp_path / "tasks.json"), "--refused", "refused.json")


def test_neither_pure_part_nor_file_command_imports_the_client_library() -> None:
    code = (
        "import sys\n"
        "from claimwire.labelstudio.page import config\nfrom claimwire.labelstudio.tasks import problems, read, write\n"
        "from claimwire.cli import labelstudio\n"
        "print([name for name in ('label_studio_sdk', 'httpx', 'requests') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
