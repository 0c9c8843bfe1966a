"""What a person types as values of fields, at the edges of what is allowed, and which values are offered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from invented import BACKGROUND, FIGURE, SHIP, STATEMENT
from quay import ARTICLES, layer

from claimwire.adjudication.editing import FieldEditor, chosen_option, editable_fields, options_for, sentences_of
from claimwire.adjudication.review import OFFERED_REASONS, ArticleReview, Choice, ReviewQueue, told
from claimwire.cli.adjudicate_view import LETTERS, letters
from claimwire.corpus.atomic import write_text
from claimwire.errors import AnchorError, ClaimwireError, EdtfError
from claimwire.ingest.article import dehydrated
from claimwire.schema import AttributedStatement, CasualtyFigure, ClaimBase, HistoricalBackground, Span
from claimwire.schema.fields import FieldShape, shapes
from claimwire.schema.vocab import VictimGroup


def field(model: type[ClaimBase], name: str) -> FieldShape:
    return next(shape for shape in shapes(model) if shape.name == name)


def value(model: type[ClaimBase], name: str, answer: str, sentences: Any = range(5)) -> Any:
    return FieldEditor(model, SHIP, sentences).value(field(model, name), answer)


OPTIONS = [("one", ""), ("two", ""), ("7", "")]


@pytest.mark.parametrize(("answer", "chosen"), [("1", "one"), ("3", "7"), ("two", "two"), ("7", "7")])
def test_an_option_is_chosen_by_number_or_as_it_is(answer: str, chosen: str) -> None:
    assert chosen_option(answer, OPTIONS) == chosen


@pytest.mark.parametrize("answer", ["0", "4", "-1", "²", "One", ""])
def test_what_is_not_an_option_is_refused(answer: str) -> None:
    with pytest.raises(ClaimwireError, match="is not one of the values; type a number from 1 to 3"):
        chosen_option(answer, OPTIONS)


@pytest.mark.parametrize(("answer", "number"), [("0", 0), ("12", 12), (" 9 ", 9)])
def test_a_whole_number(answer: str, number: int) -> None:
    assert value(CasualtyFigure, "lower", answer) == number


@pytest.mark.parametrize("answer", ["-1", "1.5", "1,000", "nine", ""])
def test_what_is_not_a_whole_number_is_refused(answer: str) -> None:
    with pytest.raises(ClaimwireError, match="is not a whole number from 0 on"):
        value(CasualtyFigure, "lower", answer)


def test_yes_and_no_are_truth_values() -> None:
    editor = FieldEditor(CasualtyFigure, SHIP, [0])
    shape = field(CasualtyFigure, "named_victim")
    assert [editor.value(shape, answer, [("yes", ""), ("no", "")]) for answer in ("yes", "1", "no", "2")] == [
        True,
        True,
        False,
        False,
    ]


def test_names_are_separated_by_semicolons_and_text_is_not() -> None:
    assert value(AttributedStatement, "source_name", " Ada Lorn ;; the mayor; ") == ["Ada Lorn", "the mayor"]
    assert value(AttributedStatement, "speaks_for_name", "a board; at night") == "a board; at night"


def test_several_values_of_a_vocabulary_are_separated_by_semicolons() -> None:
    """A single one was taken as it stood, and the claim then refused."""
    editor = FieldEditor(CasualtyFigure, SHIP, [0])
    shape = field(CasualtyFigure, "victim_groups")
    groups = [(group.value, "") for group in VictimGroup]
    assert editor.value(shape, "women", groups) == ["women"]
    assert editor.value(shape, " 1 ; medics;; ", groups) == ["children", "medics"]
    with pytest.raises(ClaimwireError, match="'women and men' is not one of the values"):
        editor.value(shape, "medics; women and men", groups)


def test_a_date_is_one_with_bounds() -> None:
    assert value(HistoricalBackground, "time", "1992/1994") == "1992/1994"
    with pytest.raises(EdtfError):
        value(HistoricalBackground, "time", "in the nineties")


@pytest.mark.parametrize("name", ["statement", "comment", "time", "event_name"])
def test_an_empty_answer_is_not_a_value(name: str) -> None:
    with pytest.raises(ClaimwireError):
        value(HistoricalBackground, name, "  ")


def quotes(answer: str, sentences: Any = range(5)) -> list[str]:
    text = SHIP.text or ""
    return [Span(**span).of(text) for span in value(HistoricalBackground, "spans", answer, sentences)]


def test_a_span_is_a_quote_or_pieces_or_a_quote_with_words_around_it() -> None:
    assert quotes("Ferries sank in 1999") == ["Ferries sank in 1999"]
    assert quotes("Ferries sank … 1999") == ["Ferries sank", "1999"]
    (first,) = value(HistoricalBackground, "spans", "[[“We wait,”]] she said. “", range(5))
    (second,) = value(HistoricalBackground, "spans", "[[“We wait,”]] she said again", range(5))
    assert (SHIP.text or "")[first["start"] :].startswith("“We wait,” she said. ")
    assert second["start"] > first["start"]


def test_a_quote_is_looked_for_in_the_sentences_first() -> None:
    text = SHIP.text or ""
    found = {
        number: value(HistoricalBackground, "spans", "sank at dawn", [number])[0]["start"]
        for number, span in enumerate(SHIP.sentences)
        if "sank at dawn" in span.of(text)
    }
    assert len(set(found.values())) == len(found) == 2
    with pytest.raises(AnchorError, match="is there 2 times"):
        value(HistoricalBackground, "spans", "sank at dawn", range(5))


def test_sentences_are_those_that_a_claim_touches() -> None:
    second = SHIP.sentences[1]
    claim = layer(SHIP, "ann", [BACKGROUND]).claims[0]
    spans = {
        (second.start, second.end): [1],
        (second.end - 1, second.end): [1],
        (second.start - 1, second.start + 1): [1] if SHIP.sentences[0].end < second.start else [0, 1],
        (SHIP.sentences[0].start, second.start + 1): [0, 1],
        (SHIP.sentences[0].start, second.start): [0],
    }
    for (start, end), numbers in spans.items():
        moved = claim.model_copy(update={"spans": (Span(start=start, end=end),)})
        assert sentences_of(SHIP, [moved]) == numbers
    assert sentences_of(SHIP, []) == []


def opened(folder: Path, *entries: dict[str, Any]) -> ArticleReview:
    return ArticleReview.opened(SHIP, [layer(SHIP, "ann", entries)], folder / "heron_1.jsonl")


def test_a_reference_is_to_another_line_whose_claim_has_the_right_label(tmp_path: Path) -> None:
    part = FIGURE | {"id": "05", "spans": "sank", "statement": "Some of them."}
    review = opened(tmp_path, BACKGROUND, STATEMENT, FIGURE, part)
    statements = {line["id"]: review.context.claims[line["from"][0]].statement for line in review.lines}
    figures = [line["id"] for line in review.lines if line["from"][0] in ("ann/03", "ann/05")]
    place = next(at for at, line in enumerate(review.lines) if line["from"] == ["ann/03"])
    (other,) = (name for name in figures if name != review.lines[place]["id"])
    assert options_for(field(CasualtyFigure, "part_of_id"), review, place) == [(other, statements[other])]
    assert options_for(field(CasualtyFigure, "voice_id"), review, place) == [("01", "Ada Lorn called the ferry old.")]
    assert options_for(field(CasualtyFigure, "lower"), review, place) == []
    assert [name for name, _ in options_for(field(CasualtyFigure, "named_victim"), review, place)] == ["yes", "no"]
    review.decide(0, Choice("ann/02", set={"statement": "She called it old."}), "Shorter.", "judge")
    assert options_for(field(CasualtyFigure, "voice_id"), review, place) == [("01", "She called it old.")]


def test_a_claim_without_a_statement_is_told_by_its_words(tmp_path: Path) -> None:
    bare = {name: value for name, value in STATEMENT.items() if name != "statement"}
    review = opened(tmp_path, BACKGROUND, bare, FIGURE)
    place = next(at for at, line in enumerate(review.lines) if line["from"] == ["ann/03"])
    said = "“The ferry,” … “was old.”"
    assert options_for(field(CasualtyFigure, "voice_id"), review, place) == [("01", said)]
    assert f"01: {said}" in review.case(place).others.values()
    claim = review.context.claims["ann/02"]
    (first, second) = claim.spans
    assert told(claim, dehydrated(SHIP)) == f"{first.start}-{first.end} … {second.start}-{second.end}"


def test_a_line_that_is_made_of_no_layers_claim_is_not_offered_as_a_reference(tmp_path: Path) -> None:
    review = opened(tmp_path, BACKGROUND, STATEMENT, FIGURE)
    place = next(at for at, line in enumerate(review.lines) if line["from"] == ["ann/03"])
    voice = field(CasualtyFigure, "voice_id")
    assert [statement for _, statement in options_for(voice, review, place)] == ["Ada Lorn called the ferry old."]
    review.decide(0, Choice(None, reject=True), "Nobody said it.", "judge")
    assert "from" not in review.lines[0]
    assert options_for(voice, review, place) == []


def test_neither_ids_nor_label_nor_what_adjudication_gives_is_edited() -> None:
    names = {shape.name for shape in editable_fields(CasualtyFigure)}
    assert not names & {"claim_id", "article_id", "label", "event_id", "review"}
    assert names >= {"spans", "statement", "comment", "confidence", "voice_id", "harm", "lower"}


def queue_of(folder: Path, reasons: list[str]) -> ReviewQueue:
    """Return a queue of as many cases as there are reasons, decided for them; an empty one leaves a case open."""
    lines = [{"id": f"{n:02d}", "set": {}, "reason": reason} for n, reason in enumerate(reasons, start=1)]
    for number, key in enumerate(ARTICLES):
        own = lines[number::2]
        write_text(folder / f"{key}.jsonl", "".join(json.dumps(line) + "\n" for line in own))
    return ReviewQueue([ArticleReview.opened(x, [], folder / f"{key}.jsonl") for key, x in ARTICLES.items()])


def test_reasons_are_offered_from_the_cases_before_backwards_then_from_those_after(tmp_path: Path) -> None:
    # heron_1 has the cases A, B, A; heron_2 has an open one and C
    queue = queue_of(tmp_path, ["A", "", "B", "C", "A"])
    assert [queue.reasons(number) for number in range(5)] == [
        ["B", "A", "C"],
        ["A", "C"],
        ["B", "A", "C"],
        ["A", "B", "C"],
        ["A", "B"],
    ]
    assert (queue.next_open(), queue.next_open(3), queue.next_open(4), queue.open_count) == (3, 3, None, 1)


def test_no_more_than_nine_reasons_are_offered(tmp_path: Path) -> None:
    queue = queue_of(tmp_path, [f"Reason {number}" for number in range(12)])
    assert len(queue.reasons(0)) == OFFERED_REASONS == 9
    assert len(queue_of(tmp_path, [f"Reason {number}" for number in range(9)]).reasons(0)) == 8


def test_every_claim_of_a_case_has_keys_that_no_command_has(tmp_path: Path) -> None:
    """From the sixteenth claim on they had none, and could not be taken."""
    layers = [layer(SHIP, f"a{number:02d}", [BACKGROUND]) for number in range(20)]
    review = ArticleReview.opened(SHIP, layers, tmp_path / "heron_1.jsonl", ())
    keys = letters(review.case(0))
    assert len(keys) == 20
    assert list(keys)[:15] == list(LETTERS)
    assert not set(keys) & set("efkmnpqsuxz")
