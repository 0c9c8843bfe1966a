"""Hydrated corpora as folders outside the repository, and stand-off records made of them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import BaseModel

from ..cache import cache_folder
from ..corpus.atomic import folder_beside, replace_folder, write_bytes
from ..corpus.corpus import CORPUS_FILE, TABLES, Corpus
from ..corpus.records import record_json, records_of
from ..corpus.workspace import Workspace
from ..errors import HydrationError
from ..ingest.article import dehydrated
from .anchors import make_anchors
from .report import HydrationReport
from .restore import spans_by_article

LOST_FILE = "lost.jsonl"
"""What a hydrated folder says about the spans it does not have."""


def default_place(corpus_id: str) -> Path:
    """Return where a hydrated corpus goes if nothing else is said: a folder of the user's cache."""
    return cache_folder() / corpus_id


def check_place(workspace: Workspace, place: Path, corpus_id: str) -> None:
    """Raise `HydrationError` where a hydrated corpus must not be written: in the repository, or over other things."""
    if place.resolve().is_relative_to(workspace.root.resolve()):
        raise HydrationError(
            f"{place} lies in the repository {workspace.root}; texts that may not be redistributed stay out of it: "
            "name a folder elsewhere with --to"
        )
    if place.exists() and (not place.is_dir() or (any(place.iterdir()) and not (place / CORPUS_FILE).is_file())):
        raise HydrationError(f"{place} is there and no hydrated corpus; name another place than it for {corpus_id}")


def write_hydrated(data: Corpus, report: HydrationReport, place: Path) -> None:
    """Write a corpus with its texts as a folder, in place of an older one; whole or not at all."""
    files = corpus_files(data)
    if report.lost:
        files[LOST_FILE] = jsonl(report.lost)
    place = place.resolve()
    with folder_beside(place) as beside:
        for name, content in files.items():
            write_bytes(beside / "new" / name, content)
        replace_folder(beside / "new", place)


def corpus_files(data: Corpus) -> dict[str, bytes]:
    """Return the files of a corpus folder by name; a table that has neither records nor a file is left out.

    Raises `HydrationError` where a line of the corpus held no record, which would be missing.
    """
    if data.faults:
        first = data.faults[0]
        raise HydrationError(f"{first.path}:{first.line}: {first.message}; mend that first")
    files = {CORPUS_FILE: (data.folder / CORPUS_FILE).read_bytes()}
    for table in TABLES:
        records = records_of(data.rows.of(table.name))
        if records or (data.file(table.name).is_file() and table.name != "anchors"):
            files[f"{table.name}.jsonl"] = jsonl(records)
    return files


def standoff_files(data: Corpus, *, anchors: bool) -> dict[str, bytes]:
    """Return the files of the stand-off corpus that a hydrated one is made of; with `anchors`, these are made anew.

    Raises `HydrationError` where a line held no record, or, with `anchors`, an article has no text.
    """
    files = corpus_files(data)
    articles = records_of(data.rows.articles)
    files["articles.jsonl"] = jsonl(dehydrated(article) for article in articles)
    if anchors:
        spans = spans_by_article(data)
        files["anchors.jsonl"] = jsonl(make_anchors(a, spans.get(a.article_id, ())) for a in articles)
    return files


def replaced_texts(standoff: Corpus, hydrated: Corpus) -> list[str]:
    """Return the articles of a stand-off corpus that a hydrated copy lacks, or of which it has another text."""
    texts = {item.record.article_id: item.record.text_sha256 for item in hydrated.rows.articles}
    recorded = {item.record.article_id: item.record.text_sha256 for item in standoff.rows.articles}
    return [article_id for article_id, sha256 in recorded.items() if texts.get(article_id) != sha256]


def changes(files: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """Return what writing files into a folder would do to each: it is new, changed or unchanged."""
    found = {}
    for name, content in files.items():
        path = folder / name
        old = path.read_bytes() if path.is_file() else None
        found[name] = "new" if old is None else "unchanged" if old == content else "changed"
    return found


def jsonl(records: Iterable[BaseModel]) -> bytes:
    """Return records as the bytes of a JSON Lines file."""
    return "".join(record_json(record) + "\n" for record in records).encode("utf-8")
