"""Whether a release may be published: everything that is looked at before a byte of it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..checks import LEVELS, Repository, load, run, summary
from ..corpus.records import read_json
from ..corpus.workspace import CARD, CROISSANT, MANIFEST, PLAN_FILE, Workspace
from ..errors import ClaimwireError
from ..release.built import Progress
from ..release.croissant import missing_keys
from ..release.manifest import read_manifest
from ..release.rebuilding import plan_rebuild
from ..release.soundness import SHOWN
from ..release.verifying import verify_folder
from ..schema import ReleaseManifest, ReleasePlan
from ..splits.leaks import leaks
from .card import card_problems, parts
from .files import ReleaseFile, files_of
from .tags import tag_of
from .texts import published_texts


@dataclass(frozen=True)
class Inspected:
    """A release that was looked at before it is published."""

    folder: Path
    manifest: ReleaseManifest
    files: tuple[ReleaseFile, ...]
    """As they were when they were looked at."""
    card: str
    told: tuple[str, ...]
    """What was looked at, a line each."""
    problems: tuple[str, ...]
    """What speaks against publishing it, a line each; none if it may be published."""
    needed: tuple[str, ...] = ()
    """What has to be said before it is sent, a line each; a dry run only names it."""

    @property
    def tag(self) -> str:
        """The tag that it is published under."""
        return tag_of(self.manifest)

    @property
    def size(self) -> int:
        """The bytes of all its files."""
        return sum(file.size for file in self.files)


def look_at(workspace: Workspace, folder: Path, progress: Progress = lambda _: None) -> Inspected:
    """Look at everything that has to be right before a release is published.

    That are its check sums, manifest and Croissant description; its card; all checks of the repository; duplicates in
    different splits; the licence; and the licence of every row with words of an article. Raises `ReleaseError` if its
    manifest cannot be read: there is nothing to look at then.
    """
    progress("comparing the files with their check sums")
    manifest = read_manifest(folder)
    found = [f"{damage.place}: {damage.message}" for damage in verify_folder(folder, named=True).problems]
    if found:
        return Inspected(folder, manifest, files_of(folder), "", (), tuple(_few(found)))
    files = files_of(folder)
    told = [f"files: {len(files)}, each as {folder.name}/SHA256SUMS and the manifest have it"]
    card = (folder / CARD).read_text(encoding="utf-8")
    problems = [f"{CARD}: {problem}" for problem in card_problems(card, manifest)]
    problems += _licence_problems(workspace, manifest, card)
    if not problems:
        told.append(f"card: complete; licence {parts(card)[0]['license']}")
    told.append(_described(folder))
    problems += _withdrawn_problems(workspace, folder)
    progress("running the checks")
    with load(workspace) as repository:
        for lines, found in (_checked(repository), _duplicates(repository)):
            told.append(lines)
            problems += found
    progress("looking at the licence of every row with words of an article")
    line, found = _texts(workspace, folder, manifest)
    return Inspected(folder, manifest, files, card, (*told, line), (*problems, *found), tuple(needed(workspace.plan())))


def _withdrawn_problems(workspace: Workspace, folder: Path) -> Iterator[str]:
    """Yield that a release still has something of what is withdrawn, if it has."""
    left = plan_rebuild(folder, workspace.withdrawn_ids())
    if left is not None:
        yield f"{left.removed} rows of it are of what is withdrawn; take them out with `claimwire withdraw --write`"


def needed(plan: ReleasePlan) -> Iterator[str]:
    """Yield what `annotations/release.toml` has to say before anything is sent: whom people can ask to take it back."""
    if plan.contact is None:
        yield f'no contact: write `contact = "..."`, whom to ask to take something back, in annotations/{PLAN_FILE}'
    if plan.answer_days is None:
        yield f"no answer time: write `answer_days = 14`, or how many days it takes you, in annotations/{PLAN_FILE}"


def _licence_problems(workspace: Workspace, manifest: ReleaseManifest, card: str) -> Iterator[str]:
    """Yield where the licence of the release is not the planned one, or texts in it are for local use only."""
    plan = workspace.plan()
    if manifest.hydrated:
        yield f"{MANIFEST}: it is a build with texts for local use, which may not be published"
    if plan.licence is None:
        yield "annotations/release.toml names no licence"
        return
    try:
        licence = parts(card)[0].get("license")
    except ValueError:
        return
    if manifest.data_version == plan.data_version and licence != plan.licence.lower():
        yield f"{CARD}: its licence is {licence}, annotations/release.toml has {plan.licence}"


def _described(folder: Path) -> str:
    """Return what the Croissant description does not say that catalogues expect, and where to write it."""
    missing = missing_keys(read_json(folder / CROISSANT))
    lacking = ", ".join(f"{key} ({place})" for key, place in missing.items())
    return f"Croissant: {f'it does not say {lacking}' if missing else 'it says all that catalogues expect'}"


def _checked(repository: Repository) -> tuple[str, list[str]]:
    """Return what the checks of all levels looked at, and what they found."""
    found = [str(problem) for problem in run(repository)]
    return f"checks: {summary(repository, len(found), f'at levels 1 to {max(LEVELS)}')}", _few(found)


def _duplicates(repository: Repository) -> tuple[str, list[str]]:
    """Return how many duplicates there are, and those in different splits."""
    split_of = {row.record.article_id: row.record.split for row in repository.splits}
    duplicates = repository.duplicates
    leaking = [f"duplicates in different splits: {leak}" for leak in leaks(duplicates, split_of)]
    return f"duplicates: {len(duplicates)}, {len(leaking) or 'none'} of them across splits", _few(leaking)


def _texts(workspace: Workspace, folder: Path, manifest: ReleaseManifest) -> tuple[str, list[str]]:
    """Return of how many articles there are words, and those that may not be published."""
    try:
        texts = published_texts(folder, manifest, workspace)
    except ClaimwireError as error:
        return "texts: not looked at", [str(error)]
    refused = len(texts.problems)
    line = f"texts: words of {len(texts.articles)} articles in {texts.rows:,} rows, {refused or 'none'} not to publish"
    return line, _few(list(texts.problems))


def _few(lines: list[str]) -> list[str]:
    """Return as many lines as can be read, and how many there are more."""
    return lines[:SHOWN] + ([f"and {len(lines) - SHOWN} more of this kind"] if lines[SHOWN:] else [])
