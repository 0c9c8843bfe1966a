"""A tiny valid repository to put faults into: three articles of the small one, with a schema and a release of its own.

It has two articles of the open corpus and one of the stand-off one, so that 86 faults can be tried quickly. Only what
the checks of level 5 read is in its release.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from small import SPLIT_OF, build_small, part_of_small
from small.material import texts as all_texts

from claimwire.corpus.atomic import write_text
from claimwire.corpus.records import sha256_file
from claimwire.corpus.workspace import Workspace
from claimwire.schema import ManifestTable, ReleaseManifest
from claimwire.schema.vocab import Split

ARTICLES = ("heron_a", "heron_b", "rook_a")
NO_HASH = "0" * 64


def build(root: Path) -> Workspace:
    """Build the repository in a folder and return it; the small repository is built beside it."""
    small = build_small(root.with_name("small"))
    workspace = part_of_small(small, root, ARTICLES)
    for name in ("DATASET_CARD.md", "annotations/guidelines.md", "annotations/rulings.jsonl"):
        shutil.copy(small.root / name, root / name)
    shutil.copytree(small.schema, workspace.schema)
    write_text(workspace.schema / "1.0.0" / "claim.schema.json", "{}\n")
    write_sums(workspace.schema / "1.0.0")
    _write_release(workspace.dataset / "1.0.0")
    return workspace


def texts() -> dict[str, str]:
    """Return the texts of all articles by id, as somebody has them who has the documents."""
    return {article_id: all_texts()[article_id] for article_id in ARTICLES}


def write_sums(folder: Path) -> None:
    """Write the list of hashes of a folder's files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{sha256_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    write_text(folder / "SHA256SUMS", "".join(lines))


def _write_release(folder: Path) -> None:
    tables = []
    for split in (Split.TRAIN, Split.TEST):
        path = folder / "articles" / f"{split}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        ids = [article_id for article_id in ARTICLES if SPLIT_OF[article_id] is split]
        pq.write_table(pa.table({"article_id": ids}), path)
        tables.append(
            ManifestTable(
                config="articles",
                split=split,
                path=path.relative_to(folder).as_posix(),
                rows=len(ids),
                sha256=sha256_file(path),
                content_sha256=hashlib.sha256("".join(ids).encode()).hexdigest(),
            )
        )
    manifest = ReleaseManifest(
        name="mini",
        data_version="1.0.0",
        schema_version="2.0.0",
        date="2031-06-01",
        code_version="0",
        hydrated=False,
        writers={"pyarrow": pa.__version__},
        inputs=(),
        tables=tuple(tables),
        content_sha256=NO_HASH,
    )
    write_text(folder / "README.md", "# mini\n")
    distribution = [{"contentUrl": table.path, "sha256": table.sha256} for table in tables]
    write_text(folder / "croissant.json", json.dumps({"distribution": distribution}, indent=1) + "\n")
    write_text(folder / "manifest.json", json.dumps(manifest.model_dump(mode="json"), indent=1) + "\n")
    write_sums(folder)
