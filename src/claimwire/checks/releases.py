"""Level 5: what was published does not change. Reads only what the releases themselves say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from ..corpus.records import read_json, sha256_file, validation_messages
from ..corpus.workspace import CROISSANT, MANIFEST, SUMS, Workspace
from ..errors import RecordError
from ..schema import ManifestTable, ReleaseManifest
from ..tables.columns import standoff
from .check import Check
from .context import Context
from .findings import Finding, Place

HASH = re.compile("[0-9a-f]{64}")

WITH_EVERY_ARTICLE = (standoff("articles"), "articles")
"""The config with a row for every article: the first of these that a release has."""

OLD_FOLDER = "."
"""What the folder of a release is called in descriptions before data 0.3.0, which gave it the manifest's hash."""

SUM_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<name>.+)")


def _release_changed(context: Context) -> Iterator[Finding]:
    for folder in _releases(context):
        yield from sums_broken(folder)


def _schema_changed(context: Context) -> Iterator[Finding]:
    for folder in schema_folders(context.repository.workspace) if context.is_shared else ():
        yield from sums_broken(folder)


def schema_folders(workspace: Workspace) -> list[Path]:
    """Return the folders of the schema versions that a repository has."""
    return sorted(path for path in workspace.schema.glob("*.*.*") if path.is_dir())


def _manifest_invalid(context: Context) -> Iterator[Finding]:
    for folder in _releases(context):
        yield from manifest_problems(folder)


def manifest_problems(folder: Path, *, named: bool = True) -> Iterator[Finding]:
    """Yield what is wrong with the manifest of a release, and where its tables are not those that it describes.

    `named` says that the folder has to be called like the version.
    """
    path = folder / MANIFEST
    if not path.is_file():
        yield Finding(Place(path), "the release has no manifest")
        return
    try:
        manifest = ReleaseManifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        yield Finding(Place(path), validation_messages(error))
        return
    if named and manifest.data_version != folder.name:
        yield Finding(Place(path), f"data_version is {manifest.data_version}, the folder is called {folder.name}")
    for table in manifest.tables:
        file = folder / table.path
        if not is_inner(table.path):
            yield Finding(Place(path), f"tables names {table.path!r}, which is not a path within the release")
        elif not file.is_file():
            yield Finding(Place(path), f"tables names {table.path}, which does not exist", file)
        elif (found := sha256_file(file)) != table.sha256:
            message = f"{table.path} has SHA-256 {found[:12]}..., expected {table.sha256[:12]}..."
            yield Finding(Place(path), message, file)


def _croissant_wrong(context: Context) -> Iterator[Finding]:
    for folder in _releases(context):
        yield from croissant_problems(folder)


def croissant_problems(folder: Path) -> Iterator[Finding]:
    """Yield where a `sha256` in the Croissant description of a release is no hash, or not the file's.

    Releases before schema 2.0.0 have an address for the folder, which can no longer be changed.
    """
    path = folder / CROISSANT
    manifest = readable_manifest(folder)
    if manifest is None or not path.is_file() or int(manifest.schema_version.partition(".")[0]) < 2:
        return
    try:
        document = read_json(path)
    except RecordError as error:
        yield Finding(Place(path), str(error).removeprefix(f"{path}: "))
        return
    distribution = document.get("distribution") if isinstance(document, dict) else None
    if not isinstance(distribution, list):
        yield Finding(Place(path), "it has no distribution, a list of the files")
        return
    tables = {table.path: table.sha256 for table in manifest.tables}
    known = tables | dict.fromkeys((MANIFEST, OLD_FOLDER), sha256_file(folder / MANIFEST))
    listed = {str(item.get("contentUrl")): item for item in distribution if isinstance(item, dict) and "sha256" in item}
    for name, item in listed.items():
        value = item["sha256"]
        if not isinstance(value, str) or HASH.fullmatch(value) is None:
            yield Finding(Place(path), f"the sha256 of {name} is {value!r:.60}, not 64 hexadecimal digits")
        elif name not in known:
            yield Finding(Place(path), f"it has a sha256 of {name}, which is not a table of the release")
        elif value != known[name]:
            yield Finding(Place(path), f"the sha256 of {name} is {value[:12]}..., expected {known[name][:12]}...")
    for name in sorted(tables.keys() - listed.keys()):
        yield Finding(Place(path), f"it has no sha256 of {name}")


def readable_manifest(folder: Path) -> ReleaseManifest | None:
    """Return the manifest of a release; None if it has none that can be read, which `manifest-invalid` says."""
    try:
        return ReleaseManifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def _split_changed(context: Context) -> Iterator[Finding]:
    now = {row.record.article_id: row.record.split.value for row in context.repository.splits}
    for folder, table in _tables(context):
        moved = {
            article_id: now.get(article_id)
            for article_id in _column(folder / table.path, "article_id")
            if now.get(article_id) != table.split.value
        }
        for article_id, split in sorted(moved.items()):
            place = Place(context.repository.workspace.splits_file, None, "split of", article_id)
            found = f"it is {split}" if split else "it is gone"
            yield Finding(
                place, f"{found}; {context.repository.workspace.shown(folder)}/{table.path} has it in {table.split}"
            )


def _doi_wrong(context: Context) -> Iterator[Finding]:
    rows = context.repository.dois if context.is_shared else []
    released = {folder.name for folder in _releases(context)}
    first: dict[str, str] = {}
    for row in rows:
        record = row.record
        place = Place(row.path, row.line, "version", record.data_version)
        if record.data_version not in released:
            yield Finding(place, "dataset/ has no release of that version")
        if record.concept_doi != rows[0].record.concept_doi:
            concept = rows[0].record.concept_doi
            yield Finding(place, f"concept_doi is {record.concept_doi}, that of the first line is {concept}")
        if record.doi == record.concept_doi:
            yield Finding(place, f"{record.doi} cannot be the DOI of one version and of all versions")
        elif record.doi in first:
            yield Finding(place, f"{record.doi} is the DOI of {first[record.doi]} already")
        first.setdefault(record.doi, record.data_version)


def _releases(context: Context) -> list[Path]:
    """Return the folders of the releases."""
    if not context.is_shared:
        return []
    return context.repository.workspace.releases()


def _tables(context: Context) -> Iterator[tuple[Path, ManifestTable]]:
    """Yield the tables of all releases that can be read and have one row per article."""
    for folder in _releases(context):
        manifest = readable_manifest(folder)
        tables = () if manifest is None else manifest.tables
        names = {table.config for table in tables}
        config = next((name for name in WITH_EVERY_ARTICLE if name in names), None)
        for table in tables:
            if table.config == config and (folder / table.path).is_file():
                yield folder, table


def _column(path: Path, name: str) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return [str(value) for value in pq.read_table(path, columns=[name]).column(name).to_pylist()]
    except (pa.ArrowException, OSError):
        return []  # the file is damaged; `release-changed` says so


@dataclass(frozen=True)
class SumLine:
    """A line of a list of hashes: its number, the SHA-256 and the name of the file."""

    number: int
    sha256: str
    name: str


def sum_lines(sums: Path) -> Iterator[SumLine | Finding]:
    """Yield the lines of a list of hashes as `sha256sum` writes it, and what is wrong with the others."""
    *lines, rest = sums.read_bytes().decode("utf-8", "replace").split("\n")
    if rest:
        yield Finding(Place(sums, len(lines) + 1), "the last line does not end with a line feed")
    for number, line in enumerate([*lines, *([rest] if rest else [])], start=1):
        match = SUM_LINE.fullmatch(line)
        if match is None:
            yield Finding(Place(sums, number), "the line is not a SHA-256, two spaces and a file name")
        else:
            yield SumLine(number, match["sum"], match["name"])


def is_inner(name: str) -> bool:
    """Return whether a name is the plain path of a file below the folder that it is seen from."""
    path = PurePosixPath(name)
    return path.as_posix() == name and not path.is_absolute() and ".." not in path.parts and path.parts != ()


def sums_broken(folder: Path) -> Iterator[Finding]:
    """Yield where the files of a folder are not those that its list of hashes names.

    A hash that differs in one digit is a fault of the list: a file that changes gets another hash altogether.
    """
    sums = folder / SUMS
    if not sums.is_file():
        yield Finding(Place(sums), "the file is missing")
        return
    listed: set[str] = set()
    for line in sum_lines(sums):
        if isinstance(line, Finding):
            yield line
            continue
        place, path = Place(sums, line.number), folder / line.name
        if line.name in listed:
            yield Finding(place, f"{line.name} is listed twice")
        listed.add(line.name)
        if not is_inner(line.name):
            yield Finding(place, f"{line.name!r} is not a path within the folder")
        elif not path.is_file():
            yield Finding(place, f"{line.name} is missing", path)
        elif (found := sha256_file(path)) != line.sha256:
            if sum(one != other for one, other in zip(found, line.sha256, strict=True)) == 1:
                yield Finding(place, f"one digit of the SHA-256 of {line.name} is not as it was; expected {found}")
            else:
                yield Finding(place, f"{line.name} has SHA-256 {found[:12]}...", path)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield Finding(Place(path), "it is a link; a release has its own files")
        elif not path.is_dir() and name != SUMS and name not in listed:
            yield Finding(Place(path), f"{SUMS} does not list it")


CHECKS = (
    Check(
        "manifest-invalid",
        5,
        "a release has no valid manifest, has another version than its folder, or lacks a table it names",
        "put the published folder back, from the tag of its version",
        _manifest_invalid,
    ),
    Check(
        "release-changed",
        5,
        "the files of a release are not those that its SHA256SUMS lists",
        "put the published folder back, from the tag of its version; raise data_version to publish something else",
        _release_changed,
    ),
    Check(
        "croissant-wrong",
        5,
        "croissant.json of a release has a hash that is not a SHA-256, such as an address, or not that of the file",
        "build the release again; put a published folder back, from the tag of its version",
        _croissant_wrong,
    ),
    Check(
        "split-changed",
        5,
        "an article is in another split than in a release, or in none",
        "put its line in dataset/splits.jsonl back; splits never change",
        _split_changed,
    ),
    Check(
        "doi-wrong",
        5,
        "a recorded DOI is of a version that is not released, of two versions, or of another dataset than the rest",
        "correct the line in dataset/dois.jsonl by the page of the record; `claimwire deposit` writes these lines",
        _doi_wrong,
    ),
    Check(
        "schema-changed",
        5,
        "the files of a schema version are not those that its SHA256SUMS lists",
        "run `claimwire schema --write`; where that version is released, raise SCHEMA_VERSION instead",
        _schema_changed,
    ),
)
