"""Exports are kept as they came, and read one task at a time."""

import gzip
import hashlib
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import LabelStudioError
from claimwire.labelstudio.server import exports
from claimwire.labelstudio.server.exports import keep, tasks_in

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
TASKS = st.lists(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), max_size=6)


@given(TASKS, st.booleans(), st.sampled_from([None, 1]), st.integers(1, 7), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_an_export_is_read_as_it_was_sent(
    tasks: list[dict], plain: bool, indent: int | None, size: int, begin: bytes
) -> None:
    content = json.dumps(tasks, ensure_ascii=plain, indent=indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "CHUNK", max(size, len(begin) + 1))
        assert list(exports.objects(Pieces(begin + content + b" \n"), Path("export"))) == tasks


def test_numbers_have_the_type_and_value_that_json_gives_them() -> None:
    content = b'[{"a": [12345678901234567890123, -0.5, 1.0, 1e3], "b": {"c": 0.1}}]'
    [task] = exports.objects(Pieces(content), Path("export"))
    assert repr(task) == repr(json.loads(content)[0])


class Pieces:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, size: int, /) -> bytes:
        found, self.content = self.content[:size], self.content[size:]
        return found


def test_an_export_is_kept_under_its_hash_and_the_same_gives_the_same_file(tmp_path: Path) -> None:
    content = json.dumps([{"id": 1, "data": {"text": "Bridge 😀 shut"}}], ensure_ascii=False).encode()
    kept = keep([content[:5], content[5:]], tmp_path, "anna")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.md5 == hashlib.md5(content).hexdigest()
    assert kept.length == len(content)
    assert kept.path.name == f"anna.{kept.sha256}.json.gz"
    assert gzip.decompress(kept.path.read_bytes()) == content
    assert kept.path.stat().st_mode & 0o077 == 0
    before = kept.path.read_bytes()
    assert keep([content], tmp_path, "anna").path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [kept.path.name]
    assert [task["id"] for task in tasks_in(kept.path)] == [1]


def test_what_breaks_off_leaves_no_export_and_the_next_replaces_it(tmp_path: Path) -> None:
    def broken():
        yield b'[{"id": 1}, '
        raise ConnectionError

    with pytest.raises(ConnectionError):
        keep(broken(), tmp_path, "anna")
    assert list(tmp_path.glob("*.json.gz")) == []
    keep([b"[]"], tmp_path, "anna")
    assert len(list(tmp_path.iterdir())) == 1


def test_an_export_that_was_altered_is_refused(tmp_path: Path) -> None:
    kept = keep([b'[{"id": 1}]'], tmp_path, "anna")
    kept.path.write_bytes(gzip.compress(b'[{"id": 2}]'))
    with pytest.raises(LabelStudioError, match="not what was exported"):
        list(tasks_in(kept.path))


def test_a_damaged_export_is_refused(tmp_path: Path) -> None:
    kept = keep([json.dumps([{"id": n} for n in range(9999)]).encode()], tmp_path, "anna")
    content = kept.path.read_bytes()
    half = len(content) // 2
    for damaged in (content[:-40], content[:half] + bytes([content[half] ^ 0xFF]) + content[half + 1 :], b"no gzip"):
        kept.path.write_bytes(damaged)
        with pytest.raises(LabelStudioError, match=r"damaged|not what was exported|not one JSON list"):
            list(tasks_in(kept.path))
    kept.path.write_bytes(content[:-40])
    with pytest.raises(LabelStudioError, match="damaged"):
        list(tasks_in(kept.path))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('{"id": 1}', "not a list of tasks"),
        ("", "not a list of tasks"),
        ('x[{"id": 1}]', "not a list of tasks"),
        ('[{"id": 1}', "ends within"),
        ('[{"id": 1}, {"id"', "ends within"),
        ('[{"id": 1}] more', "not one JSON list"),
        ('[{"id": 1}]\n[{"id": 2}]', "not one JSON list: parse error: trailing garbage"),
        ('[{"id": 1}{"id": 2}]', "not one JSON list"),
        ('[{"id": 1},, {"id": 2}]', "not one JSON list"),
        ('[{"id": 1},]', "not one JSON list"),
        ('[, {"id": 1}]', "not one JSON list"),
        ('[{"id": "\udcff"}]', "invalid bytes in UTF8 string; export"),
        ('[{"id": ' + "[" * 20000 + "]" * 20000 + "}]", "nested too deeply"),
        ('[{"id": ' + "[" * 1000 + "]" * 1000 + "}]", "nested too deeply"),
        ('[{"id": ' + "[" * 100_000, "nested too deeply"),
        ('[{"id": ' + '{"a": ' * 100_000, "nested too deeply"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        (
            '[{"id": 1},{"id": 2}] GARBAGE',
            "after task 2 of the file, ends within a task or is not one JSON list: parse error: trailing",
        ),
        (
            '[{"id": 1},{"id": 2}]]',
            "after task 2 of the file, ends within a task or is not one JSON list: parse error: trailing",
        ),
        (
            '[{"id": 1}]\x00',
            "after task 1 of the file, ends within a task or is not one JSON list: parse error: trailing",
        ),
        ("[] []", "with no task before it, ends within a task or is not one JSON list: parse error: trailing"),
        ('[,{"id": 1}]', "with no task before it"),
        ('[{"id": 1},,{"id": 2}]', "after task 1 of the file"),
        ('[{"id": 1},{"id": 2},]', "after task 2 of the file"),
        ('[{"id": 1}{"id": 2}]', "after task 1 of the file"),
        ('[{"id": ' + "7" * 4001 + "}]", "a number of more than 300 digits"),
        ('[{"id": 1}, {"id": ' + "7" * 5000 + "}]", "a number of more than 300 digits"),
    ],
)
def test_a_file_that_is_not_one_list_of_tasks_is_refused(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(content, errors="surrogateescape")
    with pytest.raises(LabelStudioError, match=complaint):
        list(tasks_in(path))


@pytest.mark.parametrize(("digits", "size"), [(300, 1 << 20), (300, 7), (301, 1 << 20), (301, 7), (301, 300)])
def test_a_number_has_at_most_300_digits_wherever_a_piece_ends(digits: int, size: int) -> None:
    content = b'[{"id": ' + b"7" * digits + b"}]"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "CHUNK", size)
        if digits > exports.DIGITS:
            with pytest.raises(LabelStudioError, match="digits"):
                list(exports.objects(Pieces(content), Path("export")))
        else:
            assert list(exports.objects(Pieces(content), Path("export"))) == [{"id": int("7" * digits)}]


def test_values_may_be_nested_and_texts_have_brackets() -> None:
    levels = exports.DEPTH - 2
    tasks = [{"id": json.loads("[" * levels + "]" * levels), "text": "[{" * 400 + "7" * 999, "more": [[], {}] * 2000}]
    assert list(exports.objects(Pieces(json.dumps(tasks).encode()), Path("export"))) == tasks


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e99999999"])
def test_a_number_that_is_too_large_for_a_float_is_none(number: str) -> None:
    assert list(exports.objects(Pieces(b'[{"id": [%s]}]' % number.encode()), Path("export"))) == [{"id": [None]}]


@pytest.mark.parametrize("content", ['[{"id": 1},{"id": 2}]', ' [ {"id": 1} , {"id": 2} ] \n', '\n[{"id":1},{"id":2}]'])
def test_white_space_between_tasks_and_around_the_list_is_no_fault(tmp_path: Path, content: str) -> None:
    path = tmp_path / "export.json"
    path.write_text(content)
    assert [task["id"] for task in tasks_in(path)] == [1, 2]


def test_a_name_that_only_looks_like_that_of_a_kept_export_says_nothing_about_the_content(tmp_path: Path) -> None:
    for name in (f"anna.{'0' * 63}.json.gz", "0" * 64 + ".gz", "export.json.gz"):
        path = tmp_path / name
        path.write_bytes(gzip.compress(b'[{"id": 1}]'))
        assert [task["id"] for task in tasks_in(path)] == [1]


def test_only_one_task_is_held_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("[" + ",".join(json.dumps({"id": n, "text": "x" * 1000}) for n in range(25000)) + "]")
    tracemalloc.start()
    for task in tasks_in(path):
        assert task["text"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 20 * exports.CHUNK
    assert peak < 8 * exports.CHUNK


def pieces_of(content: str, size: int) -> list[dict]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports, "CHUNK", size)
        return list(exports.objects(Pieces(content.encode("utf-8", "surrogateescape")), Path("export")))


@pytest.mark.parametrize("size", [3, 7, 1 << 20])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_an_export_may_be_nested_200_deep_and_no_deeper(brackets: str, size: int) -> None:
    """100,000 brackets once took all the memory there is."""
    begin, end = ("[", "]") if brackets == "[]" else ('{"a":', "}")
    most = exports.DEPTH - 2  # within the list of tasks, and a task
    deepest = f'[{{"a": {begin * most}{1 if brackets == "{}" else ""}{end * most}}}]'
    assert len(pieces_of(deepest, size)) == 1
    for levels in (most + 1, 100_000):
        with pytest.raises(LabelStudioError, match="export is nested too deeply"):
            pieces_of(f'[{{"a": {begin * levels}', size)


@pytest.mark.parametrize("size", [3, 7, 1 << 20])
@pytest.mark.parametrize("form", ["{}", "-{}", "0.{}", "{}e1"])
def test_a_number_may_have_300_digits_and_no_more(form: str, size: int) -> None:
    """An integer of more than 4300 digits once ended the process."""
    [task] = pieces_of(f'[{{"a": {form.format("9" * 300)}}}]', size)
    assert isinstance(task["a"], int | float)
    for digits in (301, 5000):
        with pytest.raises(LabelStudioError, match="export has a number of more than 300 digits"):
            pieces_of(f'[{{"a": {form.format("9" * digits)}}}]', size)


@pytest.mark.parametrize("size", [3, 5, 1 << 20])
@pytest.mark.parametrize("text", ["[" * 300, "9" * 400, '\\"' + "[" * 300, "\\" * 7 + "{" * 300, '"' * 301])
def test_brackets_and_digits_within_a_string_do_not_count(text: str, size: int) -> None:
    tasks = [{"a": text, text: 1}, {"b": [text, text]}]
    assert pieces_of(json.dumps(tasks), size) == tasks


@pytest.mark.parametrize(
    ("content", "told"),
    [('[{"a": "\udce9"}]', "invalid bytes in UTF8"), ('[{"a": 1e%s}]' % ("9" * 200), "a number that is too large")],
)
def test_strings_and_numbers_that_cannot_be_are_refused_with_the_file(content: str, told: str) -> None:
    with pytest.raises(LabelStudioError, match=told):
        pieces_of(content, 1 << 20)


@pytest.mark.parametrize(
    "content",
    [
        b'[{"id": 1}, {"was_cancelled": false, "was_cancelled": true}]',
        b'[{"id": 1}, {"annotations": [{"id": 3, "was_cancelled": false, "was_cancelled": true}]}]',
    ],
)
def test_a_key_that_is_there_twice_is_named_with_its_place(content: bytes) -> None:
    """The last value counted, in silence."""
    with pytest.raises(
        LabelStudioError, match=r"^export, after task 1 of the file: the key 'was_cancelled' is there tw"
    ):
        list(exports.objects(Pieces(content), Path("export")))


def test_objects_can_be_changed_after_they_are_read() -> None:
    [task] = exports.objects(Pieces(b'[{"a": {"b": [{"c": 1}]}}]'), Path("export"))
    assert [type(task), type(task["a"]), type(task["a"]["b"][0])] == [dict, dict, dict]
