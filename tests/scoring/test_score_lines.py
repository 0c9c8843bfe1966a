"""Lines of predicted claims: what is written of a claim is read as that claim, and what cannot be is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_claims

from claimwire.errors import GoldError, PredictionError
from claimwire.schema import LABELS, ClaimBase
from claimwire.scoring import claim_to_score, prediction_line, score_files
from claimwire.scoring.claim_gold import LONGEST, read_claim_gold
from claimwire.scoring.claims import NEEDED, read_article_claims
from claimwire.scoring.entities import NameTable
from claimwire.scoring.slot_kinds import SlotContext, scored_slots


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(any_claims(), st.none() | st.floats(0, 1)), max_size=2))
def test_a_claim_that_is_written_is_read_as_the_same(
    tmp_path: Path, claims: list[tuple[ClaimBase, float | None]]
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps(prediction_line("a", claims)) + "\n", encoding="utf-8")
    found = read_article_claims(path)["a"].claims
    context = SlotContext("a", NameTable(), {})
    assert len(found) == len(claims)
    for own, (claim, score) in zip(found, claims, strict=True):
        expected = claim_to_score(claim, score)
        assert (own.label, own.pieces, own.claim_id) == (expected.label, expected.pieces, expected.claim_id)
        assert own.score == score
        for slot in scored_slots():
            if slot.label == own.label:
                assert slot.value(own, context) == slot.value(expected, context), slot.about


@pytest.mark.parametrize("label", [declaration.label.value for declaration in LABELS])
def test_label_and_spans_are_enough(label: str, tmp_path: Path) -> None:
    assert NEEDED == ("label", "spans")
    path = tmp_path / "lines.jsonl"
    claim = {"label": label, "spans": [{"start": 0, "end": 1}]}
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    (own,) = read_article_claims(path)["a"].claims
    assert (own.pieces, own.score, own.claim_id) == (((0, 1),), None, None)
    for name in NEEDED:
        lacking = {key: value for key, value in claim.items() if key != name}
        path.write_text(json.dumps({"article_id": "a", "claims": [lacking]}), encoding="utf-8")
        with pytest.raises(PredictionError, match=rf"lines\.jsonl:1: .*{name if name == 'spans' else 'tag'}"):
            read_article_claims(path)


@pytest.mark.parametrize("end", [LONGEST + 1, 10**30], ids=["one_past", "huge"])
def test_no_text_is_so_long(end: int, tmp_path: Path) -> None:
    """A number that no array holds is told, and does not stop the program; in gold as in predictions."""
    path = tmp_path / "lines.jsonl"
    claim = {"label": "casualty_figure", "spans": [{"start": 0, "end": end}]}
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    with pytest.raises(PredictionError, match=r"lines\.jsonl:1: .* reaches beyond the text: no text has 1000000000"):
        read_claim_gold(path, "test")
    claim["spans"] = [{"start": 0, "end": LONGEST}]
    path.write_text(json.dumps({"article_id": "a", "claims": [claim]}), encoding="utf-8")
    assert score_files(path, path, "slots", resamples=0).coverage.given == 1


def test_a_gold_of_lines_without_a_claim_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"article_id": "a", "claims": []}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="has no claim"):
        read_claim_gold(path, "test")
