"""Download the files that are not there yet, one after the other, each from the first address that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ...cache import cache_folder
from ...corpus.atomic import PRIVATE_FOLDER, make_folder
from ...corpus.lock import locked
from ...corpus.places import repository_of
from ...errors import HydrationError
from .fetching import NotGiven, fetch
from .patience import Hosts, Patience
from .unfinished import Unfinished
from .wanted import WantedFile
from .web import host_of

Progress = Callable[[str], None]

FOLDER = "downloaded-texts"
"""In the user's cache; no corpus can have this name."""

TOLD = 2.0
"""Seconds of waiting from which on it is said."""


@dataclass(frozen=True)
class Downloaded:
    """A file that is there, with the right content."""

    file: WantedFile
    size: int
    """In bytes."""
    address: str | None
    """Where it came from; None if it was there before."""


@dataclass(frozen=True)
class NotDownloaded:
    """A file that no address gave, and what each of them answered."""

    file: WantedFile
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Download:
    """What became of the files of a corpus, in the folder that they are in."""

    folder: Path
    there: tuple[Downloaded, ...]
    missing: tuple[NotDownloaded, ...]
    unreachable: tuple[str, ...]
    """The hosts that could not be reached, and why, if no host at all could be."""


def download_folder(corpus_id: str) -> Path:
    """Return the folder for the downloaded files of a corpus, in the user's cache; it need not exist.

    Raises `HydrationError` if the cache is in a repository, where texts that are kept out of it must not lie.
    """
    folder = cache_folder() / FOLDER / corpus_id
    repository = repository_of(folder)
    if repository is not None:
        raise HydrationError(
            f"{folder} lies in the repository {repository}, where the texts must not be; "
            "let $CLAIMWIRE_CACHE name a folder elsewhere"
        )
    return folder


def files_folder(folder: Path) -> Path:
    """Return the folder, within the one of a corpus, of the files that are whole and right."""
    return folder / "files"


def is_there(wanted: WantedFile, folder: Path) -> int | None:
    """Return the size in bytes of a file that is in the folder of a corpus and right; else None."""
    try:
        content = (files_folder(folder) / wanted.name).read_bytes()
    except OSError:
        return None
    return len(content) if wanted.fault(content) is None else None


def download(
    files: Sequence[WantedFile],
    folder: Path,
    patience: Patience | None = None,
    progress: Progress = lambda _: None,
) -> Download:
    """Have files in a folder, each whole and right or not at all, and tell what became of each.

    Files that are there and right are not asked for. `progress` is called with what is done now. Raises `LockedError`
    if another process downloads to the folder, and `OSError`, which names the file, if one cannot be written.
    """
    make_folder(folder, PRIVATE_FOLDER)
    with locked(folder):
        work = _Work(folder, patience or Patience(), progress)
        made = list(work.each(files))
    there = tuple(item for item in made if isinstance(item, Downloaded))
    missing = tuple(item for item in made if isinstance(item, NotDownloaded))
    hosts = work.hosts
    unreachable = (
        tuple(f"{host} ({hosts.left_alone[host]})" for host in sorted(hosts.unreachable)) if hosts.offline else ()
    )
    return Download(folder, there, missing, unreachable)


class _Work:
    """One run: what is known of the hosts, and whether anything was asked yet."""

    def __init__(self, folder: Path, patience: Patience, progress: Progress):
        self.folder, self.progress = folder, progress
        self.patience = replace(patience, sleep=self._sleep)
        self.hosts = Hosts()
        self._sleep_silently = patience.sleep
        self._has_asked = False

    def _sleep(self, seconds: float) -> None:
        """Wait, and say so if it is long."""
        if seconds >= TOLD:
            self.progress(f"waiting {seconds:.0f} s before asking again")
        self._sleep_silently(seconds)

    def each(self, files: Sequence[WantedFile]) -> Iterator[Downloaded | NotDownloaded]:
        """Yield what became of each file."""
        for number, wanted in enumerate(files, 1):
            size = is_there(wanted, self.folder)
            if size is not None:
                yield Downloaded(wanted, size, None)
                continue
            yield self._one(wanted, f"{wanted.name} ({number} of {len(files)} files)")

    def _one(self, wanted: WantedFile, named: str) -> Downloaded | NotDownloaded:
        unfinished = Unfinished.of(self.folder / "unfinished", wanted.name)
        answers = []

        def arrived(size: int, total: int | None) -> None:
            of = "" if total is None else f" of {total / 1e6:.1f}"
            self.progress(f"downloading {named}: {size / 1e6:.1f}{of} MB")

        for address in wanted.addresses:
            left_alone = self.hosts.left_alone.get(host_of(address))
            if left_alone is not None:
                answers.append((address, f"not asked, because the host {left_alone}"))
                continue
            if self._has_asked:
                self.patience.sleep(self.patience.between)
            self._has_asked = True
            self.progress(f"asking {host_of(address)} for {named}")
            try:
                content = fetch(wanted, address, unfinished, self.hosts, self.patience, arrived)
            except NotGiven as error:
                answers.append((address, str(error)))
                continue
            unfinished.put_in_place(files_folder(self.folder) / wanted.name)
            return Downloaded(wanted, len(content), address)
        return NotDownloaded(wanted, tuple(answers))
