"""A small valid repository, built the way data goes: documents, layers, decisions, anchors, splits, a release.

`mini/` holds what people write by hand: invented articles of an open corpus (heron, two articles, two annotators) and
of a stand-off one (rook, one article), quoted layers and decisions. Offsets, hashes and ids are made here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claimwire.adjudication import adjudicate
from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import read_corpus
from claimwire.corpus.records import json_lines, sha256_file, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.hydrate.anchors import make_anchors
from claimwire.ingest.article import dehydrated, ingest
from claimwire.schema import (
    Adjudication,
    Annotation,
    Article,
    ClaimBase,
    ManifestTable,
    ReleaseManifest,
    SplitAssignment,
    all_spans,
    claim_order,
)
from claimwire.schema.vocab import Split

MINI = Path(__file__).parent / "mini"
SPLITS = {"heron_a": Split.TRAIN, "heron_b": Split.TRAIN, "rook_a": Split.TEST}
NO_HASH = "0" * 64


def build(root: Path) -> Workspace:
    """Build the repository in a folder and return it."""
    workspace = Workspace(root)
    shutil.copytree(MINI / "annotations", workspace.annotations)
    for corpus_id in workspace.corpus_ids():
        _write_corpus(workspace.corpus_folder(corpus_id))
    assignments = (SplitAssignment(article_id=k, split=v, since="1.0.0") for k, v in SPLITS.items())
    write_jsonl(workspace.splits_file, assignments)
    write_text(workspace.schema / "1.0.0" / "claim.schema.json", "{}\n")
    write_sums(workspace.schema / "1.0.0")
    _write_release(workspace.dataset / "1.0.0")
    return workspace


def texts() -> dict[str, str]:
    """Return the texts of all articles by id, as somebody has them who holds the documents."""
    return {
        article.article_id: article.text or ""
        for folder in (MINI / "annotations" / "heron", MINI / "annotations" / "rook")
        for article in _articles(folder)
    }


def write_sums(folder: Path) -> None:
    """Write the list of hashes of a folder's files."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{sha256_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    write_text(folder / "SHA256SUMS", "".join(lines))


def _articles(folder: Path) -> list[Article]:
    corpus = read_corpus(folder).info
    return [ingest(d, (MINI / "documents" / d.file).read_bytes(), corpus) for d in corpus.documents]


def _write_corpus(folder: Path) -> None:
    corpus = read_corpus(folder).info
    articles = _articles(folder)
    layers = [layer for article in articles for layer in _layers(article)]
    claims: list[ClaimBase] = []
    adjudications: list[Adjudication] = []
    for article in articles:
        lines = list(json_lines(MINI / "decisions" / f"{article.article_id}.jsonl"))
        own = [layer for layer in layers if layer.article_id == article.article_id]
        made = adjudicate(article, own, lines, "cleo", article.article_id)
        assert made.problems == []
        claims += sorted(made.claims, key=claim_order)
        adjudications += made.adjudications
    write_jsonl(folder / "annotations.jsonl", layers)
    write_jsonl(folder / "claims.jsonl", claims)
    write_jsonl(folder / "adjudications.jsonl", adjudications)
    if corpus.text_redistributable:
        write_jsonl(folder / "articles.jsonl", articles)
        return
    write_jsonl(folder / "articles.jsonl", (dehydrated(article) for article in articles))
    every = [*claims, *(claim for layer in layers for claim in layer.claims)]
    spans = {a.article_id: {s for c in every if c.article_id == a.article_id for s in all_spans(c)} for a in articles}
    write_jsonl(folder / "anchors.jsonl", (make_anchors(article, spans[article.article_id]) for article in articles))


def _layers(article: Article) -> list[Annotation]:
    layers = []
    for path in sorted((MINI / "layers").glob(f"{article.article_id}.*.jsonl")):
        facts = LayerFacts(path.suffixes[0].removeprefix("."), "1.0.0", "by hand", "2031-06")
        layer, problems = quoted_layer(article, list(json_lines(path)), facts, path.name)
        assert problems == []
        layers.append(layer)
    return layers


def _write_release(folder: Path) -> None:
    """Write as much of a release as the checks of level 5 read: article ids by split, the manifest, the hashes."""
    tables = []
    for split in (Split.TRAIN, Split.TEST):
        path = folder / "articles" / f"{split}-00000-of-00001.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        ids = [article_id for article_id, own in SPLITS.items() if own is split]
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
        schema_version="1.0.0",
        date="2031-06-01",
        code_version="0",
        hydrated=False,
        writers={"pyarrow": pa.__version__},
        inputs=(),
        tables=tuple(tables),
        content_sha256=NO_HASH,
    )
    write_text(folder / "README.md", "# mini\n")
    write_text(folder / "manifest.json", json.dumps(manifest.model_dump(mode="json"), indent=1) + "\n")
    write_sums(folder)
