"""A pull: queues are exported by the server, and their annotations become layers of the corpus."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ...corpus.corpus import CORPUS_FILE
from ...corpus.lock import WAIT
from ...corpus.records import read_toml
from ...corpus.workspace import Workspace
from ...errors import LabelStudioError
from ...garbage import collection_paused
from ...schema import STANDARD_QUESTIONS, Article, CorpusInfo, Questions
from ..lines import ArticleLines, LayerLine, layers_by_id
from ..progress import Advance, Log, ignore
from ..tasks.read import TaskReading, Users
from ..tasks.refused import remove_refused
from .answers import TOOL
from .collect import ExportOrigin, PulledLayers, fixes_in, read_export
from .compare import LayerChange, layer_changes
from .exports import KeptExport, hashes_in
from .making import ExportMaker, download_export
from .protocol import Remote, ServerProject
from .queues import Queue
from .session import annotators_on, exports_folder, queues_of, require_outside
from .store import StoredLayers, load_checks, store_layers

Begin = Callable[[Queue, int], Advance]
"""Is called with a queue and the number of its tasks, and returns what takes how many of them were read."""


def begin_silently(queue: Queue, tasks: int) -> Advance:
    """Report nothing of a queue: the default of every `Begin`."""
    return ignore


def nothing_else() -> None:
    """Do nothing while the server makes the first export."""


def no_queue(remote: Remote, corpus_id: str, annotators: Sequence[str]) -> LabelStudioError:
    """Return the error that there is no queue for some annotators, or for anybody."""
    return LabelStudioError(f"{remote.url} has no queue of {corpus_id} for {', '.join(annotators) or 'anybody'}")


@dataclass(frozen=True)
class QueueReader:
    """The queues of a corpus that are to be read, and what is needed to read them; exports are kept in `folder`.

    `part` names the annotators, each after a full stop, if only their queues are read. `former` is the folder of
    earlier exports and of files of refused tasks, if that is another.
    """

    remote: Remote
    projects: Mapping[Queue, ServerProject]
    articles_file: Path
    annotator_of: Users
    tool: str
    folder: Path
    questions: Questions = STANDARD_QUESTIONS
    part: str = ""
    former: Path | None = None

    @classmethod
    def of(
        cls,
        remote: Remote,
        workspace: Workspace,
        corpus_id: str,
        annotators: Sequence[str] = (),
        users: Sequence[str] = (),
        exports: Path | None = None,
        *,
        adjudicates: bool = False,
    ) -> QueueReader:
        """Return a reader of the named annotators' queues, or of all; with `adjudicates` of adjudicators' queues.

        Raises `LabelStudioError` if a queue is not there, or if texts that may not be redistributed would be written
        into the repository.
        """
        corpus_folder = workspace.corpus_folder(corpus_id)
        folder = exports or exports_folder(corpus_id)
        require_outside(read_toml(corpus_folder / CORPUS_FILE, CorpusInfo), folder)
        found = queues_of(remote, corpus_id, adjudicates=adjudicates)
        projects = {queue: project for queue, project in found.items() if queue.step.fills}
        missing = sorted(set(annotators) - {queue.annotator_id for queue in projects})
        if found and not projects:
            raise LabelStudioError(
                f"{remote.url} has queues of the first pass alone for {corpus_id}, and what is marked there is no "
                f"layer yet: `push {corpus_id} --pass slots` sends it on"
            )
        if any(queue.is_shared for queue in projects):
            missing = []
        if missing or not projects:
            raise no_queue(remote, corpus_id, missing)
        wanted = {queue: projects[queue] for queue in sorted(projects)}
        return cls(
            remote,
            {q: x for q, x in wanted.items() if not annotators or q.is_shared or q.annotator_id in annotators},
            corpus_folder / "articles.jsonl",
            annotators_on(remote, users),
            f"{TOOL} {remote.version()}",
            folder,
            workspace.questions(),
            "".join(f".{name}" for name in sorted(set(annotators))),
        )

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The corpus's articles by id; their file is read when one is first asked for."""
        return ArticleLines.read(self.articles_file)

    @property
    def kept_in(self) -> Path:
        """The folder of earlier exports, and of files of refused tasks."""
        return self.former or self.folder

    @contextlib.contextmanager
    def keeping_nothing(self) -> Iterator[QueueReader]:
        """Give a reader whose exports are gone afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            yield replace(self, folder=Path(folder), former=self.kept_in)

    def export(self, queue: Queue) -> KeptExport:
        """Make an export of a queue now, keep it, and return it."""
        return download_export(self.remote, self.projects[queue], self.folder, queue.name)

    def exports(self) -> ExportMaker:
        """Return what makes the exports of all queues, one after the other in their order."""
        named = [(project, queue.name) for queue, project in self.projects.items()]
        return ExportMaker(self.remote, named, self.folder)

    def read(self, queue: Queue, kept: KeptExport) -> Iterator[TaskReading]:
        """Yield what is in each task of a queue's export."""
        address = f"{self.remote.url}/projects/{self.projects[queue].number}/data"
        return read_export(kept.path, self.articles, self.annotator_of, self.tool, address, questions=self.questions)


def pull_queues(
    reader: QueueReader,
    stored: Mapping[str, LayerLine],
    begin: Begin = begin_silently,
    log: Log = ignore,
    meanwhile: Callable[[], None] = nothing_else,
) -> PulledLayers:
    """Return the layers of all queues; while one queue's export is read the server makes the next one's.

    `meanwhile` is called while the server makes the first export. What was fixed in files of refused tasks stays as it
    is in the repository.
    """
    pulled = PulledLayers()
    with reader.exports() as exports:
        len(reader.articles)  # their file is read while the server makes the first export
        meanwhile()
        fixed_in = sorted(reader.kept_in.glob("refused*.json"))
        fixes = fixes_in(fixed_in, reader.articles, reader.annotator_of, reader.tool, reader.questions)
        earlier = hashes_in(reader.kept_in)
        for queue, project in reader.projects.items():
            advance = begin(queue, project.tasks)
            kept = exports.take()
            origin = ExportOrigin(queue, kept.sha256, reader.tool, kept.path, earlier)
            pulled.collect(origin, reader.read(queue, kept), stored, advance, fixes)
            log(f"{queue.name}: kept {kept.path}")
    return pulled


@collection_paused()
def differences(
    reader: QueueReader,
    stored: Mapping[str, LayerLine],
    annotators: Collection[str] = (),
    begin: Begin = begin_silently,
    log: Log = ignore,
) -> tuple[list[LayerChange], int]:
    """Return in what the layers on the server differ from those in the repository, and how many were compared.

    All queues of the reader are read, as somebody may have worked in another's: with `annotators` the layers of these
    count, whatever queue they are in, and otherwise all.

    Raises `LabelStudioError` if one of the annotators has neither a queue nor a layer there.
    """
    pulled = pull_queues(reader, stored, begin, log)
    owners = {queue.annotator_id for queue in reader.projects}
    missing = sorted(set(annotators) - owners - pulled.annotators)
    if missing:
        raise no_queue(reader.remote, reader.articles_file.parent.name, missing)
    wanted = set(annotators) or owners | pulled.annotators
    found = {key: line for key, line in pulled.layers.items() if line.annotator_id in wanted}
    return list(layer_changes(stored, found, wanted & owners)), len(found)


@collection_paused()
def pull(
    reader: QueueReader,
    workspace: Workspace,
    corpus_id: str,
    begin: Begin = begin_silently,
    log: Log = ignore,
    *,
    accept_empty: Collection[str] = (),
    dry_run: bool = False,
    wait: float = WAIT,
) -> StoredLayers:
    """Read the queues of a corpus into its annotations file and return what became of the layers.

    What was refused is then in `refused.json` beside the exports, or in `refused.NAMES.json` if not all queues were
    read; without refusals there is no such file, unless somebody has changed it. `accept_empty` and `dry_run` are as
    for `store_layers`; a dry run keeps no export either. Raises as `store_layers` and `download_export` do.
    """
    file = workspace.corpus_folder(corpus_id) / "annotations.jsonl"
    stored = layers_by_id(file)
    with reader.keeping_nothing() if dry_run else contextlib.nullcontext(reader) as used:
        pulled = pull_queues(used, stored, begin, ignore if dry_run else log, load_checks)
        refused_file = reader.folder / f"refused{reader.part}.json"
        outcome = store_layers(
            workspace, file, pulled, stored, refused_file, accept_empty=accept_empty, dry_run=dry_run, wait=wait
        )
    if not dry_run and outcome.refused_file is None:
        remove_refused(refused_file)
    return outcome
