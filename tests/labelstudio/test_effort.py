"""What a claim and the correction of a suggestion take: the rules by which it is counted without a browser.

`tests/live/test_page_at_work.py` holds `made` against what a browser counts for the three claims below.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ferry import CLAIMS, FERRY, layer_of
from invented import ASSERTED, COMPANY_SAID, plain_article

from claimwire.labelstudio.page.effort import (
    DELETE,
    Effort,
    corrected,
    corrected_together,
    made,
    named_rightly,
    slots_that_differ,
)
from claimwire.schema import CLAIM_ADAPTER, ClaimBase, Span
from claimwire.schema.vocab import Confidence, Harm, Label, PresentedAs, SourceKind

DOCUMENT = Path(__file__).parents[2] / "docs" / "label-studio.md"
TEXT = "A gate broke, Ada Lorn said. At least 14 people were hurt. The same gate broke in 1987."
ARTICLE = plain_article(f"Gate breaks\n\n{TEXT}\n")


def claim(label: str, words: str, text: str = ARTICLE.text or "", **slots: Any) -> ClaimBase:
    def span(quote: str) -> dict[str, int]:
        return {"start": text.index(quote), "end": text.index(quote) + len(quote)}

    spans = {name: [span(one) for one in slots.pop(name)] for name in list(slots) if name.endswith("_spans")}
    facts = {"claim_id": "x_1", "article_id": "heron_1", "label": label, "spans": [span(words)]}
    return CLAIM_ADAPTER.validate_json(json.dumps(facts | ASSERTED | spans | slots))


SAID = {"quote_type": "indirect", "source_name": ["Ines Valmer"]}
STATEMENT = claim(
    "attributed_statement", "A gate broke", source_spans=["Ada Lorn"], cue_spans=["said"], **(COMPANY_SAID | SAID)
)
COUNTED = {"quantity_form": "digits", "qualifier": "at_least", "lower": 14}
HURT = {"harm": "injured", "victim_status": "unspecified", "named_victim": False, "scope": "single_event"}
FIGURE = claim("casualty_figure", "At least 14 people were hurt", quantity_spans=["At least 14"], **COUNTED, **HURT)
DATED = {"time": "1987", "time_resolution": "explicit", "event_type": "disaster"}
BACKGROUND = claim("historical_background", "The same gate broke in 1987", time_spans=["1987"], **DATED)


def documented() -> dict[str, Effort]:
    """Return what docs/label-studio.md says that a claim takes now."""
    rows = re.findall(r"^\| `(\w+)` \|(.+→.+)\|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    return {label: Effort(*(int(cell.split("→")[1]) for cell in cells.split("|"))) for label, cells in rows}


@pytest.mark.parametrize("made_one", [STATEMENT, FIGURE, BACKGROUND], ids=lambda one: one.label.value)
def test_a_claim_takes_what_a_browser_counted(made_one: ClaimBase) -> None:
    assert made(made_one, ARTICLE.text or "") == documented()[made_one.label.value]


def changed(one: ClaimBase, **fields: Any) -> ClaimBase:
    """Return a claim with other fields, whether the result is valid or not: what a model proposes is not always."""
    kinds = {"harm": Harm, "presented_as": PresentedAs, "source_kind": SourceKind, "confidence": Confidence}
    update = {name: kinds[name](value) if name in kinds and value else value for name, value in fields.items()}
    return one.model_copy(update=update)


def moved(one: ClaimBase, start: int = 0, end: int = 0) -> ClaimBase:
    [first] = one.spans
    return changed(one, spans=(Span(start=first.start + start, end=first.end + end),))


def part(start: int, end: int, *more: tuple[int, int]) -> ClaimBase:
    """Return the statement with its source's edges elsewhere, and further sources with edges from the source's end."""
    [source] = STATEMENT.source_spans  # type: ignore[attr-defined]
    spans = [Span(start=source.start + start, end=source.end + end)]
    spans += [Span(start=source.end + a, end=source.end + b) for a, b in more]
    return changed(STATEMENT, source_spans=tuple(spans))


CORRECTED = [
    pytest.param(STATEMENT, STATEMENT, Effort(), id="stands"),
    pytest.param(moved(STATEMENT, end=1), STATEMENT, Effort(clicks=1, drags=1), id="one-edge"),
    pytest.param(moved(STATEMENT, 1, -1), STATEMENT, Effort(clicks=1, drags=2), id="both-edges"),
    pytest.param(changed(FIGURE, harm="killed"), FIGURE, Effort(keys=1, clicks=1), id="key"),
    pytest.param(changed(FIGURE, harm=None), FIGURE, Effort(keys=1, clicks=1), id="empty"),
    pytest.param(FIGURE, changed(FIGURE, harm="missing"), Effort(clicks=2), id="click"),
    pytest.param(changed(STATEMENT, source_name=()), STATEMENT, Effort(1, 1, 0, 11), id="typed"),
    pytest.param(changed(STATEMENT, source_name=("Ann",)), STATEMENT, Effort(2, 1, 0, 11), id="typed-anew"),
    pytest.param(changed(STATEMENT, cue_spans=()), STATEMENT, Effort(1, 0, 1), id="part-lacks"),
    pytest.param(STATEMENT, changed(STATEMENT, cue_spans=()), Effort(1, 1), id="part-too-much"),
    pytest.param(part(4, 0), STATEMENT, Effort(clicks=1, drags=1), id="part-one-edge"),
    pytest.param(part(1, -1), STATEMENT, Effort(clicks=1, drags=2), id="part-both-edges"),
    pytest.param(part(9, 9), STATEMENT, Effort(2, 1, 1), id="part-elsewhere"),
    pytest.param(part(0, -4, (-1, 0)), STATEMENT, Effort(1, 2, 1), id="part-of-two"),
    pytest.param(moved(part(4, 0), end=1), STATEMENT, Effort(clicks=2, drags=2), id="part-and-words"),
    pytest.param(changed(STATEMENT, cue_spans=STATEMENT.source_spans), STATEMENT, Effort(2, 1, 1), id="part-of-other"),
    pytest.param(changed(FIGURE, lower=None), FIGURE, Effort(), id="read-off-the-words"),
    pytest.param(FIGURE, changed(FIGURE, statement="Some were hurt.", confidence="low"), Effort(), id="not-counted"),
]


@pytest.mark.parametrize(("suggested", "wanted", "took"), CORRECTED)
def test_a_correction_takes_what_differs(suggested: ClaimBase, wanted: ClaimBase, took: Effort) -> None:
    assert corrected(suggested, wanted, ARTICLE.text or "") == took


@pytest.mark.parametrize(
    ("before", "after", "took"),
    [
        pytest.param(None, None, Effort(), id="none"),
        pytest.param("s_2", "x_2", Effort(), id="same"),
        pytest.param("s_3", "x_2", Effort(keys=2, clicks=3), id="another"),
        pytest.param("s_9", "x_2", Effort(keys=1, clicks=2), id="deleted"),
        pytest.param("s_9", None, Effort(), id="deleted-with-it"),
        pytest.param(None, "x_2", Effort(keys=1, clicks=2), id="lacks"),
        pytest.param("s_2", None, Effort(keys=1, clicks=1), id="too-much"),
    ],
)
def test_a_claim_that_is_named_wrongly_is_related_anew(before: str | None, after: str | None, took: Effort) -> None:
    names = {"s_2": "x_2", "s_3": "x_3"}
    suggested, wanted = changed(STATEMENT, voice_id=before), changed(STATEMENT, voice_id=after)
    assert corrected(suggested, wanted, ARTICLE.text or "", names) == took


def test_a_correction_never_takes_more_than_to_begin_anew() -> None:
    wrong = changed(moved(STATEMENT, 1, -1), **{"source_spans": STATEMENT.spans, "cue_spans": STATEMENT.spans})
    wrong = changed(wrong, source_name=("A", "B"), presented_as="denied", source_kind="media")
    assert corrected(wrong, STATEMENT, ARTICLE.text or "") == DELETE + made(STATEMENT, ARTICLE.text or "")


@pytest.mark.parametrize("named_by", [0, 2, 3])
def test_what_is_deleted_takes_relations_of_others_with_it(named_by: int) -> None:
    wrong = changed(moved(STATEMENT, 1, -1), source_spans=STATEMENT.spans, cue_spans=STATEMENT.spans, voice_id="s_3")
    wrong = changed(wrong, source_name=("A", "B", "C"), presented_as="denied", source_kind="media")
    text, names = ARTICLE.text or "", {"s_3": "x_3"}
    took = corrected(wrong, STATEMENT, text, names, named_by)
    related = sum((Effort(keys=1, clicks=2) for _ in range(named_by)), DELETE + made(STATEMENT, text))
    kept = corrected(wrong, STATEMENT, text, names, 99)
    assert took == min(kept, related, key=lambda effort: effort.actions)
    assert (took == kept) == (named_by == 3)


def test_a_relation_between_two_that_are_deleted_is_drawn_once() -> None:
    text = ARTICLE.text or ""
    wrong = changed(moved(STATEMENT, 1, -1), source_spans=STATEMENT.spans, cue_spans=STATEMENT.spans)
    wrong = changed(wrong, source_name=("A", "B", "C", "D", "E", "F"), presented_as="denied", source_kind="media")
    voice, wanted = changed(wrong, claim_id="s_2"), changed(STATEMENT, claim_id="x_2")
    naming = changed(STATEMENT, voice_id="x_2"), changed(wrong, claim_id="s_1", voice_id="s_2")
    anew = DELETE + made(wanted, text)
    assert corrected_together([(naming[1], naming[0]), (voice, wanted)], text) == [DELETE + made(naming[0], text), anew]
    stands = changed(STATEMENT, claim_id="s_1", voice_id="s_2")
    related = anew + Effort(keys=1, clicks=2)
    assert corrected_together([(stands, naming[0]), (voice, wanted)], text) == [Effort(), related]


def test_those_who_name_a_suggestion_rightly_are_counted() -> None:
    names = {"s_1": "x_1", "s_2": "x_2", "s_3": "x_3"}
    naming = [("s_2", "x_2"), ("s_2", "x_2"), ("s_2", "x_3"), ("s_3", "x_2"), ("s_9", "x_2"), ("", "x_2"), ("s_3", "")]
    pairs = [(changed(STATEMENT, voice_id=a or None), changed(STATEMENT, voice_id=b or None)) for a, b in naming]
    assert named_rightly(pairs, names) == {"s_2": 2}


def test_what_differs_is_told_by_its_slot() -> None:
    other = changed(FIGURE, harm="killed", quantity_spans=(), lower=None, comment="?")
    assert slots_that_differ(other, FIGURE, ARTICLE.text or "") == ["quantity_spans", "harm"]
    assert slots_that_differ(moved(FIGURE, 1), FIGURE, ARTICLE.text or "") == ["spans"]


def test_every_sort_of_claim_takes_something_and_nothing_to_keep() -> None:
    layer = layer_of(annotator_id="anna")
    assert len(layer.claims) == len(CLAIMS)
    for one in layer.claims:
        took = made(one, FERRY.text or "")
        regions = sum(len(getattr(one, name)) for name in type(one).model_fields if name.endswith("spans"))
        assert (took.drags, took.keys > regions) == (regions, True)
        names = {other.claim_id: other.claim_id for other in layer.claims}
        assert corrected(one, one, FERRY.text or "", names) == Effort()
    assert {one.label for one in layer.claims} == set(Label)
