"""Where things are in a claimwire repository, and a corpus's records read from there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version
from pydantic import TypeAdapter

from ..errors import RecordError, WorkspaceError
from ..naming import alternatives, meant, shown
from ..schema import (
    STANDARD_QUESTIONS,
    Annotator,
    Outlet,
    Protocol,
    Questions,
    ReleaseDoi,
    ReleasePlan,
    Ruling,
    SplitAssignment,
)
from ..schema.vocab import AnnotatorKind
from .atomic import is_current
from .corpus import CORPUS_FILE, TABLE_BY_NAME, Corpus, read_corpus
from .listed import without_unlisted
from .records import Fault, Located, read_jsonl, read_toml, records_of, scan_jsonl
from .withdrawn import WITHDRAWALS, WITHDRAWN_FILE, Withdrawn

PLAN_FILE = "release.toml"

MANIFEST, SUMS, CARD, CROISSANT = "manifest.json", "SHA256SUMS", "README.md", "croissant.json"
"""The files of a release beside its tables; a schema version has `SUMS`, too."""

CHARTS = "charts"
"""The folder of a release with the charts of its card."""

DRAFT_NOTE = "DRAFT.md"
"""A file that a draft has and a release does not."""

ARTICLES = TABLE_BY_NAME["articles"].adapter
ANNOTATORS: TypeAdapter[Annotator] = TypeAdapter(Annotator)
RULINGS: TypeAdapter[Ruling] = TypeAdapter(Ruling)
RULINGS_FILE = "rulings.jsonl"
GUIDELINES_FILE = "guidelines.md"
"""The codebook, in `annotations/`."""

SPLITS: TypeAdapter[SplitAssignment] = TypeAdapter(SplitAssignment)
DOIS: TypeAdapter[ReleaseDoi] = TypeAdapter(ReleaseDoi)


def ignore_faults(_: Sequence[Fault]) -> None:
    """Do nothing about faulty lines: for callers that look at them themselves."""


@dataclass(frozen=True)
class Workspace:
    """A claimwire repository.

    `on_faults` is called with the faulty lines, if any, of every file of records that is read and goes on without them.
    """

    root: Path
    on_faults: Callable[[Sequence[Fault]], None] = field(default=ignore_faults, compare=False, repr=False)

    @classmethod
    def find(
        cls, start: Path | None = None, *, on_faults: Callable[[Sequence[Fault]], None] = ignore_faults
    ) -> Workspace:
        """Return the repository that `start`, or the current folder, lies in.

        Raises `WorkspaceError` where neither it nor a folder above it has `annotations/release.toml`.
        """
        place = (start or Path.cwd()).resolve()
        for folder in (place, *place.parents):
            if (folder / "annotations" / PLAN_FILE).is_file():
                return cls(folder, on_faults)
        raise WorkspaceError(
            f"{place} is not in a claimwire repository: no folder above it has annotations/{PLAN_FILE}; "
            "`claimwire init FOLDER` makes one"
        )

    @property
    def annotations(self) -> Path:
        """The folder of what annotators did."""
        return self.root / "annotations"

    @property
    def dataset(self) -> Path:
        """The folder of the releases."""
        return self.root / "dataset"

    @property
    def schema(self) -> Path:
        """The folder of the published JSON Schemas."""
        return self.root / "schema"

    @property
    def splits_file(self) -> Path:
        """The append-only file of split assignments."""
        return self.dataset / "splits.jsonl"

    @property
    def dois_file(self) -> Path:
        """The append-only file of the DOIs that releases have; there is none before the first."""
        return self.dataset / "dois.jsonl"

    def releases(self) -> list[Path]:
        """Return the folders of the published releases, by version; the draft and what is hidden are none."""
        folders = [path for path in self.dataset.glob("*") if path.is_dir() and not path.name.startswith(".")]
        return sorted((path for path in folders if path != self.draft), key=_version_order)

    def release_before(self, data_version: str) -> Path | None:
        """Return the folder of the latest release before a version; None if there is none."""
        before = self.releases_before(data_version)
        return before[-1] if before else None

    def releases_before(self, data_version: str) -> list[Path]:
        """Return the folders of the releases before a version that have a manifest, the oldest first."""
        own = _version(data_version)
        return [path for version, path in self._versions() if own is not None and version < own]

    def latest_release(self) -> Path | None:
        """Return the folder of the latest release that has a manifest; None if there is none."""
        versions = self._versions()
        return versions[-1][1] if versions else None

    def _versions(self) -> list[tuple[Version, Path]]:
        """Return the folders that are named for a version and have a manifest, with their versions, by version."""
        versions = ((_version(path.name), path) for path in self.releases() if (path / MANIFEST).is_file())
        return [(version, path) for version, path in versions if version is not None]

    @property
    def draft(self) -> Path:
        """The folder of the draft of the next release, which is built over and not published."""
        return self.dataset / "draft"

    def plan(self) -> ReleasePlan:
        """Return the plan of the next release."""
        return read_toml(self.annotations / PLAN_FILE, ReleasePlan)

    def questions(self) -> Questions:
        """Return what annotators are asked by the plan of the next release; without a plan, what the codebook asks.

        Raises `RecordError` if there is a plan that cannot be read.
        """
        return self.plan().questions if (self.annotations / PLAN_FILE).is_file() else STANDARD_QUESTIONS

    def corpus_ids(self) -> list[str]:
        """Return the ids of all corpora that have a folder, sorted; hidden folders, such as copies, are none."""
        names = (path.parent.name for path in self.annotations.glob(f"*/{CORPUS_FILE}") if path.is_file())
        return sorted(name for name in names if not name.startswith("."))

    def corpus_folder(self, corpus_id: str) -> Path:
        """Return a corpus's folder; raises `WorkspaceError` where there is none of that id."""
        known = self.corpus_ids()
        if corpus_id not in known:
            article = list(self._as_article(corpus_id, known))
            others = f"there are: {shown(known)}" if article else alternatives(corpus_id, known)
            raise WorkspaceError(f"no corpus is called {corpus_id!r}; {'; '.join([*article, others])}")
        return self.annotations / corpus_id

    def _as_article(self, name: str, corpus_ids: Sequence[str]) -> Iterator[str]:
        """Yield what to say if a name that no corpus has is an article, or is written like one, of some corpus."""
        for corpus_id in corpus_ids:
            if name.startswith(f"{corpus_id}_"):
                rows, _ = scan_jsonl(self.annotations / corpus_id / "articles.jsonl", ARTICLES)
                articles = [row.record.article_id for row in rows]
                found = [name] if name in articles else meant(name, articles)[:1]
                if found:
                    owner = "it is" if found == [name] else f"if you mean {found[0]!r}, that is"
                    yield f"{owner} an article of {corpus_id}: name the corpus first, as in `{corpus_id} {found[0]}`"

    def corpus(self, corpus_id: str) -> Corpus:
        """Return the records of a corpus without what is withdrawn; lines that hold none are in its `faults`."""
        return self.withdrawn().leave_out(self.recorded(corpus_id))

    def recorded(self, corpus_id: str) -> Corpus:
        """Return all records of a corpus, also withdrawn ones: for who shows and publishes none of them.

        A line with a value that neither the schema has nor the plan adds is among its faults, if the plan can be read.
        """
        corpus = read_corpus(self.corpus_folder(corpus_id))
        with contextlib.suppress(RecordError):
            corpus = without_unlisted(corpus, self.questions())
        if corpus.faults:
            self.on_faults(corpus.faults)
        return corpus

    def corpora(self, corpus_ids: tuple[str, ...] | None = None) -> list[Corpus]:
        """Return several corpora, those of the release plan where none is named."""
        return [self.corpus(corpus_id) for corpus_id in corpus_ids or self.plan().corpora]

    def corpus_of_article(self, article_id: str) -> Corpus:
        """Return the corpus that has an article; raises `WorkspaceError` where none has one of that id."""
        known: list[str] = []
        for corpus_id in sorted(self.corpus_ids(), key=lambda name: not article_id.startswith(f"{name}_")):
            corpus = self.corpus(corpus_id)
            if article_id in corpus.articles:
                return corpus
            known += corpus.articles
        found = alternatives(article_id, [*self.corpus_ids(), *known])
        raise WorkspaceError(f"no article and no corpus is called {article_id!r}; {found}")

    def event_ids(self) -> list[str]:
        """Return the ids of the events of all corpora, read from the files of events alone."""
        files = [self.corpus_folder(corpus_id) / "events.jsonl" for corpus_id in self.corpus_ids()]
        adapter = TABLE_BY_NAME["events"].adapter
        return [row.record.event_id for path in files for row in self.scan(path, adapter)[0]]

    def outlets(self) -> dict[str, Outlet]:
        """Return all outlets by id; each has a file of its own, named for it.

        Raises `RecordError` if a file holds none, or its kind is neither of the schema nor added by the plan.
        """
        outlets = [(path, read_toml(path, Outlet)) for path in self.outlet_files()]
        questions = self.questions()
        for path, outlet in outlets:
            for unlisted in questions.unlisted(outlet):
                raise RecordError(f"{path}: {unlisted}")
        return {outlet.outlet_id: outlet for _, outlet in outlets}

    def outlet_files(self) -> list[Path]:
        """Return the paths of the outlets' files, sorted; hidden ones, such as those of an editor, are none."""
        return sorted(path for path in (self.annotations / "outlets").glob("*.toml") if not path.name.startswith("."))

    def programs(self) -> frozenset[str]:
        """Return the ids of the annotators that are rule programs; their layers are no second opinion."""
        kinds = {row.record.annotator_id: row.record.annotator_kind for row in self.annotators()[0]}
        return frozenset(annotator_id for annotator_id, kind in kinds.items() if kind is AnnotatorKind.RULE)

    @property
    def annotators_file(self) -> Path:
        """The file that says who or what annotates; an id in it is never used again."""
        return self.annotations / "annotators.jsonl"

    def annotators(self) -> tuple[list[Located[Annotator]], list[Fault]]:
        """Return all annotators with their places, and the faulty lines of their file."""
        return self.scan(self.annotators_file, ANNOTATORS)

    def annotator_ids(self) -> list[str]:
        """Return the ids of all annotators, in the order of the file."""
        return [row.record.annotator_id for row in self.annotators()[0]]

    def require_annotator(self, annotator_id: str) -> None:
        """Raise `WorkspaceError` if there is no annotator of that id."""
        known = self.annotator_ids()
        if annotator_id not in known:
            raise WorkspaceError(
                f"annotations/annotators.jsonl has nobody called {annotator_id!r}; "
                f"{alternatives(annotator_id, known)}. Say who that is: `claimwire annotator add {annotator_id}`"
            )

    def rulings(self) -> tuple[list[Located[Ruling]], list[Fault]]:
        """Return the rulings of the codebook with their places, and the faulty lines of their file."""
        return self.scan(self.annotations / RULINGS_FILE, RULINGS)

    @property
    def withdrawn_file(self) -> Path:
        """The append-only file of what was withdrawn; it need not exist."""
        return self.annotations / WITHDRAWN_FILE

    def withdrawn(self) -> Withdrawn:
        """Return what was withdrawn.

        Raises `RecordError` if a line of its file is no record: what it withdraws would be published.
        """
        path = self.withdrawn_file
        return Withdrawn(tuple(records_of(read_jsonl(path, WITHDRAWALS)))) if is_current(path) else Withdrawn()

    def withdrawn_ids(self) -> frozenset[str]:
        """Return the ids of what is withdrawn and of what goes with it, as far as there are records of it.

        All corpora are read if anything is withdrawn. Raises `RecordError` as `withdrawn`.
        """
        withdrawn = self.withdrawn()
        return withdrawn.closed(map(self.recorded, self.corpus_ids())) if withdrawn.ids else frozenset()

    def protocols(self) -> dict[str, Protocol]:
        """Return how layers were made, by id; each protocol has a file of its own, named for it."""
        protocols = [read_toml(path, Protocol) for path in self.protocol_files()]
        return {protocol.protocol_id: protocol for protocol in protocols}

    def protocol_files(self) -> list[Path]:
        """Return the paths of the protocols' files, sorted; hidden ones are none."""
        return sorted(path for path in (self.annotations / "protocols").glob("*.toml") if not path.name.startswith("."))

    def splits(self) -> tuple[list[Located[SplitAssignment]], list[Fault]]:
        """Return all split assignments with their places, and the faulty lines of their file."""
        return self.scan(self.splits_file, SPLITS)

    def dois(self) -> tuple[list[Located[ReleaseDoi]], list[Fault]]:
        """Return the DOIs of the releases with their places, and the faulty lines of their file."""
        return self.scan(self.dois_file, DOIS)

    def scan(self, path: Path, adapter: TypeAdapter[Any]) -> tuple[list[Located[Any]], list[Fault]]:
        """Return the records of a JSON Lines file of the repository with their places, and its faulty lines.

        A missing file has no lines. Raises `RecordError` if the file is not UTF-8.
        """
        rows, faults = scan_jsonl(path, adapter) if is_current(path) else ([], [])
        if faults:
            self.on_faults(faults)
        return rows, faults

    def shown(self, path: Path) -> str:
        """Return a path as a message shows it: from the top of the repository."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def _version(text: str) -> Version | None:
    """Return a version; None for a name that is not one."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _version_order(path: Path) -> tuple[bool, Version, str]:
    """Return what folders of releases are sorted by: those whose name is not a version come first, by name."""
    version = _version(path.name)
    return version is not None, version or Version("0"), path.name
