"""A pack as a Label Studio project: its page, tasks and folder, and what an export of it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN, STANDOFF

from claimwire.audit.answers import Checker, take_answers
from claimwire.audit.items import Item, checked_fields, corpus_items
from claimwire.audit.pack import Pack, draw_pack
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.transaction import editing
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, LabelStudioError
from claimwire.labelstudio.pack.config import MARKING, pack_config, rules_page
from claimwire.labelstudio.pack.folder import write_pack
from claimwire.labelstudio.pack.read import read_export
from claimwire.labelstudio.pack.tasks import pack_tasks
from claimwire.labelstudio.page.texts import rule_panels
from claimwire.schema import LABELS, Annotator, ItemCheck
from claimwire.schema.vocab import AnnotatorKind, CheckAnswer, Split

EVA = Annotator(annotator_id="eva", annotator_kind=AnnotatorKind.HUMAN, description="An invented checker.")
RIGHT = {"first": "right", "span": "right", "slots": "right"}
Made = tuple[Pack, dict[str, Item]]


@pytest.fixture(scope="module")
def made(small_built: Workspace) -> Made:
    """A pack of every item of the open corpus."""
    items = {OPEN: list(corpus_items(small_built.corpus(OPEN)))}
    size = len(items[OPEN])
    pack = draw_pack(items, size, seed=1, drawn_from=OPEN, split=Split.TEST, codebook="2.0.0")
    return pack, {item.key: item for item in items[OPEN]}


def of_claim(pack: Pack, label: str = "casualty_figure") -> str:
    return next(item.item_id for item in pack.items if item.label is not None and item.label.value == label)


def of_sentence(pack: Pack) -> str:
    return next(item.item_id for item in pack.items if item.label is None)


def result_of(values: Mapping[str, str | list[str]]) -> list[dict[str, Any]]:
    """Return answers as Label Studio's JSON has them."""
    return [
        {
            "from_name": name,
            "to_name": "text",
            "type": "textarea" if name == "note" else "choices",
            "value": {"text" if name == "note" else "choices": [value] if isinstance(value, str) else value},
        }
        for name, value in values.items()
    ]


def whole(pack: Pack, **done: Mapping[str, str | list[str]]) -> list[dict[str, Any]]:
    """Return an export as JSON: each item that is done, with its answers."""
    return [
        {
            "id": number,
            "data": {"item": item_id, "pack": pack.content_sha256},
            "annotations": [
                {"result": result_of(values), "was_cancelled": False, "updated_at": "2031-12-03T10:00:00Z"}
            ],
        }
        for number, (item_id, values) in enumerate(done.items(), start=1)
    ]


def minimal(pack: Pack, **done: Mapping[str, str | list[str]]) -> list[dict[str, Any]]:
    """Return an export as JSON-MIN: the task's fields and the answers side by side; several choices are an object."""
    return [
        {
            "item": item_id,
            "pack": pack.content_sha256,
            "first_choices": [{"value": "right"}],
            "slot_choices": [],
            "updated_at": "2031-12-03T10:00:00Z",
        }
        | {name: {"choices": value} if isinstance(value, list) else value for name, value in values.items()}
        for item_id, values in done.items()
    ]


Form = Callable[..., list[dict[str, Any]]]


def taken(folder: Path, pack: Pack, export: list[dict[str, Any]]) -> list[ItemCheck]:
    path = folder / "export.json"
    write_text(path, json.dumps(export))
    return read_export(path, pack, "eva")


def test_the_page_asks_three_things_of_a_claim_and_one_of_a_sentence() -> None:
    page = ET.fromstring(pack_config())
    controls = {control.attrib["name"]: control.attrib for control in page.iter("Choices")}
    assert list(controls) == ["first", "span", "slots", "wrong_slots", "missed_labels"]
    assert all(control["required"] == "true" and control["toName"] == "text" for control in controls.values())
    shown = {name: (x.get("whenTagName"), x.get("whenChoiceValue")) for name, x in controls.items()}
    assert shown == {
        "first": (None, None),
        "span": ("first", "right,unclear"),
        "slots": ("first", "right,unclear"),
        "wrong_slots": ("slots", "wrong"),
        "missed_labels": ("first", "missed"),
    }
    labels = [x.attrib["value"] for x in page.iter("Choice") if x.attrib["value"] not in ("right", "wrong", "unclear")]
    assert labels == [declaration.label.value for declaration in LABELS]


def test_the_rules_on_one_page_are_the_short_rules_without_those_of_marking() -> None:
    rules = rules_page("2.0.0")
    for heading, words in rule_panels():
        assert (words in rules) is (heading not in MARKING)
    assert "codebook 2.0.0" in rules
    assert len(rules.splitlines()) < 80
    panels = [panel.attrib["value"] for panel in ET.fromstring(pack_config()).iter("Panel")]
    assert panels == ["What you answer", "Spans", *(declaration.title for declaration in LABELS), "Every claim"]


def test_a_task_shows_the_text_whole_with_the_item_marked_and_every_slot_to_tick(made: Made) -> None:
    pack, items = made
    tasks = pack_tasks(pack, items)
    assert [task["data"]["item"] for task in tasks] == [entry.item_id for entry in pack.items]
    for entry, task in zip(pack.items, tasks, strict=True):
        item, data = items[entry.key], task["data"]
        text, shown = item.article.text or "", ET.fromstring(f"<div>{data['text']}</div>")
        words = re.sub("What comes (before|after)", " ", "".join(shown.itertext()))
        assert "".join(words.split()) == "".join(text.split())
        firsts = [choice["value"] for choice in data["first_choices"]]
        if item.claim is None:
            assert firsts == ["nothing_missed", "missed", "unclear"]
            assert data["slot_choices"] == []
            assert " ".join(item.article.sentences[item.sentence].of(text).split()) in marked(shown, "#fff3c4")
        else:
            assert firsts == ["right", "wrong", "unclear"]
            assert {choice["value"] for choice in data["slot_choices"]} == {
                name for name in checked_fields(item.claim.label) if name not in ("label", "spans")
            }
            own = next(x for x in LABELS if x.label is item.claim.label)
            assert marked(shown, own.color) == " ".join("".join(x.of(text) for x in item.claim.spans).split())


def marked(shown: ET.Element, color: str) -> str:
    """Return the words with a background of a colour."""
    spans = (span for span in shown.iter("span") if f"background-color:{color}" in span.attrib["style"])
    return " ".join("".join("".join(span.itertext()) for span in spans).split())


def test_words_of_a_text_are_no_markup(made: Made, small_built: Workspace) -> None:
    pack, items = made
    entry = next(entry for entry in pack.items if entry.claim_id is not None)
    article = items[entry.key].article
    claim = items[entry.key].claim
    assert claim is not None
    evil = ("<script>alert(1)</script>&amp;" + (article.text or ""))[: len(article.text or "")]
    item = Item(article.model_copy(update={"text": evil}), claim.model_copy(update={"statement": "<b>x</b>"}), 0, "")
    alone = pack.model_copy(update={"items": (entry,)})
    [task] = pack_tasks(alone, {entry.key: item})
    assert "<script" not in json.dumps(task)
    assert "<b>x" not in task["data"]["about"]
    bare = Item(article.model_copy(update={"text": None}), claim, 0, "")
    with pytest.raises(LabelStudioError, match="has no text to show; name your copy with --from"):
        pack_tasks(alone, {entry.key: bare})


@pytest.mark.parametrize("form", [whole, minimal])
@pytest.mark.parametrize(
    ("values", "answer", "wrong"),
    [
        (RIGHT, "right", ()),
        ({"first": "wrong"}, "wrong", ("label",)),
        ({"first": "wrong", "span": "right", "slots": "unclear"}, "wrong", ("label",)),
        (RIGHT | {"span": "wrong"}, "wrong", ("spans",)),
        (RIGHT | {"slots": "wrong", "wrong_slots": "harm"}, "wrong", ("harm",)),
        (
            RIGHT | {"span": "wrong", "slots": "wrong", "wrong_slots": ["harm", "scope"]},
            "wrong",
            ("spans", "harm", "scope"),
        ),
        (RIGHT | {"first": "unclear"}, "unclear", ()),
        (RIGHT | {"span": "unclear"}, "unclear", ()),
        (RIGHT | {"slots": "unclear"}, "unclear", ()),
        (RIGHT | {"span": "unclear", "slots": "wrong", "wrong_slots": ["time"]}, "wrong", ("time",)),
        (RIGHT | {"wrong_slots": ["harm"]}, "right", ()),
    ],
)
def test_the_answers_to_a_claim_are_one(
    form: Form, values: dict[str, Any], answer: str, wrong: tuple[str, ...], made: Made, tmp_path: Path
) -> None:
    pack, _ = made
    item_id = of_claim(pack)
    [check] = taken(tmp_path, pack, form(pack, **{item_id: values | {"note": "It is so."}}))
    assert (check.answer.value, check.wrong_fields, check.note, check.date) == (
        answer,
        wrong,
        "It is so.",
        "2031-12-03",
    )
    entry = next(entry for entry in pack.items if entry.item_id == item_id)
    assert (check.claim_id, check.label, check.content_sha256) == (entry.claim_id, entry.label, entry.content_sha256)
    assert check.annotator_id == "eva"


@pytest.mark.parametrize("form", [whole, minimal])
@pytest.mark.parametrize(
    ("values", "answer", "missed"),
    [
        ({"first": "nothing_missed"}, "nothing_missed", []),
        ({"first": "missed", "missed_labels": ["casualty_figure"]}, "missed", ["casualty_figure"]),
        ({"first": "unclear", "missed_labels": ["casualty_figure"]}, "unclear", []),
    ],
)
def test_the_answer_to_a_sentence(
    form: Form, values: dict[str, Any], answer: str, missed: list[str], made: Made, tmp_path: Path
) -> None:
    pack, _ = made
    [check] = taken(tmp_path, pack, form(pack, **{of_sentence(pack): values}))
    assert (check.answer.value, [label.value for label in check.missed_labels]) == (answer, missed)
    assert (check.claim_id, check.note) == (None, None)


def test_a_part_is_taken_and_what_is_skipped_or_has_no_annotation_is_left_out(made: Made, tmp_path: Path) -> None:
    pack, _ = made
    done = {item.item_id: RIGHT for item in pack.items[:9] if item.label is not None}
    export = whole(pack, **done)
    export[0]["annotations"][0]["was_cancelled"] = True
    export[1]["annotations"] = []
    del export[2]["annotations"]
    assert len(taken(tmp_path, pack, export)) == len(done) - 3
    assert taken(tmp_path, pack, []) == []


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
    "no first answer": ({"span": "right"}, "first has 0 answers, expected one"),
    "two first answers": (RIGHT | {"first": ["right", "wrong"]}, "first has 2 answers, expected one"),
    "an unknown one": (RIGHT | {"first": "yes"}, "first is 'yes'; it is one of right, wrong"),
    "one of a sentence": (RIGHT | {"first": "nothing_missed"}, "answer is nothing_missed; of a claim it is right"),
    "no answer on the span": ({"first": "right", "slots": "right"}, "span has 0 answers, expected one"),
    "no tick": (RIGHT | {"slots": "wrong"}, "the slots are wrong, and none is ticked"),
    "a slot of another label": (RIGHT | {"slots": "wrong", "wrong_slots": "cue_class"}, "wrong_fields has cue_class"),
}


@pytest.mark.parametrize("form", [whole, minimal])
@pytest.mark.parametrize("case", FAULTY)
def test_answers_that_are_not_whole_are_named_with_task_and_item(
    form: Form, case: str, made: Made, tmp_path: Path
) -> None:
    pack, _ = made
    values, message = FAULTY[case]
    item_id = of_claim(pack)
    with pytest.raises(LabelStudioError) as caught:
        taken(tmp_path, pack, form(pack, **{of_sentence(pack): {"first": "unclear"}, item_id: values}))
    assert f"export.json: task 2: item {item_id}: {message}" in str(caught.value)


def test_a_task_of_another_pack_and_an_item_with_two_annotations_are_refused(made: Made, tmp_path: Path) -> None:
    pack, _ = made
    item_id = of_claim(pack)
    other = whole(pack, **{item_id: RIGHT})
    other[0]["data"]["pack"] = "0" * 64
    with pytest.raises(LabelStudioError, match=f"item '{item_id}' is not of this pack"):
        taken(tmp_path, pack, other)
    with pytest.raises(LabelStudioError, match="item None is not of this pack"):
        taken(tmp_path, pack, [{"id": 1, "data": {"text": "x"}}])
    twice = whole(pack, **{item_id: RIGHT})
    twice[0]["annotations"] *= 2
    with pytest.raises(LabelStudioError, match=f"item {item_id} has several annotations; keep one"):
        taken(tmp_path, pack, twice)
    with pytest.raises(LabelStudioError, match="has several annotations"):
        taken(tmp_path, pack, minimal(pack, **{item_id: RIGHT}) * 2)


@pytest.mark.parametrize(
    "damage",
    [
        {"annotations": [{}]},
        {"annotations": [3]},
        {"annotations": [{"result": [{}], "updated_at": "2031-12-03T10:00:00Z"}]},
        {"annotations": [{"result": [{"value": {}, "from_name": 3}], "updated_at": "2031-12-03T10:00:00Z"}]},
        {"annotations": [{"result": []}]},
        {"annotations": [{"result": [], "updated_at": 3}]},
        {"annotations": [{"result": result_of(RIGHT), "updated_at": "on some day"}]},
    ],
)
def test_a_damaged_task_is_named(damage: dict[str, Any], made: Made, tmp_path: Path) -> None:
    pack, _ = made
    [task] = whole(pack, **{of_claim(pack): RIGHT})
    with pytest.raises(LabelStudioError, match=r"export\.json: task 1: "):
        taken(tmp_path, pack, [task | damage])
    with pytest.raises(LabelStudioError, match="it is not an object"):
        taken(tmp_path, pack, [3])  # type: ignore[list-item]


def test_a_pack_is_written_once_and_its_texts_not_into_a_repository(
    small: Workspace, made: Made, tmp_path: Path
) -> None:
    pack, items = made
    info = small.corpus(OPEN).info
    write_pack(small.root / "pack", pack, items, [info])
    names = sorted(path.name for path in (small.root / "pack").iterdir())
    assert names == ["README.md", "RULES.md", "label_config.xml", "pack.json", "tasks.json"]
    with pytest.raises(ClaimwireError, match="is there already"):
        write_pack(small.root / "pack", pack, items, [info])
    closed = info.model_copy(update={"text_redistributable": False})
    with pytest.raises(ClaimwireError, match="texts of heron may not be; name a folder elsewhere"):
        write_pack(small.root / "other", pack, items, [closed])
    assert not (small.root / "other").exists()
    write_pack(tmp_path / "outside", pack, items, [closed])
    assert (tmp_path / "outside").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "outside").iterdir()} == {0o600}
    assert "may not be passed on" in (tmp_path / "outside" / "README.md").read_text()
    assert "may not be passed on" not in (small.root / "pack" / "README.md").read_text()
    assert "text" not in json.loads((tmp_path / "outside" / "pack.json").read_text())["items"][0]


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    path = small.annotations / "annotators.jsonl"
    write_text(path, path.read_text() + EVA.model_dump_json() + "\n")
    monkeypatch.chdir(small.root)
    return small


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["audit", *arguments])


def test_from_the_draw_to_the_rates_and_the_agreement_with_the_model(here: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    result = run("pack", "1.0.0", "--size", "26", "--from", str(DOCUMENTS), "--to", str(folder))
    assert "by several codebooks (1.0.0, 2.0.0)" in str(result.exception)
    result = run("pack", STANDOFF, "--size", "26", "--from", str(DOCUMENTS), "--to", str(folder))
    assert result.exit_code == 0, result.output
    assert "wrote a pack of 26 items" in result.output
    pack = Pack.model_validate_json((folder / "pack.json").read_text())
    # The model found c05 and c15 wrong, c18 unclear, c01 and c13 right; the person agrees on all but c05 and c18.
    of = {item.key: item.item_id for item in pack.items}
    said = {of[f"rook_b_c{number:02d}"]: RIGHT for number in (1, 5, 13, 18)}
    said[of["rook_b_c15"]] = {"first": "wrong"}
    said[of["rook_b sentence 9"]] = {"first": "missed", "missed_labels": ["casualty_figure"]}
    export = tmp_path / "export.json"
    write_text(export, json.dumps(whole(pack, **said)))
    score = ("score", str(folder), str(export), "-a", "eva", "--from", str(DOCUMENTS))
    before = (here.corpus_folder(STANDOFF) / "checks.jsonl").read_bytes()
    printed = run(*score, "--dry-run")
    assert "checked by eva, a person: 6 of 26 items" in " ".join(printed.output.split())
    assert "dry run: would write 6 checks" in printed.output
    assert (here.corpus_folder(STANDOFF) / "checks.jsonl").read_bytes() == before
    printed = run(*score)
    assert "same answer as the model's checks: 4 of 6, 66.7 %" in printed.output
    differing = {line for line in printed.output.splitlines() if line.startswith("  ")}
    assert differing == {"  1: eva right, the model wrong", "  1: eva right, the model unclear"}
    checks = [x for x in here.corpus(STANDOFF).item_checks.values() if x.annotator_id == "eva"]
    assert len(checks) == 6
    assert {x.answer for x in checks} == {CheckAnswer.RIGHT, CheckAnswer.WRONG, CheckAnswer.MISSED}
    told = json.loads(run(*score, "--json").output)
    assert (told["done"], told["items"], told["with_model"]["hits"]) == (6, 26, 4)
    # 1 of 2 figures wrong, 0 of 2 statements, 0 of 1 background, of the numbers in the split.
    there = pack.population
    claims = sum(count for name, count in there.items() if name != "no claim")
    assert told["weighted"] == pytest.approx(0.5 * there["casualty_figure"] / claims)
    assert run("rates", STANDOFF).exit_code == 0


def test_a_pack_is_for_people_who_had_no_part_in_the_article(here: Workspace, tmp_path: Path) -> None:
    assert run("pack", OPEN, "--split", "validation", "--size", "40", "--to", "pack").exit_code == 0
    pack = Pack.model_validate_json(Path("pack/pack.json").read_text())
    item = next(item for item in pack.items if item.article_id == "heron_h" and item.label is not None)
    write_text(tmp_path / "export.json", json.dumps(whole(pack, **{item.item_id: RIGHT})))
    for who, message in {
        "dora": "dora is of kind model; a pack is for people",
        "zoe": "nobody called 'zoe'",
        "ada": "ada annotated or adjudicated heron_h",
    }.items():
        result = run("score", "pack", str(tmp_path / "export.json"), "-a", who)
        assert message in str(result.exception)
    assert run("score", "pack", str(tmp_path / "export.json")).exit_code == 2
    assert run("score", "pack", str(tmp_path / "export.json"), "-a", "eva", "--write").exit_code == 2
    assert "eva" not in (here.corpus_folder(OPEN) / "checks.jsonl").read_text()


def test_an_item_that_is_gone_is_left_out_unless_it_was_wrong(here: Workspace, tmp_path: Path) -> None:
    assert run("pack", OPEN, "--split", "validation", "--size", "40", "--to", "pack").exit_code == 0
    pack = Pack.model_validate_json(Path("pack/pack.json").read_text())
    first, second = [item for item in pack.items if item.label is not None][:2]
    with editing(here.corpus_folder(OPEN)) as edit:
        gone = {first.claim_id, second.claim_id}
        edit.replace("claims", [claim for claim in edit.records("claims") if claim.claim_id not in gone])
    said = {first.item_id: RIGHT, second.item_id: {"first": "wrong"}}
    write_text(tmp_path / "export.json", json.dumps(whole(pack, **said)))
    result = run("score", "pack", str(tmp_path / "export.json"), "-a", "eva")
    assert f"left out: {first.claim_id} is no longer there" in result.output
    checks = [x for x in here.corpus(OPEN).item_checks.values() if x.annotator_id == "eva"]
    assert [x.claim_id for x in checks] == [second.claim_id]
    assert "checked before they changed: 1 of 1 items" in result.output


def test_the_size_of_the_pack_is_a_fact_of_the_plan(here: Workspace) -> None:
    result = run("pack", OPEN, "--split", "validation", "--to", "pack")
    assert result.exit_code == 2
    assert "[people_check]" in result.output
    plan = here.annotations / "release.toml"
    write_text(plan, plan.read_text() + "\n[people_check]\nitems = 7\nseed = 3\n")
    assert run("pack", OPEN, "--split", "validation", "--to", "pack").exit_code == 0
    pack = Pack.model_validate_json(Path("pack/pack.json").read_text())
    assert (len(pack.items), pack.seed) == (7, 3)
    result = run("pack", "herons", "--to", "other")
    assert "no corpus is called 'herons'; did you mean 'heron'?" in str(result.exception)


def test_what_a_sample_has_no_use_for_is_refused(here: Workspace) -> None:
    assert run("sample", OPEN, "--size", "3", "--to", "audit").exit_code == 0
    write_text(here.root / "export.json", "[]")
    result = run("score", "audit", "export.json", "-a", "dora")
    assert result.exit_code == 2
    assert "EXPORT goes with a pack only" in result.output


def test_answers_of_a_sheet_and_of_a_pack_are_checks_of_the_same_item(
    made: Made, small: Workspace, tmp_path: Path
) -> None:
    pack, _ = made
    entry = next(item for item in pack.items if item.claim_id == "heron_b_c01")
    [check] = taken(tmp_path, pack, whole(pack, **{entry.item_id: RIGHT}))
    write_text(tmp_path / "heron_b.jsonl", '{"claim": "heron_b_c01", "answer": "right"}\n')
    made_of_sheet = take_answers(small.corpus(OPEN), [tmp_path / "heron_b.jsonl"], Checker("eva", None, "2031-12-03"))
    assert made_of_sheet.checks == [check.model_copy(update={"check_id": made_of_sheet.checks[0].check_id})]
