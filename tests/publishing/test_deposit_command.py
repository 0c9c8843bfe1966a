"""`claimwire deposit` as it is typed, with what it leaves in the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hub_server import Failure
from zenodo_server import TOKEN, ZenodoServer

from claimwire.checks import CHECKS, load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.dois import dois_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError
from claimwire.publishing.readiness import Inspected
from claimwire.publishing.zenodo import SANDBOX_TOKEN

WRITES = "^(POST|PUT|DELETE) "


def deposit(workspace: Workspace, *arguments: str | Path, version: str = "1.0.0", typed: str | None = None) -> Result:
    before = Path.cwd()
    os.chdir(workspace.root)
    try:
        return CliRunner().invoke(group, ["deposit", version, *map(str, arguments)], input=typed)
    finally:
        os.chdir(before)


@pytest.fixture
def workspace(depositable: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the repository with its release, to be changed."""
    shutil.copytree(depositable.root, tmp_path / "repository")
    return Workspace(tmp_path / "repository")


@pytest.fixture
def looked_at(candidate: Inspected, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release was looked at already, which takes a while."""
    monkeypatch.setattr("claimwire.cli.deposit.look_at", lambda *_: candidate)


def test_a_dry_run_shows_all_and_sends_nothing(depositable: Workspace, sandbox: ZenodoServer) -> None:
    """With everything that is looked at before."""
    result = deposit(depositable)
    assert result.exit_code == 0, result.output
    assert "mini 1.0.0: 4 files, " in result.output
    for name in ("mini-1.0.0.tar.gz", "mini-1.0.0.tar.gz.sha256", "README.md", "datacite.json"):
        assert f"  {name}\n" in result.output
    assert '"resourceTypeGeneral": "Dataset"' in result.output
    assert "checks: " in result.output
    assert "texts: words of" in result.output
    assert "what a DOI cannot undo: " in result.output
    assert "Zenodo's sandbox: published versions: none\n" in result.output
    assert result.output.endswith("dry run: nothing was sent; --push would make a draft of 4 files\n")
    assert sandbox.count(WRITES) == 0
    assert TOKEN not in result.output
    assert not depositable.dois_file.exists()


@pytest.mark.usefixtures("looked_at")
def test_offline_it_says_that_it_did_not_look(depositable: Workspace, sandbox: ZenodoServer) -> None:
    result = deposit(depositable, "--offline")
    assert result.exit_code == 0
    assert f"Zenodo's sandbox: not looked at {sandbox.address}, for --offline" in result.output
    assert sandbox.asked == []


@pytest.mark.usefixtures("looked_at")
def test_what_it_would_do_in_each_state(workspace: Workspace, sandbox: ZenodoServer) -> None:
    assert deposit(workspace, "--push").exit_code == 0
    held = sandbox.only()
    page = f"{sandbox.address}/uploads/{held.number}"
    told = f"Zenodo's sandbox: {page} is a draft, with 4 files; {held.doi} is reserved"
    shown = deposit(workspace).output
    assert told in shown
    assert f"--push would go on with {page}, and send no file, for all are there" in shown
    del held.files["README.md"]
    assert "and send README.md\n" in deposit(workspace).output
    held.put("notes.txt", b"mine")
    refused = deposit(workspace)
    assert (refused.exit_code, "files that are not of this dataset: notes.txt" in refused.output) == (0, True)
    assert "--push might be refused, for the reason above" in refused.output
    del held.files["notes.txt"]
    assert deposit(workspace, "--push", "--publish", typed="y\n").exit_code == 0
    page = f"{sandbox.address}/records/{held.number}"
    assert deposit(workspace).output.endswith(
        "Zenodo's sandbox: published versions: 1.0.0\ndry run: nothing was sent; --push would do nothing on Zenodo's "
        f"sandbox: {page} is this version, published as {held.doi}\n"
    )


@pytest.mark.usefixtures("looked_at")
def test_without_a_token_or_a_network_it_says_that_it_could_not_look(
    depositable: Workspace, sandbox: ZenodoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_URL", "http://127.0.0.1:9")
    result = deposit(depositable)
    assert (result.exit_code, "http://127.0.0.1:9: listing your records: " in result.output) == (0, True)
    monkeypatch.delenv(SANDBOX_TOKEN)
    result = deposit(depositable)
    assert (result.exit_code, "there is no token of Zenodo's sandbox" in result.output) == (0, True)
    assert isinstance(deposit(depositable, "--push").exception, PublishError)


@pytest.mark.usefixtures("looked_at")
def test_the_sandbox_leaves_nothing_in_the_repository(workspace: Workspace, sandbox: ZenodoServer) -> None:
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    result = deposit(workspace, "--push", "--publish", typed="y\n")
    assert result.exit_code == 0, result.output
    assert sandbox.only().is_published
    assert "the DOI is not recorded: one of the sandbox leads nowhere" in result.output
    assert {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("looked_at")
@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_nothing_is_published_that_nobody_agrees_to(typed: str, workspace: Workspace, live: ZenodoServer) -> None:
    result = deposit(workspace, "--live", "--push", "--publish", typed=typed)
    assert result.exit_code == 1
    held = live.only()
    assert f"Publish {live.address}/uploads/{held.number}, and register {held.doi}, on Zenodo? [y/N]" in result.output
    assert "what a DOI cannot undo" in result.output
    assert not held.is_published
    assert len(held.content()) == 4
    assert not workspace.dois_file.exists()


@pytest.mark.usefixtures("looked_at")
def test_a_draft_says_that_nothing_is_registered_yet(workspace: Workspace, live: ZenodoServer) -> None:
    result = deposit(workspace, "--live", "--push")
    held = live.only()
    page = f"{live.address}/uploads/{held.number}"
    assert f"{page}: a draft, which you alone see; {held.doi} is reserved, and registered when" in result.output
    assert not workspace.dois_file.exists()
    assert f"{page}: a draft, there already; nothing was sent" in deposit(workspace, "--live", "--push").output


@pytest.mark.usefixtures("looked_at")
@pytest.mark.parametrize("on_the_page", [False, True])
def test_a_doi_that_is_registered_is_in_record_citation_and_card(
    on_the_page: bool, workspace: Workspace, live: ZenodoServer
) -> None:
    """Whether the draft was published by the command, or on its page."""
    card = workspace.root / "DATASET_CARD.md"
    write_text(card, f"{card.read_text()}\n<!-- generated: doi -->\nNo version has a DOI yet.\n<!-- /generated -->\n")
    if on_the_page:
        deposit(workspace, "--live", "--push")
        live.publish(live.only())
        result = deposit(workspace, "--live", "--push")
    else:
        result = deposit(workspace, "--live", "--push", "--publish", typed="y\n")
    assert result.exit_code == 0, (result.output, result.exception)
    held = live.only()
    concept = f"10.1234/zenodo.{held.concept}"
    recorded = [json.loads(line) for line in workspace.dois_file.read_text().splitlines()]
    assert recorded == [{"concept_doi": concept, "data_version": "1.0.0", "date": "2031-12-03", "doi": held.doi}]
    cited = (workspace.root / "CITATION.cff").read_text()
    assert f"doi: {held.doi}\nidentifiers:\n  - type: doi\n    value: {held.doi}\n" in cited
    assert f"    value: {concept}\n" in cited
    assert f"- All versions: <https://doi.org/{concept}>" in card.read_text()
    assert f"- Version 1.0.0: <https://doi.org/{held.doi}>" in card.read_text()
    assert "CITATION.cff: brought up to date" in result.output
    level_5 = [check for check in CHECKS if check.level == 5]
    assert [str(problem) for problem in run(load(workspace), level_5)] == []
    again = deposit(workspace, "--live", "--push")
    assert (again.exit_code, "brought up to date" in again.output) == (0, False)
    assert len(workspace.dois_file.read_text().splitlines()) == 1


@pytest.mark.usefixtures("looked_at")
def test_a_record_that_breaks_off_after_publication_is_made_by_the_next_run(
    workspace: Workspace, live: ZenodoServer
) -> None:
    live.failures.append(Failure("GET /api/records/[0-9]+$", 500))
    assert isinstance(deposit(workspace, "--live", "--push", "--publish", typed="y\n").exception, PublishError)
    assert live.only().is_published
    assert not workspace.dois_file.exists()
    assert deposit(workspace, "--live", "--push").exit_code == 0
    assert dois_of(workspace).of_version == {"1.0.0": live.only().doi}


@pytest.mark.usefixtures("looked_at")
def test_a_doi_for_tests_is_recorded_nowhere(
    workspace: Workspace, sandbox: ZenodoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a server for tests in Zenodo's place."""
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    result = deposit(workspace, "--live", "--push", "--publish", typed="y\n")
    assert isinstance(result.exception, PublishError)
    assert "a DOI for tests (10.5072/...), which leads nowhere" in str(result.exception)
    assert not workspace.dois_file.exists()


@pytest.mark.usefixtures("looked_at")
def test_another_doi_than_the_recorded_one_is_not_written_over(workspace: Workspace, live: ZenodoServer) -> None:
    deposit(workspace, "--live", "--push", "--publish", typed="y\n")
    line = workspace.dois_file.read_text()
    write_text(workspace.dois_file, line.replace(str(live.only().doi), "10.1234/zenodo.99"))
    result = deposit(workspace, "--live", "--push")
    assert "dataset/dois.jsonl has 10.1234/zenodo.99 for version 1.0.0, Zenodo has" in str(result.exception)


@pytest.mark.usefixtures("looked_at")
@pytest.mark.parametrize("arguments", [["--push"], ["--live", "--push", "--publish"]])
def test_without_a_contact_nothing_is_pushed(arguments: list[str], workspace: Workspace, sandbox: ZenodoServer) -> None:
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('contact = "data@mini.example"\n', ""))
    result = deposit(workspace, *arguments)
    assert isinstance(result.exception, PublishError)
    assert "annotations/release.toml names no contact" in str(result.exception)
    assert sandbox.asked == []
    shown = deposit(workspace, "--offline")
    assert (shown.exit_code, "--push would be refused: annotations/release.toml names no" in shown.output) == (0, True)


@pytest.mark.parametrize("arguments", [["--offline"], ["--push"]])
def test_with_a_problem_nothing_is_sent(arguments: list[str], workspace: Workspace, sandbox: ZenodoServer) -> None:
    card = workspace.dataset / "1.0.0" / "README.md"
    write_text(card, card.read_text(encoding="utf-8") + "More.\n")
    result = deposit(workspace, *arguments)
    assert result.exit_code == 1
    assert "problem: SHA256SUMS: README.md has SHA-256" in result.output
    assert "nothing was sent: what was found has to be fixed before 1.0.0 is deposited" in result.output
    assert sandbox.asked == []


def test_words_that_may_not_be_published_stop_it(workspace: Workspace, sandbox: ZenodoServer) -> None:
    """The licence of a text in the release is no longer open."""
    outlet = workspace.annotations / "outlets" / "lakeside_post.toml"
    write_text(outlet, outlet.read_text().replace("text_redistributable = true", "text_redistributable = false"))
    result = deposit(workspace, "--push")
    assert result.exit_code == 1
    assert "has words of heron_" in result.output
    assert sandbox.asked == []


@pytest.mark.usefixtures("looked_at")
def test_files_are_written_for_who_deposits_elsewhere(
    depositable: Workspace, sandbox: ZenodoServer, tmp_path: Path
) -> None:
    result = deposit(depositable, "--offline", "--to", tmp_path / "out")
    assert f"wrote {tmp_path / 'out' / 'datacite.json'}" in result.output
    done = subprocess.run(
        ["sha256sum", "-c", "mini-1.0.0.tar.gz.sha256"], cwd=tmp_path / "out", capture_output=True, text=True
    )
    assert done.stdout == "mini-1.0.0.tar.gz: OK\n"
    assert "doi" not in json.loads((tmp_path / "out" / "datacite.json").read_text())
    assert deposit(depositable, "--push", "--to", tmp_path / "out").exit_code == 0
    assert json.loads((tmp_path / "out" / "datacite.json").read_text())["doi"] == sandbox.only().doi


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--offline", "--push"], "--push does not go with --offline"),
        (["--publish"], "--publish goes with --push only"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str], told: str, depositable: Workspace) -> None:
    result = deposit(depositable, *arguments)
    assert result.exit_code == 2
    assert told in result.output
