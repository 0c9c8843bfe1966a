"""A release that was built again without what was withdrawn: its own tag, and the one before retired."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from hub_server import Failure, HubServer, Repo

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import PublishError
from claimwire.publishing.files import files_of
from claimwire.publishing.hub import Hub
from claimwire.publishing.readiness import Inspected, look_at
from claimwire.publishing.sending import send
from claimwire.publishing.tags import newer_tags, retired_tags, tag_of
from claimwire.release.manifest import read_manifest
from claimwire.release.withdrawing import withdraw
from claimwire.schema import Withdrawal
from claimwire.schema.vocab import WithdrawalReason

REPOSITORY = "tamsin/mini"
CLAIM = "heron_a_c06"
OLD, NEW = "v1.0.0", "v1.0.0-withdrawn.1"


@pytest.fixture
def rebuilt(publishable: Workspace, candidate: Inspected) -> Inspected:
    """The release of the small repository after a claim was withdrawn from it."""
    record = Withdrawal(withdrawn_id=CLAIM, date="2031-06-02", reason=WithdrawalReason.PRIVACY)
    withdraw(publishable, record)
    folder = publishable.dataset / "1.0.0"
    return replace(candidate, folder=folder, manifest=read_manifest(folder), files=files_of(folder))


@pytest.fixture
def repo(served: HubServer, hub: Hub, candidate: Inspected) -> Repo:
    """A repository that has the release as it was before."""
    made = served.create(REPOSITORY)
    send(hub, candidate)
    return made


def content(candidate: Inspected) -> dict[str, bytes]:
    return {file.name: file.path.read_bytes() for file in candidate.files}


def released_files(repo: Repo, revision: str) -> dict[str, bytes]:
    return {name: found for name, found in repo.files(revision).items() if name != ".gitattributes"}


def test_it_is_committed_and_tagged_anew_and_the_old_tag_is_deleted(repo: Repo, hub: Hub, rebuilt: Inspected) -> None:
    published = send(hub, rebuilt)
    assert published.tag == NEW
    assert repo.tags == {NEW: published.commit}
    assert released_files(repo, "main") == released_files(repo, NEW) == content(rebuilt)
    assert published.did[-1] == f"deleted the tag {OLD}, which has withdrawn records"
    assert send(hub, rebuilt).did == ()


def test_a_run_that_broke_off_before_the_old_tag_was_deleted_deletes_it(
    served: HubServer, repo: Repo, hub: Hub, rebuilt: Inspected
) -> None:
    served.failures.append(Failure("DELETE .*/tag/", 500))
    with pytest.raises(PublishError, match=r"deleting the tag v1\.0\.0: the Hub answered 500"):
        send(hub, rebuilt)
    assert repo.tags.keys() == {OLD, NEW}
    assert send(hub, rebuilt).did == (f"deleted the tag {OLD}, which has withdrawn records",)
    assert repo.tags.keys() == {NEW}


def test_a_newer_version_stays_on_the_main_branch(served: HubServer, repo: Repo, hub: Hub, rebuilt: Inspected) -> None:
    newer = repo.edit("README.md", b"# 1.1.0\n")
    repo.tags["v1.1.0"] = newer.commit_id
    served.failures.append(Failure("POST .*/tag/", 500))
    with pytest.raises(PublishError, match=r"tagging .* the Hub answered 500"):
        send(hub, rebuilt)
    assert repo.tags.keys() == {OLD, "v1.1.0"}
    published = send(hub, rebuilt)
    assert repo.tags == {"v1.1.0": newer.commit_id, NEW: published.commit}
    assert repo.head == newer
    assert released_files(repo, NEW) == content(rebuilt)
    assert repo.others == {}, "the branch that it was made on is gone, and the tag keeps the commit"
    assert len([commit for commit in repo.gone if commit.title.startswith("mini 1.0.0")]) == 2


def test_a_folder_that_still_has_it_is_not_published_again(
    repo: Repo, hub: Hub, candidate: Inspected, rebuilt: Inspected
) -> None:
    send(hub, rebuilt)
    with pytest.raises(PublishError, match=r"has v1\.0\.0-withdrawn\.1: something of 1\.0\.0 was withdrawn"):
        send(hub, candidate)
    assert repo.tags.keys() == {NEW}


def test_tags_of_rebuilds_come_after_their_version_and_before_the_next(rebuilt: Inspected) -> None:
    tags = ["v0.9.0", OLD, NEW, "v1.0.0-withdrawn.2", "v1.0.1", "v1.0.0-withdrawn.x", "note"]
    assert newer_tags(tags, NEW) == ["v1.0.0-withdrawn.2", "v1.0.1"]
    assert newer_tags(tags, OLD) == [NEW, "v1.0.0-withdrawn.2", "v1.0.1"]
    assert retired_tags(tags, "v1.0.0-withdrawn.2") == [OLD, NEW]
    assert retired_tags(tags, OLD) == []
    assert tag_of(rebuilt.manifest) == NEW


def test_a_release_that_still_has_what_is_withdrawn_may_not_be_published(publishable: Workspace) -> None:
    write_text(publishable.withdrawn_file, f'{{"date":"2031-06-02","reason":"law","withdrawn_id":"{CLAIM}"}}\n')
    found = look_at(publishable, publishable.dataset / "1.0.0").problems
    assert any("rows of it are of what is withdrawn; take them out with `claimwire withdraw" in x for x in found)


def test_contact_and_answer_time_are_asked_for_before_anything_is_sent(
    publishable: Workspace, served: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = publishable.annotations / "release.toml"
    write_text(plan, plan.read_text().replace("answer_days = 14\n", ""))
    monkeypatch.chdir(publishable.root)
    repo = served.create(REPOSITORY)
    asked = "no answer time: write `answer_days = 14`, or how many days it takes you, in annotations/release.toml"
    dry = CliRunner().invoke(group, ["publish", "1.0.0", "--repo", REPOSITORY, "--offline"])
    assert dry.exit_code == 0, dry.output
    assert f"before --push: {asked}" in dry.output
    pushed = CliRunner().invoke(group, ["publish", "1.0.0", "--repo", REPOSITORY, "--push"])
    assert pushed.exit_code == 1
    assert asked in pushed.output
    assert "nothing was sent: first provide what is listed above" in pushed.output
    assert len(repo.commits) == 1
    write_text(plan, plan.read_text().replace('contact = "tamsin@example.org"\n', ""))
    inspected = look_at(publishable, publishable.dataset / "1.0.0")
    assert [line.partition(":")[0] for line in inspected.needed] == ["no contact", "no answer time"]
    with pytest.raises(PublishError, match="nothing was sent: no contact"):
        send(Hub(REPOSITORY), inspected)
