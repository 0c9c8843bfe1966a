"""The short rules beside the text say what our codebook says."""

from pathlib import Path

import pytest

from claimwire.labelstudio.page.texts import rule_panels

GUIDELINES = (Path(__file__).resolve().parents[2] / "annotations" / "guidelines.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", ["met to discuss", "the 2011 truce", "including nine children", "1994/.."])
def test_an_example_of_the_short_rules_is_one_of_the_codebook(example: str) -> None:
    assert example in "\n".join(text for _, text in rule_panels())
    assert example in GUIDELINES
