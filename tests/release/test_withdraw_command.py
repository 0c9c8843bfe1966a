"""`claimwire withdraw`, and that no command shows, exports or prepares what is withdrawn."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS

from claimwire.cli import group
from claimwire.cli.export import WRITTEN
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.release.build import Built

CLAIM = "heron_a_c06"
ARTICLE = "heron_c"


def run(*arguments: str | Path, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(group, list(map(str, arguments)))
    assert result.exit_code == exit_code, (result.output, result.exception)
    return result


def content(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.name != ".lock"}


@pytest.fixture
def released(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    shutil.copytree(built.folder.parent.parent, tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    return Workspace(tmp_path / "repository")


def test_without_write_it_lists_what_would_go_and_writes_nothing(released: Workspace) -> None:
    before = content(released.root)
    told = run("withdraw", CLAIM, "--reason", "privacy").output
    assert "annotations/heron/claims.jsonl: 1 record left out" in told
    assert "dataset/1.0.0: " in told
    assert "  claims_standoff        train           1 go      0 change" in told
    assert "--write would record it in annotations/withdrawn.jsonl and build dataset/1.0.0 again" in told
    assert content(released.root) == before


def test_with_write_it_is_recorded_and_the_rest_is_said(released: Workspace) -> None:
    told = run("withdraw", CLAIM, "--reason", "privacy", "--write").output
    [line] = released.withdrawn_file.read_text().splitlines()
    record = json.loads(line)
    assert record.keys() == {"date", "reason", "withdrawn_id"}
    assert (record["withdrawn_id"], record["reason"]) == (CLAIM, "privacy")
    assert "dataset/1.0.0: built again\n  if it is on the Hub: claimwire publish 1.0.0" in told
    assert "nothing to do" in run("withdraw").output
    told = run("withdraw", CLAIM, "--reason", "law", "--write").output
    assert f"{CLAIM} is withdrawn already: annotations/withdrawn.jsonl has it" in told
    assert released.withdrawn_file.read_text().splitlines() == [line]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((CLAIM,), "ID and --reason go together"),
        (("--reason", "privacy"), "ID and --reason go together"),
        ((CLAIM, "--reason", "private"), "did you mean 'privacy'"),
        (("Heron A", "--reason", "privacy"), "'Heron A' is not an id"),
    ],
)
def test_what_cannot_be_meant_is_refused(released: Workspace, arguments: tuple[str, ...], message: str) -> None:
    assert message in run("withdraw", *arguments, exit_code=2).output


def content_of(path: Path) -> str:
    """Return what a file has, with what is packed in it unpacked; bytes that are no text stay apart from it."""
    raw = path.read_bytes()
    return (zlib.decompress(raw) if path.suffix == ".spacy" else raw).decode("utf-8", "replace")


def test_no_command_shows_or_exports_it(released: Workspace) -> None:
    out = released.root.parent / "out"
    out.mkdir()
    statement = released.corpus("heron").claims[CLAIM].statement or ""
    headline = released.corpus("heron").articles[ARTICLE].headline
    lines = [(name, "2031-06-02", "privacy") for name in (CLAIM, ARTICLE)]
    made = (f'{{"date":"{date}","reason":"{reason}","withdrawn_id":"{name}"}}\n' for name, date, reason in lines)
    write_text(released.withdrawn_file, "".join(made))
    shown = [
        run("show", "heron", "heron_a", "--json").output,
        run("conflicts", "heron", "--json").output,
        run("entities", "heron", "--nameless", "--json").output,
        run("tolls", "list", "heron", "--json").output,
        run("sourcing", "heron", "--json").output,
        run("agreement", "heron", "--json", "--resamples", "0").output,
    ]
    run("conflicts", "heron", "--html", out / "conflicts.html")
    for form in WRITTEN:
        run("export", "heron", out / form, "--format", form)
    run("labelstudio", "export-tasks", "heron", out / "tasks.json", "--layer", "ada")
    run("hydrate", "rook", "--from", DOCUMENTS, "--to", out / "rook")
    text = "\n".join([*shown, *(content_of(path) for path in out.rglob("*") if path.is_file())])
    assert "heron_b_c01" in text
    for gone in (CLAIM, f'"{ARTICLE}"', f"{ARTICLE}_c", statement, headline):
        assert gone not in text, gone
    assert "has no article 'heron_c'" in str(run("show", "heron", ARTICLE, exit_code=1).exception)


def test_a_copy_without_it_is_not_written_back(released: Workspace) -> None:
    full = released.root.parent / "rook"
    write_text(released.withdrawn_file, '{"date":"2031-06-02","reason":"privacy","withdrawn_id":"rook_b_bela_01"}\n')
    run("hydrate", "rook", "--from", DOCUMENTS, "--to", full)
    before = content(released.annotations)
    told = run("dehydrate", "rook", "--from", full, "--write", exit_code=1)
    assert "rook has records that are withdrawn and that no copy has" in str(told.exception)
    assert content(released.annotations) == before
