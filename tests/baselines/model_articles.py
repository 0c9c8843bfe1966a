"""Invented articles with claims, as models of articles learn from them in the tests."""

from __future__ import annotations

from functools import cache

from claimwire.baselines.contract import LabelledArticle
from claimwire.ingest.unlisted import article_of_text
from claimwire.schema import CLAIM_ADAPTER

PLACES = ("Tamsin", "Corrin", "Vell", "Orrin")
SAID = "The road to {0} is open, Minister Lorn said."
DATED = "The mill of {0} was built in 18{1}0."
HURT = "At least {1}2 people were killed in {0}."
PLAIN = "A green boat lay at the quay of {0}."


def span(text: str, words: str) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def statement(text: str, key: str, place: str) -> dict[str, object]:
    return {
        "claim_id": f"{key}_a", "article_id": key, "label": "attributed_statement", "mention": "named",
        "spans": [span(text, f"The road to {place} is open")], "source_spans": [span(text, "Minister Lorn")],
        "cue_spans": [span(text, "said")], "cue_class": "neutral", "quote_type": "indirect", "presented_as": "asserted",
    }  # fmt: skip


def labelled(number: int) -> LabelledArticle:
    """Return an article with a statement, a dated state and a figure."""
    place, key = PLACES[number], f"made_{number}"
    lines = [part.format(place, number + 1) for part in (SAID, DATED, PLAIN, HURT)]
    text = f"News from {place}\n\n{' '.join(lines[:2])}\n\n{' '.join(lines[2:])}\n"
    background = {
        "claim_id": f"{key}_b", "article_id": key, "label": "historical_background", "presented_as": "asserted",
        "spans": [span(text, lines[1][:-1])], "event_type": "other", "time_resolution": "explicit",
    }  # fmt: skip
    figure = {
        "claim_id": f"{key}_c", "article_id": key, "label": "casualty_figure", "presented_as": "asserted",
        "spans": [span(text, f"At least {number + 1}2 people were killed")], "qualifier": "at_least", "harm": "killed",
        "quantity_spans": [span(text, f"At least {number + 1}2")], "quantity_form": "digits",
        "victim_status": "unspecified", "lower": int(f"{number + 1}2"),
    }  # fmt: skip
    claims = [
        CLAIM_ADAPTER.validate_python(one, strict=False) for one in (statement(text, key, place), background, figure)
    ]
    return LabelledArticle(article_of_text(text, key, "2031-05-06"), tuple(claims))


@cache
def made_articles() -> tuple[LabelledArticle, ...]:
    """Return the articles that models learn from."""
    return tuple(labelled(number) for number in range(len(PLACES)))
