"""Whether every release loads with older versions of `datasets`, and in what way.

    scripts/old-datasets              # every release and the draft; compared with the table of docs/troubleshooting.md
    scripts/old-datasets --write      # the same, and that table is written anew
    scripts/old-datasets dataset/0.3.0

Each version is in an environment of its own, made of `requirements/datasets-N.txt` once and kept in the cache folder;
the version that claimwire needs is that of `.venv`. What comes back is compared with the manifest: splits, numbers of
rows, and the hash of their content.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from filelock import FileLock

from claimwire.cache import cache_folder
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.labelstudio.local.environment import install, is_installed, last_lines
from claimwire.regions import fill, table
from claimwire.release.manifest import read_manifest
from claimwire.schema import ManifestTable, ReleaseManifest
from claimwire.schema.vocab import ContentRecipe
from claimwire.tables.content import content_hash
from claimwire.tables.named import own_features
from claimwire.tables.rewriting import arrow_table

from . import loaded_rows

DOCUMENT = "docs/troubleshooting.md"
REGION = "versions of datasets"
WAYS = {"folder": "folder", "streamed": "streaming", "files": "single files"}
"""The ways of `loaded_rows`, as the page calls them."""

Head = tuple[str, str, str | None]
"""What rows are of: table, way, split; no split before the first."""


@dataclass
class Loaded:
    """What a version of `datasets` made of a release: the ways that were tried, and what is wrong with each."""

    release: str
    datasets: str
    tables: set[str] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """What the table says: the ways that work for every table, and those that do not."""
        right = [name for way, name in WAYS.items() if way in self.ways and way not in self.problems]
        wrong = [f"not by {name}" for way, name in WAYS.items() if way in self.problems]
        return ", ".join([*right, *wrong])

    @property
    def is_right(self) -> bool:
        """Whether a user can load it: by its folder, at once and streamed."""
        return not self.problems.keys() - {"files"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Load the releases, print what came of it, and return 0 if all load and the page says so."""
    parser = argparse.ArgumentParser(prog="scripts/old-datasets", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="instead of all releases and the draft")
    parser.add_argument("--write", action="store_true", help=f"write the table of {DOCUMENT} anew")
    given = parser.parse_args(arguments)
    try:
        workspace = Workspace.find()
        pythons = [*map(python_of, older_requirements(workspace.root)), Path(sys.executable)]
        released = given.folders or workspace.releases()
        drafts = [workspace.draft] if workspace.draft.is_dir() and not given.folders else []
        found = [told(compared(release, python)) for release in released for python in pythons]
        later = [told(compared(draft, python)) for draft in drafts for python in pythons]
        right = all(loaded.is_right for loaded in found) and not any(loaded.problems for loaded in later)
        return 0 if (given.folders or page_says(workspace, found, write=given.write)) and right else 1
    except ClaimwireError as error:
        print(f"problem: {error}", file=sys.stderr)
        return 2


def older_requirements(root: Path) -> list[Path]:
    """Return the requirements files of the older versions, the oldest first."""
    return sorted((root / "requirements").glob("datasets-*.txt"))


def python_of(requirements: Path) -> Path:
    """Return the Python of the environment with these requirements, which is made first if it is not there yet.

    Raises `LabelStudioError` if the installation fails.
    """
    content = requirements.read_text(encoding="utf-8")
    digest = hashlib.sha256(f"{content}{sys.version}".encode()).hexdigest()[:12]
    environment = cache_folder() / "old-datasets" / f"{requirements.stem}-{digest}"
    environment.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(environment.with_suffix(".lock")):
        if not is_installed(environment):
            print(f"installing {requirements.name} into {environment} (a minute)", file=sys.stderr)
            install(environment, content)
    return environment / "bin" / "python"


def compared(release: Path, python: Path) -> Loaded:
    """Load a release with a Python's `datasets`, and compare what comes back with its manifest.

    Raises `ClaimwireError` if the folder holds no release, or that Python ends with an error.
    """
    manifest = read_manifest(release)
    command = [str(python), "-I", str(Path(loaded_rows.__file__)), str(release)]
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
            assert process.stdout is not None
            found = read(map(json.loads, process.stdout), release, manifest)
        if process.returncode:
            errors.seek(0)
            raise ClaimwireError(f"{python} does not load {release}:\n{last_lines(errors.read())}")
    return found


def read(printed: Iterator[Any], release: Path, manifest: ReleaseManifest) -> Loaded:
    """Compare what `loaded_rows` printed of a release with its manifest."""
    found = Loaded(release.name, str(next(printed, "?")))
    files: dict[tuple[str, str], list[ManifestTable]] = {}
    for file in manifest.tables:
        files.setdefault((file.config, file.split.value), []).append(file)
    seen: set[Head] = set()
    for head, group in groupby(_with_heads(printed), key=itemgetter(0)):
        (name, way, split), lines = head, (line for _, line in group)
        seen.add(head)
        try:
            wrong = _difference(_rows(lines), files.get((name, split or ""), ()), release, manifest.recipe)
        except _NotLoadedError as error:
            wrong = str(error)
        if wrong:
            found.problems.setdefault(way, []).append(f"{name}{f'/{split}' if split else ''}: {wrong}")
    found.ways = {way for _, way, _ in seen}
    found.tables = {name for name, _, _ in seen}
    for name, split in files:
        tried = {way for table, way, _ in seen if table == name} or {"files"}
        for way in sorted(tried):
            if (name, way, split) not in seen and way not in found.problems:
                found.problems.setdefault(way, []).append(f"{name}/{split}: it is not there")
    return found


class _NotLoadedError(Exception):
    """What the Python that loads said of a table."""


def _with_heads(printed: Iterator[Any]) -> Iterator[tuple[Head, Any]]:
    """Yield every line with the head that it stands under; a head alone with nothing, for a split without rows."""
    head: Head = ("", "", None)
    for line in printed:
        if isinstance(line, list):
            head = (line[0], line[1], line[2])
        yield head, None if isinstance(line, list) else line


def _rows(lines: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows among some lines; raises `_NotLoadedError` at a line that says what went wrong."""
    for line in lines:
        if isinstance(line, str):
            raise _NotLoadedError(line)
        if line is not None:
            yield line


def _difference(
    rows: Iterator[dict[str, Any]], files: Sequence[ManifestTable], release: Path, recipe: ContentRecipe
) -> str | None:
    """Return how the rows of a split differ from those that were built; None if they do not."""
    for file in files:
        part = list(islice(rows, file.rows))
        if len(part) < file.rows:
            return f"{len(part)} rows came back of {file.path}, expected {file.rows}"
        if _content(part, release / file.path, recipe) != file.content_sha256:
            return f"the rows of {file.path} that came back are not those that were built"
    more = sum(1 for _ in rows)
    return f"{more} rows came back that the manifest does not have" if more else None


def _content(rows: list[dict[str, Any]], path: Path, recipe: ContentRecipe) -> str:
    """Return the content hash of rows that were read from a Parquet file, with days in ISO form."""
    features = own_features(path)
    days = [name for name, feature in features.items() if getattr(feature, "dtype", "") == "date32"]
    for row in rows:
        row |= {name: date.fromisoformat(row[name]) for name in days if row.get(name) is not None}
    return content_hash(recipe, [arrow_table(rows, path)], features)


def told(loaded: Loaded) -> Loaded:
    """Print what came of a release, and return it."""
    print(report(loaded), flush=True)
    return loaded


def report(loaded: Loaded) -> str:
    """Return what is printed of a release and a version of `datasets`; of many problems of a way, the first."""
    lines = [f"{loaded.release}, datasets {loaded.datasets}: {len(loaded.tables)} tables, {loaded.cell}"]
    for way, problems in loaded.problems.items():
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        lines.append(f"  {WAYS[way]}: {problems[0]}{more}")
    return "\n".join(lines)


def page_table(found: Sequence[Loaded]) -> str:
    """Return the table of the page: how each release loads with each version."""
    versions = list(dict.fromkeys(loaded.datasets for loaded in found))
    cells = {(loaded.release, loaded.datasets): loaded.cell for loaded in found}
    rows = ([name, *(cells[name, version] for version in versions)] for name in dict.fromkeys(x for x, _ in cells))
    return table(["release", *(f"datasets {version}" for version in versions)], rows)


def page_says(workspace: Workspace, found: Sequence[Loaded], *, write: bool) -> bool:
    """Return whether the page has the table of what was found; `write` makes it so."""
    page = workspace.root / DOCUMENT
    text = page.read_text(encoding="utf-8")
    fresh = fill(text, {REGION: page_table(found)}, DOCUMENT)
    if fresh != text and write:
        write_text(page, fresh)
    elif fresh != text:
        print(f"{DOCUMENT}: its table says something else; look why, and run scripts/old-datasets --write")
    return write or fresh == text


if __name__ == "__main__":
    sys.exit(main())
