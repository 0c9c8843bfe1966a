"""Sending a release to a stand-in for the Hub: in one go, after every failure in the middle, and where refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hub_server import TOKEN, Failure, HubServer, Repo, Stored

from claimwire.errors import PublishError
from claimwire.publishing.hub import HasMovedError, Hub, NoRepositoryError, NotReachedError
from claimwire.publishing.readiness import Inspected
from claimwire.publishing.sending import Published, send, title_of
from claimwire.publishing.tags import newer_tags

REPOSITORY = "tamsin/mini"
TAG = "v1.0.0"


@pytest.fixture
def repo(served: HubServer) -> Repo:
    return served.create(REPOSITORY)


def content(candidate: Inspected) -> dict[str, bytes]:
    return {file.name: file.path.read_bytes() for file in candidate.files}


def require_published(repo: Repo, candidate: Inspected, published: Published) -> None:
    """The tag is at one commit that has exactly the files of the release and what the Hub put there."""
    assert repo.tags == {TAG: published.commit}
    assert repo.files(TAG) == content(candidate) | {".gitattributes": b"*.parquet filter=lfs\n"}
    assert [commit.title for commit in repo.commits].count(title_of(candidate)) == 1


def test_a_release_is_one_commit_and_a_tag(served: HubServer, repo: Repo, hub: Hub, candidate: Inspected) -> None:
    published = send(hub, candidate)
    require_published(repo, candidate, published)
    assert len(repo.commits) == 2
    assert published.did == (
        f"committed {len(candidate.files)} new files as {published.commit}",
        f"tagged {published.commit} as {TAG}",
    )
    assert all(stored.large == name.endswith(".parquet") for name, stored in repo.head.files.items())


def test_a_second_run_sends_nothing(served: HubServer, repo: Repo, hub: Hub, candidate: Inspected) -> None:
    first = send(hub, candidate)
    served.asked.clear()
    assert send(hub, candidate) == Published(first.commit, TAG, ())
    assert served.count("^(POST|PUT) ") == 0


FAILURES = {
    "a file, for good": Failure("PUT /large/", 500, times=100),
    "a file, cut": Failure("PUT /large/", None, times=100),
    "the list of large files": Failure("POST .*/objects/batch", 500, times=6),
    "what has to be sent": Failure("POST .*/preupload/", 503, times=6),
    "the commit": Failure("POST .*/commit/", 500),
    "the commit, cut before": Failure("POST .*/commit/", None),
    "the commit, made and cut": Failure("POST .*/commit/", None, after=True),
    "the commit, made and answered badly": Failure("POST .*/commit/", 502, after=True),
    "the look at the commit": Failure("GET .*/tree/[0-9a-f]{40}", 500, times=0),
    "the tag": Failure("POST .*/tag/", 500),
    "the tag, cut before": Failure("POST .*/tag/", None),
    "the tag, made and cut": Failure("POST .*/tag/", None, after=True),
    "the refs": Failure("GET .*/refs", 500),
    "the first look": Failure(f"GET /api/datasets/{REPOSITORY}$", 500),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_run_after_a_failure_ends_where_one_without_ends(
    name: str, served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    failure = replace(FAILURES[name])
    if not failure.times:  # the first commit is looked at before
        failure.times = 6
        failure.request = "GET .*/tree/(?!" + repo.head.commit_id + ")[0-9a-f]{40}"
    served.failures.append(failure)
    with pytest.raises(PublishError) as found:
        send(hub, candidate)
    assert TOKEN not in str(found.value)
    assert REPOSITORY in str(found.value)
    served.failures.clear()
    require_published(repo, candidate, send(hub, candidate))


def test_files_that_arrived_are_not_sent_again(served: HubServer, repo: Repo, hub: Hub, candidate: Inspected) -> None:
    served.failures.append(Failure("POST .*/commit/", 500))
    with pytest.raises(PublishError, match="committing: the Hub answered 500"):
        send(hub, candidate)
    assert served.count("PUT ") == len({f.sha256 for f in candidate.files if f.name.endswith(".parquet")})
    served.asked.clear()
    send(hub, candidate)
    assert served.count("PUT ") == 0


def test_a_file_that_fails_once_is_tried_again_by_the_client(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    served.failures.append(Failure("PUT /large/", 500))
    require_published(repo, candidate, send(hub, candidate))


def test_a_commit_that_is_not_known_to_be_made_is_told(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    served.failures.append(Failure("POST .*/commit/", None, after=True))
    with pytest.raises(NotReachedError, match=r"nobody knows whether the commit was made. Run it again"):
        send(hub, candidate)
    assert repo.tags == {}


def test_a_repository_that_moved_meanwhile_is_left_as_it_is(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    served.failures.append(Failure("POST .*/preupload/", 503, meanwhile=lambda: repo.edit("NOTES.md", b"mine")))
    with pytest.raises(HasMovedError, match=r"somebody else has committed since .* nothing is lost"):
        send(hub, candidate)
    assert repo.files() == {".gitattributes": b"*.parquet filter=lfs\n", "NOTES.md": b"mine"}
    assert repo.tags == {}
    published = send(hub, candidate)
    assert repo.files(TAG) == content(candidate) | {
        ".gitattributes": b"*.parquet filter=lfs\n",
        "NOTES.md": b"mine",
    }
    assert repo.tags == {TAG: published.commit}


def test_a_commit_of_an_earlier_run_is_tagged_though_the_branch_has_moved_on(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    served.failures.append(Failure("POST .*/tag/", 500))
    with pytest.raises(PublishError, match=r"tagging .* as v1.0.0: the Hub answered 500"):
        send(hub, candidate)
    made = repo.head.commit_id
    repo.edit("README.md", b"edited on the page\n")
    assert send(hub, candidate).commit == made
    assert repo.tags == {TAG: made}
    assert repo.files()["README.md"] == b"edited on the page\n"


def test_a_tag_at_something_else_is_not_moved(served: HubServer, repo: Repo, hub: Hub, candidate: Inspected) -> None:
    repo.tags[TAG] = repo.head.commit_id
    with pytest.raises(PublishError, match=r"has a tag v1.0.0 on something other than .* never moved"):
        send(hub, candidate)
    assert repo.tags == {TAG: repo.head.commit_id}
    assert len(repo.commits) == 1
    assert served.count("^(POST|PUT) ") == 0


@pytest.mark.parametrize("right", [True, False])
def test_a_tag_that_appears_meanwhile_is_compared(
    right: bool, served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    def tag() -> None:
        repo.tags[TAG] = repo.commits[-1 if right else 0].commit_id

    served.failures.append(Failure("POST .*/tag/", 409, meanwhile=tag))
    if right:
        require_published(repo, candidate, send(hub, candidate))
    else:
        with pytest.raises(PublishError, match="never moved"):
            send(hub, candidate)
        assert repo.tags == {TAG: repo.commits[0].commit_id}


def test_a_newer_version_stays_on_the_main_branch(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    repo.tags["v1.0.1"] = repo.head.commit_id
    with pytest.raises(PublishError, match=r"has v1.0.1, which is newer"):
        send(hub, candidate)
    assert len(repo.commits) == 1


def test_newer_tags_are_those_of_later_versions_in_their_order() -> None:
    tags = ["v1.10.0", "v1.0.0", "v0.9.9", "v1.9.0", "first", "v", "1.2.0"]
    assert newer_tags(tags, "v1.0.0") == ["v1.9.0", "v1.10.0"]


def test_tables_of_an_older_release_go_and_other_files_stay(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    old = {"claims/train-00000-of-00002.parquet": Stored(b"old", True), "eval.yaml": Stored(b"name: x\n", False)}
    repo.add("older", repo.head.files | old)
    published = send(hub, candidate)
    assert "1 deleted" in published.did[0]
    names = {file.name for file in candidate.files} | {".gitattributes", "eval.yaml"}
    assert repo.files(TAG).keys() == names


def test_files_that_the_repository_ignores_are_noticed_before_the_tag(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected
) -> None:
    served.ignored.add("manifest.json")
    with pytest.raises(PublishError, match=r"does not have what was sent: .* manifest.json differ .* not tagged"):
        send(hub, candidate)
    assert repo.tags == {}


def test_a_repository_is_made_only_if_asked(served: HubServer, hub: Hub, candidate: Inspected) -> None:
    with pytest.raises(NoRepositoryError, match=r"has no dataset repository tamsin/mini.*--create"):
        send(hub, candidate)
    assert served.repos == {}
    published = send(hub, candidate, create=True, private=True)
    repo = served.repos[REPOSITORY]
    assert repo.private
    assert published.did[0] == f"created {served.address}/datasets/{REPOSITORY}, which only you may see"
    require_published(repo, candidate, published)


def test_a_release_with_problems_is_not_sent(served: HubServer, repo: Repo, hub: Hub, candidate: Inspected) -> None:
    with pytest.raises(PublishError, match="nothing was sent: 1 problems"):
        send(hub, replace(candidate, problems=("the card is empty",)))
    assert served.asked == []


def test_without_a_token_nothing_is_asked(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimwire.publishing.hub._token", lambda: None)
    with pytest.raises(PublishError, match=r"there is no token of the Hub; set HF_TOKEN"):
        send(hub, candidate)
    assert served.asked == []


def test_a_token_that_is_refused_is_not_told(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_another_one")
    with pytest.raises(PublishError, match="has to be allowed to write") as found:
        send(hub, candidate)
    assert "hf_another_one" not in str(found.value)
    assert repo.tags == {}


def test_a_token_that_the_hub_repeats_is_not_told(
    served: HubServer, repo: Repo, hub: Hub, candidate: Inspected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "told")
    served.failures.append(Failure("GET .*/refs", 500))
    with pytest.raises(PublishError, match=r"\(the token\) to fail"):
        send(hub, candidate)
