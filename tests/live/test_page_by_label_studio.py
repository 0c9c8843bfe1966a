"""Label Studio's own library makes sense of the labelling page and of what claimwire puts on it; needs no server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import invented_corpus
import pytest

from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.page.controls import CONTROLS
from claimwire.labelstudio.tasks.write import make_task

sdk = pytest.importorskip("label_studio_sdk.label_interface")


@pytest.fixture(scope="module")
def page() -> Any:
    return sdk.LabelInterface(label_config())


@pytest.fixture
def prediction(tmp_path: Path) -> dict[str, Any]:
    """Return a prediction that has all labels, parts and relations, several pieces, emoji and right-to-left words."""
    corpus = invented_corpus.write(tmp_path, "coast", count=1)
    made = make_task(corpus.articles["coast_1"], (), corpus.layers(["model_a"]), guideline_version="2.0.0")
    found: dict[str, Any] = made["predictions"][0]
    return found


def test_the_page_is_valid_and_has_every_control(page: Any) -> None:
    page.validate()
    assert {control.name for control in CONTROLS} <= {control.name for control in page.controls}


def test_what_is_sent_fits_the_page(page: Any, prediction: dict[str, Any]) -> None:
    assert page.validate_prediction(prediction, return_errors=True) == []


@pytest.mark.parametrize("odd", [{"labels": ["opinion"]}, {"choices": ["certain"]}])
def test_what_does_not_fit_the_page_is_noticed(page: Any, prediction: dict[str, Any], odd: dict[str, Any]) -> None:
    [kind] = odd
    entry = next(entry for entry in prediction["result"] if entry["type"] == kind)
    entry["value"] |= odd
    assert page.validate_prediction(prediction, return_errors=True)
