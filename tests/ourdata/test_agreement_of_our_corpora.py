"""Every number of the reports on our corpora, recomputed in a plain way that shares no code."""

from __future__ import annotations

from functools import cache

import pytest
from recomputed_agreement import CHECKS, Recomputed, report_on
from repository import ROOT

from claimwire.corpus.workspace import Workspace
from claimwire.iaa import Report


@cache
def report(corpus_id: str) -> Report:
    return report_on(Workspace(ROOT), corpus_id)


@pytest.mark.long
@pytest.mark.parametrize("section", list(CHECKS))
@pytest.mark.parametrize("corpus_id", Workspace(ROOT).plan().corpora)
def test_every_number_is_that_of_the_plain_way(corpus_id: str, section: str) -> None:
    groups = report(corpus_id).groups
    assert groups
    for group in groups:
        CHECKS[section](Recomputed.of(Workspace(ROOT), corpus_id, report(corpus_id), group))
