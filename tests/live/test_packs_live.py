"""A pack in a real Label Studio: imported, checked by keys in the page and by the API, exported, and scored."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from click.testing import CliRunner
from selenium.webdriver.common.by import By
from small import OPEN, build_small
from test_formats import get
from world import Live

from claimwire.audit.pack import Pack, read_pack
from claimwire.cli import group
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.server.client import ServerTask
from claimwire.schema import Annotator, ItemCheck
from claimwire.schema.vocab import AnnotatorKind, CheckAnswer

SECONDS = 60
CHOSEN = "return document.querySelectorAll(`.cw-side input[name=${arguments[0]}]`)[arguments[1]]?.checked"
CLICKED = "const found = document.querySelector(arguments[0]); found?.click(); return found !== null"
WRONG_HARM = {"first": ["right"], "span": ["right"], "slots": ["wrong"], "wrong_slots": ["harm", "scope"]}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A small repository with a pack, and with anna as somebody who has annotated nothing there."""
    workspace = build_small(tmp_path_factory.mktemp("packs") / "repository")
    known = [row.record for row in workspace.annotators()[0]]
    anna = Annotator(annotator_id="anna", annotator_kind=AnnotatorKind.HUMAN, description="Invented.")
    write_jsonl(workspace.annotations / "annotators.jsonl", [*known, anna])
    run(workspace, "pack", OPEN, "--split", "validation", "--size", "60", "--to", "pack")
    return workspace


def run(workspace: Workspace, *arguments: str) -> str:
    with contextlib.chdir(workspace.root):
        done = CliRunner().invoke(group, ["audit", *arguments])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def imported(live: Live, workspace: Workspace, title: str) -> tuple[int, list[ServerTask]]:
    """Make a project of the pack's files, as its README tells a person to."""
    folder, client = workspace.root / "pack", live.client()
    project = client.create_project(title, "A pack.", (folder / "label_config.xml").read_text()).number
    tasks = json.loads((folder / "tasks.json").read_text())
    client.import_tasks(project, [json.dumps(task) for task in tasks])
    until = time.monotonic() + SECONDS
    while client.task_count(project) < len(tasks) and time.monotonic() < until:
        time.sleep(0.2)
    return project, sorted(client.tasks(project), key=lambda task: task.number)


def scored(live: Live, workspace: Workspace, project: int, form: str) -> list[ItemCheck]:
    """Export the project in a form and return the checks that scoring writes."""
    export = workspace.root.parent / f"{project}.{form}.json"
    export.write_bytes(get(live, f"/api/projects/{project}/export?exportType={form}"))
    printed = run(workspace, "score", "pack", str(export), "--annotator", "anna")
    assert "checked by anna, a person: 2 of 60 items" in " ".join(printed.split())
    checks = workspace.corpus(OPEN).item_checks.values()
    return sorted((x for x in checks if x.annotator_id == "anna"), key=lambda x: x.claim_id is None)


def places(pack: Pack) -> tuple[int, int]:
    """Return the places of the first figure and of the first sentence."""
    labels = [None if item.label is None else item.label.value for item in pack.items]
    return labels.index("casualty_figure"), labels.index(None)


def answer(values: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "result": [
            {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": chosen}}
            for name, chosen in values.items()
        ]
    }


@pytest.mark.parametrize("form", ["JSON", "JSON_MIN"])
def test_two_items_that_were_annotated_by_the_api_are_scored(live: Live, workspace: Workspace, form: str) -> None:
    pack = read_pack(workspace.root / "pack")
    project, tasks = imported(live, workspace, f"Pack {form}")
    claim, sentence = places(pack)
    live.client("anna").add_annotation(tasks[claim].number, answer(WRONG_HARM))
    missed = {"first": ["missed"], "missed_labels": ["attributed_statement", "casualty_figure"]}
    live.client("anna").add_annotation(tasks[sentence].number, answer(missed))
    one, other = scored(live, workspace, project, form)
    assert (one.claim_id, one.answer) == (pack.items[claim].claim_id, CheckAnswer.WRONG)
    assert one.wrong_fields == ("harm", "scope")
    assert (other.sentence, other.answer) == (pack.items[sentence].sentence, CheckAnswer.MISSED)
    assert [label.value for label in other.missed_labels] == ["attributed_statement", "casualty_figure"]


def test_what_was_asked_must_be_answered_and_only_that(live: Live, workspace: Workspace, tmp_path: Path) -> None:
    """By keys: a figure with a wrong slot, which has to be ticked, and a sentence in which nothing was missed."""
    pack = read_pack(workspace.root / "pack")
    project, tasks = imported(live, workspace, "Pack by hand")
    claim, sentence = (tasks[place].number for place in places(pack))
    anna = live.user("anna")
    with chromium(tmp_path) as page:

        def click(selector: str) -> None:
            page.until(lambda: bool(page.driver.execute_script(CLICKED, selector)))

        def refused(message: str) -> None:
            click("button[name=submit]")
            page.until(lambda: message in page.driver.execute_script("return document.body.innerText"))
            click(".ant-modal-confirm-btns button")
            page.until(lambda: not page.shown(".ant-modal-confirm-btns button"))

        def opened(number: int) -> None:
            page.driver.get(f"{live.url}/projects/{project}/data?task={number}")
            page.until(lambda: page.shown(".cw-side input[name=unclear]") and page.shown("button[name=submit]"))

        def press(key: str, question: int, answered: str) -> None:
            """Press a key until the page, which takes a while to listen, shows that the answer is chosen."""

            def is_chosen() -> bool:
                return bool(page.driver.execute_script(CHOSEN, answered, question))

            def pressed() -> bool:
                page.press(key)
                time.sleep(0.3)
                return is_chosen()

            page.until(lambda: is_chosen() or pressed())

        page.log_in(live.url, anna.email, anna.password)
        opened(claim)
        refused("Answer the first question.")
        press("1", 0, "right")
        refused("Is the span right, to the character? Answer it.")
        press("4", 1, "right")
        press("8", 2, "wrong")
        refused("Tick the slots that are wrong.")
        click(".cw-side input[name=harm]")
        page.driver.find_element(By.NAME, "note").send_keys("They were only late.")
        click("button[name=submit]")
        page.until(lambda: done(live, project) == 1)
        opened(sentence)
        press("1", 0, "nothing_missed")
        click("button[name=submit]")
        page.until(lambda: done(live, project) == 2)
        assert not [url for url in page.requested() if not url.startswith(live.url)]
    one, other = scored(live, workspace, project, "JSON")
    assert (one.answer, one.wrong_fields, one.note) == (CheckAnswer.WRONG, ("harm",), "They were only late.")
    assert other.answer is CheckAnswer.NOTHING_MISSED


def done(live: Live, project: int) -> int:
    return sum(task.annotations for task in live.client().tasks(project))
