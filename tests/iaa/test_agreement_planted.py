"""Errors planted in a copy of a layer are found, each in its kind, and none is found that was not planted."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from claims_at import BY_LABEL, claim, layer
from invented import plain_article
from invented_study import annotator

from claimwire.iaa import Options, corpus_study, measure_agreement
from claimwire.schema import Annotation, ClaimBase
from claimwire.schema.vocab import PresentedAs

CLAIMS, ROOM = 60, 40
"""How many claims there are, and how many code points each has to itself."""

ARTICLE = plain_article("Headline\n\nLead.\n\n" + "Nothing is said here. " * (CLAIMS * ROOM // 20))

PLANTED = {"only one": 9, "other label": 4, "span": 6, "slots": 8, "names": 5, "span and slots": 3}
"""How many errors of each kind are planted."""


def original() -> Annotation:
    labels = [list(BY_LABEL)[number % 3] for number in range(CLAIMS)]
    return layer("ada", [claim([(ROOM * n, ROOM * n + 25)], label=label) for n, label in enumerate(labels)])


def relabelled(own: ClaimBase) -> ClaimBase:
    """Return a claim of another label at the same place."""
    others = [template for label, template in BY_LABEL.items() if label != own.label.value]
    return others[0].model_copy(update={"claim_id": own.claim_id, "spans": own.spans})


def shortened(own: ClaimBase) -> ClaimBase:
    (span,) = own.spans
    return own.model_copy(update={"spans": (span.model_copy(update={"end": span.end - 1}),)})


def slot_changed(own: ClaimBase) -> ClaimBase:
    return own.model_copy(update={"presented_as": PresentedAs.FUTURE})


def name_changed(own: ClaimBase) -> ClaimBase:
    names = {"attributed_statement": "speaks_for_name", "historical_background": "place_name"}
    names["casualty_figure"] = "place_name"
    return own.model_copy(update={names[own.label.value]: "a name of old"})


CHANGES = {
    "same": lambda own: own,
    "other label": relabelled,
    "span": shortened,
    "slots": slot_changed,
    "names": name_changed,
    "span and slots": lambda own: slot_changed(shortened(own)),
}


@pytest.mark.parametrize("seed", range(3))
def test_every_planted_error_is_found_and_none_invented(seed: int) -> None:
    kinds = [kind for kind, count in PLANTED.items() for _ in range(count)]
    kinds += ["same"] * (CLAIMS - len(kinds))
    random.Random(seed).shuffle(kinds)
    own = original()
    changed = [CHANGES[kind](c) for kind, c in zip(kinds, own.claims, strict=True) if kind != "only one"]
    copy = own.model_copy(update={"annotator_id": "ben", "annotation_id": "heron_1_ben", "claims": tuple(changed)})
    study = corpus_study("planted", [ARTICLE], [own, copy], [annotator("ada"), annotator("ben")])
    report = measure_agreement(study, Options(resamples=0))

    found: Counter[str] = Counter()
    for counts in report.disagreement["ada + ben"].values():
        found.update(counts)
    same = CLAIMS - sum(PLANTED.values())
    assert found == {kind: n * (1 if kind == "only one" else 2) for kind, n in (PLANTED | {"same": same}).items()}

    confusion = report.confusion["ada + ben"]
    assert sum(n for (a, b), n in confusion.items() if a != b and "none" not in (a, b)) == PLANTED["other label"]
    assert sum(n for (_, b), n in confusion.items() if b == "none") == PLANTED["only one"]
    assert not [pair for pair in confusion if pair[0] == "none"]

    wrong = sum(PLANTED[kind] for kind in ("only one", "other label", "span", "span and slots"))
    recall = report.of("ada + ben", "spans")["all labels", "exact recall"]
    assert recall.value == pytest.approx((CLAIMS - wrong) / CLAIMS)
