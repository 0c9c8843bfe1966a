"""Building a release: the same records give the same bytes, and a published release never changes.

A repository's files are read once to know what is in them; then each article is read, checked and written, so that
memory holds one article at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .. import drawing
from ..checks import Context, Repository, load
from ..checks.documents import require_documents
from ..checks.releases import manifest_problems, schema_folders, sums_broken
from ..corpus.atomic import folder_beside, replace_folder, write_text
from ..corpus.commit import commit, finish
from ..corpus.corpus import Corpus
from ..corpus.lock import WAIT, locked
from ..corpus.workspace import DRAFT_NOTE, SUMS, Workspace
from ..errors import ReleaseError
from ..schema import ReleaseManifest, ReleasePlan
from ..schema.vocab import require_docstrings
from .built import BuildProgress, Built, Count, Progress, not_counted
from .compared import change_finder
from .demanded import demand
from .documents import update_documents
from .inputs import card_prose, require_files, splits_content
from .left_out import LeftOut
from .manifest import read_manifest
from .members import Members, members
from .soundness import SHOWN, UNFINISHED, Soundness
from .versions import Demand
from .with_texts import finish_release, open_texts_sha256, published_texts_sha256, require_same_texts
from .writing import ReleaseWriter, check_sums

__all__ = ["Built", "Progress", "build"]


def build(
    workspace: Workspace,
    progress: Progress = lambda _: None,
    *,
    release: bool = False,
    with_open_texts: Sequence[Corpus] = (),
    wait: float = WAIT,
    count: Count = not_counted,
) -> Built:
    """Build what `annotations/release.toml` plans: a draft at `dataset/draft/`, or with `release` that release.

    A draft may be built over; it adds nothing to `dataset/splits.jsonl`. A release is at `dataset/VERSION/` and never
    changes: together with the splits of its new articles it is there whole or not at all. If the planned version is
    published and what was built has the same rows, nothing is written: `already_released` is true, `differing_files`
    names files whose bytes differ, and `changed_writers` the libraries that wrote them in another version then.

    Nothing is built while the checks of levels 1 to 4 find a problem in what it is made of, or while a published
    release is not what its check sums and its manifest say. If an earlier version is published, there is what changed
    since the latest of them as config `changes`. `left_out` has what is not in it: new articles that would join groups
    of different splits, events that nothing tells, and of a draft the articles that are not annotated or not decided on
    yet, for which only a release is refused. `not_compared` names new articles that may be duplicates, as their texts
    are not here and nobody has looked where they are. `demand` says which version the change demands at least: since
    the latest earlier release, or since the published one of that version if the draft differs from it.

    `with_open_texts` are corpora with the texts that a published release may have, as `open_corpora` returns them. What
    is built here stays without them; its manifest gets the hash of what a build with them holds, and if the planned
    version is published and names one, that has to be the same. `count` is called with the number of articles done, and
    of all.

    Raises `ReleaseError` if there are such problems, if a published version would change, or if a release would have a
    version that is less than the change demands: then the plan needs a new `data_version`; `ClaimwireError` if
    matplotlib is not installed, which draws the charts of a release's card (a draft is without them then), or if card,
    README or citation could not be brought up to date afterwards; `LockedError` if somebody else builds for longer than
    `wait` seconds.
    """
    require_docstrings()
    if release:
        drawing.require()
    plan = workspace.plan()
    require_files(workspace, with_codebook=release)
    place = workspace.dataset / plan.data_version
    workspace.dataset.mkdir(exist_ok=True)
    with locked(workspace.dataset, wait):
        finish(workspace.dataset)
        progress("comparing the published releases with their check sums")
        require_undamaged(workspace)
        progress("reading")
        with load(workspace) as repository, folder_beside(place) as beside:
            told = BuildProgress(progress, count)
            built = _built(repository, plan, beside, told, release=release, with_open_texts=with_open_texts)
        return replace(built, updated=tuple(update_documents(workspace)))


def _built(
    repository: Repository,
    plan: ReleasePlan,
    beside: Path,
    told: BuildProgress,
    *,
    release: bool,
    with_open_texts: Sequence[Corpus],
) -> Built:
    """Build in a folder beside the place of the release, and move what was built to its place."""
    workspace = repository.workspace
    place = workspace.dataset / plan.data_version
    folder = beside / place.name
    folder.mkdir()
    made, manifest = _written(repository, plan, folder, told, with_open_texts, is_draft=not release)
    require_documents(workspace, folder)
    if place.exists():
        differing = _differences(place, folder, manifest)
        if differing is not None:
            return Built(place, manifest, True, *differing, left_out=made.left_out)
        if release:
            raise ReleaseError(_would_change(place, manifest, demand(place, folder)))
    before = place if place.exists() else workspace.release_before(plan.data_version)
    demanded = None if before is None else demand(before, folder)
    if release:
        if demanded is not None:
            demanded.require_met()
        if made.new_splits:
            write_text(beside / workspace.splits_file.name, splits_content(workspace, made.new_splits))
        commit(workspace.dataset, beside)
    else:
        write_text(folder / DRAFT_NOTE, _draft_note(plan, made.left_out))
        write_text(folder / SUMS, check_sums(folder))
        place = workspace.draft
        replace_folder(folder, place)
    return Built(
        place,
        manifest,
        False,
        left_out=made.left_out,
        not_compared=made.not_compared(),
        is_draft=not release,
        demand=demanded,
    )


def require_undamaged(workspace: Workspace) -> None:
    """Raise `ReleaseError` if a published release is not what its check sums and its manifest say, or a schema."""
    for folder in (*workspace.releases(), *schema_folders(workspace)):
        is_release = folder.parent == workspace.dataset
        damages = [*sums_broken(folder), *(manifest_problems(folder) if is_release else ())]
        if damages:
            shown = "".join(f"\n  {workspace.shown(x.place.path)}: {x.message}" for x in damages[:SHOWN])
            raise ReleaseError(
                f"nothing was built, for the published {workspace.shown(folder)} is damaged; put it back as it was, "
                f"for example with `git checkout {workspace.shown(folder)}`:{shown}"
            )


def _written(
    repository: Repository,
    plan: ReleasePlan,
    folder: Path,
    told: BuildProgress,
    with_open_texts: Sequence[Corpus],
    *,
    is_draft: bool,
) -> tuple[Members, ReleaseManifest]:
    """Check and write the records of a repository into an empty folder; return what went into it, and its manifest.

    Raises `ReleaseError` if the checks find a problem.
    """
    prose = card_prose(repository.workspace)
    soundness = Soundness(repository, plan)
    soundness.look(Context(repository, repository.shared, is_shared=True))
    made = members(repository, plan, is_draft=is_draft) if soundness.is_sound else None
    unfinished = frozenset(made.unfinished) if made is not None else frozenset()
    writer = ReleaseWriter(folder, made) if made is not None else None
    before = repository.workspace.release_before(plan.data_version)
    changes = change_finder(before, repository)
    told.step("building articles")
    for number, (article_id, corpus) in enumerate(repository.articles(plan.corpora), start=1):
        without = UNFINISHED if article_id in unfinished else ()
        soundness.look(Context(repository, [corpus], is_shared=False), without)
        if soundness.is_sound and made is not None and writer is not None and article_id in made.split_of:
            tables = writer.add_article(corpus)
            writer.add_changes(changes.add(article_id, tables) if changes else ())
        told.count(number, len(repository.planned))
    soundness.require()
    assert made is not None
    assert writer is not None
    writer.add_changes(changes.rest() if changes else ())
    texts_sha256 = open_texts_sha256(made, before, with_open_texts, told) if with_open_texts else None
    if texts_sha256 is not None:
        require_same_texts(repository.workspace, plan, texts_sha256)
    else:
        texts_sha256 = published_texts_sha256(repository.workspace, plan)
    return made, finish_release(writer, made, before, prose, open_texts_content_sha256=texts_sha256)


def _draft_note(plan: ReleasePlan, left_out: LeftOut) -> str:
    note = (
        f"This is a draft of {plan.name} {plan.data_version}: it is not published, and the next `claimwire build` "
        "replaces it. `claimwire build --release` publishes it.\n"
    )
    return note + "".join(f"\n- {line}\n" for line in left_out.lines())


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


def _would_change(released: Path, manifest: ReleaseManifest, demanded: Demand) -> str:
    """Return the message that a published version would change, with the tables in which it would, and what to do."""
    before, now = _contents(read_manifest(released)), _contents(manifest)
    changed = sorted(f"{c}/{s}" for c, s in before.keys() | now.keys() if before.get((c, s)) != now.get((c, s)))
    least = "" if demanded.is_met else f" to {demanded.least} or more"
    return (
        f"dataset/{released.name} is published and would change in {', '.join(changed)}; "
        f"raise `data_version` in annotations/release.toml{least}, and describe the change in CHANGELOG.md: {demanded}"
    )


def _contents(manifest: ReleaseManifest) -> dict[tuple[str, str], list[str]]:
    contents: dict[tuple[str, str], list[str]] = {}
    for table in manifest.tables:
        contents.setdefault((table.config, table.split.value), []).append(table.content_sha256)
    return contents


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
