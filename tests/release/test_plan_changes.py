"""What annotators are no longer asked for is told between two releases, though no row may show it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.release.manifest import manifest_json, read_manifest
from claimwire.release.plan_changes import plan_changes
from claimwire.schema import NotAsked, ReleaseManifest
from claimwire.schema.vocab import Label

MANIFEST = ReleaseManifest(
    name="wren",
    data_version="1.0.0",
    date="2031-06-01",
    schema_version="2.2.0",
    code_version="1.0.0",
    hydrated=False,
    writers={},
    inputs=(),
    tables=(),
    content_sha256="0" * 64,
)


def asking(labels: tuple[Label, ...] = (), slots: tuple[str, ...] = ()) -> ReleaseManifest:
    return MANIFEST.model_copy(update={"not_asked": NotAsked(labels=labels, slots=slots)})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MANIFEST, MANIFEST, []),
        (MANIFEST, asking(), []),
        (asking(slots=("channel", "time")), asking(slots=("time", "channel")), []),
        (MANIFEST, asking(slots=("channel",)), ["annotators are no longer asked for the slot `channel`"]),
        (
            asking(slots=("channel",)),
            asking(labels=(Label.HISTORICAL_BACKGROUND,), slots=("time", "casualty_figure.place_name")),
            [
                "annotators are no longer asked for the label `historical_background`",
                "annotators are no longer asked for the slots `time`, `casualty_figure.place_name`",
                "annotators are again asked for the slot `channel`",
            ],
        ),
        (
            asking(labels=(Label.HISTORICAL_BACKGROUND,)),
            MANIFEST,
            ["annotators are again asked for the label `historical_background`"],
        ),
    ],
)
def test_what_is_asked_is_compared(old: ReleaseManifest, new: ReleaseManifest, told: list[str]) -> None:
    assert plan_changes(old, new) == told


def run(*arguments: str) -> str:
    result = CliRunner().invoke(group, list(arguments))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_a_changed_plan_is_told_though_no_row_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "bridges")
    monkeypatch.chdir(tmp_path / "bridges")
    run("build", "--release", "--no-load")
    workspace = Workspace(tmp_path / "bridges")
    released = workspace.dataset / "0.1.0"
    assert "not_asked" not in manifest_json(read_manifest(released))
    plan = Path("annotations/release.toml")
    text = plan.read_text().replace('data_version = "0.1.0"', 'data_version = "0.2.0"')
    plan.write_text(f'{text}\n[not_asked]\nlabels = ["historical_background"]\nslots = ["channel"]\n')
    run("build", "--no-load")
    assert read_manifest(workspace.draft).not_asked == NotAsked(
        labels=(Label.HISTORICAL_BACKGROUND,), slots=("channel",)
    )
    told = run("diff", "0.1.0", "draft")
    assert told.startswith("annotators are no longer asked for the label `historical_background`\n")
    assert "annotators are no longer asked for the slot `channel`\nno changes\n" in told
    assert "- Annotators are no longer asked for the slot `channel`.\n" in run("diff", "0.1.0", "draft", "--changelog")
    assert "again asked for" in run("diff", "draft", "0.1.0")
    assert "asked" not in run("diff", "draft", "draft")
