"""Claims of several layers in groups that mean the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import INNER
from quay import layer as quoted
from strategies import layers_of

from claimwire.adjudication import aligned
from claimwire.schema import Annotation, Span


def layer(annotator: str, *entries: dict[str, Any]) -> Annotation:
    return quoted(SHIP, annotator, entries)


def test_claims_that_overlap_most_are_put_together() -> None:
    ann = layer(
        "ann",
        BACKGROUND,
        BACKGROUND | {"id": "02", "spans": "sank at dawn", "sentences": [1]},
        STATEMENT | {"id": "03"},
    )
    ben = layer(
        "ben",
        BACKGROUND | {"id": "05", "spans": "Ferries sank"},
        BACKGROUND | {"id": "06", "spans": "Ferries sank in 1999. “We wait,” she said", "sentences": [4, 5]},
        BACKGROUND | {"id": "07", "spans": "The ferry sank", "sentences": [1]},
        INNER,
    )  # fmt: skip
    found = [[claim.claim_id.removeprefix("heron_1_") for claim in group] for group in aligned([ann, ben])]
    assert found == [
        ["ben_07"],
        ["ann_02"],
        ["ann_03"],
        ["ben_04"],
        ["ben_06"],
        ["ann_01", "ben_05"],
    ], "dawn: 4 of 22 code points are common, too few; 1999: 12 of 20 against 20 of 41"


def spanned(annotator: str, start: int, end: int, cue: tuple[int, int] | None = None) -> Annotation:
    """Return a layer of one statement from one code point to another."""
    statement = layer(annotator, STATEMENT).claims[0]
    cues = (Span(start=cue[0], end=cue[1]),) if cue else ()
    changed = statement.model_copy(update={"spans": (Span(start=start, end=end),), "cue_spans": cues})
    return layer(annotator, STATEMENT).model_copy(update={"claims": (changed,)})


@pytest.mark.parametrize(
    ("span", "cue", "together"),
    [
        ((0, 100), None, True),
        ((0, 30), None, True),
        ((0, 29), None, False),
        ((70, 130), None, False),
        ((77, 100), None, False),
        ((77, 130), (40, 45), True),
        ((99, 149), (40, 45), True),
        ((77, 130), (50, 55), False),
        ((100, 130), (40, 45), False),
    ],
)
def test_a_third_in_common_or_the_same_cue_puts_claims_together(
    span: tuple[int, int], cue: tuple[int, int] | None, together: bool
) -> None:
    """0 to 100 against 70 to 130 has 30 of 130 code points in common, less than 0.3; a common cue counts 0.5."""
    groups = aligned([spanned("ann", 0, 100, (44, 50)), spanned("ben", *span, cue)])
    assert [len(group) for group in groups] == ([2] if together else [1, 1])


@pytest.mark.parametrize(("without_cue", "same_cue_wins"), [((0, 84), True), ((0, 86), False)])
def test_a_common_cue_counts_like_half_of_the_text_in_common(without_cue: tuple[int, int], same_cue_wins: bool) -> None:
    """35 of 100 code points and a common cue are worth 0.85; the other claim has 84 or 86 of 100 and no cue."""
    ann = spanned("ann", 0, 100, (44, 50))
    both = (*spanned("ben", *without_cue).claims, *spanned("ben", 65, 100, (40, 45)).claims)
    named = tuple(
        claim.model_copy(update={"claim_id": name}) for claim, name in zip(both, ("text", "cue"), strict=True)
    )
    groups = aligned([ann, spanned("ben", 0, 1).model_copy(update={"claims": named})])
    [pair] = [group for group in groups if len(group) == 2]
    assert pair[1].claim_id == ("cue" if same_cue_wins else "text")


def test_claims_of_two_labels_are_never_put_together() -> None:
    assert len(aligned([layer("ann", BACKGROUND), layer("ben", FIGURE | {"spans": "Ferries sank in 1999"})])) == 2


def test_without_layers_there_is_nothing_to_align() -> None:
    assert aligned([]) == []
    assert [[c.claim_id for c in group] for group in aligned([layer("ann", BACKGROUND, STATEMENT)])] == [
        ["heron_1_ann_02"],
        ["heron_1_ann_01"],
    ]


LAYERS = st.integers(0, 3).flatmap(
    lambda n: st.tuples(*[layers_of("heron_1", SHIP.text_length, f"ann{i}") for i in range(n)])
)


@settings(deadline=None, max_examples=50)
@given(LAYERS)
def test_every_claim_is_in_one_group_and_no_group_has_two_of_a_layer(layers: tuple[Annotation, ...]) -> None:
    groups = aligned(layers)
    ids = [claim.claim_id for group in groups for claim in group]
    assert sorted(ids) == sorted(claim.claim_id for layer in layers for claim in layer.claims)
    for group in groups:
        assert len({claim.claim_id.rsplit("_", 1)[0] for claim in group}) == len(group)
        assert len({claim.label for claim in group}) == 1
    starts = [group[0].spans[0].start for group in groups]
    assert starts == sorted(starts)
