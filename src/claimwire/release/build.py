"""Building a release: the same records give the same bytes, and a published release never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .. import SCHEMA_VERSION, __version__
from ..checks import load, run
from ..corpus.atomic import folder_beside, write_text
from ..corpus.corpus import Corpus
from ..corpus.records import record_json, sha256_file
from ..corpus.workspace import Workspace
from ..errors import ReleaseError
from ..schema import ManifestInput, ManifestTable, ReleaseManifest, ReleasePlan, SplitAssignment
from ..schema.vocab import Split
from ..splits.assign import article_groups
from ..splits.groups import HeldOut
from ..splits.plan import corpus_duplicates, not_compared, split_plan, without
from ..tables.columns import ALL_CONFIGS
from ..tables.parquet import content_hash, write_table
from ..tables.rows import Row, World, rows
from .card import TableFacts, croissant_texts, release_card
from .changes import by_split, changes, read_release, tables_of
from .croissant import croissant_json
from .manifest import MANIFEST, read_manifest, release_before

SUMS = "SHA256SUMS"
CARD = "README.md"
CROISSANT = "croissant.json"
CHECKED = 4
"""The level of checks that a release has to pass before it is built; those above hold it against other releases."""

SHOWN = 10
"""Problems that a refusal shows."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did."""

    folder: Path
    manifest: ReleaseManifest
    already_released: bool
    differing_files: tuple[str, ...] = ()
    held_out: tuple[HeldOut, ...] = ()
    not_compared: tuple[str, ...] = ()


def world_of(
    workspace: Workspace,
    corpora: list[Corpus],
    new_splits: list[SplitAssignment],
    groups: Mapping[str, str] | None = None,
) -> World:
    """Return the records of the corpora with outlets, annotators, splits and groups, these computed if not given.

    Raises `ReleaseError` where a file has faulty lines.
    """
    annotators, faults = workspace.annotators()
    splits, split_faults = workspace.splits()
    faults = [fault for data in corpora for fault in data.faults] + faults + split_faults
    if faults:
        first = faults[0]
        raise ReleaseError(
            f"{workspace.shown(first.path)}:{first.line}: {first.message}; {len(faults)} faulty lines in all, "
            "run `claimwire check`"
        )
    assignments = [item.record for item in splits] + new_splits
    return World(
        corpora=corpora,
        outlets=workspace.outlets(),
        annotators={item.record.annotator_id: item.record for item in annotators},
        split_of={item.article_id: item.split.value for item in assignments},
        groups=groups_of(workspace, corpora) if groups is None else groups,
    )


def groups_of(workspace: Workspace, corpora: list[Corpus]) -> dict[str, str]:
    """Return for every article the group it shares a split with."""
    return article_groups(
        (x.record for data in corpora for x in data.rows.articles),
        (x.record for data in corpora for x in data.rows.claims),
        (x.record for data in corpora for x in data.rows.events),
        (x.record for data in corpora for x in data.rows.links),
        corpus_duplicates(workspace, corpora),
    )


def build(workspace: Workspace, progress: Progress = lambda _: None) -> Built:
    """Build the release that `annotations/release.toml` plans, at `dataset/<version>/`.

    Nothing is built while the checks of levels 1 to 4 find a problem in what it is made of.
    Where an earlier version is published, the release has what changed since the latest of them as config `changes`.
    Where that version is published already, it is built beside, compared and thrown away: `already_released` is true,
    and `differing_files` names files whose bytes differ although their content is the same (another pyarrow). New
    articles that would join groups of different splits are left out; `held_out` names them. `not_compared` names new
    articles that may be duplicates, as their texts are not here and nobody has looked where they are.
    Raises `ReleaseError` where there are such problems, or where the content differs from what is published: then the
    plan needs a new `data_version`.
    """
    plan = workspace.plan()
    progress("checking")
    require_sound(workspace, plan)
    corpora = workspace.corpora(plan.corpora)
    splits = split_plan(workspace, corpora, plan)
    new_splits, held_out = splits.missing, tuple(splits.held_out)
    place = workspace.dataset / plan.data_version
    members = without(corpora, {item.article_id for item in held_out})
    world = world_of(workspace, members, new_splits, splits.groups)
    changed = changed_rows(workspace, plan, world)
    with folder_beside(place) as folder:
        inputs = _inputs(workspace, plan, corpora, new_splits)
        prose = card_prose(workspace)
        manifest = write_release(folder, world, plan, inputs, prose, changed, hydrated=False, progress=progress)
        if place.exists():
            return Built(place, manifest, True, _compare(place, folder, manifest), held_out)
        if new_splits:
            _append_splits(workspace, new_splits)
        folder.replace(place)
    unknown = not_compared(workspace, corpora, {item.article_id for item in new_splits})
    return Built(place, manifest, False, held_out=held_out, not_compared=unknown)


def require_sound(workspace: Workspace, plan: ReleasePlan) -> None:
    """Raise `ReleaseError` where the checks up to level 4 find a problem, those of corpora of other plans aside."""
    others = tuple(f"annotations/{name}/" for name in workspace.corpus_ids() if name not in plan.corpora)
    problems = [item for item in run(load(workspace), level=CHECKED) if not item.path.startswith(others)]
    if problems:
        shown = "".join(f"\n  {item}" for item in problems[:SHOWN])
        raise ReleaseError(
            f"nothing was built: {len(problems)} problem{'s'[: len(problems) > 1]} in what the release is made of, "
            f"{'all' if len(problems) <= SHOWN else f'the first {SHOWN}'} here; `claimwire check` shows them{shown}"
        )


def build_hydrated(workspace: Workspace, corpora: list[Corpus], to: Path, progress: Progress = lambda _: None) -> Built:
    """Build a full-text variant of the planned release for local use, at `to`, which must not exist yet.

    Its config `changes` is that of the public release: spans that moved in your copy are no change of the data.
    Raises `ReleaseError` where `to` exists or lies in the repository, or articles have no split yet.
    """
    plan = workspace.plan()
    place = to.resolve()
    if place.is_relative_to(workspace.root):
        raise ReleaseError(f"{to} lies in the repository; texts that may not be redistributed stay out of it")
    if place.exists():
        raise ReleaseError(f"{to} exists; name a folder that does not")
    public = workspace.corpora(plan.corpora)
    splits = split_plan(workspace, public, plan)
    if splits.missing:
        raise ReleaseError("some articles have no split yet; build the public release first")
    held_out = {item.article_id for item in splits.held_out}
    world, as_published = (
        world_of(workspace, without(members, held_out), [], splits.groups) for members in (corpora, public)
    )
    changed = changed_rows(workspace, plan, as_published)
    with folder_beside(place) as folder:
        inputs = _inputs(workspace, plan, corpora, [])
        prose = card_prose(workspace)
        manifest = write_release(folder, world, plan, inputs, prose, changed, hydrated=True, progress=progress)
        folder.replace(place)
    return Built(place, manifest, False, held_out=tuple(splits.held_out))


def changed_rows(workspace: Workspace, plan: ReleasePlan, world: World) -> dict[str, list[Row]] | None:
    """Return the rows of the config `changes` by split; None where no earlier version is published.

    Raises `ReleaseError` where the earlier release cannot be read.
    """
    before = release_before(workspace.dataset, plan.data_version)
    if before is None:
        return None
    return by_split(changes(read_release(before), tables_of(rows(world))))


def write_release(
    folder: Path,
    world: World,
    plan: ReleasePlan,
    inputs: tuple[ManifestInput, ...],
    prose: str,
    changed: dict[str, list[Row]] | None = None,
    *,
    hydrated: bool,
    progress: Progress = lambda _: None,
) -> ReleaseManifest:
    """Write all files of a release into an empty folder and return its manifest.

    `changed` are the rows of the config `changes`, as `changed_rows` gives them.
    """
    tables: list[ManifestTable] = []
    facts: list[TableFacts] = []
    made = rows(world) | ({} if changed is None else {"changes": changed})
    for config in ALL_CONFIGS:
        for split in Split:
            content = made.get(config, {}).get(split.value)
            if not content:
                continue
            progress(f"{config}/{split}")
            path = f"{config}/{split}-00000-of-00001.parquet"
            size = write_table(config, content, folder / path)
            tables.append(_table(config, split, path, content, folder))
            facts.append(TableFacts(config, split.value, len(content), size, (folder / path).stat().st_size))
    manifest = ReleaseManifest(
        name=plan.name,
        data_version=plan.data_version,
        date=plan.date,
        schema_version=SCHEMA_VERSION,
        code_version=__version__,
        hydrated=hydrated,
        writers={name: version(name) for name in ("datasets", "pyarrow")},
        inputs=inputs,
        tables=tuple(tables),
        content_sha256=_release_hash(tables),
    )
    write_text(
        folder / MANIFEST, json.dumps(json.loads(manifest.model_dump_json()), indent=1, ensure_ascii=False) + "\n"
    )
    write_text(folder / CROISSANT, croissant_json(manifest, croissant_texts(world, manifest)))
    write_text(folder / CARD, release_card(prose, world, made, manifest, facts))
    write_text(folder / SUMS, check_sums(folder))
    return manifest


def check_sums(folder: Path) -> str:
    """Return the content of a `SHA256SUMS` file over all other files below a folder, as `sha256sum -c` reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    return "".join(f"{sha256_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)


def card_prose(workspace: Workspace) -> str:
    """Return the card with its generated regions as they stand."""
    return (workspace.root / "DATASET_CARD.md").read_text(encoding="utf-8")


def _table(config: str, split: Split, path: str, content: list[Row], folder: Path) -> ManifestTable:
    return ManifestTable(
        config=config,
        split=split,
        path=path,
        rows=len(content),
        sha256=sha256_file(folder / path),
        content_sha256=content_hash(content),
    )


def _release_hash(tables: list[ManifestTable]) -> str:
    lines = "".join(f"{table.config}/{table.split} {table.content_sha256}\n" for table in tables)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def _inputs(
    workspace: Workspace, plan: ReleasePlan, corpora: list[Corpus], new_splits: list[SplitAssignment]
) -> tuple[ManifestInput, ...]:
    """Return the files a release is made of with their hashes, those of the repository as seen from its top."""
    shared = [workspace.annotations / "annotators.jsonl", workspace.annotations / "release.toml"]
    shared.append(workspace.schema / SCHEMA_VERSION / SUMS)
    shared += sorted((workspace.annotations / "outlets").glob("*.toml"))
    before = release_before(workspace.dataset, plan.data_version)
    shared += [] if before is None else [before / MANIFEST]
    files = {workspace.shown(path): sha256_file(path) for path in shared}
    for data in corpora:
        for path in sorted([*data.folder.glob("*.jsonl"), *data.folder.glob("*.toml")]):
            files[f"annotations/{data.info.corpus_id}/{path.name}"] = sha256_file(path)
    files["dataset/splits.jsonl"] = hashlib.sha256(_splits_content(workspace, new_splits).encode("utf-8")).hexdigest()
    return tuple(ManifestInput(path=path, sha256=files[path]) for path in sorted(files))


def _splits_content(workspace: Workspace, new_splits: list[SplitAssignment]) -> str:
    standing = workspace.splits_file.read_text(encoding="utf-8") if workspace.splits_file.is_file() else ""
    return standing + "".join(record_json(item) + "\n" for item in new_splits)


def _append_splits(workspace: Workspace, new_splits: list[SplitAssignment]) -> None:
    write_text(workspace.splits_file, _splits_content(workspace, new_splits))


def _compare(released: Path, rebuilt: Path, manifest: ReleaseManifest) -> tuple[str, ...]:
    """Return the files whose bytes differ; raises `ReleaseError` where the content does."""
    old = read_manifest(released)
    if old.content_sha256 != manifest.content_sha256:
        before = {(t.config, t.split): t.content_sha256 for t in old.tables}
        now = {(t.config, t.split): t.content_sha256 for t in manifest.tables}
        changed = sorted(f"{c}/{s}" for c, s in before.keys() | now.keys() if before.get((c, s)) != now.get((c, s)))
        raise ReleaseError(
            f"dataset/{old.data_version} is published and would change in {', '.join(changed)}; "
            "raise `data_version` in annotations/release.toml, and tell the change in CHANGELOG.md"
        )
    names = {
        p.relative_to(folder).as_posix() for folder in (released, rebuilt) for p in folder.rglob("*") if p.is_file()
    }
    return tuple(sorted(name for name in names if not _same(released / name, rebuilt / name)))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
