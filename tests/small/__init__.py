"""A small invented repository: built from `material/` once per test session, the way data goes, and copied per test.

See `README.md` beside this file for what is planted where. Offsets, hashes, ids and generated files are made here.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from claimwire.corpus.atomic import write_text
from claimwire.corpus.corpus import TABLES, Corpus
from claimwire.corpus.records import records_of, sha256_file, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.release.schema_files import write_schema
from claimwire.schema import SplitAssignment
from claimwire.schema.vocab import Split

from .material import MATERIAL, write_corpus

DOCUMENTS = MATERIAL / "documents"
"""The raw documents, as somebody has them who may: `--from` of commands on the stand-off corpus. Do not write there."""

OPEN, STANDOFF = "heron", "rook"
"""The corpus whose records have texts, and the one whose records have none."""

SPLIT_OF = {
    **dict.fromkeys(("heron_a", "heron_b", "heron_c", "heron_d"), Split.TRAIN),
    **dict.fromkeys(("heron_e", "heron_f", "heron_g", "heron_h"), Split.VALIDATION),
    **dict.fromkeys(("rook_a", "rook_b"), Split.TEST),
}
"""The split of every article."""


def build_small(root: Path) -> Workspace:
    """Write the repository to a folder, without any release, and return it."""
    workspace = Workspace(root)
    shutil.copytree(MATERIAL / "annotations", workspace.annotations)
    for name in ("DATASET_CARD.md", "README.md"):
        shutil.copy(MATERIAL / name, root / name)
    for corpus_id in workspace.corpus_ids():
        write_corpus(workspace.corpus_folder(corpus_id))
    write_splits(workspace, SPLIT_OF)
    write_schema(workspace)
    return workspace


def part_of_small(small: Workspace, root: Path, article_ids: Collection[str]) -> Workspace:
    """Write a repository that has only some articles of the small one and what belongs to them, and return it.

    It has no schema, and no document at the top.
    """
    workspace = Workspace(root)
    used = {"cleo"}
    outlets = set()
    for corpus in (small.corpus(corpus_id).only(article_ids) for corpus_id in small.corpus_ids()):
        _write_part(corpus, workspace.annotations / corpus.corpus_id)
        used |= {layer.annotator_id for layer in corpus.layers.values()}
        used |= {check.annotator_id for check in corpus.item_checks.values()}
        outlets |= {article.outlet_id for article in corpus.articles.values()}
    for outlet_id in sorted(outlets):
        file = Path("outlets") / f"{outlet_id}.toml"
        write_text(workspace.annotations / file, (small.annotations / file).read_text(encoding="utf-8"))
    for name in ("release.toml", "guidelines.md", "rulings.jsonl"):
        shutil.copy(small.annotations / name, workspace.annotations)
    annotators = records_of(small.annotators()[0])
    write_jsonl(workspace.annotations / "annotators.jsonl", (x for x in annotators if x.annotator_id in used))
    write_splits(workspace, {key: split for key, split in SPLIT_OF.items() if key in article_ids})
    return workspace


def write_splits(workspace: Workspace, split_of: dict[str, Split]) -> None:
    """Write the split of every article to the append-only file of a repository."""
    lines = (SplitAssignment(article_id=key, split=split, since="1.0.0") for key, split in split_of.items())
    write_jsonl(workspace.splits_file, lines)


def write_protocol(workspace: Workspace, protocol_id: str) -> None:
    """Write a protocol by which nothing was made yet, with its instruction and an invented codebook 0.9.0."""
    codebook = workspace.annotations / "codebook" / "0.9.0.md"
    write_text(codebook, "# Codebook 0.9.0: invented\n")
    write_text(codebook.with_name("SHA256SUMS"), f"{sha256_file(codebook)}  {codebook.name}\n")
    folder = workspace.annotations / "protocols"
    write_text(folder / f"{protocol_id}.md", "Check every item.\n")
    fields = {
        "protocol_id": protocol_id,
        "title": "Checking items",
        "instruction": f"{protocol_id}.md",
        "instruction_sha256": sha256_file(folder / f"{protocol_id}.md"),
        "guideline_version": "0.9.0",
        "guideline_sha256": sha256_file(codebook),
        "date": "2031-11",
        "annotator_kind": "model",
        "model": "withheld",
        "settings": "withheld",
        "seen": "the claims and their slots",
    }
    write_text(folder / f"{protocol_id}.toml", "".join(f'{name} = "{value}"\n' for name, value in fields.items()))


def _write_part(corpus: Corpus, folder: Path) -> None:
    """Write a corpus without the events, links and facts that none of its claims and articles is about.

    Entities stay, but for those that live in an article that is left out.
    """
    about = {claim.event_id for claim in corpus.claims.values()} | {x.episode_id for x in corpus.articles.values()}
    events = corpus.event_tree.with_wholes(about)
    kept = corpus.with_rows(
        events=[row for row in corpus.rows.events if row.record.event_id in events],
        facts=[row for row in corpus.rows.facts if row.record.event_id in events],
        links=[row for row in corpus.rows.links if corpus.claims.keys() >= set(row.record.claim_ids)],
        entities=[row for row in corpus.rows.entities if row.record.article_id in (None, *corpus.articles)],
        links_refused=[row for row in corpus.rows.links_refused if corpus.claims.keys() >= set(row.record.claim_ids)],
    )
    for table in TABLES:
        if kept.rows.of(table.name):
            write_jsonl(folder / f"{table.name}.jsonl", records_of(kept.rows.of(table.name)))
    head, *documents = (corpus.folder / "corpus.toml").read_text(encoding="utf-8").split("\n[[documents]]\n")
    own = [text for text in documents if any(f'article_id = "{key}"\n' in text for key in corpus.articles)]
    write_text(folder / "corpus.toml", "\n[[documents]]\n".join([head, *own]))
