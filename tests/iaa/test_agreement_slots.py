"""Slots: which distance each has, and what counts as the same."""

from __future__ import annotations

import json
import math

import pytest
from invented_study import FIGURE, STATEMENT, mark, study

from claimwire.formats.mark import mark_of
from claimwire.iaa import Mark, Options, measure_agreement
from claimwire.iaa.slots import columns, days, log_counts, same_days, slots_of, values
from claimwire.schema import CLAIM_ADAPTER, LABELS


def figure(name: str, start: int = 0, **slots: object) -> Mark:
    """Return a casualty figure as a mark; slots as in JSON."""
    fields = {
        "claim_id": name,
        "article_id": "d",
        "label": FIGURE,
        "spans": [{"start": start, "end": start + 10}],
        "statement": "Nine people were hurt in Ovar.",
        "presented_as": "asserted",
        "quantity_form": "digits",
        "qualifier": "exact",
        "harm": "injured",
        "victim_status": "civilian",
        "scope": "single_event",
    }
    return mark_of(CLAIM_ADAPTER.validate_json(json.dumps(fields | slots)))


def found(first: list[Mark], second: list[Mark]) -> dict[tuple[str, str], float | None]:
    report = measure_agreement(study({"a": {"d": first}, "b": {"d": second}}), Options(resamples=0))
    numbers = report.of("a + b", "slots")
    return {(about.partition(".")[2], name): estimate.value for (about, name), estimate in numbers.items()}


def test_every_slot_has_the_distance_that_fits_its_type() -> None:
    expected = {
        "voice_id": "reference", "part_of_id": "reference", "presented_as": "nominal", "quantity_spans": "spans",
        "lower": "log count", "upper": "log count", "qualifier": "nominal", "time": "days",
        "harm": "nominal", "place_name": "nominal", "bounds": "nominal",
    }  # fmt: skip
    slots = {slot.name: slot for slot in slots_of(FIGURE, [figure("x")])}
    assert {name: slots[name].distance for name in expected} == expected
    assert [slot.name for slot in slots.values() if slot.names] == ["victim_side_name", "actor_name", "place_name"]
    assert slots["harm"].closed
    assert not slots["place_name"].closed


def test_counts_are_compared_by_their_logarithm() -> None:
    # ln(1 + 9) = 2.303 against ln(1 + 9) and ln(1 + 99) = 4.605 against ln(1 + 999) = 6.908: distances 0 and 2.303.
    # alpha = 1 - (n - 1) * observed / expected, n = 4; observed = 2 * 2.303^2 = 10.6; expected, over ordered pairs of
    # 2.303, 2.303, 4.605, 6.908 in steps of 2.303: 2 * (0 + 1 + 4 + 1 + 4 + 1) * 2.303^2 = 22 * 2.303^2.
    first = [figure("a1", 0, lower=9), figure("a2", 50, lower=99)]
    second = [figure("b1", 0, lower=9), figure("b2", 50, lower=999)]
    assert found(first, second)["lower", "alpha"] == pytest.approx(1 - 3 * 2 / 22)
    assert log_counts([0])[0] == 0
    assert math.isnan(log_counts([None])[0])


def test_dates_are_compared_by_their_days_and_by_how_they_are_written() -> None:
    first = [figure("a1", 0, time="2031-10"), figure("a2", 50, time="2031-12-01")]
    second = [figure("b1", 0, time="2031-10-01/2031-10-31"), figure("b2", 50, time="2031-12-03")]
    numbers = found(first, second)
    assert numbers["time", "same"] == 0
    assert numbers["time", "same days"] == 0.5
    # First days 0, 0, 61, 63, last days 30, 30, 61, 63 (from 1 October). Observed: 2 * (2^2 + 2^2) = 16. Expected over
    # ordered pairs: first days 2 * (2*61^2 + 2*63^2 + 2^2), last days 2 * (2*31^2 + 2*33^2 + 2^2); n = 4.
    expected = 2 * (2 * 61**2 + 2 * 63**2 + 4) + 2 * (2 * 31**2 + 2 * 33**2 + 4)
    assert numbers["time", "alpha"] == pytest.approx(1 - 3 * 16 / expected)


def test_open_and_unparsable_dates_are_left_out_of_the_distance_and_compared_as_they_stand() -> None:
    given = ["1994/..", "XXXX-10", None]
    assert all(math.isnan(first) and math.isnan(last) for first, last in days(given))
    open_end, unknown, none = same_days(given)
    assert open_end != unknown
    assert none is None


def test_the_bounds_of_a_figure_are_one_value() -> None:
    exact = {"qualifier": "exact", "lower": 30, "upper": 30}
    above, at_least = ({"qualifier": qualifier, "lower": 30} for qualifier in ("more_than", "at_least"))
    (slot,) = (slot for slot in slots_of(FIGURE, [figure("x")]) if slot.name == "bounds")
    marks = [figure("a", **exact), figure("b", **exact), figure("c", **above), figure("e", **at_least), figure("d")]
    a, b, c, e, d = values(slot, columns(slots_of(FIGURE, marks), marks)["bounds"])
    assert a == b
    assert len({a, c, e}) == 3, "30 itself is possible or not"
    assert d is None


def test_several_names_are_a_set() -> None:
    given = {"a": ("Ada Lorn", "Ministry of Roads"), "b": ("Ministry of Roads", "Ada Lorn"), "c": ()}
    names = [mark(k, STATEMENT, (0, 9), slots={"claim_id": k, "source_name": v}) for k, v in given.items()]
    (slot,) = (slot for slot in slots_of(STATEMENT, names) if slot.name == "source_name")
    one, other, none = values(slot, columns([slot], names)["source_name"])
    assert one == other
    assert none is None


def test_references_agree_where_the_claims_they_name_are_aligned() -> None:
    first = [figure("a1", 0), figure("a2", 30, part_of_id="a1"), figure("a3", 60, part_of_id="a1"), figure("a4", 80)]
    second = [figure("b1", 0), figure("b2", 30, part_of_id="b1"), figure("b3", 60, part_of_id="b4"), figure("b4", 80)]
    # given in two aligned pairs, the same in one
    assert found(first, second)["part_of_id", "same"] == 0.5


def test_a_slot_left_out_by_both_does_not_count_as_the_same() -> None:
    numbers = found([figure("a1", 0), figure("a2", 50, place_name="Ovar")], [figure("b1", 0), figure("b2", 50)])
    assert numbers["place_name", "same"] == 0
    assert numbers["time", "same"] is None


def test_all_labels_have_slots_and_all_slots_a_known_distance() -> None:
    for declaration in LABELS:
        marks = [mark("x", declaration.label.value, (0, 5), slots={"claim_id": "x"})]
        slots = slots_of(declaration.label.value, marks)
        assert {slot.distance for slot in slots} <= {"nominal", "log count", "days", "reference", "spans"}
        assert len(slots) > 5
