"""Every number of reports on the small repository, recomputed in a plain way that shares no code."""

from __future__ import annotations

import pytest
from plain_agreement import days
from recomputed_agreement import CHECKS, Recomputed, report_on

from claimwire.corpus.workspace import Workspace
from claimwire.dates import bounds
from claimwire.iaa import Report
from claimwire.schema import LABELS

GROUPS = [
    ("heron", "ada + bela"),
    ("heron", "ada + dora"),
    ("heron", "bela + dora"),
    ("heron", "all 3 annotators, kinds pooled on request"),
    ("rook", "ada + bela"),
]
"""Two human annotators, human and model, three of whom not all have every article, and a corpus without texts."""

NOT_COMPARED = {
    *("claim_id", "article_id", "label", "spans", "statement", "event_name", "comment", "confidence", "proposed_slots"),
    "origin",
    *("event_id", "review", "source_ids", "speaks_for_id", "addressee_ids", "victim_side_ids", "actor_ids", "place_id"),
}


@pytest.fixture(scope="module")
def reports(small_built: Workspace) -> dict[str, Report]:
    return {corpus_id: report_on(small_built, corpus_id, pooled=True) for corpus_id in small_built.corpus_ids()}


def test_all_groups_are_recomputed(reports: dict[str, Report]) -> None:
    assert [(name, group.name) for name, report in reports.items() for group in report.groups] == GROUPS


@pytest.mark.parametrize("section", list(CHECKS))
@pytest.mark.parametrize(("corpus_id", "group"), GROUPS)
def test_every_number_is_that_of_the_plain_way(
    small_built: Workspace, reports: dict[str, Report], corpus_id: str, group: str, section: str
) -> None:
    report = reports[corpus_id]
    CHECKS[section](Recomputed.of(small_built, corpus_id, report, report.group(group)))


@pytest.mark.parametrize(
    "edtf",
    [
        *("2031-05-03", "2031-05", "2028-02~", "2031", "203X", "12XX", "2019/2031-05", "2031-05-03T18:30:00Z"),
        *("{2031-05-01,2031-05-04}", "{2008,2010,2014}", "{197X,198X}", "[2031,2028-02]", "2019/..", "../2019"),
    ],
)
def test_the_days_of_the_plain_way_are_those_of_the_package(edtf: str) -> None:
    """Regression: it took the first part of a set for a year."""
    found = bounds(edtf)
    expected = (found.lower.toordinal(), found.upper.toordinal()) if found.lower and found.upper else None
    assert days(edtf) == expected


def test_every_slot_of_the_claim_models_is_compared_or_left_out_on_purpose(reports: dict[str, Report]) -> None:
    for declaration in LABELS:
        compared = {slot.name for slot in reports["heron"].slots if slot.label == declaration.label.value}
        assert compared - {"bounds"} == set(declaration.model.model_fields) - NOT_COMPARED
