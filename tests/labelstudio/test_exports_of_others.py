"""What an export may have that the page never makes: halves of characters, other line ends, entries of another kind."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from ferry import FERRY, export_of, layer_of
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.server import exports
from claimwire.labelstudio.server.collect import read_export
from claimwire.labelstudio.server.exports import tasks_in
from claimwire.labelstudio.tasks.read import TaskReading, read_task

ANNA: dict[str | int, str] = {1: "anna"}


def entries(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["annotations"][0]["result"]
    return found


def kinds(read: TaskReading) -> list[str]:
    return [problem.problem_id for problem in read.problems]


def read_file(folder: Path, content: Any) -> list[TaskReading]:
    path = folder / "export.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return list(read_export(path, {FERRY.article_id: FERRY}, ANNA, "label-studio"))


# Halves of surrogate pairs


@pytest.mark.parametrize("halves", [(0xD83D,), (0xDE00,), (0xD83D, 0xD83D), (0xDE00, 0xD83D)])
@pytest.mark.parametrize("control", ["statement", "comment"])
def test_half_of_a_surrogate_pair_is_refused_with_its_region(
    control: str, halves: tuple[int, ...], tmp_path: Path
) -> None:
    task = export_of(layer_of("old", "loss"))
    region = next(x["id"] for x in entries(task) if x.get("value", {}).get("labels") == ["attributed_statement"])
    entries(task)[:] = [x for x in entries(task) if (x.get("from_name"), x.get("id")) != (control, region)]
    first = next(x for x in entries(task) if x.get("id") == region)
    value = {name: first["value"][name] for name in ("start", "end")}
    entries(task).append(
        {"id": region, "from_name": control, "to_name": "text", "type": "textarea"}
        | {"value": value | {"text": ["".join(map(chr, halves)) + " tells of it"]}}
    )
    (read,) = read_file(tmp_path, [task])
    (problem,) = [x for x in read.problems if x.problem_id == "claim-invalid"]
    assert problem.region == region
    assert f"{control} has half of a surrogate pair, which is not a character" in problem.message
    assert not any(claim.claim_id == region for layer in read.layers for claim in layer.claims)


def test_half_of_a_surrogate_pair_in_the_words_is_refused(tmp_path: Path) -> None:
    task = export_of(layer_of("loss"))
    first = next(x for x in entries(task) if x.get("value", {}).get("labels"))
    first["value"]["text"] += "\ud83d"
    (read,) = read_file(tmp_path, [task])
    assert "words-differ" in kinds(read)


@settings(deadline=None, max_examples=200)
@given(
    text=st.lists(
        st.sampled_from(["\ud83d", "\ude00", "😀", "a", "\\", "\\ud83d", '"', "u", "d83d", "é"]), max_size=12
    ),
    size=st.integers(1, 40),
)
def test_whatever_json_says_is_read_wherever_a_piece_ends(text: list[str], size: int) -> None:
    tasks = json.loads(json.dumps([{"a": "".join(text), "".join(text): [1]}]))
    content = json.dumps(tasks).encode()

    class Stream:
        place = 0

        def read(self, wanted: int, /) -> bytes:
            self.place += wanted
            return content[self.place - wanted : self.place]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "CHUNK", size)
        assert list(exports.objects(Stream(), Path("export"))) == tasks


# Accounts


def changed_by(account: object, key: str = "completed_by") -> dict[str, Any]:
    """Return an export of anna's layer without the second of its claims, by an account."""
    task = export_of(layer_of("loss", "old"))
    annotation = task["annotations"][0]
    region = next(x["id"] for x in annotation["result"] if x.get("value", {}).get("labels"))
    annotation["result"] = [x for x in annotation["result"] if region not in (x.get("id"), x.get("to_id"))]
    annotation |= {"completed_by": None, "updated_by": None} | {key: account}
    return task


@pytest.mark.parametrize("account", [77, "eve@example.org", {"id": 77, "email": "eve@example.org"}])
@pytest.mark.parametrize("key", ["completed_by", "updated_by"])
def test_a_layer_changed_by_an_unknown_account_is_refused_if_accounts_are_known(account: object, key: str) -> None:
    read = read_task(changed_by(account, key), FERRY, {3: "bela"})
    assert (kinds(read)[-1], read.layers) == ("annotator-unknown", [])
    named = "eve@example.org" if isinstance(account, dict) else account
    assert read.problems[-1].message == f"it was completed by the account {named!r}"


def test_without_any_account_given_a_changed_layer_stays_that_of_its_annotator() -> None:
    assert [x.annotator_id for x in read_task(changed_by(77), FERRY, {}).layers] == ["anna"]


def test_a_layer_of_no_account_or_as_it_was_sent_stays_that_of_its_annotator() -> None:
    assert [x.annotator_id for x in read_task(changed_by(None), FERRY, {3: "bela"}).layers] == ["anna"]
    sent = export_of(layer_of("loss"))
    sent["annotations"][0]["completed_by"] = 77
    assert [x.annotator_id for x in read_task(sent, FERRY, {3: "bela"}).layers] == ["anna"]


# Words and ids that are no texts


@pytest.mark.parametrize("words", [5, 0, 1.5, True, False, {}, {"a": "b"}, [7], [None]])
def test_words_that_are_no_text_are_a_problem(words: object) -> None:
    task = export_of(layer_of("loss"))
    first = next(x for x in entries(task) if x.get("value", {}).get("labels"))
    first["value"]["text"] = words
    found = [x for x in read_task(task, FERRY, ANNA).problems if x.problem_id == "words-differ"]
    assert [x.message for x in found] == [
        f"its `text` is {words!r}, and should be the words that were selected, as one text"
    ]


@pytest.mark.parametrize(
    ("key", "told"), [(7, "the number 7"), (7.5, "the number 7.5"), (True, "True"), (["a"], "['a']")]
)
def test_an_id_that_is_no_text_is_named(key: object, told: str) -> None:
    task = export_of(layer_of("loss"))
    entries(task)[0]["id"] = key
    read = read_task(task, FERRY, ANNA)
    assert read.problems[0].message == f"the id of {entries(task)[0]['from_name']} is {told}, not a text"


def test_long_words_of_a_problem_are_shortened() -> None:
    task = export_of(layer_of("loss"))
    next(x for x in entries(task) if x.get("value", {}).get("labels"))["value"]["labels"] = ["x" * 9000]
    assert max(len(str(x)) for x in read_task(task, FERRY, ANNA).problems) < 500


# Line ends


def with_returns(task: dict[str, Any], *, are_counted: bool, end: str = "\r\n") -> dict[str, Any]:
    """Return a task with other line ends in its text; its offsets count these if they `are_counted`."""
    made = copy.deepcopy(task)
    text = made["data"]["text"]
    for entry in entries(made) if are_counted else ():
        value = entry.get("value", {})
        for key in ("start", "end"):
            if key in value:
                value[key] += text.count("\n", 0, value[key])
    made["data"]["text"] = text.replace("\n", end)
    return made


@pytest.mark.parametrize(("end", "are_counted"), [("\r\n", True), ("\r\n", False), ("\r", False)])
def test_other_line_ends_are_converted_and_offsets_are_those_of_the_words(end: str, are_counted: bool) -> None:
    task = export_of(layer_of("old", "loss"))
    expected = read_task(task, FERRY, ANNA)
    read = read_task(with_returns(task, end=end, are_counted=are_counted), FERRY, ANNA)
    assert read.layers == expected.layers
    assert set(kinds(read)) == {"offsets-converted"}
    assert "only the line ends of its text are others than the article's" in read.problems[0].message


def test_other_line_ends_without_words_are_refused_and_named() -> None:
    task = with_returns(export_of(layer_of("old", "loss")), are_counted=True)
    for entry in entries(task):
        if entry.get("value", {}).get("labels"):
            entry["value"].pop("text", None)
    read = read_task(task, FERRY, ANNA)
    assert (kinds(read), read.layers, len(read.refused)) == (["text-changed"], [], 1)
    assert "only the line ends" in read.problems[0].message


def test_a_text_that_differs_in_more_than_line_ends_is_another(tmp_path: Path) -> None:
    task = with_returns(export_of(layer_of("loss")), are_counted=True)
    task["data"]["text"] += "More."
    assert [x.message for x in read_task(task, FERRY, ANNA).problems] == ["its text is not the article's"]


# Entries that are no tasks


@pytest.mark.parametrize("entry", [None, 7, "task", [], [{}], True, {}, {"data": {}}])
@pytest.mark.parametrize("place", [0, 1])
def test_an_entry_that_is_no_task_is_told_and_the_others_are_read(entry: object, place: int, tmp_path: Path) -> None:
    tasks = [export_of(layer_of("loss"))]
    tasks.insert(place, entry)  # type: ignore[arg-type]
    readings = read_file(tmp_path, tasks)
    assert [len(x.layers) for x in readings] == [place, 1 - place]
    (problem,) = readings[place].problems
    assert (problem.problem_id, problem.task) == ("task-unreadable", f"on place {place + 1} of the file")


def test_a_file_of_objects_that_are_all_no_tasks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelStudioError, match="no entry with data and annotations; export as JSON: JSON_MIN"):
        read_file(tmp_path, [{"id": 1, "text": "x"}, {"id": 2}])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_export_in_utf_16_is_said_to_be(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "export.json").write_bytes('[{"id": 1}]'.encode(encoding))
    with pytest.raises(LabelStudioError, match="is UTF-16"):
        list(tasks_in(tmp_path / "export.json"))
