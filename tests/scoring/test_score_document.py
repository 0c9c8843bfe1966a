"""The examples of docs/scoring.md: each line is one of its format, and scored against itself it is perfect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import blocks
from repository import ROOT

from claimwire.scoring import TASKS, score_files, task_named
from claimwire.tolls import Interval, Question, read_predictions

PAGE = ROOT / "docs" / "scoring.md"
EXAMPLES = [block.code for block in blocks(PAGE) if block.language == "json"]
OF_TASK = {"sentences": 0, "spans": 1, "slots": 1, "verdicts": 2}


@pytest.mark.parametrize("task", OF_TASK)
def test_an_example_is_read_and_is_perfect_against_itself(task: str, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(EXAMPLES[OF_TASK[task]], encoding="utf-8")
    found = score_files(path, path, task, resamples=0)
    assert found.coverage.given == len(EXAMPLES[OF_TASK[task]].splitlines())
    own = [row for row in found.rows if row.predictions == "given"]
    values = {row.figures[name].value for row in own for name in row.figures if name.endswith(("f1", "right"))}
    assert values <= {1.0, None}
    assert 1.0 in values


def test_the_example_of_tolls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(EXAMPLES[3], encoding="utf-8")
    question = Question("quay_a_c01", 6, (), 9.0, changes=False)
    assert read_predictions(path, [question]) == {question.key: Interval(5.0, 12.0)}


def test_the_page_names_every_task_and_the_measures_to_compare_by() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLES) == 4
    for task in TASKS:
        assert re.search(rf"^### .*\b{task.name}\b", text, re.MULTILINE)
        for name in (*task.headline, *task.shown):
            prefix = name.partition("_")[0] + "_" if task.name in ("spans", "slots") else name
            assert f"`{name}`" in text or f"`{prefix}`" in text, name


def test_a_task_is_known_by_one_name() -> None:
    assert [task_named(task.name) for task in TASKS] == list(TASKS)
    assert len({task.name for task in TASKS}) == len(TASKS)
