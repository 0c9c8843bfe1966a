"""A parcel: everything that people without claimwire need to annotate a corpus in a Label Studio of their own.

One zip with the labelling page, the tasks, the codebook and what to do. What their Label Studio exports is read by
`import_results`. The same corpus gives the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from ..corpus.corpus import Corpus
from ..corpus.records import read_utf8
from ..corpus.workspace import GUIDELINES_FILE, Workspace
from .files import tasks_of
from .page.config import label_config

CONFIG, TASKS, CODEBOOK, README = "label_config.xml", "tasks.json", "guidelines.md", "README.md"

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a parcel, the first that a zip can tell, so that the same content has the same bytes."""

LEAST_VERSION = "1.20"
"""The oldest Label Studio that shows the page as it is meant."""


def parcel_files(
    workspace: Workspace, corpus: Corpus, articles: Sequence[str] = (), predictions: Sequence[str] = ()
) -> dict[str, str]:
    """Return the files of a parcel, name -> content, for articles of a corpus, all unless some are named.

    `predictions` are annotators whose layers go along as suggestions. Raises as `tasks_of` does, and `ClaimwireError`
    if the codebook cannot be read.
    """
    questions = workspace.questions()
    tasks = tasks_of(corpus, articles, (), predictions, questions=questions)
    return {
        README: readme(corpus, tasks),
        CONFIG: label_config(questions=questions),
        TASKS: json.dumps(tasks, ensure_ascii=False, indent=1) + "\n",
        CODEBOOK: read_utf8(workspace.annotations / GUIDELINES_FILE),
    }


def zipped(files: Mapping[str, str], folder: str) -> bytes:
    """Return a zip with the files in a folder of that name; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return stream.getvalue()


def readme(corpus: Corpus, tasks: Sequence[Mapping[str, Any]]) -> str:
    """Return what a person has to know who is handed a parcel."""
    name, info = corpus.corpus_id, corpus.info
    count = len(tasks)
    passing_on = (
        ""
        if info.text_redistributable
        else "**The texts in this parcel may not be passed on.** Delete it, and the project, when you are done.\n\n"
    )
    return f"""\
# {name}: {count} article{"" if count == 1 else "s"} to annotate

You need a Label Studio (version {LEAST_VERSION} or newer) and nothing else.

{passing_on}1. Read `{CODEBOOK}`, the codebook (version {info.guideline_version}). The page has its short form beside \
every text.
2. In Label Studio: *Create Project*. Under *Labeling Setup* choose *Custom template*, then *Code*; delete what is \
there and paste the content of `{CONFIG}`. Under *Data Import* upload `{TASKS}`. *Save*.
3. Several people annotate the same articles without seeing each other's work: one project per person, each made in \
this way.
4. *Label All Tasks*. Mark claims, fill in what is asked, then *Submit*.
5. *Export*, as JSON. Send that file, and for each annotator the e-mail address or number of their account.

Whoever keeps the corpus reads it with

    claimwire labelstudio import-results {name} EXPORT.json --user ANNOTATOR=ACCOUNT

which says what cannot be read, with the words and what to do. Do not change the texts or the labelling page: the
answers are checked against both.
"""
