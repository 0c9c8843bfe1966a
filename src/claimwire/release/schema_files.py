"""Writing what is made from the models: `schema/<version>/`, the labelling page and the codebook's tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..checks.needs import LABEL_CONFIG
from ..corpus.atomic import write_text
from ..corpus.records import read_utf8, records_of
from ..corpus.workspace import GUIDELINES_FILE, MANIFEST, SUMS, Workspace
from ..errors import ReleaseError
from ..labelstudio.page.config import label_config
from ..proposals.cues import cue_table
from ..regions import fill
from ..schema.codebook import codebook_regions, json_schemas
from ..versions import SCHEMA_VERSION
from .manifest import read_manifest


def generated_files(workspace: Workspace) -> dict[Path, str]:
    """Return what is made from the models: path -> content."""
    folder = workspace.schema / SCHEMA_VERSION
    schemas = json_schemas(SCHEMA_VERSION)
    sums = "".join(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in sorted(schemas.items()))
    guidelines = workspace.annotations / GUIDELINES_FILE
    questions = workspace.questions()
    regions = codebook_regions(records_of(workspace.rulings()[0]), cue_table(), questions)
    return {
        **{folder / name: text for name, text in schemas.items()},
        folder / SUMS: sums,
        workspace.schema / LABEL_CONFIG: label_config(questions=questions),
        guidelines: fill(read_utf8(guidelines), regions, str(guidelines)),
    }


def stale_files(workspace: Workspace) -> list[str]:
    """Return the files that are not what the models make, as paths from the top of the repository."""
    return [
        workspace.shown(path)
        for path, text in generated_files(workspace).items()
        if not path.is_file() or read_utf8(path) != text
    ]


def write_schema(workspace: Workspace) -> list[str]:
    """Write the files that are stale and return their paths.

    Raises `ReleaseError` where that would change a schema version that a release was made with.
    """
    stale = stale_files(workspace)
    frozen = [path for path in stale if path.startswith(f"schema/{SCHEMA_VERSION}/")]
    users = [version for version, schema in released_schemas(workspace).items() if schema == SCHEMA_VERSION]
    if frozen and users:
        raise ReleaseError(
            f"the models no longer make {frozen[0]}, but data {', '.join(users)} was released with schema "
            f"{SCHEMA_VERSION}; raise SCHEMA_VERSION in src/claimwire/versions.py"
        )
    for path, text in generated_files(workspace).items():
        if workspace.shown(path) in stale:
            write_text(path, text)
    return stale


def released_schemas(workspace: Workspace) -> dict[str, str]:
    """Return the schema version of every release: data version -> schema version."""
    folders = [folder for folder in workspace.releases() if (folder / MANIFEST).is_file()]
    manifests = map(read_manifest, folders)
    return {manifest.data_version: manifest.schema_version for manifest in manifests}
