"""Builds with texts that the repository does not have: all of your copy for local use, or those of open licences."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from .. import drawing
from ..checks import Repository, load
from ..corpus.atomic import PRIVATE_FOLDER, folder_beside, make_private
from ..corpus.corpus import Corpus
from ..corpus.places import repository_of
from ..corpus.workspace import MANIFEST, Workspace
from ..errors import ReleaseError
from ..schema import ReleaseManifest, ReleasePlan
from ..schema.vocab import require_docstrings
from .built import BuildProgress, Built, Count, Progress, not_counted
from .compared import public_changes
from .inputs import card_prose, inputs_of, require_files
from .manifest import read_manifest
from .members import Members, members
from .writing import ReleaseWriter, Texts


def build_with_texts(
    workspace: Workspace,
    corpora: Iterable[Corpus],
    to: Path,
    progress: Progress = lambda _: None,
    *,
    texts: Texts = "all",
    count: Count = not_counted,
) -> Built:
    """Build the planned release with texts at `to`, which must not exist yet, for its owner alone to read.

    `corpora` take the place of the repository's of the same id. They are not checked, for spans may be lost in them.
    With `texts` "all" it is a variant for local use; with "open" they are those of `open_corpora`, and it is what may
    be published. The config `changes` is that of the public release: spans that moved in your copy are no change of
    the data. `count` is called with the number of articles done, and of all.

    Raises `ReleaseError` if `to` exists or is in the repository, if articles have no split yet, or if a build with open
    texts is not the one that the published release of that version names.
    """
    require_docstrings()
    if texts == "open":
        drawing.require()
    plan = workspace.plan()
    require_files(workspace)
    place = new_place(to)
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
        before = workspace.release_before(plan.data_version)
        manifest = _written(made, repository, folder, before, BuildProgress(progress, count), texts)
        if texts == "open":
            require_same_texts(workspace, plan, manifest.content_sha256)
        make_private(folder)
        folder.replace(place)
        return Built(place, manifest, False, left_out=made.left_out)


def new_place(to: Path) -> Path:
    """Return the real path of a folder that a build with texts may be written to.

    Raises `ReleaseError` if it exists or is in the repository.
    """
    if repository_of(to) is not None:
        raise ReleaseError(f"{to} is in the repository; texts that may not be redistributed stay out of it")
    place = Path(os.path.realpath(to))
    if place.exists():
        raise ReleaseError(f"{to} exists; name a folder that does not")
    return place


def open_texts_sha256(made: Members, before: Path | None, corpora: Iterable[Corpus], progress: BuildProgress) -> str:
    """Return the content hash of a build with open texts. It is made outside the repository, and removed."""
    with (
        load(made.repository.workspace, corpora) as repository,
        tempfile.TemporaryDirectory(prefix="claimwire-open-texts-") as name,
    ):
        return _written(made, repository, Path(name), before, progress, "open").content_sha256


def published_texts_sha256(workspace: Workspace, plan: ReleasePlan) -> str | None:
    """Return the content hash of the build with open texts that the planned release names, if it is published."""
    place = workspace.dataset / plan.data_version
    return read_manifest(place).open_texts_content_sha256 if (place / MANIFEST).is_file() else None


def require_same_texts(workspace: Workspace, plan: ReleasePlan, content_sha256: str) -> None:
    """Raise `ReleaseError` if the published release of the planned version names another build with open texts."""
    named = published_texts_sha256(workspace, plan)
    if named is not None and named != content_sha256:
        raise ReleaseError(
            f"with open texts the content is {content_sha256[:12]}..., but dataset/{plan.data_version}/{MANIFEST} "
            f"names {named[:12]}...: records, outlets or `text_in_release` have changed since; raise `data_version` in "
            "annotations/release.toml, or build from the tag of that version"
        )


def _written(
    made: Members, repository: Repository, folder: Path, before: Path | None, progress: BuildProgress, texts: Texts
) -> ReleaseManifest:
    """Write a release of the records of a repository that has texts; `made` is of the repository without them."""
    full = replace(made, repository=repository)
    writer = ReleaseWriter(folder, full)
    progress.step("building articles with texts")
    for number, corpus in enumerate(full.articles(), start=1):
        writer.add_article(corpus)
        progress.count(number, len(full.split_of))
    writer.add_changes(public_changes(before, made))
    return finish_release(writer, full, before, card_prose(repository.workspace), texts=texts)


def finish_release(
    writer: ReleaseWriter,
    made: Members,
    before: Path | None,
    prose: str,
    *,
    texts: Texts = "repository",
    open_texts_content_sha256: str | None = None,
) -> ReleaseManifest:
    """Write the shared records and what describes the release, and return its manifest."""
    writer.add_shared(made.shared())
    return writer.finish(
        inputs_of(made),
        prose,
        texts=texts,
        open_texts_content_sha256=open_texts_content_sha256,
        later=before is not None,
    )
