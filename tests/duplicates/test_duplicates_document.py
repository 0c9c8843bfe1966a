"""What docs/duplicates.md says of the rules is so."""

from __future__ import annotations

from repository import ROOT

from claimwire.duplicates.duplicate import DuplicateKind
from claimwire.duplicates.near import ARTICLES, STATEMENTS

DOCUMENT = (ROOT / "docs" / "duplicates.md").read_text(encoding="utf-8")


def test_the_rules() -> None:
    assert (ARTICLES.words, ARTICLES.least_share, ARTICLES.least_shared) == (5, 0.08, 8)
    assert "8% of the shorter one's runs of five words, and at least eight of them" in DOCUMENT
    assert (STATEMENTS.words, STATEMENTS.least_share, STATEMENTS.least_shared) == (2, 0.6, 4)
    assert "60% of the pairs of neighbouring words that either has, and at least four" in DOCUMENT


def test_every_kind_is_described() -> None:
    assert all(f"| `{kind}` |" in DOCUMENT for kind in DuplicateKind)
