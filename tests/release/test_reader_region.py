"""The card's region on a reader of the codebook against people."""

from __future__ import annotations

import pytest

from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ReleaseError
from claimwire.release.build import build
from claimwire.release.reader import READER_FILE, reader_details, reader_measure, reader_table

MEASURE = """{"note": "Other texts.", "figures": [{"label": "casualty_figure", "texts": "Orlan corpus", "view": "all",
"sentences": 40, "by_people": 9, "precision": 0.5, "recall": 1.0, "f1": 0.667, "low": 0.41, "high": 0.8}],
"disagreements": [{"label": "casualty_figure", "labelled_by": "reader", "why": "people missed it", "sentences": 9}]}"""


def region(small: Workspace) -> str:
    return in_card((build(small).folder / "README.md").read_text(encoding="utf-8"), "reader")


def in_card(card: str, name: str) -> str:
    return card.partition(f"<!-- generated: {name} -->\n")[2].partition("<!-- /generated -->")[0]


def test_the_card_has_figures_and_kinds_and_the_manifest_the_file(small: Workspace) -> None:
    assert region(small) == "Not measured.\n"
    write_text(small.annotations / READER_FILE, MEASURE)
    shown = region(small)
    assert shown.startswith("Other texts.\n\n| label |")
    assert "| `casualty_figure` | Orlan corpus | all | 40 | 9 | 0.50 | 1.00 | 0.67 [0.41, 0.80] |" in shown
    assert "| `casualty_figure` | reader | people missed it | 9 |" not in shown
    assert f"annotations/{READER_FILE}" in {item.path for item in build(small).manifest.inputs}


@pytest.mark.parametrize(("old", "new"), [('"recall": 1.0', '"recall": 1.1'), ('"note"', '"notes"'), ("]}", "")])
def test_a_file_that_cannot_be_is_refused_and_named(small: Workspace, old: str, new: str) -> None:
    write_text(small.annotations / READER_FILE, MEASURE.replace(old, new))
    with pytest.raises(ReleaseError, match=READER_FILE):
        reader_measure(small)


def test_without_a_file_nothing_was_measured() -> None:
    assert reader_table(None) == reader_details(None) == "Not measured.\n"


def test_figures_of_the_first_view_stand_in_front_and_the_others_at_the_end(small: Workspace) -> None:
    other = MEASURE.replace('"disagreements"', '"_"').partition('"figures": [')[2].partition("]")[0]
    other = other.replace('"view": "all"', '"view": "with a quantity"').replace("0.667", "0.75")
    write_text(small.annotations / READER_FILE, MEASURE.replace('"high": 0.8}],', f'"high": 0.8}}, {other}],'))
    card = (build(small).folder / "README.md").read_text(encoding="utf-8")
    front, end = in_card(card, "reader"), in_card(card, "reader details")
    assert "0.67 [0.41, 0.80]" in front
    assert "with a quantity" not in front
    assert "1 more figures, of other views, are at the end" in front
    assert "| `casualty_figure` | Orlan corpus | with a quantity | 40 | 9 | 0.50 | 1.00 | 0.75 [0.41, 0.80] |" in end
    assert "| `casualty_figure` | reader | people missed it | 9 |" in end
    assert "`casualty_figure` on Orlan corpus 0.67 [0.41, 0.80]" in in_card(card, "quality")
