"""A parcel in a real Label Studio that knows nothing of claimwire: imported, annotated, exported, and read."""

from __future__ import annotations

import contextlib
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small import OPEN, build_small
from test_formats import get
from test_losses import api
from world import Live

from claimwire.cli import group
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.tasks.write import make_task
from claimwire.schema import Annotator
from claimwire.schema.vocab import AnnotatorKind

SECONDS = 60
OWN = {"claim_id", "voice_id", "part_of_id", "origin", "proposed_slots", "confidence"}
"""Fields that are not compared: ids are those of the layer, and the rest is what a program fills in."""


def run(workspace: Workspace, *arguments: str | Path) -> str:
    with contextlib.chdir(workspace.root):
        done = CliRunner().invoke(group, ["labelstudio", *map(str, arguments)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def told(claim: Any) -> dict[str, Any]:
    return {name: value for name, value in claim.model_dump(mode="json").items() if name not in OWN}


@pytest.mark.long
def test_what_their_label_studio_exports_is_read_as_their_layers(live: Live, tmp_path: Path) -> None:
    workspace = build_small(tmp_path / "repository")
    known = [row.record for row in workspace.annotators()[0]]
    anna = Annotator(annotator_id="anna", annotator_kind=AnnotatorKind.HUMAN, description="Invented.")
    write_jsonl(workspace.annotations / "annotators.jsonl", [*known, anna])
    corpus = workspace.corpus(OPEN)
    layer = next(x for x in corpus.layers.values() if x.annotator_id == "ada" and x.claims)
    run(workspace, "parcel", OPEN, tmp_path / "parcel.zip", "--article", layer.article_id)
    with zipfile.ZipFile(tmp_path / "parcel.zip") as archive:
        archive.extractall(tmp_path)
    folder, client = tmp_path / OPEN, live.client()

    project = client.create_project("a parcel", "", (folder / "label_config.xml").read_text()).number
    client.import_tasks(project, [json.dumps(task) for task in json.loads((folder / "tasks.json").read_text())])
    until = time.monotonic() + SECONDS
    while client.task_count(project) < 1 and time.monotonic() < until:
        time.sleep(0.2)
    [task] = client.tasks(project)
    drawn = make_task(corpus.article(layer.article_id), [layer], guideline_version=layer.guideline_version)
    result = [item for item in drawn["annotations"][0]["result"] if item.get("from_name") != "layer"]
    api(live, "anna", "POST", f"tasks/{task.number}/annotations", {"result": result, "lead_time": 60.0})

    export = tmp_path / "export.json"
    export.write_bytes(get(live, f"/api/projects/{project}/export?exportType=JSON"))
    [answer] = json.loads(export.read_text())[0]["annotations"]
    who = answer["completed_by"]
    account = who if isinstance(who, int) else who["id"]
    printed = run(workspace, "import-results", OPEN, export, "--user", f"anna={account}")
    assert "1 tasks, 1 layers, 1 of them new or changed" in printed
    made = workspace.corpus(OPEN).layers[f"{layer.article_id}_anna"]
    assert [told(claim) for claim in made.claims] == [told(claim) for claim in layer.claims]
