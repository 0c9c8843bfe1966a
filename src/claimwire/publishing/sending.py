"""Sending a release: one commit, then the tag; whatever of it is on the Hub already is not done again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from ..errors import PublishError
from ..release.built import Progress
from .files import HubDifference, difference
from .hub import HasMovedError, Hub, NoRepositoryError, NotReachedError, OnHub, TagTakenError
from .readiness import Inspected

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
    """Raise `PublishError` if anything speaks against publishing a release."""
    if candidate.problems:
        raise PublishError(f"nothing was sent: {len(candidate.problems)} problems, which `claimwire publish` names")


def newer_tags(tags: Iterable[str], version: str) -> list[str]:
    """Return the tags of versions after one, the latest last."""
    found = {tag: _version(tag) for tag in tags}
    own = Version(version)
    return sorted((tag for tag, v in found.items() if v is not None and v > own), key=lambda tag: (found[tag], tag))


def send(
    hub: Hub, candidate: Inspected, progress: Progress = lambda _: None, *, create: bool = False, private: bool = False
) -> Published:
    """Make the repository have a release: as one commit on its main branch, and under a tag.

    A run that broke off is run again: files that the Hub has are not sent again, a commit that was made is found and
    tagged, a tag that is right is left. With `create` the repository is made if there is none.

    Raises `PublishError` if the release has problems; if the tag is at something else, which is never moved; if a newer
    version is tagged, which the commit would take off the main branch; if the Hub does not have the files as they are
    after the commit; `HasMovedError` if somebody else committed meanwhile; and what `Hub` raises.
    """
    require_no_problem(candidate)
    hub.require_token()
    did = []
    progress("looking what is on the Hub")
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
        return Published(there.tags[candidate.tag], candidate.tag, tuple(did))
    commit = _made_before(hub, candidate, there)
    if commit is None:
        commit = _commit(hub, candidate, there, progress)
        did.append(f"committed {_counted(difference(candidate.files, there.files))} as {commit}")
    progress(f"tagging it {candidate.tag}")
    try:
        hub.tag(candidate.tag, commit, title_of(candidate))
    except TagTakenError:  # since it was looked at
        _require_release_at(hub, candidate, candidate.tag)
    else:
        did.append(f"tagged {commit} as {candidate.tag}")
    _require_release_at(hub, candidate, candidate.tag)
    return Published(commit, candidate.tag, tuple(did))


def _made_before(hub: Hub, candidate: Inspected, there: OnHub) -> str | None:
    """Return the commit of an earlier run that has the release, or the head if it has; None if there is none."""
    if there.head is None:
        return None
    if difference(candidate.files, there.files).is_none:
        return there.head
    for commit in hub.commits():
        is_ours = commit.title == title_of(candidate)
        if is_ours and difference(candidate.files, hub.files_at(commit.commit_id)).is_none:
            return commit.commit_id
    return None


def _commit(hub: Hub, candidate: Inspected, there: OnHub, progress: Progress) -> str:
    newer = newer_tags(there.tags, candidate.manifest.data_version)
    if newer:
        raise PublishError(
            f"{hub.address} has {newer[-1]}, which is newer; {candidate.tag} would take it off the main branch, from "
            "which everybody loads who names no version. Nothing was sent"
        )
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
        )
    except HasMovedError as error:
        raise HasMovedError(
            f"{error}. {hub.address} is no longer at {(there.head or 'no commit')[:12]}: somebody else has committed "
            "since it was looked at. Nothing was committed, and nothing is lost: see what is there now with `claimwire "
            "publish`, and run it again"
        ) from error
    except NotReachedError as error:
        raise NotReachedError(
            f"{error}; whether the commit was made is not known. Run it again: it goes on from what is there"
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
            f"{hub.address} has a tag {revision} that is at something else than {candidate.folder}: {shown} differ. A "
            "tag is never moved: publish the release under a new version, or delete the tag there if nobody has used it"
        )
    raise PublishError(
        f"{hub.address} has not what was sent: in the commit {revision[:12]} {shown} differ (a .gitignore there may "
        "leave files out). It is not tagged"
    )


def _counted(change: HubDifference) -> str:
    parts = (
        (len(change.new), "new"),
        (len(change.changed), "changed"),
        (len(change.deleted), "deleted"),
    )
    return ", ".join(f"{count} {name}" for count, name in parts if count) + " files"


def _version(tag: str) -> Version | None:
    try:
        return Version(tag.removeprefix("v")) if tag.startswith("v") else None
    except InvalidVersion:
        return None
