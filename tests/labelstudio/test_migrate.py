"""Another labelling page for a project in use: only where nothing is lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fake_server import FakeServer

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.page.config import label_config
from claimwire.labelstudio.server.migrate import controls_on, losses, migrate_page
from claimwire.labelstudio.server.protocol import Snapshot

OLD = """<View><Labels name="label" toName="text"><Label value="claim"/><Label value="cue"/></Labels>
<Choices name="kind" toName="text" perRegion="true"><Choice value="a"/><Choice value="b"/></Choices>
<Number name="lower" toName="text" perRegion="true"/><Relations><Relation value="part_of"/></Relations>
<Text name="text" value="$text"/></View>"""
MORE = OLD.replace('<Label value="cue"/>', '<Label value="cue"/><Label value="time"/>')
RESULT: list[dict[str, Any]] = [
    {"id": "r", "from_name": "label", "type": "labels", "value": {"start": 0, "end": 3, "labels": ["claim"]}},
    {"id": "r", "from_name": "kind", "type": "choices", "value": {"choices": ["b"]}},
    {"id": "r", "from_name": "lower", "type": "number", "value": {"number": 3}},
    {"type": "relation", "from_id": "r", "to_id": "s", "labels": ["part_of"]},
]


def server(result: list[dict[str, Any]], draft: list[dict[str, Any]] | None = None) -> FakeServer:
    made = FakeServer()
    made.create_project("heron", "", OLD)
    task = {"data": {"text": "abc"}, "annotations": [{"result": result}], "predictions": []}
    made.import_tasks(1, [json.dumps(task)])
    if draft is not None:
        made.kept[1].tasks[2]["drafts"].append({"id": 9, "result": draft})
    return made


def test_a_page_with_more_on_it_is_taken() -> None:
    remote, said = server(RESULT), []
    migrate_page(remote, remote.projects()[0], MORE, said.append)
    assert remote.kept[1].page == MORE
    assert "all 1 annotations" in said[0]


@pytest.mark.parametrize(
    ("without", "lost"),
    [
        ('<Label value="claim"/>', "claim of label"),
        ('<Choice value="b"/>', "b of kind"),
        ('<Number name="lower" toName="text" perRegion="true"/>', "lower, which is number"),
        ('<Relation value="part_of"/>', "the relation part_of"),
    ],
)
def test_a_page_that_would_lose_something_is_not(without: str, lost: str) -> None:
    page = OLD.replace(without, "")
    for remote in (server(RESULT), server([], draft=RESULT)):
        with pytest.raises(LabelStudioError, match=lost):
            migrate_page(remote, remote.projects()[0], page)
        assert remote.kept[1].page == OLD.strip()
        assert "set_page" not in remote.requests


def test_a_page_under_which_something_changed_is_taken_back() -> None:
    class Changing(FakeServer):
        def download(self, project: int, snapshot: Snapshot) -> Iterator[bytes]:
            content = b"".join(super().download(project, snapshot))
            yield content.replace(b'"end": 3', b'"end": 2') if self.kept[project].page == MORE else content

    remote = Changing()
    remote.kept = server(RESULT).kept
    with pytest.raises(LabelStudioError, match="the old one was put back"):
        migrate_page(remote, remote.projects()[0], MORE)
    assert remote.kept[1].page == OLD.strip()


def test_no_export_is_made_of_a_project_without_tasks() -> None:
    remote, said = FakeServer(), []
    remote.create_project("heron", "", OLD)
    migrate_page(remote, remote.projects()[0], MORE, said.append)
    assert remote.requests == ["create_project", "set_page"], "an export would have been discarded"
    assert "all 0 annotations" in said[0]


@pytest.mark.parametrize("kind", [{}, {"value": {}}, {"value": {"choices": []}}])
def test_a_choice_that_was_not_made_loses_nothing(kind: dict[str, Any]) -> None:
    assert losses([{"id": "r", "from_name": "kind", "type": "choices"} | kind], OLD) == []


def test_every_control_of_our_page_is_understood() -> None:
    controls, relations = controls_on(label_config())
    assert controls["label"][0] == "labels"
    assert {"attributed_statement", "historical_background", "casualty_figure"} <= controls["label"][1]
    assert relations == {"voice_id", "part_of_id"}
    assert (
        losses([{"from_name": "presented_as", "type": "choices", "value": {"choices": ["asserted"]}}], label_config())
        == []
    )
