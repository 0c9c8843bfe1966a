"""The card's region on a reader of the codebook against people."""

from __future__ import annotations

import pytest

from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.reader import READER_FILE, reader_measure, reader_tables

MEASURE = """{"note": "Other texts.", "figures": [{"label": "casualty_figure", "texts": "Orlan corpus", "view": "all",
"sentences": 40, "by_people": 9, "precision": 0.5, "recall": 1.0, "f1": 0.667, "low": 0.41, "high": 0.8}],
"disagreements": [{"label": "casualty_figure", "labelled_by": "reader", "why": "people missed it", "sentences": 9}]}"""


def region(small: Workspace) -> str:
    card = (build(small).folder / "README.md").read_text(encoding="utf-8")
    return card.partition("<!-- generated: reader -->\n")[2].partition("<!-- /generated -->")[0]


def test_the_card_has_figures_and_kinds_and_the_manifest_the_file(small: Workspace) -> None:
    assert region(small) == "Not measured.\n"
    write_text(small.annotations / READER_FILE, MEASURE)
    shown = region(small)
    assert shown.startswith("Other texts.\n\n| label |")
    assert "| `casualty_figure` | Orlan corpus | all | 40 | 9 | 0.50 | 1.00 | 0.67 [0.41, 0.80] |" in shown
    assert "| `casualty_figure` | reader | people missed it | 9 |" in shown
    assert f"annotations/{READER_FILE}" in {item.path for item in build(small).manifest.inputs}


@pytest.mark.parametrize(("old", "new"), [('"recall": 1.0', '"recall": 1.1'), ('"note"', '"notes"'), ("]}", "")])
def test_a_file_that_cannot_be_is_refused_and_named(small: Workspace, old: str, new: str) -> None:
    write_text(small.annotations / READER_FILE, MEASURE.replace(old, new))
    with pytest.raises(ReleaseError, match=READER_FILE):
        reader_measure(small)


def test_without_a_file_nothing_was_measured() -> None:
    assert reader_tables(None) == "Not measured.\n"
