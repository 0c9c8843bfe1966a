"""Files of records: what is written is read again, whole or not at all; a fault is reported with its place."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from strategies import TEXT, records

from claimwire.corpus.atomic import write_bytes, write_text
from claimwire.corpus.records import (
    canonical_json,
    json_lines,
    read_jsonl,
    read_toml,
    record_json,
    scan_jsonl,
    sha256_file,
    sha256_text,
    write_jsonl,
)
from claimwire.errors import RecordError
from claimwire.schema import CLAIM_ADAPTER, RECORDS, Annotation, Citation, Event, Fact, Outlet

EVENT = {"event_id": "flood", "name": "Flood of Orlan", "event_type": "disaster", "description": "A river rose."}


def event_line(**changed: Any) -> str:
    return json.dumps(EVENT | changed) + "\n"


def test_every_published_record_has_a_strategy() -> None:
    assert set(records()) == set(RECORDS)


@pytest.mark.parametrize("name", sorted(RECORDS))
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_what_is_written_is_read_again(name: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(records()[name], max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        write_jsonl(path, written)
        assert [item.record for item in read_jsonl(path, RECORDS[name])] == written
        assert [item.line for item in read_jsonl(path, RECORDS[name])] == list(range(1, len(written) + 1))
        first = path.read_bytes()
        write_jsonl(path, [item.record for item in read_jsonl(path, RECORDS[name])])
        assert path.read_bytes() == first


@given(st.dictionaries(TEXT, TEXT | st.integers() | st.booleans() | st.none()))
def test_canonical_json_is_one_line_with_sorted_keys_and_the_same_whatever_the_order(value: dict[str, Any]) -> None:
    line = canonical_json(value)
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line) == value
    assert list(json.loads(line)) == sorted(value)
    assert line == canonical_json(dict(reversed(value.items())))


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r", "\n", "\r\n"])
def test_no_character_within_a_string_ends_a_line(tmp_path: Path, character: str) -> None:
    cited = Citation(name=f"Orlan{character}Post", url="https://post.example")
    path = tmp_path / "cited.jsonl"
    write_jsonl(path, [cited, cited])
    assert [item.record for item in read_jsonl(path, TypeAdapter(Citation))] == [cited, cited]
    assert [number for number, _ in json_lines(path)] == [1, 2]


def test_a_record_is_one_line_without_defaults_and_escapes() -> None:
    event = Event.model_validate_json(event_line(name="Überschwemmung"))
    assert record_json(event) == (
        '{"description":"A river rose.","event_id":"flood","event_type":"disaster","name":"Überschwemmung"}'
    )


def test_blank_lines_and_carriage_returns_are_not_records_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(f"\n{event_line().strip()}\r\n \t\n{event_line(event_id='fire')}".encode())
    found = read_jsonl(path, TypeAdapter(Event))
    assert [(item.line, item.record.event_id) for item in found] == [(2, "flood"), (4, "fire")]


def test_a_number_that_json_does_not_have_is_refused() -> None:
    """Infinity was read from `1e999` and could then not be written."""
    line = {"annotation_id": "a", "article_id": "a", "annotator_id": "a", "guideline_version": "1.0.0"}
    text = json.dumps(line | {"tool": "t", "complete": True, "claims": []})[:-1] + ', "lead_time_seconds": 1e999}'
    with pytest.raises(ValueError, match="finite"):
        Annotation.model_validate_json(text)


# Faults


def test_scanning_returns_good_records_and_all_faults(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event_line() + "no json\n" + event_line(event_id="Not An Id") + event_line(event_id="fire"))
    found, faults = scan_jsonl(path, TypeAdapter(Event))
    assert [item.record.event_id for item in found] == ["flood", "fire"]
    assert [fault.line for fault in faults] == [2, 3]
    assert faults[1].message.startswith("event_id: ")
    assert faults[1].message.endswith("found 'Not An Id'")


def test_reading_names_the_first_faulty_line_and_counts_the_others(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event_line() + event_line(surprise=1) + "[]\n" + "{}\n")
    with pytest.raises(RecordError) as raised:
        read_jsonl(path, TypeAdapter(Event))
    assert str(raised.value) == (
        f"{path}:2: no field is called surprise (and 2 more faulty lines; see `claimwire check`)"
    )


def test_a_second_faulty_line_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text("{}\n{}\n")
    with pytest.raises(RecordError, match=r"events\.jsonl:1: .* \(and 1 more faulty lines; see `claimwire check`\)"):
        read_jsonl(path, TypeAdapter(Event))


def test_one_faulty_line_is_not_counted_twice(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event_line(surprise=1))
    with pytest.raises(RecordError) as raised:
        read_jsonl(path, TypeAdapter(Event))
    assert "more faulty" not in str(raised.value)


@pytest.mark.parametrize(
    ("length", "shown"), [(58, f"'{'n' * 58}'"), (59, f"'{'n' * 56}..."), (500, f"'{'n' * 56}...")]
)
def test_a_value_of_more_than_60_characters_is_cut_in_the_message(tmp_path: Path, length: int, shown: str) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text(json.dumps({"fact_id": "a", "event_id": "b", "statement": "c", "lower": "n" * length}) + "\n")
    with pytest.raises(RecordError) as raised:
        read_jsonl(path, TypeAdapter(Fact))
    assert str(raised.value) == f"{path}:1: lower: expected a whole number, found {shown}"


@pytest.mark.parametrize("name", [None, "Flood", "Überlingen"])
def test_bytes_that_are_not_utf_8_are_reported_with_their_place_in_the_file(tmp_path: Path, name: str | None) -> None:
    """Counted are bytes, also of the lines before."""
    before = b"" if name is None else json.dumps(EVENT | {"name": name}, ensure_ascii=False).encode() + b"\n"
    path = tmp_path / "events.jsonl"
    path.write_bytes(before + b'{"name": "Mal\xf6"}')
    byte = len(before) + 13
    with pytest.raises(RecordError, match=rf"events\.jsonl: byte {byte} is not UTF-8; save the file as UTF-8"):
        read_jsonl(path, TypeAdapter(Event))


def test_a_claim_is_read_by_its_label(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text('{"label": "opinion"}\n')
    with pytest.raises(RecordError, match="opinion"):
        read_jsonl(path, CLAIM_ADAPTER)  # type: ignore[type-var]


OUTLET = """
outlet_id = "orlan_post"
name = "Orlan Post"
country = "Rovia"
language = "en"
domain = "orlan-post.example"
kind = "private"
licence = "CC BY 4.0"
text_redistributable = true
"""


def test_a_record_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "orlan_post.toml"
    path.write_text(OUTLET)
    assert read_toml(path, Outlet).name == "Orlan Post"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("outlet_id = ", "not TOML: "),
        (OUTLET.replace('"private"', '"private'), "not TOML: "),
        (OUTLET + "invented = 1\n", "invented: "),
        (OUTLET.replace('name = "Orlan Post"', "name = 2031-10-12"), ""),
        (OUTLET.replace('kind = "private"', 'kind = "a shop"'), "kind: "),
    ],
)
def test_toml_without_a_record_is_reported_with_file_and_field(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "orlan_post.toml"
    path.write_text(text)
    if not message:
        assert read_toml(path, Outlet).name == "2031-10-12", "a TOML date is as good as a string"
        return
    with pytest.raises(RecordError) as raised:
        read_toml(path, Outlet)
    assert str(raised.value).startswith(f"{path}: {message}")


def test_toml_in_another_encoding_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "orlan_post.toml"
    path.write_bytes(OUTLET.replace("Rovia", "Rovìa").encode("latin-1"))
    with pytest.raises(RecordError, match=r"orlan_post\.toml: byte \d+ is not UTF-8; save the file as UTF-8"):
        read_toml(path, Outlet)


# Writing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_with_its_folders_and_readable_by_others(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "text.txt"
    umask = os.umask(0o022)
    try:
        write_text(path, "çà\n")
    finally:
        os.umask(umask)
    assert path.read_bytes() == "çà\n".encode()
    assert names(path.parent) == ["text.txt"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_record_that_cannot_be_made_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    write_text(path, "old\n")

    def events() -> Any:
        yield Event.model_validate_json(event_line())
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        write_jsonl(path, events())
    assert path.read_text() == "old\n"
    assert names(tmp_path) == ["events.jsonl"]


@pytest.mark.parametrize("step", ["fsync", "write"])
def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "events.jsonl"
    write_text(path, "old\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    content: Any = b"new\n" if step == "fsync" else "no bytes"
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    with pytest.raises((OSError, TypeError)):
        write_bytes(path, content)
    assert path.read_text() == "old\n"
    assert names(tmp_path) == ["events.jsonl"]


def test_a_place_that_cannot_be_taken_leaves_no_stray_file(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").mkdir()
    with pytest.raises(OSError, match=r"events\.jsonl"):
        write_text(tmp_path / "events.jsonl", "new")
    assert names(tmp_path) == ["events.jsonl"]


@given(TEXT)
def test_the_hash_of_a_text_is_that_of_its_file(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        write_text(path, text)
        assert sha256_file(path) == sha256_text(text)
