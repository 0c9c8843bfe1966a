"""Building a release: the same records give the same bytes, and a published release never changes.

A repository's files are read once to know what is in them; then each article is read, checked and written, so that
memory holds one article at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..checks import CHECKS, Context, Repository, findings, load, problems
from ..checks.documents import CARD_SOURCE, require_documents
from ..checks.releases import manifest_problems, sums_broken
from ..checks.runner import Found
from ..corpus.atomic import PRIVATE_FOLDER, folder_beside, make_private, replace_folder, write_text
from ..corpus.commit import commit, finish
from ..corpus.corpus import Corpus
from ..corpus.lock import WAIT, locked
from ..corpus.places import repository_of
from ..corpus.records import read_utf8, record_json, sha256_file
from ..corpus.workspace import MANIFEST, PLAN_FILE, SUMS, Workspace
from ..errors import ReleaseError
from ..schema import ManifestInput, ReleaseManifest, ReleasePlan, SplitAssignment
from ..schema.vocab import require_docstrings
from ..splits.groups import HeldOut
from ..tables.rows import article_rows
from ..versions import SCHEMA_VERSION
from .changes import COMPARED_CONFIGS, Change, ChangeFinder, tables_of_article
from .documents import update_documents
from .manifest import read_manifest
from .members import Members, members
from .published import articles_of, claim_homes
from .writing import ReleaseWriter, check_sums

CHECKED = 4
"""The level of checks that a release has to pass before it is built; those above compare it with other releases."""

SHOWN = 10
"""Problems that a refusal shows."""

Progress = Callable[[str], None]


DRAFT_NOTE = "DRAFT.md"
"""A file that a draft has and a release does not."""


@dataclass(frozen=True)
class Built:
    """What a build did."""

    folder: Path
    manifest: ReleaseManifest
    already_released: bool
    differing_files: tuple[str, ...] = ()
    changed_writers: tuple[str, ...] = ()
    held_out: tuple[HeldOut, ...] = ()
    not_compared: tuple[str, ...] = ()
    is_draft: bool = False
    updated: tuple[Path, ...] = ()
    """Card, README and citation, if they were not up to date with the latest release."""


def build(
    workspace: Workspace, progress: Progress = lambda _: None, *, release: bool = False, wait: float = WAIT
) -> Built:
    """Build what `annotations/release.toml` plans: a draft at `dataset/draft/`, or with `release` that release.

    A draft may be built over; it adds nothing to `dataset/splits.jsonl`. A release is at `dataset/VERSION/` and never
    changes: together with the splits of its new articles it is there whole or not at all. If the planned version is
    published and what was built has the same rows, nothing is written: `already_released` is true, `differing_files`
    names files whose bytes differ, and `changed_writers` the libraries that wrote them in another version then.

    Nothing is built while the checks of levels 1 to 4 find a problem in what it is made of, or while a published
    release is not what its check sums and its manifest say. If an earlier version is published, there is what changed
    since the latest of them as config `changes`. New articles that would join groups of different splits are left out;
    `held_out` names them. `not_compared` names new articles that may be duplicates, as their texts are not here and
    nobody has looked where they are.

    Raises `ReleaseError` if there are such problems, or if a published version would change: then the plan needs a
    new `data_version`; `ClaimwireError` if card, README or citation could not be brought up to date afterwards;
    `LockedError` if somebody else builds for longer than `wait` seconds.
    """
    require_docstrings()
    plan = workspace.plan()
    require_schema(workspace)
    place = workspace.dataset / plan.data_version
    workspace.dataset.mkdir(exist_ok=True)
    with locked(workspace.dataset, wait):
        finish(workspace.dataset)
        progress("comparing the published releases with their check sums")
        require_undamaged(workspace)
        progress("reading")
        with load(workspace) as repository, folder_beside(place) as beside:
            built = _built(repository, plan, beside, progress, release=release)
        return replace(built, updated=tuple(update_documents(workspace)))


def _built(repository: Repository, plan: ReleasePlan, beside: Path, progress: Progress, *, release: bool) -> Built:
    """Build in a folder beside the place of the release, and move what was built to its place."""
    workspace = repository.workspace
    place = workspace.dataset / plan.data_version
    folder = beside / place.name
    folder.mkdir()
    made, manifest = _written(repository, plan, folder, progress)
    require_documents(workspace, folder)
    if place.exists():
        differing = _differences(place, folder, manifest)
        if differing is not None:
            return Built(place, manifest, True, *differing, held_out=made.held_out)
        if release:
            raise ReleaseError(_would_change(place, manifest))
    if release:
        if made.new_splits:
            write_text(beside / workspace.splits_file.name, _splits_content(workspace, made.new_splits))
        commit(workspace.dataset, beside)
    else:
        write_text(folder / DRAFT_NOTE, _draft_note(plan))
        write_text(folder / SUMS, check_sums(folder))
        place = workspace.draft
        replace_folder(folder, place)
    return Built(place, manifest, False, held_out=made.held_out, not_compared=made.not_compared(), is_draft=not release)


def require_schema(workspace: Workspace) -> None:
    """Raise `ReleaseError` if the repository lacks the published form of the schema, which a manifest names."""
    path = workspace.schema / SCHEMA_VERSION / SUMS
    if not path.is_file():
        raise ReleaseError(f"{path} is missing; run `claimwire schema --write`")


def require_undamaged(workspace: Workspace) -> None:
    """Raise `ReleaseError` if a published release is not what its check sums and its manifest say."""
    for folder in workspace.releases():
        damages = [*sums_broken(folder), *manifest_problems(folder)]
        if damages:
            shown = "".join(f"\n  {workspace.shown(x.place.path)}: {x.message}" for x in damages[:SHOWN])
            raise ReleaseError(
                f"nothing was built, for the published {workspace.shown(folder)} is damaged; put it back as it was, "
                f"for example with `git checkout {workspace.shown(folder)}`:{shown}"
            )


def _written(
    repository: Repository, plan: ReleasePlan, folder: Path, progress: Progress
) -> tuple[Members, ReleaseManifest]:
    """Check and write the records of a repository into an empty folder; return what went into it, and its manifest.

    Raises `ReleaseError` if the checks find a problem.
    """
    prose = card_prose(repository.workspace)
    soundness = Soundness(repository, plan)
    soundness.look(Context(repository, repository.shared, is_shared=True))
    made = members(repository, plan) if soundness.is_sound else None
    writer = ReleaseWriter(folder, made) if made is not None else None
    before = repository.workspace.release_before(plan.data_version)
    changes = _change_finder(before, repository)
    for number, (article_id, corpus) in enumerate(repository.articles(plan.corpora), start=1):
        soundness.look(Context(repository, [corpus], is_shared=False))
        if soundness.is_sound and made is not None and writer is not None and article_id in made.split_of:
            tables = writer.add_article(corpus)
            writer.add_changes(changes.add(article_id, tables) if changes else ())
        progress(f"{number} of {len(repository.planned)} articles")
    soundness.require()
    assert made is not None
    assert writer is not None
    writer.add_changes(changes.rest() if changes else ())
    return made, _finish(writer, made, before, prose, hydrated=False)


def build_hydrated(
    workspace: Workspace, corpora: Iterable[Corpus], to: Path, progress: Progress = lambda _: None
) -> Built:
    """Build a full-text variant of the planned release for local use, at `to`, which must not exist yet.

    `corpora` take the place of the repository's of the same id. They are not checked, for spans may be lost in them.
    The config `changes` is that of the public release: spans that moved in your copy are no change of the data.
    Raises `ReleaseError` if `to` exists or is in the repository, or if articles have no split yet.
    """
    require_docstrings()
    plan = workspace.plan()
    require_schema(workspace)
    place = Path(os.path.realpath(to))
    if repository_of(to) is not None:
        raise ReleaseError(f"{to} is in the repository; texts that may not be redistributed stay out of it")
    if place.exists():
        raise ReleaseError(f"{to} exists; name a folder that does not")
    progress("reading")
    with (
        load(workspace) as public,
        load(workspace, corpora) as repository,
        folder_beside(place, PRIVATE_FOLDER) as folder,
    ):
        made = members(public, plan)
        if made.new_splits:
            raise ReleaseError(
                "some articles have no split yet; publish the release first with `claimwire build --release`"
            )
        full = replace(made, repository=repository)
        writer = ReleaseWriter(folder, full)
        for number, corpus in enumerate(full.articles(), start=1):
            writer.add_article(corpus)
            progress(f"{number} of {len(full.split_of)} articles")
        before = workspace.release_before(plan.data_version)
        writer.add_changes(_public_changes(before, made))
        manifest = _finish(writer, full, before, card_prose(workspace), hydrated=True)
        make_private(folder)
        folder.replace(place)
    return Built(place, manifest, False, held_out=made.held_out)


class Soundness:
    """Whether the checks find a problem in what a release is made of; those of corpora of other plans do not count."""

    def __init__(self, repository: Repository, plan: ReleasePlan) -> None:
        self._repository = repository
        others = [source for source in repository.sources if source.info.corpus_id not in plan.corpora]
        self._others = [source.folder for source in others]
        self._checks = [check for check in CHECKS if check.level <= CHECKED]
        self._found: list[Found] = []

    def look(self, context: Context) -> None:
        """Check the records of a context."""
        for item in findings(self._checks, context):
            if not any(item[2].place.path.is_relative_to(folder) for folder in self._others):
                self._found.append(item)

    @property
    def is_sound(self) -> bool:
        """Whether no problem was found so far."""
        return not self._found

    def require(self) -> None:
        """Raise `ReleaseError`, naming the first problems, if there are any."""
        if self._found:
            count = len(self._found)
            shown = "".join(f"\n  {item}" for item in problems(self._repository, self._found)[:SHOWN])
            raise ReleaseError(
                f"nothing was built: {count} problem{'s'[: count > 1]} in what the release is made of, "
                f"{'all' if count <= SHOWN else f'the first {SHOWN}'} here; `claimwire check` shows them{shown}"
            )


def _change_finder(before: Path | None, repository: Repository) -> ChangeFinder | None:
    """Return what finds the changes since an earlier release; None if there is none."""
    if before is None:
        return None
    homes = ((claim_id, article_id, repository.index.claim(claim_id)) for claim_id, article_id in claim_homes(before))
    moved = {claim_id for claim_id, article_id, now in homes if now is not None and now.article_id != article_id}
    return ChangeFinder(articles_of(before), moved)


def _public_changes(before: Path | None, made: Members) -> Iterator[Change]:
    """Yield the changes of the public release since an earlier one."""
    changes = _change_finder(before, made.repository)
    if changes is not None:
        for corpus in made.articles():
            (article_id,) = corpus.articles
            rows = article_rows(corpus, made.surroundings, COMPARED_CONFIGS)
            yield from changes.add(article_id, tables_of_article(rows, made.split_of[article_id]))
        yield from changes.rest()


def _finish(
    writer: ReleaseWriter, made: Members, before: Path | None, prose: str, *, hydrated: bool
) -> ReleaseManifest:
    """Write the shared records and what describes the release, and return its manifest."""
    writer.add_shared(made.shared())
    return writer.finish(_inputs(made, before), prose, hydrated=hydrated, later=before is not None)


def card_prose(workspace: Workspace) -> str:
    """Return the card that people write; raises `ReleaseError` if it is missing, `RecordError` if it is not UTF-8."""
    path = workspace.root / CARD_SOURCE
    if not path.is_file():
        raise ReleaseError(f"{path} cannot be read: there is no such file; a release needs a card")
    return read_utf8(path)


def _draft_note(plan: ReleasePlan) -> str:
    return (
        f"This is a draft of {plan.name} {plan.data_version}: it is not published, and the next `claimwire build` "
        "replaces it. `claimwire build --release` publishes it.\n"
    )


def _inputs(made: Members, before: Path | None) -> tuple[ManifestInput, ...]:
    """Return the files a release is made of with their hashes, those of the repository as seen from its top."""
    workspace = made.repository.workspace
    shared = [workspace.annotations / "annotators.jsonl", workspace.annotations / PLAN_FILE]
    shared.append(workspace.schema / SCHEMA_VERSION / SUMS)
    shared += workspace.outlet_files()
    shared += [] if before is None else [before / MANIFEST]
    files = {workspace.shown(path): sha256_file(path) for path in shared}
    for source in made.repository.sources:
        if source.info.corpus_id in made.plan.corpora:
            for name, sha256 in source.file_hashes().items():
                files[f"annotations/{source.info.corpus_id}/{name}"] = sha256
    splits = _splits_content(workspace, made.new_splits)
    files["dataset/splits.jsonl"] = hashlib.sha256(splits.encode("utf-8")).hexdigest()
    return tuple(ManifestInput(path=path, sha256=files[path]) for path in sorted(files))


def _splits_content(workspace: Workspace, new_splits: Iterable[SplitAssignment]) -> str:
    path = workspace.splits_file
    present = read_utf8(path) if path.is_file() else ""
    return present + "".join(record_json(assignment) + "\n" for assignment in new_splits)


def _differences(
    released: Path, rebuilt: Path, manifest: ReleaseManifest
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the files of a release whose bytes differ, and the writers that have; None if the rows differ."""
    old = read_manifest(released)
    if old.content_sha256 != manifest.content_sha256:
        return None
    files = {
        path.relative_to(folder).as_posix()
        for folder in (released, rebuilt)
        for path in folder.rglob("*")
        if path.is_file()
    }
    differing = tuple(sorted(name for name in files if not _same(released / name, rebuilt / name)))
    writers = tuple(name for name in manifest.writers if manifest.writers[name] != old.writers.get(name))
    return differing, writers


def _would_change(released: Path, manifest: ReleaseManifest) -> str:
    """Return the message that a published version would change, with the tables in which it would."""
    before, now = _contents(read_manifest(released)), _contents(manifest)
    changed = sorted(f"{c}/{s}" for c, s in before.keys() | now.keys() if before.get((c, s)) != now.get((c, s)))
    return (
        f"dataset/{released.name} is published and would change in {', '.join(changed)}; "
        "raise `data_version` in annotations/release.toml, and describe the change in CHANGELOG.md"
    )


def _contents(manifest: ReleaseManifest) -> dict[tuple[str, str], list[str]]:
    contents: dict[tuple[str, str], list[str]] = {}
    for table in manifest.tables:
        contents.setdefault((table.config, table.split.value), []).append(table.content_sha256)
    return contents


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
