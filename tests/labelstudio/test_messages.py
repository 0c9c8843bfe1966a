"""Problems name a region by its words, never more of them than needed, and lead to the page that shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ferry import FERRY
from test_annotator_errors import FAULTS

from claimwire.labelstudio.tasks.problems import ADVICE, NOTICES, SHOWN_WORDS, TaskPage, quoted
from claimwire.labelstudio.tasks.read import TaskReading, read_task

ADDRESS = "http://127.0.0.1:8080/projects/4/data"
REGION_IDS = ("Xq3v_9bTzE", "heron_1_anna_")


def read_on_server(kind: str) -> TaskReading:
    task = json.loads((FAULTS / f"{kind}.json").read_text())[0]
    return read_task(task, FERRY, {"anna@example.org": "anna", 1: "anna"}, address=ADDRESS)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("at least 14", "“at least 14”"),
        ("two\n\n words  far apart", "“two words far apart”"),
        ("“We will”", "“We will”"),
        ('"We will"', '"We will"'),
        ("“We will” and more", "““We will” and more”"),
        ("“", "““”"),
        ("x" * SHOWN_WORDS, f"“{'x' * SHOWN_WORDS}”"),
        ("x" * (SHOWN_WORDS + 1), f"“{'x' * (SHOWN_WORDS - 1)}…”"),
        ("word " * 30, "“word word word word word word word word…”"),
        ("👩‍👩‍👧 סירה", "“👩‍👩‍👧 סירה”"),
    ],
)
def test_words_are_shown_in_one_line_and_shortened(words: str, expected: str) -> None:
    assert quoted(words) == expected
    assert len(quoted(words)) <= SHOWN_WORDS + 2


@pytest.mark.parametrize("kind", ADVICE)
def test_no_line_that_a_person_reads_has_the_id_of_a_region(kind: str) -> None:
    for problem in read_on_server(kind).problems:
        line, _, link = str(problem).partition(ADDRESS)
        is_about_layer = kind in ("layer-twice", "layer-of-other")
        assert is_about_layer or not [x for x in REGION_IDS if x in line], line
        assert link.startswith("?task=7")


@pytest.mark.parametrize("kind", sorted(set(ADVICE) - NOTICES))
def test_the_file_to_fix_has_the_same_words_and_link_and_the_id_for_programs(kind: str) -> None:
    read = read_on_server(kind)
    for problem, noted in zip(read.problems, read.refused[0]["problems"], strict=True):
        assert noted["message"] == problem.message
        assert noted["link"] == problem.link
        assert noted.get("words") == problem.words
        assert noted.get("region") == problem.region


def test_a_file_has_no_page_and_its_problems_have_the_number_of_the_task() -> None:
    task = json.loads((FAULTS / "part-without-claim.json").read_text())[0]
    [problem] = read_task(task, FERRY, {1: "anna"}).problems
    assert problem.link is None
    assert str(problem).startswith("task 7 (heron_1), annotation 700, cue “1999”: part-without-claim: it has no claim")


@pytest.mark.parametrize(
    ("annotation", "link"),
    [(None, "?task=14"), ("7", "?task=14&annotation=7"), ("?", "?task=14"), ("1e5f-44", "?task=14")],
)
def test_a_link_opens_the_task_and_the_annotation_if_the_server_knows_its_number(
    annotation: str | None, link: str
) -> None:
    assert TaskPage("http://x/data", 14).link(annotation) == f"http://x/data{link}"


def test_a_long_text_is_not_in_a_message(tmp_path: Path) -> None:
    task = json.loads((FAULTS / "part-refused.json").read_text())[0]
    for entry in task["annotations"][0]["result"]:
        if entry.get("from_name") == "label" and entry["value"]["labels"] == ["source"]:
            entry["value"] |= {"text": "secret " * 2000}
    assert max(len(str(problem)) for problem in read_task(task, FERRY, {1: "anna"}).problems) < 400
