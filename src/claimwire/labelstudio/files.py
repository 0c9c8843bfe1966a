"""The round trip by files alone: articles as tasks that any Label Studio imports, and the JSON it exports as layers."""

from __future__ import annotations

import glob
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..corpus.corpus import Corpus
from ..corpus.lock import WAIT
from ..corpus.records import sha256_file
from ..corpus.workspace import Workspace
from ..errors import LabelStudioError
from ..garbage import collection_paused
from ..naming import alternatives
from ..schema import STANDARD_QUESTIONS, Questions
from .lines import layers_by_id
from .server.accounts import Account
from .server.answers import TOOL
from .server.collect import ExportOrigin, PulledLayers, fixes_in, read_export
from .server.exports import hashes_in
from .server.moments import KeptMoments
from .server.queues import Queue
from .server.session import exports_folder, require_outside
from .server.store import StoredLayers, store_layers
from .tasks.write import NO_USERS, make_task


def tasks_of(
    corpus: Corpus,
    articles: Sequence[str] = (),
    layers: Sequence[str] = (),
    predictions: Sequence[str] = (),
    user_of: Mapping[str, Account] = NO_USERS,
    questions: Questions = STANDARD_QUESTIONS,
) -> list[dict[str, Any]]:
    """Return articles of a corpus, all unless some are named, as tasks that are ready for JSON.

    `layers` are the annotators whose layers go along as annotations, `predictions` those whose layers go along as
    predictions; `user_of` has the annotators' accounts, `questions` what the page does not have.

    Raises `LabelStudioError` if one of them has no layer or a layer cannot be shown without loss, and `WorkspaceError`
    if an article is not in the corpus.
    """
    annotators = {layer.annotator_id for layer in corpus.layers.values()}
    for name in (*layers, *predictions):
        if name not in annotators:
            known = alternatives(name, sorted(annotators))
            raise LabelStudioError(f"{corpus.corpus_id} has no layer of {name!r}; {known}")
    tasks = []
    for article in [corpus.article(name) for name in articles] or corpus.articles.values():
        of_article = corpus.layers_of_article[article.article_id]
        tasks.append(
            make_task(
                article,
                [layer for layer in of_article if layer.annotator_id in layers],
                [layer for layer in of_article if layer.annotator_id in predictions],
                guideline_version=corpus.info.guideline_version,
                user_of=user_of,
                questions=questions,
            )
        )
    return tasks


@collection_paused()
def import_results(
    workspace: Workspace,
    corpus: Corpus,
    file: Path,
    user_of: Mapping[str, Account] = NO_USERS,
    tool: str = TOOL,
    refused_file: Path | None = None,
    *,
    accept_empty: Collection[str] = (),
    accept_older: Collection[str] = (),
    dry_run: bool = False,
    wait: float = WAIT,
) -> StoredLayers:
    """Read an exported file into a corpus's annotations file and return what became of the layers.

    What could not be read is written to `refused_file`, by default FILE with `.refused` before its ending, or beside it
    if somebody has changed that. `accept_empty` and `dry_run` are as for `store_layers`, `accept_older` as for
    `PulledLayers.collect`.

    Raises as `store_layers` does, and `LabelStudioError` if the file is not an export, or if texts that may not be
    redistributed would be written into the repository.
    """
    refused_file = refused_file or file.with_name(f"{file.name.split('.')[0]}.refused.json")
    require_outside(corpus.info, refused_file)
    annotations = corpus.file("annotations")
    stored = layers_by_id(annotations)
    annotator_of = {account: name for name, account in user_of.items()}
    kept = (file.parent, exports_folder(corpus.corpus_id))
    earlier = frozenset().union(*map(hashes_in, kept))
    origin = ExportOrigin(Queue(corpus.corpus_id, ""), sha256_file(file), tool, file, earlier)
    pulled = PulledLayers()
    beside = sorted(refused_file.parent.glob(f"{glob.escape(refused_file.stem)}*{glob.escape(refused_file.suffix)}"))
    questions = workspace.questions()
    fixes = fixes_in(beside, corpus.articles, annotator_of, tool, questions)
    readings = read_export(file, corpus.articles, annotator_of, tool, questions=questions)
    pulled.collect(origin, readings, stored, fixes=fixes, accept_older=accept_older, moments=KeptMoments(kept))
    return store_layers(
        workspace, annotations, pulled, stored, refused_file, accept_empty=accept_empty, dry_run=dry_run, wait=wait
    )
