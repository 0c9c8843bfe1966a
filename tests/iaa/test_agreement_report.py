"""The report as a whole: annotator groups and kinds, what every table and figure says, what is undefined."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from invented_study import FIGURE, STATEMENT, annotator, mark, study

from claimwire.errors import ClaimwireError
from claimwire.iaa import Options, annotator_groups, as_json, measure_agreement
from claimwire.iaa.figures import figures
from claimwire.iaa.tables import all_tables, number
from claimwire.schema import LABELS
from claimwire.schema.vocab import AnnotatorKind
from tools.agreement_page import markdown

HUMAN, MODEL, RULE = AnnotatorKind.HUMAN, AnnotatorKind.MODEL, AnnotatorKind.RULE


def test_kinds_are_not_pooled_unless_asked() -> None:
    people = [annotator("h1"), annotator("h2"), annotator("h3"), annotator("m1", MODEL), annotator("r1", RULE)]
    found = annotator_groups(people)
    assert len([party for party in found if len(party.members) == 2]) == 10
    assert [party.name for party in found if len(party.members) > 2] == ["all 3 human annotators"]
    for party in found:
        kinds = {member.annotator_kind for member in party.members}
        assert (party.statement == "human agreement") == (kinds == {HUMAN})
        assert ("not human agreement" in party.statement) == (kinds != {HUMAN})
    (pooled,) = [party for party in annotator_groups(people, pooled=True) if party not in found]
    assert pooled.name == "all 5 annotators, kinds pooled on request"
    assert pooled.statement == "agreement between human and model and rule annotators, not human agreement"


def test_two_of_a_kind_are_a_pair_and_nothing_more() -> None:
    assert [party.name for party in annotator_groups([annotator("m2", MODEL), annotator("m1", MODEL)])] == ["m1 + m2"]


def mixed_study() -> Any:
    layer = {"d": [mark("x", STATEMENT, (0, 9))], "e": [mark("y", FIGURE, (3, 8))]}
    kinds = {"h1": HUMAN, "h2": HUMAN, "m1": MODEL}
    return study(dict.fromkeys(kinds, layer), kinds=kinds)


def test_every_table_and_every_party_of_the_json_says_whose_agreement_it_is() -> None:
    report = measure_agreement(mixed_study(), Options(resamples=20))
    tables = list(all_tables(report))
    assert len(tables) > 3 * 5
    for party in report.groups:
        own = [table for table in tables if party.name in table.title]
        assert own
        assert all(party.statement in table.title for table in own)
    assert "human agreement; agreement between human and model annotators" in tables[1].title
    shown = as_json(report)
    assert [(p["party"], p["agreement"]) for p in shown["parties"]] == [(p.name, p.statement) for p in report.groups]
    json.dumps(shown, allow_nan=False)


def test_figures_are_svg_that_says_whose_agreement_it_is_and_the_same_each_time() -> None:
    report = measure_agreement(mixed_study(), Options(resamples=20))
    made = figures(report)
    assert set(made) == {"labels", "confusion", "disagreement"}
    assert made == figures(report)
    for content in made.values():
        tree = ET.fromstring(content)
        assert "not human agreement" in "".join(tree.itertext())
    changed = measure_agreement(
        study({"h1": {"d": [mark("x", STATEMENT, (0, 9))]}, "m1": {"d": []}}, kinds={"m1": MODEL})
    )
    assert figures(changed)["labels"] != made["labels"]


def test_a_value_below_one_is_never_shown_as_one() -> None:
    assert number(0.99999) == "> 0.999"
    assert number(1.0) == "1.000"
    assert number(-0.0251) == "-0.025"
    assert number(None) == "—"


def test_nobody_to_compare_with_is_said() -> None:
    compares = "and agreement compares two annotators' layers of the same document; annotate the same documents again"
    with pytest.raises(ClaimwireError, match=rf"^[^:]+: no document of it has a layer, {compares}$"):
        measure_agreement(study({}))
    with pytest.raises(ClaimwireError, match=rf": there are layers by h1 \(human\) alone, {compares}$"):
        measure_agreement(study({"h1": {"d": []}}))
    with pytest.raises(
        ClaimwireError, match=rf": no document has layers by two of h1 .human., h2 .human., {compares}$"
    ):
        measure_agreement(study({"h1": {"d": []}, "h2": {"e": []}}))


def test_what_is_undefined_in_some_resamples_is_marked_and_told_below() -> None:
    # one document has the only figure: it is drawn in some resamples and not in others
    layers = {
        "d": [mark("x", STATEMENT, (0, 9))],
        "e": [mark("y", STATEMENT, (3, 8)), mark("z", FIGURE, (20, 30))],
    }
    report = measure_agreement(study({"a": layers, "b": layers}), Options(resamples=200))
    f1 = report.of("a + b", "spans")[FIGURE, "exact F1"]
    assert 0 < f1.resamples < 200
    table = next(t for t in all_tables(report) if "Claims as spans" in t.title)
    cells = {row[0]: row[table.header.index("exact F1")] for row in table.rows}
    assert cells == {
        STATEMENT: "1.000 [1.00, 1.00]",
        FIGURE: "1.000 [1.00, 1.00] †",
        "all labels": "1.000 [1.00, 1.00]",
    }
    (note,) = table.notes
    assert note.startswith("† undefined in some of the 200 resamples, which its interval leaves out. Defined: ")
    assert f"casualty_figure: exact F1 in {f1.resamples}" in note
    assert note in markdown(table)


def test_without_resamples_nothing_is_marked() -> None:
    assert not [table for table in all_tables(measure_agreement(mixed_study(), Options(resamples=0))) if table.notes]


def test_the_three_labels_are_all_there_is() -> None:
    assert {declaration.label.value for declaration in LABELS} == {STATEMENT, FIGURE, "historical_background"}
