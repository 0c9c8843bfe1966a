"""`claimwire publish` as it is typed, and what users then load from the Hub."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hub_server import TOKEN, HubServer
from small import DOCUMENTS, STANDOFF

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError
from claimwire.publishing.opened import with_open_texts_of
from claimwire.publishing.readiness import Inspected
from claimwire.release.build import build
from claimwire.release.manifest import read_manifest
from claimwire.release.open_texts import open_corpora
from claimwire.release.withdrawing import withdraw
from claimwire.schema import Withdrawal
from claimwire.schema.vocab import WithdrawalReason
from claimwire.tables.parquet import iter_own_rows

REPOSITORY = "tamsin/mini"
TAG = "v1.0.0"


def publish(
    workspace: Workspace, *arguments: str | Path, version: str = "1.0.0", repository: str = REPOSITORY
) -> Result:
    before = Path.cwd()
    os.chdir(workspace.root)
    try:
        return CliRunner().invoke(group, ["publish", version, "--repo", repository, *map(str, arguments)])
    finally:
        os.chdir(before)


def test_a_dry_run_shows_all_and_sends_nothing(released: Workspace, served: HubServer) -> None:
    served.create(REPOSITORY)
    result = publish(released)
    assert result.exit_code == 0, result.output
    for path in (released.dataset / "1.0.0").rglob("*"):
        if path.is_file():
            line = f"{path.stat().st_size:>12,}  {path.relative_to(released.dataset / '1.0.0').as_posix()}"
            assert line in result.output
    assert "license: cc-by-4.0" in result.output
    assert "# mini\n" in result.output
    assert f"{served.address}/datasets/{REPOSITORY} is at {served.repos[REPOSITORY].head.commit_id}; tags: none" in (
        result.output
    )
    assert "1 not ours, left: .gitattributes" in result.output
    count = len([path for path in (released.dataset / "1.0.0").rglob("*") if path.is_file()])
    last = result.output.strip().splitlines()[-1]
    assert re.fullmatch(
        rf"dry run: nothing was sent; --push would commit {count} files, [\d,]+ bytes, and tag them v1\.0\.0", last
    )
    assert served.count("^(POST|PUT) ") == 0
    assert TOKEN not in result.output


@pytest.fixture
def looked_at(candidate: Inspected, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release was looked at already, which takes a while."""
    monkeypatch.setattr("claimwire.cli.publish.look_at", lambda *_: candidate)


@pytest.mark.usefixtures("looked_at")
def test_offline_it_says_that_it_did_not_look(released: Workspace, served: HubServer) -> None:
    result = publish(released, "--offline")
    assert result.exit_code == 0
    assert f"the Hub: not looked at {served.address}/datasets/{REPOSITORY}, for --offline" in result.output
    assert "--push would commit" in result.output
    assert served.asked == []


@pytest.mark.usefixtures("looked_at")
def test_without_a_network_it_says_that_it_could_not_look(
    released: Workspace, served: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    result = publish(released)
    assert result.exit_code == 0
    assert "the Hub: could not read what is there: http://127.0.0.1:9/datasets/tamsin/mini" in result.output
    assert publish(released, "--push").exit_code == 1
    assert isinstance(publish(released, "--push").exception, PublishError)


@pytest.mark.usefixtures("looked_at")
def test_where_the_client_is_told_to_be_offline_it_says_so(
    released: Workspace, served: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE is set" in publish(released).output
    assert served.asked == []


@pytest.mark.usefixtures("looked_at")
def test_what_it_would_do_on_a_repository_in_each_state(released: Workspace, served: HubServer) -> None:
    assert "has no dataset repository tamsin/mini" in publish(released).output
    repo = served.create(REPOSITORY)
    assert publish(released, "--push").exit_code == 0
    assert "dry run: nothing was sent; v1.0.0 is already there, unchanged" in publish(released).output
    assert "there already, nothing was sent" in publish(released, "--push").output
    del repo.tags[TAG]
    assert "--push would commit 0 files, 0 bytes, and tag them v1.0.0" in publish(released).output
    repo.tags[TAG] = repo.commits[0].commit_id
    result = publish(released)
    assert "v1.0.0 is at something else, and --push would be refused" in result.output
    repo.edit("README.md", b"edited\n")
    repo.tags.clear()
    assert "1 changed: README.md" in publish(released).output


@pytest.mark.parametrize("arguments", [[], ["--push"], ["--push", "--create"]])
def test_with_a_problem_nothing_is_sent(arguments: list[str], publishable: Workspace, served: HubServer) -> None:
    card = publishable.dataset / "1.0.0" / "README.md"
    write_text(card, card.read_text(encoding="utf-8") + "More.\n")
    result = publish(publishable, *arguments)
    assert result.exit_code == 1
    assert "problem: SHA256SUMS: README.md has SHA-256" in result.output
    assert "nothing was sent: what was found has to be fixed before 1.0.0 is published" in result.output
    assert served.count("^(POST|PUT) ") == 0
    assert served.repos == {}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--offline", "--push"], "--push does not go with --offline"),
        (["--create"], "--create goes with --push only"),
        (["--push", "--private"], "--private goes with --create only"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str], told: str, released: Workspace) -> None:
    result = publish(released, *arguments)
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize("name", ["mini", "a/b/c", "/mini"])
def test_a_name_without_a_user_is_refused(name: str, released: Workspace) -> None:
    result = publish(released, repository=name)
    assert result.exit_code == 2
    assert f"--repo is {name!r}; write USER/NAME" in result.output


@pytest.mark.usefixtures("looked_at")
def test_a_name_that_the_client_refuses_is_told(released: Workspace, served: HubServer) -> None:
    result = publish(released, "--push", repository="tamsin/mi ni")
    assert isinstance(result.exception, PublishError)
    assert "mi ni" in str(result.exception)


def open_texts(workspace: Workspace, evidence: str) -> None:
    """Open one of the two texts of the stand-off corpus."""
    toml = workspace.corpus_folder(STANDOFF) / "corpus.toml"
    write_text(toml, f'text_in_release = "open"\n{toml.read_text()}')
    outlet = workspace.annotations / "outlets" / "orrin_observer.toml"
    now = f'text_redistributable = true\nlicence_evidence = "{evidence}"'
    write_text(outlet, outlet.read_text().replace("text_redistributable = false", now))


def release_anew(workspace: Workspace) -> None:
    """Plan and release a second version, whose manifest names the build with open texts."""
    plan = workspace.annotations / "release.toml"
    write_text(plan, plan.read_text().replace('"1.0.0"', '"2.0.0"'))
    build(workspace, release=True, with_open_texts=open_corpora(workspace, DOCUMENTS))


@pytest.mark.long
def test_with_open_texts_their_build_is_published(publishable: Workspace, served: HubServer) -> None:
    open_texts(publishable, "stated_on_page")
    release_anew(publishable)
    repo = served.create(REPOSITORY)
    result = publish(publishable, "--hydrated", DOCUMENTS, "--push", version="2.0.0")
    assert result.exit_code == 0, (result.output, result.exception)
    manifest = json.loads(repo.files("v2.0.0")["manifest.json"])
    named = read_manifest(publishable.dataset / "2.0.0").open_texts_content_sha256
    assert manifest["content_sha256"] == named
    assert manifest["hydrated"] is False
    again = publish(publishable, "--hydrated", DOCUMENTS, "--push", version="2.0.0")
    assert "there already, nothing was sent" in again.output
    without = publish(publishable, "--push", version="2.0.0")
    assert "never moved" in str(without.exception)


def test_a_licence_that_is_inferred_since_sends_nothing(publishable: Workspace, served: HubServer) -> None:
    open_texts(publishable, "stated_on_page")
    release_anew(publishable)
    served.create(REPOSITORY)
    outlet = publishable.annotations / "outlets" / "orrin_observer.toml"
    write_text(outlet, outlet.read_text().replace("stated_on_page", "inferred"))
    result = publish(publishable, "--hydrated", DOCUMENTS, "--push", version="2.0.0")
    assert result.exit_code != 0
    assert served.count("^(POST|PUT) ") == 0


def test_a_release_that_names_no_build_with_texts_is_refused(publishable: Workspace, served: HubServer) -> None:
    result = publish(publishable, "--hydrated", DOCUMENTS, "--push")
    assert "names no build with texts" in str(result.exception)
    assert served.asked == []


def test_texts_are_put_into_the_planned_version_alone(publishable: Workspace, served: HubServer) -> None:
    open_texts(publishable, "own_work")
    release_anew(publishable)
    result = publish(publishable, "--hydrated", DOCUMENTS, "--push", version="1.0.0")
    assert "can be put into 2.0.0 alone" in str(result.exception)


def test_after_a_withdrawal_the_build_with_texts_has_to_have_the_rows_of_the_folder(publishable: Workspace) -> None:
    open_texts(publishable, "own_work")
    release_anew(publishable)
    folder = publishable.dataset / "2.0.0"
    planned = withdraw(
        publishable, Withdrawal(withdrawn_id="rook_b_c09", date="2031-06-02", reason=WithdrawalReason.PRIVACY)
    )
    assert read_manifest(folder).open_texts_content_sha256 is None
    with with_open_texts_of(publishable, folder, DOCUMENTS, lambda _: None) as opened:
        words = {
            row["claim_id"]
            for table in read_manifest(opened).tables
            if table.config == "claims"
            for row in iter_own_rows(opened / table.path)
        }
        assert "rook_b_c08" in words
        assert not planned.ids & words
    claims = publishable.annotations / "rook" / "claims.jsonl"
    write_text(claims, claims.read_text().replace("regretted the fire", "regretted it"))
    with (
        pytest.raises(PublishError, match=r"has other rows than dataset/2\.0\.0"),
        with_open_texts_of(publishable, folder, DOCUMENTS, lambda _: None),
    ):
        pass


def test_what_was_built_to_be_published_is_for_its_owner_and_then_gone(publishable: Workspace) -> None:
    open_texts(publishable, "own_work")
    release_anew(publishable)
    with with_open_texts_of(publishable, publishable.dataset / "2.0.0", DOCUMENTS, lambda _: None) as folder:
        assert folder.stat().st_mode & 0o077 == 0
        assert not folder.is_relative_to(publishable.root)
    assert not folder.exists()


LOAD = """
import json, sys
from datasets import load_dataset

repository, revision, configs = sys.argv[1], sys.argv[2], sys.argv[3:]
for config in configs:
    loaded = load_dataset(repository, config, revision=revision)
    rows = {split: [json.dumps(row, default=str, sort_keys=True) for row in loaded[split]] for split in loaded}
    print(json.dumps([config, rows]))
"""


@pytest.mark.usefixtures("looked_at")
def test_users_load_the_rows_of_the_folder_by_the_tag(released: Workspace, served: HubServer, tmp_path: Path) -> None:
    """The main branch has something else by then."""
    from datasets import load_dataset

    repo = served.create(REPOSITORY)
    assert publish(released, "--push").exit_code == 0
    repo.add("later", {name: stored for name, stored in repo.head.files.items() if not name.startswith("claims")})
    configs = ["claims", "claims_standoff", "articles", "links"]
    environment = os.environ | {
        "HF_ENDPOINT": served.address,
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_OFFLINE": "0",
        "HF_HOME": str(tmp_path / "home"),
        "no_proxy": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, "-c", LOAD, REPOSITORY, TAG, *configs],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = dict(json.loads(line) for line in done.stdout.splitlines())
    for config in configs:
        own = load_dataset(str(released.dataset / "1.0.0"), config, cache_dir=str(tmp_path / "own"))
        assert found[config] == {
            split: [json.dumps(row, default=str, sort_keys=True) for row in own[split]] for split in own
        }
        assert any(found[config].values())
    assert served.count("GET .*/resolve/") > 0
