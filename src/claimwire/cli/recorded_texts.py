"""The texts of a stand-off corpus for commands whose offsets have to be those of the recorded texts."""

from __future__ import annotations

from pathlib import Path

import click

from ..corpus.corpus import Corpus
from ..hydration import hydrated_corpus


def with_recorded_texts(corpus: Corpus, source: Path | None) -> Corpus:
    """Return a corpus with the texts that a source has, if one is given; prints what it does not have.

    A text that differs from the recorded one is not put in: what is decided on it, or annotated, has its offsets.
    """
    if source is None:
        return corpus
    restored, report = hydrated_corpus(corpus, source, exact=True)
    for problem in report.problems:
        click.echo(problem, err=True)
    return restored
