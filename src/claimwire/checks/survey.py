"""Reading a repository's files once: what is in them by id, and what is wrong with their lines.

A file that cannot be read at all becomes a finding, not an end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from ..corpus.atomic import is_current
from ..corpus.corpus import CORPUS_FILE, TABLE_BY_NAME, Corpus, Table
from ..corpus.records import Located, read_toml, record_json
from ..corpus.stream import CorpusSource, CorpusStream, MemorySource, TableLine, lines_of
from ..corpus.withdrawn import WITHDRAWALS
from ..corpus.workspace import ANNOTATORS, DOIS, PLAN_FILE, RULINGS, RULINGS_FILE, SPLITS, Workspace
from ..duplicates.comparisons import COMPARISON_ADAPTER, comparisons_file
from ..errors import RecordError
from ..schema import CorpusInfo, Outlet, Protocol, ReleasePlan
from .findings import Finding, Place
from .repository import Repository

R = TypeVar("R", bound=BaseModel)

SHOWN = 30
"""Code points of a line shown from where it differs."""

ANNOTATOR_TABLE: Table[Any] = Table("annotators", ANNOTATORS, "annotator_id", "annotator")
RULING_TABLE: Table[Any] = Table("rulings", RULINGS, "ruling_id", "ruling")
SPLIT_TABLE: Table[Any] = Table("splits", SPLITS, "article_id", "split of")
DOI_TABLE: Table[Any] = Table("dois", DOIS, "data_version", "version")
WITHDRAWN_TABLE: Table[Any] = Table("withdrawn", WITHDRAWALS, "withdrawn_id", "withdrawal of")
COMPARED_TABLE: Table[Any] = Table("text_duplicates", COMPARISON_ADAPTER, "article_id", "comparison of")

SHARED_KINDS = frozenset({TABLE_BY_NAME["entities"].kind})
"""The kinds of records of which several corpora may have the same, each once."""

Key = tuple[str, int]


def load(
    workspace: Workspace,
    corpora: Iterable[CorpusSource | Corpus | Path] = (),
    texts: Mapping[str, str] | None = None,
    forms: Container[Path] | None = None,
) -> Repository:
    """Return what is known of a repository after its files were read once.

    A corpus in `corpora`, given as its folder or read already, takes the place of the repository's corpus of the same
    id: so a hydrated copy is checked with its texts. `texts` adds texts by article id. `forms` are the files whose
    lines are held against the form that they are to have, all by default: that takes as long as reading them.
    Raises `RecordError` if a JSON Lines file is not UTF-8, or a folder given has no valid `corpus.toml`.
    """
    repository = Repository(workspace, texts=texts or {})
    given = {source.info.corpus_id: source for source in map(_source, corpora)}
    for corpus_id in workspace.corpus_ids():
        if corpus_id not in given:
            folder = workspace.corpus_folder(corpus_id)
            if _toml(repository, folder / CORPUS_FILE, CorpusInfo) is not None:
                repository.sources.append(CorpusStream(folder))
    repository.sources.extend(given.values())
    repository.plan = _toml(repository, workspace.annotations / PLAN_FILE, ReleasePlan)
    for path in workspace.outlet_files():
        outlet = _toml(repository, path, Outlet)
        if outlet is not None:
            repository.outlets.append((path, outlet))
    for path in workspace.protocol_files():
        protocol = _toml(repository, path, Protocol)
        if protocol is not None:
            repository.protocols.append((path, protocol))
    for source in repository.sources:
        _survey(repository, source, forms)
    repository.rulings = _rows(repository, RULING_TABLE, workspace.annotations / RULINGS_FILE, forms)
    repository.annotators = _rows(repository, ANNOTATOR_TABLE, workspace.annotations / "annotators.jsonl", forms)
    repository.splits = _rows(repository, SPLIT_TABLE, workspace.splits_file, forms)
    repository.dois = _rows(repository, DOI_TABLE, workspace.dois_file, forms)
    repository.withdrawn = _rows(repository, WITHDRAWN_TABLE, workspace.withdrawn_file, forms)
    repository.compared = _rows(repository, COMPARED_TABLE, comparisons_file(workspace), forms)
    return repository


def of_corpora(workspace: Workspace, corpora: Iterable[Corpus]) -> Repository:
    """Return what is known of corpora in memory alone, whatever a workspace has in its files."""
    repository = Repository(workspace, list(map(MemorySource, corpora)))
    for source in repository.sources:
        _survey(repository, source)
    return repository


def _source(corpus: CorpusSource | Corpus | Path) -> CorpusSource:
    if isinstance(corpus, Path):
        return CorpusStream(corpus)
    return MemorySource(corpus) if isinstance(corpus, Corpus) else corpus


def _toml(repository: Repository, path: Path, model: type[R]) -> R | None:
    """Return the record of a TOML file; None, and a finding, if it has none."""
    try:
        return read_toml(path, model)
    except RecordError as error:
        repository.recorded["toml-invalid"].append(Finding(Place(path), str(error).removeprefix(f"{path}: ")))
        return None


def _survey(repository: Repository, source: CorpusSource, forms: Container[Path] | None = None) -> None:
    """Note the ids, articles and claims of a corpus, and what is wrong with its lines."""
    counts = repository.counts[source.info.corpus_id] = Counter()
    before: dict[str, Key] = {}
    for line in source.scan():
        row = _read(repository, line, forms)
        if row is None:
            continue
        counts[line.table.name] += 1
        key = _order_key(line.table, row.record)
        if key is not None and key < before.get(line.table.name, key):
            message = f"{_shown(key)} comes after {_shown(before[line.table.name])}"
            repository.recorded["file-out-of-order"].append(Finding(Place(row.path, row.line), message))
        if key is not None:
            before[line.table.name] = key
        _index(repository, source, line.table, row)


def _index(repository: Repository, source: CorpusSource, table: Table[Any], row: Located[Any]) -> None:
    index, record = repository.index, row.record
    if table.name == "articles":
        index.add_article(record, source.info.corpus_id)
    elif table.name == "claims":
        index.add_claim(record, None)
    elif table.name == "adjudications":
        index.add_decision(record)
    elif table.name == "annotations":
        for claim in record.claims:
            _add_id(repository, "claim", claim.claim_id, row)
        index.add_layer(record)


def _rows(repository: Repository, table: Table[Any], path: Path, forms: Container[Path] | None) -> list[Located[Any]]:
    """Return the records of a file of the repository; what is wrong with its lines is recorded."""
    read = (_read(repository, line, forms) for line in lines_of(table, path)) if is_current(path) else ()
    return [row for row in read if row is not None]


def _read(repository: Repository, line: TableLine, forms: Container[Path] | None) -> Located[Any] | None:
    """Return the record of a line; what is wrong with the line is recorded, with its form if its file is one of some.

    None for `forms` means all files.
    """
    place = Place(line.path, line.number)
    if line.fault is not None:
        repository.faults.append(line.fault)
        repository.recorded["line-invalid"].append(Finding(place, line.fault.message))
    for check_id, message in _form(line) if forms is None or line.path in forms else ():
        repository.recorded[check_id].append(Finding(place, message))
    if line.row is not None and line.table.key is not None:
        _add_id(repository, line.table.kind, str(getattr(line.row.record, line.table.key)), line.row)
    return line.row


def _add_id(repository: Repository, kind: str, record_id: str, row: Located[Any]) -> None:
    scope = f"{kind} of {row.path.parent}" if kind in SHARED_KINDS else kind
    first = repository.index.add_id(scope, record_id, row.path, row.line)
    if first is not None:
        place = Place(row.path, row.line, kind, record_id)
        message = f"the id is in {repository.workspace.shown(first.path)}:{first.line} already"
        repository.recorded["id-repeated"].append(Finding(place, message))


def _form(line: TableLine) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the form of a line: id of the check, and what was found."""
    if line.raw is None:
        return
    if not line.raw.strip():
        yield "line-blank", "the line is blank"
    elif not line.ended:
        yield "line-blank", "the last line does not end with a line feed"
    if line.row is not None:
        expected = record_json(line.row.record)
        if line.raw != expected:
            column = _first_difference(line.raw, expected)
            found, wanted = line.raw[column : column + SHOWN], expected[column : column + SHOWN]
            yield "line-not-canonical", f"column {column + 1}: found {found!r}, expected {wanted!r}"


def _order_key(table: Table[Any], record: Any) -> Key | None:
    """Return what the lines of a table are sorted by; None if their order is free."""
    if not table.by_article:
        return None
    return record.article_id, record.spans[0].start if table.name == "claims" else 0


def _first_difference(found: str, expected: str) -> int:
    pairs = enumerate(zip(found, expected, strict=False))
    return next((column for column, (a, b) in pairs if a != b), min(len(found), len(expected)))


def _shown(key: Key) -> str:
    return key[0] if key[1] == 0 else f"{key[0]} at {key[1]}"
