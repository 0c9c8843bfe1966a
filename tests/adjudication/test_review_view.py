"""What a review shows of a case, line by line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import QUAY, layer
from rich.console import Console

from claimwire.adjudication.review import ArticleReview, Case, Choice
from claimwire.cli.adjudicate_view import letters, pending_text, print_case, value_text
from claimwire.ingest.article import dehydrated
from claimwire.schema import Article, AttributedStatement, CasualtyFigure, Span
from claimwire.schema.fields import shapes
from claimwire.schema.vocab import Confidence, Harm, VictimGroup

FERRIES = FIGURE | {
    "spans": "Ferries sank in 1999",
    "quantity_spans": "Ferries",
    "lower": 2,
    "qualifier": "at_least",
    "quantity_form": "words",
    "voice_id": "02",
    "place_name": "Orlan",
    "victim_groups": ["crew", "travellers"],
}


def case_of(folder: Path, number: int, *layers: list[dict[str, Any]], article: Article = SHIP) -> Case:
    made = [layer(SHIP, name, entries) for name, entries in zip(("ann", "ben", "cy"), layers, strict=False)]
    return ArticleReview.opened(article, made, folder / "heron_1.jsonl", ()).case(number)


def shown(case: Case, width: int = 100) -> list[str]:
    """Return the lines that are shown of a case, without the line around its title."""
    console = Console(file=StringIO(), record=True, width=width)
    print_case(console, case, "1 of 2")
    return [line.rstrip(" ─") for line in console.export_text().strip().splitlines()]


def test_a_claim_that_one_layer_has_is_shown_with_all_that_it_says(tmp_path: Path) -> None:
    case = case_of(tmp_path, 1, [STATEMENT, FERRIES | {"confidence": "medium", "comment": "Hm."}], [])
    assert shown(case) == [
        "1 of 2 · heron_1 · Casualty figure",
        "ann  ⟦Ferries sank in 1999⟧.",
        "not in the layer of ben",
        "field          ┃ a  ann",
        "━━━━━━━━━━━━━━━╇" + 84 * "━",
        "statement      │ Nobody is counted.",
        "voice id       │ 01: Ada Lorn called the ferry old.",
        "presented as   │ asserted",
        "               │ stated as the case, in a clause or under a cue that says so",
        "polarity       │ positive",
        "               │ they say that it is so",
        "confidence     │ medium",
        "               │ another reader may differ in a slot or a boundary",
        "comment        │ Hm.",
        "quantity spans │ ‘Ferries’",
        "quantity form  │ words",
        "               │ spelled out",
        "qualifier      │ at_least",
        "               │ the number or more",
        "approximate    │ no",
        "lower          │ 2",
        "harm           │ killed",
        "               │ died",
        "victim status  │ unspecified",
        "               │ the article does not say",
        "victim groups  │ crew; travellers",
        "               │ crew of a ship, an aircraft or a train",
        "               │ passengers and tourists",
        "place name     │ Orlan",
        "named victim   │ no",
        "scope          │ single_event",
        "               │ over, or not told otherwise, and the count of one event",
    ]


def test_of_several_claims_what_differs_is_shown_and_the_rest_in_short(tmp_path: Path) -> None:
    ben = FERRIES | {"spans": "sank in 1999", "named_victim": True, "voice_id": None}
    case = case_of(tmp_path, 1, [STATEMENT, FERRIES], [STATEMENT, ben], [STATEMENT])
    assert shown(case) == [
        "1 of 2 · heron_1 · Casualty figure",
        "ann  ⟦Ferries sank in 1999⟧.",
        "ben  Ferries ⟦sank in 1999⟧.",
        "not in the layer of cy",
        "field        ┃ a  ann                                    ┃ b  ben",
        "━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "spans        │ ‘Ferries sank in 1999’                    │ ‘sank in 1999’",
        "statement    │ Nobody is counted.                        │ Nobody is counted.",
        "voice id     │ 01: Ada Lorn called the ferry old.        │ —",
        "named victim │ no                                        │ yes",
        "the same in all: presented as asserted; polarity positive; quantity spans ‘Ferries’; quantity form",
        "words; qualifier at_least; approximate no; lower 2; harm killed; victim status unspecified; victim",
        "groups crew; travellers; place name Orlan; scope single_event",
    ]


def test_names_of_events_that_layers_need_not_agree_on_are_never_said_to_be_the_same(tmp_path: Path) -> None:
    lines = shown(case_of(tmp_path, 0, [BACKGROUND], [BACKGROUND | {"event_name": "The losses"}]))
    rows = [[cell.strip() for cell in line.split("│")] for line in lines]
    assert ["event name", "Losses of 1999", "The losses"] in rows
    assert "the same in all: spans ‘Ferries sank in 1999’; presented as asserted;" in " ".join(lines)
    assert "event name" not in " ".join(lines).partition("the same in all: ")[2]


def test_layers_that_mark_alike_share_a_passage_and_discontinuous_spans_have_brackets_each(tmp_path: Path) -> None:
    lines = shown(case_of(tmp_path, 0, [STATEMENT], [STATEMENT | {"statement": "She called it old."}]))
    assert lines[1:3] == ["ann  ⟦“The ferry,”⟧ said Ada Lorn, ⟦“was old.”⟧", "ben"]
    assert "statement │ Ada Lorn called the ferry old.             │ She called it old." in lines


def test_without_the_text_there_are_offsets(tmp_path: Path) -> None:
    lines = shown(case_of(tmp_path, 0, [STATEMENT], [STATEMENT], article=dehydrated(SHIP)))
    assert lines[1] == "no text here: restore it with --from to see the words"
    same = " ".join(lines).partition("the same in all: ")[2]
    assert same.startswith("spans 94-106 … 122-132; presented as asserted; polarity positive; source spans 112-120;")
    assert "⟦" not in "".join(lines)


def test_a_claim_to_be_added_has_no_columns_and_no_passage(tmp_path: Path) -> None:
    path = tmp_path / "heron_1.jsonl"
    path.write_text('{"id": "01", "set": {"label": "casualty_figure"}, "reason": "", "proposed": "so"}\n')
    case = ArticleReview.opened(SHIP, [], path).case(0)
    assert shown(case) == ["1 of 2 · heron_1", "field", "━" * 100]
    assert letters(case) == {}


def plain(model: Any, name: str, value: Any, case: Case, **options: Any) -> str:
    shape = next(shape for shape in shapes(model) if shape.name == name)
    return value_text(shape, value, case, **options).plain


def test_values_are_shown_as_people_read_them(tmp_path: Path) -> None:
    case = case_of(tmp_path, 0, [STATEMENT])
    spans = (Span(start=0, end=5), Span(start=6, end=11))
    assert plain(CasualtyFigure, "harm", Harm.KILLED, case) == "killed\ndied"
    assert plain(CasualtyFigure, "harm", Harm.KILLED, case, brief=True) == "killed"
    assert plain(CasualtyFigure, "named_victim", False, case) == "no"
    assert plain(CasualtyFigure, "lower", 0, case) == "0"
    groups = (VictimGroup.WOMEN, VictimGroup.MEDICS)
    assert plain(CasualtyFigure, "victim_groups", groups, case, brief=True) == "women; medics"
    assert plain(CasualtyFigure, "spans", spans, case) == "‘Ferry’ … ‘sinks’"
    assert plain(CasualtyFigure, "voice_id", "heron_1_ann_02", case) == "01: Ada Lorn called the ferry old."
    assert plain(CasualtyFigure, "voice_id", "heron_1_zoe_02", case) == "heron_1_zoe_02"
    assert plain(AttributedStatement, "source_name", ("Ada Lorn", "the mayor"), case) == "Ada Lorn; the mayor"
    for value in (None, ()):
        assert plain(AttributedStatement, "source_name", value, case) == "—"


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (Choice("ann/02"), None),
        (Choice(None, take={"spans": "ben/02"}), "spans from ben"),
        (Choice(None, set={"time": "1999"}, unset=("channel",)), "time = 1999; without channel"),
        (Choice(None, set={"source_name": ["Ada Lorn", "Ben"]}), "source_name = Ada Lorn; Ben"),
        (Choice(None, set={"spans": [{"start": 0, "end": 5}, {"start": 6, "end": 11}]}), "spans = ‘Ferry’ … ‘sinks’"),
        (Choice(None, set={"spans": []}), "spans = "),
        (Choice(None, set={"named_victim": False}), "named_victim = False"),
        (Choice(None, set={"confidence": "low"}, confidence=Confidence.LOW), "confidence = low; confidence low"),
        (Choice(None, confidence=Confidence.HIGH, note="See there."), "note: See there."),
    ],
)
def test_what_is_to_be_recorded_is_shown_in_one_line(choice: Choice, text: str | None, tmp_path: Path) -> None:
    pending = pending_text(choice, case_of(tmp_path, 0, [STATEMENT]))
    assert (None if pending is None else pending.plain) == text


def test_a_claim_outside_all_sentences_is_shown(tmp_path: Path) -> None:
    """The review ended with a traceback."""
    article = QUAY.model_copy(update={"sentences": QUAY.sentences[1:]})
    claim = layer(QUAY, "ann", [FIGURE | {"sentences": [0], "spans": "Quay closed"}])
    review = ArticleReview.opened(article, [claim], tmp_path / "heron_2.jsonl")
    assert "ann  ⟦Quay closed⟧" in shown(review.case(0))
