"""Write hydrated corpora as folders outside the repository, and make stand-off records from them again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel

from ..cache import cache_folder
from ..corpus.atomic import PRIVATE, PRIVATE_FOLDER, folder_beside, replace_folder, write_bytes
from ..corpus.corpus import CORPUS_FILE, TABLES, Corpus
from ..corpus.places import repository_of
from ..corpus.records import record_json, records_of
from ..corpus.withdrawn import Withdrawn
from ..errors import HydrationError
from ..ingest.article import dehydrated
from .anchors import make_anchors
from .report import HydrationReport
from .restore import spans_by_article

SHOWN = 5
"""Ids that a message names."""

LOST_FILE = "lost.jsonl"
"""The file in a hydrated folder that lists the spans it does not have."""


def default_folder(corpus_id: str) -> Path:
    """Return the folder for a hydrated corpus if the user names none: one in the user's cache."""
    return cache_folder() / corpus_id


def check_target(folder: Path, corpus_id: str) -> None:
    """Raise `HydrationError` if a hydrated corpus must not be written to a folder.

    It must not be in the repository, and must hold nothing other than an older hydrated corpus.
    """
    repository = repository_of(folder)
    if repository is not None:
        raise HydrationError(
            f"{folder} lies in the repository {repository}; texts that may not be redistributed must stay out of it: "
            "name a folder elsewhere with --to"
        )
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / CORPUS_FILE).is_file())):
        raise HydrationError(f"{folder} exists and is not a hydrated corpus; name another folder for {corpus_id}")


def write_hydrated(data: Corpus, report: HydrationReport, folder: Path) -> None:
    """Write a corpus with its texts as a folder, replacing an older one; all of it or nothing is written.

    Only its owner may read it.
    """
    files = corpus_files(data)
    if report.lost:
        files[LOST_FILE] = jsonl(report.lost)
    folder = Path(os.path.realpath(folder))
    with folder_beside(folder, PRIVATE_FOLDER) as beside:
        for name, content in files.items():
            write_bytes(beside / "new" / name, content, PRIVATE)
        replace_folder(beside / "new", folder)


def corpus_files(data: Corpus) -> dict[str, bytes]:
    """Return the files of a corpus folder by name; a table that has neither records nor a file is left out.

    Raises `HydrationError` if a line of the corpus is not a record, because it would be missing.
    """
    if data.faults:
        first = data.faults[0]
        raise HydrationError(f"{first.path}:{first.line}: {first.message}; fix that first")
    files = {CORPUS_FILE: (data.folder / CORPUS_FILE).read_bytes()}
    for table in TABLES:
        records = records_of(data.rows.of(table.name))
        if records or (data.file(table.name).is_file() and table.name != "anchors"):
            files[f"{table.name}.jsonl"] = jsonl(records)
    return files


def standoff_files(data: Corpus, *, anchors: bool) -> dict[str, bytes]:
    """Return the files of the stand-off corpus of a hydrated one; with `anchors`, `anchors.jsonl` is made anew.

    Raises `HydrationError` if a line is not a record, or, with `anchors`, an article has no text.
    """
    files = corpus_files(data)
    articles = records_of(data.rows.articles)
    files["articles.jsonl"] = jsonl(dehydrated(article) for article in articles)
    if anchors:
        spans = spans_by_article(data)
        files["anchors.jsonl"] = jsonl(make_anchors(a, spans.get(a.article_id, ())) for a in articles)
    return files


def replaced_texts(standoff: Corpus, hydrated: Corpus) -> list[str]:
    """Return the articles of a stand-off corpus that a hydrated copy lacks, or has with another text."""
    texts = {item.record.article_id: item.record.text_sha256 for item in hydrated.rows.articles}
    recorded = {item.record.article_id: item.record.text_sha256 for item in standoff.rows.articles}
    return [article_id for article_id, sha256 in recorded.items() if texts.get(article_id) != sha256]


def require_whole_copy(standoff: Corpus, hydrated: Corpus, source: Path) -> None:
    """Raise `HydrationError` if writing a hydrated copy back would lose something of a stand-off corpus.

    That is so if the copy lacks articles or has another text of them, or lacks records that were made since.
    """
    replaced = replaced_texts(standoff, hydrated)
    if replaced:
        raise HydrationError(
            f"{source} lacks articles of {standoff.corpus_id}, or has another text of them: {', '.join(replaced)}; "
            "dehydrate a copy with the recorded texts, or use --to"
        )
    for table in TABLES:
        if table.name != "anchors":
            have = {table.id_of(row.record) for row in hydrated.rows.of(table.name)}
            missing = [i for row in standoff.rows.of(table.name) if (i := table.id_of(row.record)) not in have]
            if missing:
                raise HydrationError(
                    f"{source} lacks {len(missing)} of the {table.name} of {standoff.corpus_id}, which would be lost: "
                    f"{', '.join(missing[:SHOWN])}; hydrate again and make your changes in that copy"
                )


def require_nothing_withdrawn(standoff: Corpus, withdrawn: Withdrawn) -> None:
    """Raise `HydrationError` if a stand-off corpus has records that are withdrawn, which copies of it do not have."""
    if withdrawn.leave_out(standoff) is not standoff:
        raise HydrationError(
            f"{standoff.corpus_id} has records that are withdrawn and that no copy has; writing one back would lose "
            "them: use --to, and copy what you changed by hand"
        )


def file_changes(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Return whether writing files into a folder would make each `new`, `changed` or `unchanged`."""
    result = {}
    for name, content in files.items():
        path = folder / name
        old = path.read_bytes() if path.is_file() else None
        result[name] = "new" if old is None else "unchanged" if old == content else "changed"
    return result


def jsonl(records: Iterable[BaseModel]) -> bytes:
    """Return records as the bytes of a JSON Lines file."""
    return "".join(record_json(record) + "\n" for record in records).encode("utf-8")
