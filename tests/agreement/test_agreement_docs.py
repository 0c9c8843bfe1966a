"""`docs/agreement.md` and its figures are those that the corpora give now."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest

from claimwire.agreement import Report
from claimwire.agreement.docs import DOCUMENT, corpus_reports, pictures, regions
from claimwire.agreement.figures import description
from claimwire.corpus.workspace import Workspace
from claimwire.regions import REGION

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / DOCUMENT).read_text()


@cache
def reports() -> dict[str, Report]:
    return corpus_reports(Workspace(ROOT))


def test_the_tables_are_fresh() -> None:
    made = regions(Workspace(ROOT), reports())
    standing = {match["name"]: match["body"] for match in REGION.finditer(PAGE)}
    assert set(standing) == set(made)
    for name, body in made.items():
        assert standing[name].rstrip() == body.rstrip(), f"{name}: run `claimwire agreement --write-docs`"


def test_the_figures_show_the_numbers_of_the_reports() -> None:
    for corpus_id, report in reports().items():
        for name in ("labels", "confusion", "disagreement"):
            path = ROOT / "docs" / "images" / f"agreement-{corpus_id}-{name}.svg"
            assert path.name in PAGE
            assert description(report, name) in path.read_text(), f"{path.name}: run `claimwire agreement --write-docs`"


def test_the_figures_are_those_that_are_drawn_now() -> None:
    for path, content in pictures(Workspace(ROOT), reports()).items():
        made_with = re.search(r"Matplotlib v([0-9.]+)", path.read_text())
        assert made_with is not None
        if made_with[1] != mpl.__version__:
            pytest.skip(f"the figures were drawn with matplotlib {made_with[1]}")
        assert path.read_bytes() == content, path.name


def test_every_table_of_the_page_says_that_it_is_model_agreement() -> None:
    titles = re.findall(r"^\*\*((?:openwire|karabakh)[^*]*)\*\*$", PAGE, re.MULTILINE)
    assert len(titles) > 10
    for title in titles:
        says_so = "model agreement, not human agreement" in title or "model audit, not human audit" in title
        assert says_so or title.endswith("claims in their layers")
