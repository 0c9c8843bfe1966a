"""A dataset repository on the Hub: the only module that knows its client, and so the network.

The client takes the token from the environment or from its own store; it is never printed. The address of the Hub is
`HF_ENDPOINT`, read when a `Hub` is made.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import PublishError
from .files import HubFile, ReleaseFile
from .secret import without_secret

if TYPE_CHECKING:
    from huggingface_hub import HfApi

MAIN = "main"
KIND = "dataset"


class NotReachedError(PublishError):
    """The Hub could not be asked: there is no connection, or the client is told to work offline."""


class NoRepositoryError(PublishError):
    """The Hub has no such repository, or none that the token may see."""


class HasMovedError(PublishError):
    """Somebody else has changed the repository since it was looked at."""


class TagTakenError(PublishError):
    """The repository has a tag of that name."""


@dataclass(frozen=True)
class OnHub:
    """What a repository has."""

    head: str | None
    """The latest commit of its main branch; None if it has none."""
    files: Mapping[str, HubFile]
    """The files there, by name."""
    tags: Mapping[str, str]
    """Its tags, and what each points to."""
    branches: Mapping[str, str] = field(default_factory=dict)
    """Its branches, and the latest commit of each."""


@dataclass(frozen=True)
class HubCommit:
    """A commit of a repository."""

    commit_id: str
    title: str


@dataclass
class Hub:
    """A dataset repository on the Hub, by its name `user/name`."""

    repository: str
    endpoint: str = field(default_factory=lambda: _endpoint())

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"{self.endpoint}/datasets/{self.repository}"

    def require_token(self) -> None:
        """Raise `PublishError` if neither the environment nor the client's store has a token."""
        if not _token():
            raise PublishError(
                "there is no token of the Hub; set HF_TOKEN, or log in with `hf auth login`, with one that may write "
                f"to {self.repository}"
            )

    def look(self) -> OnHub:
        """Return what the repository has; raises `NoRepositoryError`, `NotReachedError`, `PublishError`."""
        with self._asking("looking at it") as api:
            head = api.dataset_info(self.repository).sha
            refs = api.list_repo_refs(self.repository, repo_type=KIND)
        files = self.files_at(head) if head else {}
        tags, branches = ({ref.name: ref.target_commit for ref in some} for some in (refs.tags, refs.branches))
        return OnHub(head, files, tags, branches)

    def files_at(self, revision: str) -> dict[str, HubFile]:
        """Return the files of a commit, branch or tag by name; raises as `look`."""
        from huggingface_hub.hf_api import RepoFile

        with self._asking(f"listing the files of {revision}") as api:
            tree = api.list_repo_tree(self.repository, repo_type=KIND, revision=revision, recursive=True)
            files = [item for item in tree if isinstance(item, RepoFile)]
        return {x.path: HubFile(x.path, x.size, x.blob_id, x.lfs.sha256 if x.lfs else None) for x in files}

    def commits(self, branch: str = MAIN) -> list[HubCommit]:
        """Return the commits of a branch, the latest first; raises as `look`."""
        with self._asking("listing its commits") as api:
            found = api.list_repo_commits(self.repository, repo_type=KIND, revision=branch)
        return [HubCommit(commit.commit_id, commit.title) for commit in found]

    def create(self, *, private: bool) -> None:
        """Make the repository, which must not exist; raises `PublishError` if that is refused."""
        with self._asking("creating it") as api:
            api.create_repo(self.repository, repo_type=KIND, private=private)

    def commit(
        self,
        added: Iterable[ReleaseFile],
        deleted: Iterable[str],
        title: str,
        description: str,
        parent: str | None,
        branch: str = MAIN,
    ) -> str:
        """Make one commit of files on a branch, and return its id.

        Raises `HasMovedError` if the branch is no longer at `parent`: nothing was committed then; otherwise as `look`.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        with self._asking("committing") as api:
            made = api.create_commit(
                self.repository,
                [
                    *(CommitOperationAdd(file.name, str(file.path)) for file in added),
                    *(CommitOperationDelete(name, is_folder=False) for name in deleted),
                ],
                commit_message=title,
                commit_description=description,
                repo_type=KIND,
                revision=branch,
                parent_commit=parent,
            )
        return str(made.oid)

    def tag(self, name: str, commit: str, message: str) -> None:
        """Tag a commit; raises `TagTakenError` if there is a tag of that name, otherwise as `look`."""
        with self._asking(f"tagging {commit[:12]} as {name}") as api:
            api.create_tag(self.repository, tag=name, tag_message=message, revision=commit, repo_type=KIND)

    def delete_tag(self, name: str) -> None:
        """Delete a tag; raises as `look`."""
        with self._asking(f"deleting the tag {name}") as api:
            api.delete_tag(self.repository, tag=name, repo_type=KIND)

    def branch(self, name: str, commit: str | None) -> None:
        """Make a branch at a commit, at that of the main branch if none is named; raises as `look`."""
        with self._asking(f"making the branch {name}") as api:
            api.create_branch(self.repository, branch=name, revision=commit, repo_type=KIND)

    def delete_branch(self, name: str) -> None:
        """Delete a branch; what is tagged stays. Raises as `look`."""
        with self._asking(f"deleting the branch {name}") as api:
            api.delete_branch(self.repository, branch=name, repo_type=KIND)

    @contextmanager
    def _asking(self, doing: str) -> Iterator[HfApi]:
        """Give the client; what it raises becomes an error that says what was being done, and never has the token."""
        from huggingface_hub import HfApi
        from huggingface_hub.errors import (  # type: ignore[attr-defined]  # HTTPError; see tests/test_libraries.py
            HfHubHTTPError,
            HTTPError,
            OfflineModeIsEnabled,
            RepositoryNotFoundError,
        )
        from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

        disable_progress_bars()
        try:
            yield HfApi(endpoint=self.endpoint)
        except RepositoryNotFoundError:
            raise NoRepositoryError(
                f"{self.endpoint} has no dataset repository {self.repository}, or none that your token may see; check "
                "the name, or create it with --create"
            ) from None
        except HfHubHTTPError as error:
            raise self._refused(doing, error) from None
        except OfflineModeIsEnabled:
            raise NotReachedError(f"{self.address} was not asked: HF_HUB_OFFLINE is set; unset it") from None
        except (HTTPError, OSError) as error:
            raise NotReachedError(f"{self.address}: {doing}: {_told(error)}") from None
        except (RuntimeError, ValueError) as error:
            # The client wraps what went wrong with one of several files.
            cause = error.__cause__
            if isinstance(cause, HfHubHTTPError):
                raise self._refused(doing, cause, f"{error} ") from None
            kind = NotReachedError if isinstance(cause, HTTPError | OSError) else PublishError
            raise kind(f"{self.address}: {doing}: {_told(error)}{f' {_told(cause)}' if cause else ''}") from None

    def _refused(self, doing: str, error: Exception, before: str = "") -> PublishError:
        """Return the error for an answer of the Hub that is not what was asked for."""
        response = getattr(error, "response", None)
        status = getattr(response, "status_code", None)
        message = f"{self.address}: {doing}: {before}the Hub answered {status}: {_told(error)}"
        if status == 412 or (status == 409 and doing == "committing"):
            return HasMovedError(message)
        if status == 409:
            return TagTakenError(message)
        if status in (401, 403):
            return PublishError(f"{message}; the token has to be allowed to write to {self.repository}")
        return PublishError(message)


def _endpoint() -> str:
    from huggingface_hub import constants

    return (os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")


def _token() -> str | None:
    from huggingface_hub import get_token

    return get_token()


def _told(error: BaseException) -> str:
    """Return what an error says, in one line, without the token."""
    said = getattr(error, "server_message", None) or str(error) or type(error).__name__
    return without_secret(said, _token())
