"""Annotators' layers whose claims are nothing but places: written as numbers, or drawn so that they often tie."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT

from claimwire.formats.layers import LayerFacts, quoted_layer
from claimwire.schema import Annotation, ClaimBase, Span, claim_order

FACTS = LayerFacts("ann", "1.0.0", "a test")
LINES = [(number, json.dumps(line)) for number, line in enumerate((STATEMENT, BACKGROUND, FIGURE), start=1)]
TEMPLATE, _ = quoted_layer(SHIP, LINES, FACTS, "lines")
BY_LABEL = {claim.label.value: claim for claim in TEMPLATE.claims}

Places = Sequence[tuple[int, int]]


def claim(spans: Places, cues: Places = (), label: str = "attributed_statement") -> ClaimBase:
    """Return a claim at a place, not yet of a layer."""
    located = [tuple(Span(start=start, end=end) for start, end in places) for places in (spans, cues)]
    fields = {"spans": located[0]} | ({"cue_spans": located[1]} if label == "attributed_statement" else {})
    return BY_LABEL[label].model_copy(update=fields)


def at(*places: tuple[int, int], cues: Places = ()) -> ClaimBase:
    """Return a statement at one place; several places make a discontinuous one."""
    return claim(places, cues)


def layer(annotator_id: str, claims: Iterable[ClaimBase]) -> Annotation:
    """Return an annotator's layer of claims, in the order of every layer that is written to a file."""
    layer_id = f"{SHIP.article_id}_{annotator_id}"
    named = [c.model_copy(update={"claim_id": f"{layer_id}_{n:02d}"}) for n, c in enumerate(claims, start=1)]
    return TEMPLATE.model_copy(
        update={
            "annotation_id": layer_id,
            "annotator_id": annotator_id,
            "claims": tuple(sorted(named, key=claim_order)),
        }
    )


def layers(**claims: Sequence[ClaimBase]) -> list[Annotation]:
    """Return a layer for each annotator named."""
    return [layer(name, own) for name, own in claims.items()]


@st.composite
def _places(draw: st.DrawFn, most: int) -> Places:
    cuts = sorted(draw(st.sets(st.integers(0, 16), min_size=2, max_size=2 * most)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


CLAIMS = st.builds(
    claim, _places(2), st.just(()) | _places(1), st.sampled_from(("attributed_statement", "historical_background"))
)
LAYERS = st.lists(st.lists(CLAIMS, max_size=5), min_size=2, max_size=5).map(
    lambda every: [layer(f"ann{number}", own) for number, own in enumerate(every)]
)
"""Two to five layers on a text so short that claims overlap, and pairs are often equally similar."""
