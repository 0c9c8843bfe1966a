"""Grades of slots by agreement."""

from __future__ import annotations

import pytest
from small import OPEN

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.iaa.grades import SCORED, USABLE, grade, grades_of_card
from claimwire.release.agreed import AgreementSample
from claimwire.release.grades import grade_table, grades_in_short, slot_agreement
from claimwire.schema import LABELS
from claimwire.schema.fields import shapes


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [
        (1.0, "scored"),
        (SCORED, "scored"),
        (SCORED - 0.001, "usable"),
        (USABLE, "usable"),
        (USABLE - 0.001, "experimental"),
        (-0.2, "experimental"),
        (None, "experimental"),
    ],
)
def test_the_grade_at_its_bounds(agreement: float | None, expected: str) -> None:
    assert grade(agreement) == expected


def test_every_slot_that_annotators_judge_has_a_grade_and_one_that_was_not_asked_is_experimental(
    small_built: Workspace,
) -> None:
    corpus = small_built.corpus(OPEN)
    sample = AgreementSample()
    for article_id in corpus.articles:
        sample.add(corpus.only({article_id}))
    measured = sample.reports(records_of(small_built.annotators()[0]), [OPEN])
    found = slot_agreement(measured)
    assert len(found) > 0
    assert all(value <= 1 for value in found.values())
    rows = [line.split(" | ") for line in grade_table(measured, {}).splitlines()[2:]]
    judged = [
        (declaration.label.value, f"`{shape.name}`")
        for declaration in LABELS
        for shape in shapes(declaration.model)
        if shape.role == "judgement"
    ]
    assert [(row[0].strip("| "), row[1]) for row in rows] == judged
    assert grade_table([], {}).count("not measured | experimental") == len(judged)
    grades = [row[-1].strip("| ") for row in rows]
    read = grades_of_card(f"# Card\n\n{grade_table(measured, {})}\nMore.\n")
    assert read == {(label, slot.strip("`")): x for (label, slot), x in zip(judged, grades, strict=True)}
    shown = grades_in_short(measured)
    counts = {name: grades.count(name) for name in ("scored", "usable", "experimental")}
    assert shown.startswith(f"Of {len(judged)} slots {', '.join(f'{n} {name}' for name, n in counts.items())}.")
    low = {
        f"`{label}.{slot.strip('`')}`" for (label, slot), x in zip(judged, grades, strict=True) if x == "experimental"
    }
    assert low
    assert set(shown.partition("scored on: ")[2].removesuffix(".").split(", ")) == low
