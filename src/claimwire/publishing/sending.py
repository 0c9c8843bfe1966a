"""Sending a release: one commit, then the tag; whatever of it is on the Hub already is not done again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..errors import PublishError
from ..release.built import Progress
from .files import HubDifference, difference
from .hub import MAIN, HasMovedError, Hub, NoRepositoryError, NotReachedError, OnHub, TagTakenError
from .readiness import Inspected
from .tags import REBUILT, newer_tags, retired_tags

SHOWN = 5
"""Files that a message names."""


@dataclass(frozen=True)
class Published:
    """A release on the Hub."""

    commit: str
    tag: str
    did: tuple[str, ...]
    """What this run did, a line each; nothing if the release was there."""


def title_of(candidate: Inspected) -> str:
    """Return the title of the commit of a release, by which a later run knows it."""
    manifest = candidate.manifest
    return f"{manifest.name} {manifest.data_version}, content {manifest.content_sha256[:16]}"


def require_no_problem(candidate: Inspected) -> None:
    """Raise `PublishError` if anything speaks against publishing a release, or has to be said before."""
    if candidate.problems:
        raise PublishError(f"nothing was sent: {len(candidate.problems)} problems, which `claimwire publish` names")
    if candidate.needed:
        raise PublishError(f"nothing was sent: {'; '.join(candidate.needed)}")


def send(
    hub: Hub, candidate: Inspected, progress: Progress = lambda _: None, *, create: bool = False, private: bool = False
) -> Published:
    """Make the repository have a release: as one commit on its main branch, and under a tag.

    A run that broke off is run again: files that the Hub has are not sent again, a commit that was made is found and
    tagged, a tag that is right is left. With `create` the repository is made if there is none. Of a release that was
    built again without what was withdrawn, the tags that it had before are deleted; where a newer version is on the
    main branch, it is committed on a branch of its own, which is deleted when the commit has its tag.

    Raises `PublishError` if the release has problems, or its repository names no contact; if the tag is at something
    else, which is never moved; if a newer version is tagged, which the commit of another release would take off the
    main branch; if the Hub does not have the files as they are after the commit; `HasMovedError` if somebody else
    committed meanwhile; and what `Hub` raises.
    """
    require_no_problem(candidate)
    hub.require_token()
    did = []
    progress("checking what is on the Hub")
    try:
        there = hub.look()
    except NoRepositoryError:
        if not create:
            raise
        hub.create(private=private)
        did.append(f"created {hub.address}{', which only you may see' if private else ''}")
        there = hub.look()
    if candidate.tag in there.tags:
        _require_release_at(hub, candidate, candidate.tag)
        did += _retire(hub, candidate, there, progress)
        return Published(there.tags[candidate.tag], candidate.tag, tuple(did))
    branch = _branch_of(hub, candidate, there)
    on_branch = _on_branch(hub, candidate, there, branch)
    commit = _made_before(hub, candidate, on_branch, branch)
    if commit is None:
        commit = _commit(hub, candidate, on_branch, branch, progress)
        did.append(f"committed {_counted(difference(candidate.files, on_branch.files))} as {commit}")
    progress(f"tagging it {candidate.tag}")
    try:
        hub.tag(candidate.tag, commit, title_of(candidate))
    except TagTakenError:  # since it was looked at
        _require_release_at(hub, candidate, candidate.tag)
    else:
        did.append(f"tagged {commit} as {candidate.tag}")
    _require_release_at(hub, candidate, candidate.tag)
    did += _retire(hub, candidate, hub.look(), progress)
    return Published(commit, candidate.tag, tuple(did))


def _branch_of(hub: Hub, candidate: Inspected, there: OnHub) -> str:
    """Return the branch that a release is committed on: the main one, unless a newer version is there.

    Raises `PublishError` if a newer one is there, and nothing of the release was withdrawn, or more than of this one.
    """
    newer = newer_tags(there.tags, candidate.tag)
    if not newer:
        return MAIN
    rebuilt = f"v{candidate.manifest.data_version}{REBUILT}"
    if any(tag.startswith(rebuilt) for tag in newer):
        raise PublishError(
            f"{hub.address} has {newer[-1]}: something of {candidate.manifest.data_version} was withdrawn that "
            f"{candidate.folder} still has. Nothing was sent"
        )
    if candidate.manifest.withdrawn:
        return _own_branch(candidate)
    if _made_before(hub, candidate, there, MAIN) is not None:
        return MAIN
    raise PublishError(
        f"{hub.address} has {newer[-1]}, which is newer; {candidate.tag} would take it off the main branch, from "
        "which everybody loads who names no version. Nothing was sent"
    )


def _own_branch(candidate: Inspected) -> str:
    """Return the name of the branch on which a release is committed that is not to be on the main one."""
    return f"rebuilt-{candidate.manifest.data_version}"


def _on_branch(hub: Hub, candidate: Inspected, there: OnHub, branch: str) -> OnHub:
    """Return what is on a branch, which is made where the release was before if there is none of that name."""
    if branch == MAIN:
        return there
    if branch not in there.branches:
        before = retired_tags(there.tags, candidate.tag)
        hub.branch(branch, there.tags[before[-1]] if before else there.head)
    head = hub.look().branches[branch]
    return replace(there, head=head, files=hub.files_at(head))


def _retire(hub: Hub, candidate: Inspected, there: OnHub, progress: Progress) -> list[str]:
    """Delete the tags that a release had before it was built again, and the branch it was committed on; tell which."""
    did = []
    for tag in retired_tags(there.tags, candidate.tag):
        progress(f"deleting the tag {tag}")
        hub.delete_tag(tag)
        did.append(f"deleted the tag {tag}, which has withdrawn records")
    if candidate.manifest.withdrawn and _own_branch(candidate) in there.branches:
        hub.delete_branch(_own_branch(candidate))
    return did


def _made_before(hub: Hub, candidate: Inspected, there: OnHub, branch: str) -> str | None:
    """Return the commit of an earlier run that has the release, or the head if it has; None if there is none."""
    if there.head is None:
        return None
    if difference(candidate.files, there.files).is_none:
        return there.head
    for commit in hub.commits(branch):
        is_ours = commit.title == title_of(candidate)
        if is_ours and difference(candidate.files, hub.files_at(commit.commit_id)).is_none:
            return commit.commit_id
    return None


def _commit(hub: Hub, candidate: Inspected, there: OnHub, branch: str, progress: Progress) -> str:
    change = difference(candidate.files, there.files)
    sent = {*change.new, *change.changed}
    progress(f"sending {len(sent)} files")
    try:
        commit = hub.commit(
            [file for file in candidate.files if file.name in sent],
            change.deleted,
            title_of(candidate),
            f"Content SHA-256 {candidate.manifest.content_sha256}.",
            there.head,
            branch,
        )
    except HasMovedError as error:
        raise HasMovedError(
            f"{error}. {hub.address} is no longer at {(there.head or 'no commit')[:12]}: somebody else has committed "
            "since it was looked at. Nothing was committed, and nothing is lost: see what is there now with `claimwire "
            "publish`, and run it again"
        ) from error
    except NotReachedError as error:
        raise NotReachedError(
            f"{error}; nobody knows whether the commit was made. Run it again: it continues from what is there"
        ) from error
    _require_release_at(hub, candidate, commit)
    return commit


def _require_release_at(hub: Hub, candidate: Inspected, revision: str) -> None:
    """Raise `PublishError` if a commit or tag has other files than the release."""
    found = difference(candidate.files, hub.files_at(revision))
    if found.is_none:
        return
    wrong = (*found.new, *found.changed, *found.deleted)
    shown = ", ".join(wrong[:SHOWN]) + (f" and {len(wrong) - SHOWN} more" if wrong[SHOWN:] else "")
    if revision == candidate.tag:
        raise PublishError(
            f"{hub.address} has a tag {revision} on something other than {candidate.folder}: {shown} differ. A "
            "tag is never moved: publish the release under a new version, or delete the tag there if nobody has used it"
        )
    raise PublishError(
        f"{hub.address} does not have what was sent: in the commit {revision[:12]} {shown} differ (a .gitignore there "
        "may leave files out). It is not tagged"
    )


def _counted(change: HubDifference) -> str:
    parts = (
        (len(change.new), "new"),
        (len(change.changed), "changed"),
        (len(change.deleted), "deleted"),
    )
    return ", ".join(f"{count} {name}" for count, name in parts if count) + " files"
