"""Exports made by the server one after the other, and kept: while one is read the server makes the next."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from ...errors import LabelStudioError
from .exports import KeptExport, keep
from .protocol import OutcomeUnknownError, Remote, ServerProject, Snapshot

DOWNLOADS = 3
"""How often an export is downloaded whose bytes do not arrive as the server hashed them."""


def download_export(remote: Remote, project: ServerProject, folder: Path, name: str) -> KeptExport:
    """Return a project's export, made now and kept in a folder, whole as the server hashed it.

    Raises as `fetch_export` does.
    """
    return fetch_export(remote, project, remote.snapshot(project.number), folder, name)


def fetch_export(remote: Remote, project: ServerProject, snapshot: Snapshot, folder: Path, name: str) -> KeptExport:
    """Return an export that the server has made, kept whole as it was hashed; the server's copy is removed.

    Raises `OutcomeUnknownError` if it does not arrive whole.
    """
    try:
        for attempt in range(1, DOWNLOADS + 1):
            try:
                kept = keep(remote.download(project.number, snapshot), folder, name)
            except OutcomeUnknownError:
                if attempt == DOWNLOADS:
                    raise
                remote.wait()
                continue
            if snapshot.md5 in ("", kept.md5):
                return kept
            kept.path.unlink()
        raise OutcomeUnknownError(f"{remote.url}: the export of {project.title} did not arrive whole; pull again")
    finally:
        _discard(remote, project, snapshot)


def _discard(remote: Remote, project: ServerProject, snapshot: Snapshot) -> None:
    with contextlib.suppress(OutcomeUnknownError):
        remote.discard(project.number, snapshot)


class ExportMaker:
    """Makes the exports of some projects, each kept under a name, in their order.

    The server begins the next export when one has been downloaded, and makes it while the caller reads that one.
    Nothing is downloaded meanwhile: the server, and Python here, would serve both slowly. An export that was made and
    not taken is removed from the server.
    """

    def __init__(self, remote: Remote, projects: Iterable[tuple[ServerProject, str]], folder: Path) -> None:
        self._remote, self._folder = remote, folder
        self._left = deque(projects)
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._under_way: Future[Snapshot] | None = None

    def __enter__(self) -> Self:
        """Begin the first export."""
        self._begin()
        return self

    def take(self) -> KeptExport:
        """Return the next export when it is made and kept, and begin the one after it; raises as `fetch_export` does.

        Raises `IndexError` if all were taken.
        """
        project, name = self._left[0]
        assert self._under_way is not None
        snapshot = self._under_way.result()
        self._under_way = None
        kept = fetch_export(self._remote, project, snapshot, self._folder, name)
        self._left.popleft()
        self._begin()
        return kept

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Remove an export from the server that was not taken."""
        self._pool.shutdown()
        if self._under_way is not None:
            with contextlib.suppress(LabelStudioError):
                _discard(self._remote, self._left[0][0], self._under_way.result())

    def _begin(self) -> None:
        if self._left:
            self._under_way = self._pool.submit(self._remote.snapshot, self._left[0][0].number)
