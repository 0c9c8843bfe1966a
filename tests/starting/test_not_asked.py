"""What a repository does not ask annotators for: page, checks, card and rows follow, and columns stay."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.labelstudio.page.config import label_config, page_version
from claimwire.labelstudio.page.controls import PARTS, asked_parts
from claimwire.schema import LABELS, NotAsked, Questions
from claimwire.schema.not_asked import slots_to_leave_out
from claimwire.schema.vocab import Label
from claimwire.starting.beginning import CorpusFacts, NewRepository
from claimwire.starting.example import example_beginning, write_example
from claimwire.starting.laying import lay_down
from tests.told_problems import told_problems

BEGINNING = NewRepository("try", "2031-06-01", CorpusFacts("try"))


def not_asked(workspace: Workspace, lines: str) -> None:
    """Write what is not asked for into the plan of a repository."""
    path = workspace.annotations / "release.toml"
    write_text(path, f"{path.read_text(encoding='utf-8')}\n[not_asked]\n{lines}\n")


def told(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, arguments)
    return result.exit_code, f"{result.output}{result.exception or ''}"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    lay_down(tmp_path / "try", example_beginning(BEGINNING), write_example)
    monkeypatch.chdir(tmp_path / "try")
    return Workspace(tmp_path / "try")


def names(page: str) -> set[str]:
    return {str(tag.get("name")) for tag in ET.fromstring(page).iter() if tag.get("name")}


def labels(page: str) -> set[str]:
    return {str(tag.get("alias") or tag.get("value")) for tag in ET.fromstring(page).iter("Label")}


# What can be left out


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"labels": Label.names()}, "labels names all labels; ask for one at least"),
        ({"labels": ["promise"]}, "labels.0: "),
        ({"slots": ["colour"]}, "colour cannot be left out; these can: "),
        ({"slots": ["casualty_figure.channel"]}, "casualty_figure.channel cannot be left out"),
        ({"slots": ["presented_as"]}, "presented_as cannot be left out"),
        ({"slots": ["harm"]}, "harm cannot be left out"),
        ({"slots": ["named_victim"]}, "named_victim cannot be left out"),
        ({"slots": ["voice_id"]}, "voice_id cannot be left out"),
        ({"slots": ["qualifier"]}, "qualifier cannot be left out"),
    ],
)
def test_what_every_claim_has_or_a_program_fills_in_cannot_be_left_out(said: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as error:
        NotAsked.model_validate_json(json.dumps(said))
    found = "; ".join(f"{'.'.join(map(str, x['loc']))}: {x['msg']}" for x in error.value.errors())
    assert message in found


def test_a_slot_is_that_of_one_label_or_of_every_label_that_has_it() -> None:
    some = NotAsked(slots=("time", "historical_background.place_name"))
    assert some.of(Label.ATTRIBUTED_STATEMENT) == {"time"}
    assert some.of(Label.HISTORICAL_BACKGROUND) == {"time", "place_name"}
    assert NotAsked(slots=("channel",)).of(Label.CASUALTY_FIGURE) == frozenset()
    assert {"channel", "attributed_statement.channel", "time", "casualty_figure.time"} <= slots_to_leave_out()


# The labelling page


def test_the_page_lacks_what_is_not_asked_and_nothing_else() -> None:
    whole = label_config()
    page = label_config(questions=Questions(NotAsked(slots=("channel", "casualty_figure.place_name"))))
    assert names(whole) - names(page) == {"attributed_statement__channel", "casualty_figure__place_name"}
    assert names(page) < names(whole)
    assert labels(page) == labels(whole)
    assert label_config(questions=Questions(NotAsked())) == whole


def test_a_label_that_is_not_asked_takes_its_slots_and_parts_along() -> None:
    whole, page = label_config(), label_config(questions=Questions(NotAsked(labels=(Label.CASUALTY_FIGURE,))))
    assert labels(whole) - labels(page) == {"casualty_figure", "quantity", "actor", "cause"}
    gone = {name for name in names(whole) if name.startswith("casualty_figure__")}
    assert names(whole) - names(page) == gone


def test_a_part_goes_when_no_label_asks_for_it() -> None:
    assert asked_parts(LABELS) == PARTS
    for slots, gone in (
        (("historical_background.place_spans",), set()),
        (("place_spans",), {"place"}),
        (("cue_spans", "time_spans"), {"cue", "time"}),
    ):
        left = asked_parts(LABELS, Questions(NotAsked(slots=slots)))
        assert {part.value for part in PARTS} - {part.value for part in left} == gone


def test_schema_writes_the_page_of_the_repository_and_tasks_name_it(example: Workspace, tmp_path: Path) -> None:
    not_asked(example, 'slots = ["outlet_check"]')
    assert told("schema", "--check")[0] == 1
    assert told("schema", "--write") == (0, "wrote schema/label_config.xml\n")
    own = Questions(NotAsked(slots=("outlet_check",)))
    assert (example.schema / "label_config.xml").read_text(encoding="utf-8") == label_config(questions=own)
    assert told("labelstudio", "export-tasks", "example", str(tmp_path / "tasks.json"))[0] == 0
    pages = {task["data"]["page_version"] for task in json.loads((tmp_path / "tasks.json").read_text())}
    assert pages == {page_version(questions=own)}
    assert pages != {page_version()}


# Checks, card, rows


def test_the_check_names_claims_that_have_what_is_not_asked(example: Workspace) -> None:
    not_asked(example, 'labels = ["casualty_figure"]\nslots = ["attributed_statement.source_name"]')
    status, said = told_problems()
    assert status == 1
    assert "claim example_bridge_c01: not-asked: its label is casualty_figure" in said
    assert "claim example_boats_c01: not-asked: it has source_name" in said
    assert told("build", "--no-load")[0] != 0


def test_a_plan_that_leaves_out_what_cannot_be_is_told_with_what_can(example: Workspace) -> None:
    not_asked(example, 'slots = ["harm"]')
    status, said = told_problems()
    assert status == 1
    assert "annotations/release.toml: toml-invalid: not_asked: harm cannot be left out; these can: " in said


def test_rows_and_card_say_what_was_not_asked_and_columns_stay(example: Workspace) -> None:
    def table() -> pq.Table:
        [path] = (example.draft / "claims").glob("validation-*.parquet")
        return pq.read_table(path)

    assert told("build", "--no-load")[0] == 0
    before = table()
    not_asked(example, 'slots = ["outlet_check", "historical_background.place_name"]')
    assert told("check", "--level", "4")[0] == 0
    assert told("build", "--no-load")[0] == 0
    after = table()
    assert after.schema.equals(before.schema, check_metadata=True)
    for old, new in zip(before.to_pylist(), after.to_pylist(), strict=True):
        own = {"attributed_statement": {"outlet_check"}, "historical_background": {"place_name"}}
        assert set(new["slots_not_asked"]) - set(old["slots_not_asked"]) == own.get(new["label_name"], set())
    card = (example.draft / "README.md").read_text(encoding="utf-8")
    assert "Annotators were not asked for these slots: `outlet_check`, `historical_background.place_name`." in card
    assert "| attributed_statement | `outlet_check` | not asked | not measured |" in card


def test_the_card_says_which_label_was_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_down(tmp_path / "try", BEGINNING)
    monkeypatch.chdir(tmp_path / "try")
    workspace = Workspace(tmp_path / "try")
    not_asked(workspace, 'labels = ["casualty_figure"]')
    assert told("build", "--no-load")[0] == 0
    card = (workspace.draft / "README.md").read_text(encoding="utf-8")
    assert "| `casualty_figure` | not asked | " in card
    assert "| `attributed_statement` | 0 | " in card
