"""Writing every generated file of this repository anew, or naming those that are stale.

`GENERATORS` lists what makes them; a new generated page is a module here and an entry there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimwire.checks.documents import generated_documents
from claimwire.corpus.atomic import write_bytes
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.release.schema_files import generated_files, write_schema

from . import (
    agreement_page,
    baselines_page,
    building_page,
    checks_page,
    conflicts_page,
    example_picture,
    formats_page,
    glossary_page,
    human_corpora_page,
    notebook,
    preannotation_page,
    predicting_page,
    replacing_page,
    scoreboard_page,
    sourcing_page,
    starting_codebook,
)


@dataclass(frozen=True)
class Generator:
    """What makes some of the generated files: their paths with their contents.

    Files that match one of the patterns `owned` and are not made are left over, and go away.
    """

    name: str
    makes: str
    files: Callable[[Workspace], Mapping[Path, bytes]]
    owned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stale:
    """A file that is not what its generator makes; `content` is None if it should not be there."""

    path: Path
    content: bytes | None


def schema_files(workspace: Workspace) -> dict[Path, bytes]:
    """Return the JSON Schemas, the labelling page and the codebook with its tables."""
    return {path: text.encode("utf-8") for path, text in generated_files(workspace).items()}


def release_documents(workspace: Workspace) -> dict[Path, bytes]:
    """Return card, README and citation with their parts that are made of the latest release; nothing without any."""
    release = workspace.latest_release()
    if release is None:
        return {}
    return {path: text.encode("utf-8") for path, text in generated_documents(workspace, release).items()}


GENERATORS = (
    Generator("schema", "schema/, the labelling page, the tables of annotations/guidelines.md", schema_files),
    Generator("card", "DATASET_CARD.md, the numbers of README.md, the version of CITATION.cff", release_documents),
    Generator("example", "the picture of README's first screen", example_picture.generated),
    Generator("checks", "the tables of docs/checks.md", checks_page.generated),
    Generator("formats", "the tables of docs/formats.md", formats_page.generated),
    Generator("human-corpora", "the tables of docs/human-corpora.md", human_corpora_page.generated),
    Generator("glossary", "the tables of docs/glossary.md", glossary_page.generated),
    Generator("classifiers", "the table of classifiers in docs/baselines.md", baselines_page.generated),
    Generator("notebook", "examples/training.ipynb", notebook.generated),
    Generator("preannotation", "the tables of docs/preannotating.md", preannotation_page.generated),
    Generator("speed", "the table of speeds in docs/predicting.md", predicting_page.generated),
    Generator("building", "the table of CPU times in docs/scale.md", building_page.generated),
    Generator("scoreboard", "the tables of docs/scoreboard.md", scoreboard_page.generated),
    Generator("replacing", "the table of requests in docs/label-studio.md", replacing_page.generated),
    Generator(
        "conflicts", "docs/conflicts.md with its figures", conflicts_page.generated, ("docs/images/conflicts-*.svg",)
    ),
    Generator(
        "sourcing", "docs/sourcing.md with its pictures", sourcing_page.generated, ("docs/images/sourcing-*.svg",)
    ),
    Generator("starting", "the codebook that `claimwire init` lays down", starting_codebook.generated),
    Generator(
        "agreement", "docs/agreement.md with its figures", agreement_page.generated, ("docs/images/agreement-*.svg",)
    ),
)


def stale_files(workspace: Workspace, generators: Iterable[Generator] = GENERATORS) -> list[Stale]:
    """Return the files that are not what the generators make, by path."""
    stale = []
    for generator in generators:
        made = generator.files(workspace)
        stale += [Stale(path, content) for path, content in made.items() if not _has(path, content)]
        present = {path for pattern in generator.owned for path in workspace.root.glob(pattern)}
        stale += [Stale(path, None) for path in present - made.keys()]
    return sorted(stale, key=lambda file: file.path)


def regenerate(workspace: Workspace, generators: Iterable[Generator] = GENERATORS) -> list[Stale]:
    """Write the stale files of some generators, remove those left over, and return them.

    Raises `ReleaseError` if a schema would change that a release was made with.
    """
    stale = stale_files(workspace, generators)
    if any(file.path.is_relative_to(workspace.schema) for file in stale):
        write_schema(workspace)
    for file in stale:
        if file.content is None:
            file.path.unlink()
        else:
            write_bytes(file.path, file.content)
    return stale


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in the repository of the current folder and return its exit status."""
    names = [generator.name for generator in GENERATORS]
    parser = argparse.ArgumentParser(
        prog="tools/regenerate",
        description=(__doc__ or "").splitlines()[0],
        epilog="; ".join(f"{generator.name}: {generator.makes}" for generator in GENERATORS),
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(names)} (all if none)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a file is stale")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.names) - set(names))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(names)}")
    generators = [generator for generator in GENERATORS if not chosen.names or generator.name in chosen.names]
    try:
        workspace = Workspace.find()
        stale = stale_files(workspace, generators) if chosen.check else regenerate(workspace, generators)
    except ClaimwireError as error:
        print(f"problem: {error}", file=sys.stderr)
        return 2
    for file in stale:
        print(f"{workspace.shown(file.path)}: {_told(file, chosen.check)}")
    if not stale:
        print("every generated file is fresh")
    return 1 if stale and chosen.check else 0


def _told(file: Stale, check: bool) -> str:
    if check:
        return "nothing makes it" if file.content is None else "stale; run tools/regenerate"
    return "removed" if file.content is None else "written"


def _has(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    sys.exit(main())
