"""`claimwire rulings`: the rulings are shown, and annotators are tested on their examples."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimwire.cli import group
from claimwire.corpus.workspace import Workspace

FIGURE = {"label": "casualty_figure", "quotes": ["12 drowned"]}


def ruling(ruling_id: str) -> dict[str, Any]:
    examples = [
        {"kind": "positive", "text": "And 12 drowned.", "claims": [FIGURE | {"slots": {"lower": 12}}]},
        {"kind": "negative", "text": "It cost 12 crowns.", "no_claims": [FIGURE]},
        {"kind": "contrast", "text": "Of them 12 drowned.", "claims": [FIGURE]},
    ]
    return {
        "ruling_id": ruling_id,
        "since": "2.0.0",
        "rule": "Count people.",
        "fields": ["label"],
        "examples": examples,
    }


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small repository as the current folder, with two rulings of three examples each."""
    monkeypatch.chdir(small.root)
    lines = "".join(json.dumps(ruling(name)) + "\n" for name in ("R-FIG-1", "R-FIG-2"))
    (small.annotations / "rulings.jsonl").write_text(lines, encoding="utf-8")
    return small.root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["rulings", *arguments])


def answered(folder: Path, right: int) -> Path:
    """Write a sheet of which the first so many answers are right, and the others are none."""
    assert run("--sheet", "sheet.jsonl").output == "wrote sheet.jsonl: 6 examples of 2 rulings\n"
    path = folder / "sheet.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(lines):
        found = {"label": "casualty_figure", "spans": "12 drowned", "lower": 12}
        is_there = "drowned" in line["text"]
        line["claims"] = [found] if is_there is (number < right) else []
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_all_are_shown_and_one_with_its_examples(here: Path) -> None:
    shown = run()
    assert shown.exit_code == 0
    assert all(name in shown.output for name in ("R-FIG-1", "R-FIG-2", "Count people."))
    assert "And 12 drowned." not in shown.output
    one = run("R-FIG-2")
    assert "R-FIG-2 positive: And 12 drowned.\n  casualty_figure [12 drowned] lower 12\n" in one.output
    assert "R-FIG-2 negative: It cost 12 crowns.\n  no casualty_figure [12 drowned]\n" in one.output
    assert "R-FIG-1" not in one.output
    printed = [json.loads(line) for line in run("--json").output.splitlines()]
    assert printed == [ruling("R-FIG-1"), ruling("R-FIG-2")]


def test_at_80_columns_every_id_field_and_word_is_whole(here: Path, small: Workspace) -> None:
    """Regression: beside a ruling that decides many fields, there was `…` in place of what it says."""
    fields = ["source_name", "victim_side_name", "actor_name", "addressee_name", "speaks_for_name", "place_name"]
    line = ruling("R-NAME-1") | {"fields": fields, "rule": "Names are as the article tells them without titles."}
    (small.annotations / "rulings.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    shown = CliRunner(env={"COLUMNS": "80"}).invoke(group, ["rulings"]).output
    assert "…" not in shown
    assert {"R-NAME-1", *fields, *str(line["rule"]).rstrip(".").split()} <= set(re.findall(r"[\w-]+", shown))
    assert max(map(len, shown.splitlines())) <= 80


def test_a_ruling_that_is_not_there_is_refused(here: Path) -> None:
    refused = run("R-FIG-1", "R-FIG-3")
    assert "no ruling is called 'R-FIG-3'; did you mean 'R-FIG-2'" in str(refused.exception)


def test_the_sheet_has_the_texts_and_no_answers(here: Path) -> None:
    assert run("--sheet", "sheet.jsonl", "R-FIG-1").exit_code == 0
    lines = [json.loads(line) for line in (here / "sheet.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["example"] for line in lines] == ["R-FIG-1/1", "R-FIG-1/2", "R-FIG-1/3"]
    assert [line["claims"] for line in lines] == [[], [], []]
    assert lines[1]["text"] == "It cost 12 crowns."


@pytest.mark.parametrize(("right", "status"), [(6, 0), (3, 0), (2, 1), (0, 1)])
def test_from_the_least_share_of_right_answers_on_an_annotator_is_qualified(
    right: int, status: int, here: Path
) -> None:
    path = answered(here, right)
    result = run("--score", str(path), "--least", "0.5")
    assert f"{right} of 6 examples right; " in result.output
    assert result.exit_code == status


def test_nine_in_ten_is_the_least_that_nobody_named(here: Path) -> None:
    assert [run("--score", str(answered(here, right))).exit_code for right in (6, 5)] == [0, 1]


def test_what_is_wrong_is_told_by_example(here: Path) -> None:
    path = answered(here, 5)
    last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])["example"]
    assert run("--score", str(path)).output.startswith(f"{last}: casualty_figure [12 drowned] is missing\n")
    printed = [json.loads(line) for line in run("--score", str(path), "--json").output.splitlines()]
    assert {one["example"]: one["right"] for one in printed} == {
        f"R-FIG-{n}/{k}": f"R-FIG-{n}/{k}" != last for n in (1, 2) for k in (1, 2, 3)
    }


@pytest.mark.parametrize(("line", "message"), [("{", "2: "), ('{"example": 1}', "2: "), ('{"of": "me"}', "2: ")])
def test_a_line_that_is_no_answer_is_named(line: str, message: str, here: Path) -> None:
    path = answered(here, 6)
    first, _, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([first, line, *rest]) + "\n", encoding="utf-8")
    refused = run("--score", str(path))
    assert f"sheet.jsonl:{message}" in str(refused.exception)


def test_a_model_is_tested_as_people_are(here: Path) -> None:
    done = run("--model", "rules")
    told = re.search(r"(\d) of 6 examples right; \d of 2 rulings with a fault", done.output)
    assert told is not None, done.output
    assert done.exit_code == int(int(told[1]) < 0.9 * 6)
    assert run("--model", "rules", "--least", "0").exit_code == 0
    assert len(run("--model", "rules", "--json", "--least", "0").output.splitlines()) == 6
    assert "'nobody' is neither a model" in str(run("--model", "nobody").exception)
    assert run("--model", "rules", "--score", str(answered(here, 6))).exit_code == 2
