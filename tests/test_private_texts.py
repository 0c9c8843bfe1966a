"""Texts that may not be redistributed: a repository has offsets in their place; elsewhere only their owner reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN, STANDOFF
from small.material import MATERIAL

from claimwire.adjudication.decisions import read_decisions
from claimwire.cli import group
from claimwire.corpus.atomic import PRIVATE, PRIVATE_FOLDER, write_text
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, LabelStudioError, RecordError

ARTICLE = "rook_b"
"""The article of the stand-off corpus with two layers."""


@pytest.fixture
def out(small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder beside the repository, which is the current folder."""
    monkeypatch.chdir(small.root)
    return tmp_path / "out"


def run(*arguments: str | Path, exit_code: int = 0, typed: str = "") -> Result:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], input=typed, catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


def differing(path: Path) -> Iterator[dict[str, list[object]]]:
    """Yield what differs in each line of a decisions file in which the values are shown."""
    yield from (line["differs"] for line in read_decisions(path) if isinstance(line.get("differs"), dict))


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def drafted(folder: Path) -> Path:
    """Draft the decisions on the article in a folder, with the text at hand, and return their file."""
    run("adjudicate", STANDOFF, folder, "--draft", "--article", ARTICLE, "--from", DOCUMENTS)
    return folder / f"{ARTICLE}.jsonl"


def spans_in(path: Path) -> list[object]:
    """Return the first value of every field of spans that differs in a decisions file."""
    return [values[0][0] for line in differing(path) for name, values in line.items() if name.endswith("spans")]


def test_a_draft_in_the_repository_names_spans_by_offsets_and_one_elsewhere_quotes_them(out: Path) -> None:
    inside, outside = drafted(Path("work")), drafted(out)
    assert spans_in(inside)
    assert {type(value) for value in spans_in(inside)} == {dict}
    assert {type(value) for value in spans_in(outside)} == {str}
    assert [line["from"] for line in read_decisions(inside)] == [line["from"] for line in read_decisions(outside)]


def test_a_draft_with_words_is_private_and_stays_so_when_it_is_reviewed(out: Path) -> None:
    path = drafted(out)
    assert mode_of(path) == PRIVATE
    assert mode_of(out) == PRIVATE_FOLDER
    before = path.read_bytes()
    choice = ("--review", "--adjudicator", "cleo", "--article", ARTICLE, "--from", DOCUMENTS)
    run("adjudicate", STANDOFF, out, *choice, typed="a\nOf the two the better one.\nq\n")
    assert path.read_bytes() != before
    assert mode_of(path) == PRIVATE


def test_a_review_in_the_repository_takes_out_the_words_of_an_older_draft(out: Path) -> None:
    inside = Path("work") / f"{ARTICLE}.jsonl"
    Path("work").mkdir()
    shutil.copy(drafted(out), inside)
    assert {type(value) for value in spans_in(inside)} == {str}
    run("adjudicate", STANDOFF, "work", "--review", "--adjudicator", "cleo", "--article", ARTICLE, typed="q\n")
    assert {type(value) for value in spans_in(inside)} == {dict}


def test_drafts_of_an_open_corpus_quote_spans_anywhere(out: Path, small: Workspace) -> None:
    run("adjudicate", OPEN, "work", "--draft", "--article", "heron_e")
    assert {type(value) for value in spans_in(Path("work/heron_e.jsonl"))} == {str}
    assert mode_of(Path("work/heron_e.jsonl")) != PRIVATE


def test_an_audit_in_the_repository_has_a_sheet_of_offsets_and_one_elsewhere_has_the_words(
    out: Path, small: Workspace
) -> None:
    inside = run("audit", "sample", STANDOFF, "--size", "19", "--to", "audit")
    assert "sheet.md has offsets in place of the texts of rook" in inside.stderr
    outside = run("audit", "sample", STANDOFF, "--size", "19", "--to", out, "--from", DOCUMENTS)
    assert outside.stderr == ""
    first = small.corpus(STANDOFF).articles["rook_a"].sentences[0]
    sheets = [(folder / "sheet.md").read_text() for folder in (Path("audit"), out)]
    assert f"{first.start}-{first.end}" in sheets[0]
    assert "Fire in Orrin mine put out" in sheets[1]
    assert [sheet.count("] **") for sheet in sheets] == [19, 19]
    assert Path("audit/sample.json").read_bytes() == (out / "sample.json").read_bytes()
    assert mode_of(out / "sheet.md") == PRIVATE


def modes_in(folder: Path) -> set[tuple[bool, int]]:
    """Return which modes folders (True) and files (False) have in a folder."""
    return {(path.is_dir(), mode_of(path)) for path in [folder, *folder.rglob("*")]}


ALL_PRIVATE = {(True, PRIVATE_FOLDER), (False, PRIVATE)}


def test_a_hydrated_corpus_is_private(out: Path) -> None:
    run("hydrate", STANDOFF, "--from", DOCUMENTS, "--to", out)
    assert modes_in(out) == ALL_PRIVATE


@pytest.mark.long
def test_a_release_with_texts_is_private_and_one_without_is_not(out: Path) -> None:
    run("build", "--release", "--no-load")
    run("build", "--hydrated", DOCUMENTS, "--to", out, "--no-load")
    assert modes_in(out) == ALL_PRIVATE
    assert modes_in(Path("dataset/1.0.0")).isdisjoint(ALL_PRIVATE)


def test_a_file_of_tasks_and_what_is_refused_are_private(out: Path) -> None:
    out.mkdir()
    run("labelstudio", "export-tasks", STANDOFF, out / "tasks.json", "--layer", "ada", "--from", DOCUMENTS)
    assert mode_of(out / "tasks.json") == PRIVATE
    tasks = json.loads((out / "tasks.json").read_text())
    for number, task in enumerate(tasks):
        task["id"] = number
        task["annotations"] = [task["annotations"][0] | {"id": number, "completed_by": 9, "created_at": "2031"}]
    write_text(out / "export.json", json.dumps(tasks).replace('"choices": ["asserted"]', '"choices": []', 1))
    run("labelstudio", "import-results", STANDOFF, "../out/export.json", "--user", "ada=9", exit_code=1)
    assert mode_of(out / "export.refused.json") == PRIVATE


@pytest.mark.parametrize("place", ["tasks.json", "../link/tasks.json", "../link.json", "work/../tasks.json"])
def test_tasks_with_texts_do_not_go_into_the_repository_on_any_way(place: str, out: Path, small: Workspace) -> None:
    (small.root / "work").mkdir()
    (small.root.parent / "link").symlink_to(small.root)
    (small.root.parent / "link.json").symlink_to(small.root / "tasks.json")
    with pytest.raises(LabelStudioError, match="is in the repository"):
        run("labelstudio", "export-tasks", STANDOFF, place, "--from", DOCUMENTS)
    assert not (small.root / "tasks.json").exists()


def test_a_local_server_keeps_no_tasks_with_texts_in_the_repository(out: Path) -> None:
    with pytest.raises(LabelStudioError, match="is in the repository"):
        run("labelstudio", "server", "start", STANDOFF, "-a", "ada", "--data", "server", "--from", DOCUMENTS)
    assert not Path("server").exists()


def test_an_altered_copy_gives_no_offsets_to_a_layer_of_quotes(out: Path) -> None:
    text = (DOCUMENTS / "rook_a.txt").read_text()
    write_text(out / "rook_a.txt", text.replace("Fire in Orrin", "Blaze in Orrin"))
    write_text(out / "layer" / "rook_a.jsonl", (MATERIAL / "layers" / "rook_a.ada.jsonl").read_text())
    with pytest.raises(ClaimwireError):
        run("anchor", STANDOFF, out / "layer" / "rook_a.jsonl", "--annotator", "bela", "--from", out)
    run("anchor", STANDOFF, out / "layer" / "rook_a.jsonl", "--annotator", "bela", "--from", DOCUMENTS)


def test_words_of_a_text_at_hand_are_not_anchored_as_statements(out: Path) -> None:
    [first, *_] = (MATERIAL / "layers" / "rook_a.ada.jsonl").read_text().splitlines()
    statement = "It was said that a blast in the same mine killed dozens."
    write_text(out / "rook_a.jsonl", json.dumps(json.loads(first) | {"statement": statement}) + "\n")
    arguments = ("anchor", STANDOFF, out / "rook_a.jsonl", "--annotator", "bela", "--from", DOCUMENTS)
    with pytest.raises(RecordError, match="text-copied: statement has 8 words in a row of the text of rook_a"):
        run(*arguments)
    write_text(out / "rook_a.jsonl", first + "\n")
    run(*arguments)
