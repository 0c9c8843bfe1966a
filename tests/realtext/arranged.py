"""The folder of real texts as the corpora name their documents.

A copy of the texts may have files under other names than the public ones, a part of a file, or one that is packed. A
new corpus whose copy differs from its `corpus.toml` gets an entry in `DIFFERENT`.
"""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

DIFFERENT = {
    "wikinews/wikinews_2019.part.csv": "wikinews/wikinews_2019.csv",
    "wikinews/wikinews_2020.part.csv": "wikinews/wikinews_2020.csv",
    "voices/gv_hau_test.tsv": "voices/eng-hau-test.tsv",
    "voices/gv_swa_dev.tsv": "voices/eng-swa-dev.tsv",
    "voices/gv_swa_test.tsv": "voices/eng-swa-test.tsv",
    "voices/voa_kin_eng_to_kin.tsv": "voices/eng-kin-eng_to_kin.tsv",
    "voices/voa_nya_eng_to_nya.tsv": "voices/eng-nya-eng_to_nya.tsv",
    "current-events/revisions.jsonl.gz": "tolls/revisions.jsonl",
}
"""The place of a file in the copy, and the name that the corpus has for it; `.gz` is unpacked."""

AS_THEY_ARE = ("karabakh",)
"""Folders whose files have the names that the corpus has for them."""


def arrange(copy: Path, to: Path) -> Path:
    """Write what `copy` has into the folder `to`, one folder per corpus, and return it."""
    for name in AS_THEY_ARE:
        shutil.copytree(copy / name, to / name)
    for place, name in DIFFERENT.items():
        found, target = copy / place, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if found.suffix == ".gz":
            target.write_bytes(gzip.decompress(found.read_bytes()))
        else:
            shutil.copyfile(found, target)
    return to
