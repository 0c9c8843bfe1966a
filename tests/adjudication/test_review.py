"""A review in the terminal: every answer does what it says, and whoever stops anywhere goes on from there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from quay import ARTICLES, ENTRIES, lines, planted, records, review, run, state, write

from claimwire.adjudication.context import ArticleContext
from claimwire.adjudication.decisions import read_decisions, write_decisions
from claimwire.adjudication.editing import NOT_EDITED, editable_fields
from claimwire.adjudication.review import ArticleReview, Choice, ReviewQueue
from claimwire.corpus.records import write_jsonl
from claimwire.errors import AnchorError, ClaimwireError, RecordError
from claimwire.ingest.article import dehydrated
from claimwire.schema import LABELS, Annotation, Span
from claimwire.schema.vocab import Confidence, Decision

PLANTED = ("time", "spans", "only_one", "source_kind", "harm", "statement")
BLOCKS = [
    ["a", "It is said."],
    ["n", "She may not know.", "s", "2", "b", "Ben dates it."],
    ["?", "m", "e", "source_kind", "3", "a", "An office of the state."],
    ["u"],
    ["x", "2"],
    ["f", "b", "2"],
]
"""The answers up to each time that something is written; the cases come in the order of articles and places."""

ANSWERS = [answer for block in BLOCKS for answer in block]
FIRST, SECOND, THIRD, FOURTH = ("heron_1", 1), ("heron_1", 2), ("heron_2", 0), ("heron_2", 1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, [*planted("ann", ()), *planted("ben", PLANTED)])
    return tmp_path


def line(root: Path, at: tuple[str, int]) -> dict[str, Any]:
    return lines(root, at[0])[at[1]]


def test_what_is_decided_is_written_with_who_and_why(root: Path) -> None:
    shown = review(root, ANSWERS)
    assert "decided by a rule: 4 by all-agree; to be decided by a person: 4, 4 left" in shown
    assert "4 of 4, 1 left" in shown
    assert "all is decided" in shown
    assert "claimwire adjudicate heron work --adjudicator judge" in shown
    by = {"adjudicator": "judge"}
    assert line(root, FIRST) == {"id": "02", "from": ["ann/04"], "reason": "It is said."} | by
    assert line(root, SECOND) == by | {
        "id": "03",
        "from": ["ben/01", "ann/01"],
        "note": "She may not know.",
        "confidence": "medium",
        "reason": "Ben dates it.",
    }
    assert line(root, THIRD) == by | {"id": "01", "reject": ["ann/01", "ben/01"], "reason": "It is said."}, (
        "reopened, the reasons offered are those of the cases next before"
    )
    assert line(root, FOURTH) == by | {"id": "02", "from": ["ben/02", "ann/02"], "reason": "Ben dates it."}


def test_what_was_decided_is_applied(root: Path) -> None:
    review(root, ANSWERS)
    applied = run(root, "work", "--adjudicator", "judge")
    assert "7 claims, 8 decisions" in applied.output
    decided = {d.adjudication_id: d for d in records(root, "adjudications")}
    dated = decided["heron_1_d003"]
    assert (dated.decision, dated.rule, dated.reason) == (Decision.CHOSEN, None, "Ben dates it.")
    assert (dated.note, dated.confidence, dated.adjudicator_id) == ("She may not know.", Confidence.MEDIUM, "judge")
    assert (decided["heron_2_d001"].decision, decided["heron_2_d001"].claim_id) == (Decision.REJECTED, None)
    assert [d.rule for d in decided.values()].count("all-agree") == 4
    before = {path.name: path.read_bytes() for path in (root / "annotations" / "heron").glob("*.*l")}
    assert len(before) > 3
    run(root, "work", "--adjudicator", "judge")
    assert {path.name: path.read_bytes() for path in (root / "annotations" / "heron").glob("*.*l")} == before


def block_of(answers: int) -> int:
    """Return the first answer of the block that the so-manieth stands in."""
    begin = 0
    for block in BLOCKS:
        if begin + len(block) > answers:
            break
        begin += len(block)
    return begin


@pytest.mark.parametrize("stop", range(len(ANSWERS) + 1))
def test_whoever_stops_anywhere_ends_where_one_go_ends(root: Path, stop: int, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("one_go")
    write(other, [*planted("ann", ()), *planted("ben", PLANTED)])
    review(other, ANSWERS)
    shown = review(root, ANSWERS[:stop])
    left = sum(line.get("reason") == "" for key in ARTICLES for line in lines(root, key))
    assert (f"{left} of 4 are left" in shown) is (left > 0)
    assert ("all is decided" in shown) is (left == 0)
    if left:
        review(root, ANSWERS[block_of(stop) :])
    assert state(root) == state(other)


@pytest.mark.parametrize("write_that_fails", range(2, 8))
def test_a_write_that_fails_loses_one_decision_at_most(
    root: Path, write_that_fails: int, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any
) -> None:
    other = tmp_path_factory.mktemp("one_go")
    write(other, [*planted("ann", ()), *planted("ben", PLANTED)])
    review(other, ANSWERS)
    states: list[dict[str, str]] = []
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        states.append(state(root))
        if len(states) == write_that_fails:
            raise OSError("no space left")
        return real(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        with pytest.raises(OSError, match="no space"):
            review(root, ANSWERS)
    assert {k: v for k, v in state(root).items() if not k.startswith(".")} == {
        k: v for k, v in states[-1].items() if not k.startswith(".")
    }
    done = sum(map(len, BLOCKS[: max(0, write_that_fails - 3)]))
    review(root, ANSWERS[done:])
    assert state(root) == state(other)


def test_what_is_skipped_comes_again(root: Path) -> None:
    shown = review(root, ["k", "k", "a", "It is one.", "k"])
    assert "3 of 4 are left" in shown
    assert line(root, THIRD)["reason"] == "It is one."
    again = review(root)
    assert "1 of 4, 3 left · heron_1" in again


def test_a_line_that_somebody_left_without_reason_is_not_decided(root: Path) -> None:
    review(root, ANSWERS)
    path = root / "work" / "heron_2.jsonl"
    path.write_text(path.read_text().replace('"reason":"Ben dates it."', '"reason":"  "', 1))
    assert "4 of 4, 1 left · heron_2" in review(root)


def test_undo_goes_back_over_articles_and_stops_at_the_first(root: Path) -> None:
    review(root, ["a", "One.", "a", "Two.", "u", "u", "u"])
    assert [line(root, at)["reason"] for at in (FIRST, SECOND, THIRD)] == ["", "", ""]
    shown = review(root, ["u", "p", "Three."])
    assert "this is the first case" in shown
    assert line(root, FIRST)["reason"] == "Three."


def test_at_the_end_one_can_go_back(root: Path) -> None:
    review(root, [*ANSWERS, "u", "a", "On second thoughts."])
    assert line(root, FOURTH)["reason"] == "On second thoughts."
    assert line(root, FOURTH)["from"] == ["ann/02", "ben/02"]


def test_a_proposal_is_confirmed_with_what_was_changed_since(root: Path) -> None:
    review(root, ["k", "e", "time", "199X", "e", "event_type", "-", "e", "event_type", "other", "a", "A guess."])
    assert line(root, SECOND)["set"] == {"time": "199X", "event_type": "other"}
    review(root, ["k", "u", "e", "time", "-", "p", "No date."])
    assert line(root, SECOND) == {
        "id": "03",
        "from": ["ann/01", "ben/01"],
        "set": {"event_type": "other"},
        "unset": ["time"],
        "reason": "No date.",
        "adjudicator": "judge",
    }


def test_a_changed_span_is_kept_as_offsets(root: Path) -> None:
    said = ARTICLES["heron_1"].text or ""
    review(root, ["e", "spans", "[[it]] sank…dawn", "a", "In two pieces."])
    assert [Span(**span).of(said) for span in line(root, FIRST)["set"]["spans"]] == ["it", "dawn"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (["e", "spans", "the moon"], "is not in the article"),
        (["e", "time", "long ago"], "long ago"),
        (["e", "source_kind", "0"], "'0' is not one of the values; type a number from 1 to 18, or a value"),
        (["e", "source_kind", "19"], "'19' is not one of the values"),
        (["e", "colour"], "'colour' is not one of the values"),
        (["e", "voice_id", "2"], "'2' is not one of the values; type a number from 1 to 1"),
        (["e", "mention", "-", "a", "It is said."], "missing: mention"),
        (["a", ""], "a decision needs a reason in words"),
        (["a", "No"], "a decision needs a reason in words"),
        (["s", "4"], "'4' is not one of the values"),
        (["b"], "a ann, x reject"),
        (["f"], "a ann, x reject"),
        (["p"], "a ann, x reject"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_and_changes_nothing(
    root: Path, answers: list[str], message: str
) -> None:
    shown = review(root, answers)
    assert message in " ".join(shown.split())
    assert "4 of 4 are left" in shown
    assert line(root, FIRST) == {"id": "02", "from": ["ann/04"], "reason": "", "differs": "only one layer has it"}


ADDED = {
    "id": "09",
    "set": {name: value for name, value in ENTRIES["heron_2"][2].items() if name not in ("id", "sentences")},
    "sentences": [3],
    "reason": "",
    "proposed": "judge submitted it so",
}
"""A line of a claim that no layer has."""


@pytest.mark.parametrize(
    ("answers", "time"), [(["p", "It fell."], "1987"), (["e", "time", "198X", "p", "It fell."], "198X")]
)
def test_a_claim_that_no_layer_has_is_added_as_proposed(tmp_path: Path, answers: list[str], time: str) -> None:
    write(tmp_path, [layer for name in ("ann", "ben") for layer in planted(name, ("crane",))])
    review(tmp_path)
    path = tmp_path / "work" / "heron_2.jsonl"
    write_decisions(path, [*read_decisions(path), ADDED])
    shown = review(tmp_path, answers)
    assert "all is decided" in shown
    assert "x reject" not in shown
    (added,) = (x for x in lines(tmp_path, "heron_2") if x["id"] == "09")
    assert ("from" in added, added["set"]["time"], added["sentences"]) == (False, time, [3])
    run(tmp_path, "work", "--adjudicator", "judge")
    (decision,) = (d for d in records(tmp_path, "adjudications") if d.claim_id == "heron_2_c09")
    assert (decision.decision, decision.reason) == (Decision.ADDED, "It fell.")


def test_what_was_edited_before_goes_unless_it_is_picked_field_by_field(root: Path) -> None:
    edits = ["e", "time", "199X", "e", "event_type", "other", "e", "time_meaning", "-"]
    review(root, ["k", *edits, "f", "a", "b", "It is dated."])
    taken = line(root, SECOND)
    assert taken["set"] == {"event_type": "other"}, "the time was picked afterwards"
    assert (taken["unset"], taken["take"], taken["from"][0]) == (["time_meaning"], {"time": "ben/01"}, "ann/01")


def test_a_field_may_be_written_while_going_through_them(root: Path) -> None:
    shown = review(root, ["k", "f", "z", "a", "e", "199X", "Neither is right."])
    assert "spans: one of a, b, e" in shown
    taken = line(root, SECOND)
    assert (taken["set"], "take" in taken, taken["from"][0]) == ({"time": "199X"}, False, "ann/01")


def test_how_to_type_a_value_is_said(root: Path) -> None:
    asked = review(root, ["e", "spans", "-", "e", "source_name", "-", "e", "speaks_for_name", "-"])
    for text in ("spans (quotes; … between pieces), - for none:", "source_name (; between several), - for none:"):
        assert text in asked
    assert "speaks_for_name, - for none:" in asked


def test_a_claim_can_be_given_another_voice_from_those_of_the_article(root: Path) -> None:
    shown = review(root, ["e", "voice_id", "1", "a", "Lorn said so."])
    assert "  1 01: Ada Lorn called the ferry old." in shown
    assert line(root, FIRST)["set"] == {"voice_id": "01"}
    review(root, ["b", "Dated.", "a", "An office.", "b", "Ten."])
    run(root, "work", "--adjudicator", "judge")
    claims = {claim.claim_id: claim for claim in records(root, "claims")}
    assert claims["heron_1_c02"].voice_id == "heron_1_c01"


def test_a_decision_that_contradicts_itself_is_not_applied_and_the_problem_is_named(root: Path) -> None:
    review(root, ["e", "quote_type", "direct", "a", "Lorn said so.", "b", "Dated.", "a", "An office.", "b", "Ten."])
    refused = run(root, "work", "--adjudicator", "judge", expect=1).exception
    assert isinstance(refused, RecordError)
    assert "it would bring a problem into annotations/heron:\n  annotations/heron/claims.jsonl:2: " in str(refused)
    assert "claim heron_1_c02: quote-type-contradicts-spans: quote_type is direct, and it has 0 quoted_spans" in str(
        refused
    )
    assert {path.name for path in (root / "annotations" / "heron").glob("*.jsonl")} == {
        "annotations.jsonl",
        "articles.jsonl",
    }


def test_field_by_field_names_the_layer_of_which_most_is_taken_first(root: Path) -> None:
    review(root, ["a", "It is said.", "f", "b", "a", "The words are Ben's."])
    taken = line(root, SECOND)
    assert (taken["from"], taken["take"]) == (["ann/01", "ben/01"], {"spans": "ben/01"}), "one each: the first layer's"
    review(root, ["a", "An office.", "a", "Nine."])
    run(root, "work", "--adjudicator", "judge")
    (decision,) = (d for d in records(root, "adjudications") if d.reason == "The words are Ben's.")
    assert decision.decision is Decision.MERGED
    (claim,) = (claim for claim in records(root, "claims") if claim.claim_id == decision.claim_id)
    assert claim.time == "1999~"
    assert [span.of(ARTICLES["heron_1"].text or "") for span in claim.spans] == ["sank in 1999"]


def test_a_layer_that_comes_later_opens_what_it_is_about_and_leaves_the_rest(root: Path) -> None:
    """Its claims stood alone as cases, and what a rule had taken without it could not be applied any more."""
    review(root, ANSWERS)
    before = {key: lines(root, key) for key in ARTICLES}
    write(root, [*records(root, "annotations"), *planted("cy", ("only_one", "crane"))])
    shown = review(root)
    assert "decided by a rule: 3 by all-agree; to be decided by a person: 5, 4 left" in shown
    after = {key: lines(root, key) for key in ARTICLES}
    assert after["heron_1"][1] == before["heron_1"][1], "cy has no such claim"
    assert [(x["id"], x["from"]) for x in after["heron_2"] if x.get("differs") == "2 of 3 layers have it"] == [
        ("03", ["ann/03", "ben/03"])
    ], "cy lacks the fall of the crane, on which all agreed"
    assert {key: [x["id"] for x in some] for key, some in after.items()} == {
        key: [x["id"] for x in some] for key, some in before.items()
    }
    shown = review(root, ["p", "Ben dates it.", "p", "It is said.", "c", "Cy has it right.", "x", "No crane."])
    assert "proposed (decided before: Ben dates it.): confidence medium; note: She may not know." in shown
    assert "all is decided" in shown
    assert "6 claims, 8 decisions" in run(root, "work", "--adjudicator", "judge").output
    taken = lines(root, "heron_2")[1]
    assert (taken["from"], taken["reason"]) == (["cy/02", "ann/02", "ben/02"], "Cy has it right.")


@pytest.mark.parametrize("reason", ["Yes", "No!"])
def test_three_characters_are_a_reason(root: Path, reason: str) -> None:
    review(root, ["a", reason])
    assert line(root, FIRST)["reason"] == reason


def test_of_five_layers_each_has_its_letter_and_who_has_no_such_claim_is_named(tmp_path: Path) -> None:
    plants = {"ann": ("time",), "ben": ("spans",), "cy": (), "dan": ("time", "only_one"), "eva": ("only_one",)}
    write(tmp_path, [layer for name, own in plants.items() for layer in planted(name, own)])
    shown = review(tmp_path, ["c", "Three have it.", "f", "b", "d", "None of them is unsure."])
    assert "not in the layer of dan, eva" in shown
    assert "a ann, b ben, c cy, d dan, e eva" not in shown, "e is the key for editing"
    assert "a ann, b ben, c cy, d dan, g eva, f field by field, x reject" in " ".join(shown.split())
    assert line(tmp_path, FIRST)["from"] == ["cy/04", "ann/04", "ben/04"]
    second = line(tmp_path, SECOND)
    assert second["from"] == ["ben/01", "ann/01", "cy/01", "dan/01", "eva/01"]
    assert second["take"] == {"time": "dan/01"}
    assert "8 claims, 8 decisions" in run(tmp_path, "work", "--adjudicator", "judge", "--dry-run").output
    assert not (tmp_path / "annotations" / "heron" / "claims.jsonl").exists()


def test_a_line_that_a_person_damaged_is_refused_with_its_place(root: Path) -> None:
    """A value of another type ended the review with a traceback."""
    review(root)
    path = root / "work" / "heron_1.jsonl"
    whole = path.read_text()
    for damaged, message in (
        ('"take":["ann/01"],"reason":""', "take: expected an object"),
        ('"reason":"","taek":{}', "no field is called taek"),
        ('"reason":', "not JSON"),
    ):
        path.write_text(whole.replace('"reason":""', damaged, 1))
        refused = run(root, "work", "--review", "--adjudicator", "judge", expect=1).exception
        assert f"heron_1.jsonl:2: {message}" in str(refused)
    path.write_text('["ann/01"]\n')
    refused = run(root, "work", "--review", "--adjudicator", "judge", expect=1).exception
    assert 'heron_1.jsonl:1: ["ann/01"] is not an object' in str(refused)


def test_a_file_that_names_no_claim_is_refused(root: Path) -> None:
    review(root)
    path = root / "work" / "heron_1.jsonl"
    path.write_text(path.read_text().replace("ben/03", "ben/33"))
    refused = run(root, "work", "--review", "--adjudicator", "judge", expect=1).exception
    assert isinstance(refused, ClaimwireError)
    assert "heron_1.jsonl:4: ben/33 is not a claim of any layer" in str(refused)


def test_nobody_decides_who_is_not_described(root: Path) -> None:
    refused = run(root, "work", "--review", "--adjudicator", "nemo", expect=1).exception
    assert "has nobody called 'nemo'; there are: ann, ben, cy, judge" in str(refused)
    assert not (root / "work").exists()


def test_without_the_text_offsets_are_shown_and_spans_taken_from_a_layer(root: Path) -> None:
    write_jsonl(root / "annotations" / "heron" / "articles.jsonl", map(dehydrated, ARTICLES.values()))
    shown = review(root, ["e", "spans", "it sank", "a", "It is said.", "f", "b", "b", "Ben has it."])
    assert "no text here" in shown
    assert "has no text to find quotes in" in shown
    assert "Ferries" not in "".join(state(root).values())
    assert line(root, SECOND)["from"] == ["ben/01", "ann/01"]


def test_what_rules_took_is_counted_by_rule_in_the_order_of_their_ids(root: Path) -> None:
    lines = [{"id": "01", "rule": "majority"}, {"id": "02"}, {"id": "03", "rule": "all-agree"}]
    article_review = ArticleReview(ArticleContext(ARTICLES["heron_1"], ()), root / "heron_1.jsonl", lines)
    counts = ReviewQueue([article_review, article_review]).by_rule()
    assert list(counts.items()) == [("all-agree", 2), ("majority", 2)]


def test_every_field_but_the_ids_can_be_edited() -> None:
    for declaration in LABELS:
        names = {shape.name for shape in editable_fields(declaration.model)}
        assert names == set(declaration.model.model_fields) - NOT_EDITED


def test_offsets_beyond_the_text_are_refused_and_nothing_is_written(root: Path) -> None:
    review(root)
    layers = [layer for layer in records(root, "annotations") if isinstance(layer, Annotation)]
    own = [layer for layer in layers if layer.article_id == "heron_1"]
    path = root / "work" / "heron_1.jsonl"
    article_review = ArticleReview.opened(ARTICLES["heron_1"], own, path)
    choice = Choice("ann/04", set={"spans": [{"start": 4, "end": 9999}]})
    with pytest.raises(AnchorError, match="is not a span of a text of"):
        article_review.decide(1, choice, "Why.", "judge")
    assert json.loads(path.read_text().splitlines()[1])["reason"] == ""
