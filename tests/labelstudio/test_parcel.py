"""A parcel for people without claimwire: what is in it, and what may not be."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import DOCUMENTS, OPEN, STANDOFF, build_small

from claimwire.cli.labelstudio import command
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.labelstudio.files import tasks_of
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.parcel import CODEBOOK, CONFIG, README, TASKS, parcel_files, zipped
from claimwire.schema import NotAsked, Questions


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    workspace = build_small(tmp_path / "repository")
    monkeypatch.chdir(workspace.root)
    return workspace


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(command, ["parcel", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def unpacked(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_it_has_page_tasks_codebook_and_what_to_do_in_one_folder(small: Workspace, tmp_path: Path) -> None:
    assert run(OPEN, tmp_path / "p.zip").endswith("p.zip: README.md, guidelines.md, label_config.xml, tasks.json\n")
    files = unpacked(tmp_path / "p.zip")
    corpus = small.corpus(OPEN)
    assert files.keys() == {f"{OPEN}/{name}" for name in (README, CONFIG, TASKS, CODEBOOK)}
    assert files[f"{OPEN}/{CONFIG}"] == label_config()
    assert json.loads(files[f"{OPEN}/{TASKS}"]) == json.loads(json.dumps(tasks_of(corpus)))
    assert files[f"{OPEN}/{CODEBOOK}"] == (small.annotations / "guidelines.md").read_text(encoding="utf-8")
    told = files[f"{OPEN}/{README}"]
    assert told.startswith(f"# {OPEN}: {len(corpus.articles)} articles to annotate\n")
    assert f"claimwire labelstudio import-results {OPEN} EXPORT.json" in told
    assert "may not be passed on" not in told
    assert all(name in told for name in (CONFIG, TASKS, CODEBOOK))


def test_one_article_with_suggestions(small: Workspace, tmp_path: Path) -> None:
    [first, *_] = small.corpus(OPEN).articles
    run(OPEN, tmp_path / "p.zip", "--article", first, "--prediction", "ada")
    files = unpacked(tmp_path / "p.zip")
    [task] = json.loads(files[f"{OPEN}/{TASKS}"])
    assert task["data"]["article_id"] == first
    assert len(task["predictions"]) == 1
    assert task["annotations"] == []
    assert files[f"{OPEN}/{README}"].startswith(f"# {OPEN}: 1 article to annotate\n")


def test_the_page_has_what_the_repository_asks_for(small: Workspace) -> None:
    plan = small.annotations / "release.toml"
    write_text(plan, plan.read_text(encoding="utf-8") + '\n[not_asked]\nslots = ["outlet_check"]\n')
    files = parcel_files(small, small.corpus(OPEN))
    assert files[CONFIG] == label_config(questions=Questions(NotAsked(slots=("outlet_check",)))) != label_config()


def test_closed_texts_go_outside_only_and_the_reader_is_told(small: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "p.zip"
    with pytest.raises(ClaimwireError, match="may not be; name a place outside"):
        run(STANDOFF, "p.zip", "--from", DOCUMENTS)
    assert not Path("p.zip").exists()
    run(STANDOFF, outside, "--from", DOCUMENTS)
    assert "**The texts in this parcel may not be passed on.**" in unpacked(outside)[f"{STANDOFF}/{README}"]
    assert outside.stat().st_mode & 0o777 == 0o600


def test_texts_that_are_not_at_hand_are_asked_for(small: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ClaimwireError, match="text"):
        run(STANDOFF, tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()


def test_the_same_files_give_the_same_bytes() -> None:
    one, other = zipped({"a": "x", "b": "ä"}, "heron"), zipped({"b": "ä", "a": "x"}, "heron")
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["heron/a", "heron/b"]
        assert archive.read("heron/b").decode("utf-8") == "ä"
