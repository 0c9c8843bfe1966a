"""A repository with planted leaks: the checks and the command find every one of them and invent none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from planted_repository import FOUND, HARMLESS, LEAKS, planted

from claimwire.checks import CHECKS, load, run
from claimwire.cli import group
from claimwire.corpus.atomic import write_text
from claimwire.corpus.workspace import Workspace
from claimwire.duplicates.comparisons import comparisons_file, read_comparisons

SPLIT_CHECKS = [check for check in CHECKS if check.check_id.startswith(("split-", "duplicate-")) and check.level == 4]
LINE = f'{{"article_id":"rook_a","duplicates":[],"recipe":"five-word-shingles/1","text_sha256":"{"0" * 64}"}}\n'
PAIR = re.compile(r"(?:text|statement) of (\w+?)(?:_c01)? and (\w+?)(?:_c01)? \((\w+), ")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    found = planted(tmp_path)
    monkeypatch.chdir(found.root)
    return found


def claimwire(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments))


def leaking(workspace: Workspace, check_id: str) -> list[str]:
    problems = run(load(workspace), SPLIT_CHECKS, corpora=())
    return [problem.message for problem in problems if problem.check_id == check_id]


def test_the_check_finds_the_thirteen_planted_leaks_and_no_other(workspace: Workspace) -> None:
    messages = leaking(workspace, "duplicate-across-splits")
    pairs = {tuple(match.groups()[:2]) for message in messages for match in PAIR.finditer(message)}
    assert len(messages) == len(LEAKS) == 13
    assert pairs == LEAKS


def test_events_and_links_across_splits_are_found_by_the_check_of_groups(workspace: Workspace) -> None:
    """Duplicates are told as pairs, not as groups that they make together."""
    assert leaking(workspace, "split-divided") == [
        "it is validation; train_18, of the same group, is train",
        "it is validation; train_19, of the same group, is train",
    ]


def test_check_fails_at_level_4_and_prints_the_pair(workspace: Workspace) -> None:
    result = claimwire("check", "--only", "duplicate-across-splits")
    assert result.exit_code == 1
    assert result.output.startswith("duplicate-across-splits, 13 problems: ")
    line = next(line for line in result.output.splitlines() if "split of test_00" in line)
    assert line.startswith("  dataset/splits.jsonl:37: split of test_00: it is test; train_00 is ")
    assert "train, and they are duplicates: text of test_00 and train_00 (exact, 1.00 shared)" in line


def test_the_command_lists_all_duplicates_and_fails_because_some_leak(workspace: Workspace) -> None:
    result = claimwire("duplicates", "heron", "--json")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {tuple(row["article_ids"]) for row in rows} == FOUND
    assert len(rows) == len(FOUND) == 17
    assert sum(row["splits"][0] != row["splits"][1] for row in rows) == 13
    assert "48 articles, " in result.stderr
    assert "duplicates: 14 by text, 3 by statement; 13 across splits" in result.stderr


def test_the_command_shows_a_table_and_can_be_narrowed(workspace: Workspace) -> None:
    result = claimwire("duplicates", "heron", "--by", "statement")
    assert result.exit_code == 1
    assert "train_15_c01" in result.stdout.replace("\n", "")
    assert "excerpt" not in result.stdout


def test_groups_are_the_closure_of_all_three(workspace: Workspace) -> None:
    """48 articles; each of 17 duplicates, one event and one link joins two that nothing else joins."""
    assert f"48 articles, {48 - 17 - 2} groups" in claimwire("duplicates", "heron").stdout


def test_without_leaks_the_command_succeeds(workspace: Workspace) -> None:
    lines = workspace.splits_file.read_text().splitlines(keepends=True)
    write_text(workspace.splits_file, "".join(lines[:24]))
    assert leaking(workspace, "duplicate-across-splits") == []
    result = claimwire("duplicates", "heron")
    assert result.exit_code == 0
    assert "none across splits" in result.stdout
    assert all(name in result.stdout.replace("\n", "") for name in HARMLESS)


# Stand-off texts


def test_stand_off_articles_are_compared_by_the_texts_given(workspace: Workspace, tmp_path: Path) -> None:
    assert len(leaking(workspace, "duplicate-across-splits")) == 13, "nothing is known of rook"
    bare = claimwire("duplicates", "rook")
    assert bare.exit_code == 0
    assert "never compared, only exact copies are found: rook_a, rook_b, rook_c" in bare.stderr
    given = claimwire("duplicates", "rook", "--from", str(tmp_path / "documents"), "--json")
    assert given.exit_code == 1
    [row] = [json.loads(line) for line in given.stdout.splitlines()]
    assert (row["article_ids"], row["kind"], row["recorded"]) == (["rook_a", "rook_b"], "near", False)
    assert "never" not in given.stderr
    assert not comparisons_file(workspace).exists()


def test_what_was_recorded_lets_the_check_find_a_leak_without_any_text(workspace: Workspace, tmp_path: Path) -> None:
    written = claimwire("duplicates", "rook", "--from", str(tmp_path / "documents"), "--write")
    assert "dataset/text_duplicates.jsonl: 3 articles" in written.stderr
    assert [line.article_id for line in read_comparisons(workspace)] == ["rook_a", "rook_b", "rook_c"]
    extra = [message for message in leaking(workspace, "duplicate-across-splits") if "rook" in message]
    assert len(extra) == 1
    assert "text of rook_a and rook_b (near, " in extra[0]
    later = claimwire("duplicates", "rook")
    assert later.exit_code == 1
    assert "never" not in later.stderr
    problems = run(load(workspace), [check for check in CHECKS if check.level <= 2])
    assert not [problem for problem in problems if "text_duplicates" in problem.path]


def test_texts_that_only_some_have_add_to_what_is_recorded(workspace: Workspace, tmp_path: Path) -> None:
    claimwire("duplicates", "rook", "--from", str(tmp_path / "documents"), "--write")
    before = read_comparisons(workspace)
    claimwire("duplicates", "rook", "--from", str(tmp_path / "documents" / "rook_a.txt"), "--write")
    assert read_comparisons(workspace) == before


@pytest.mark.parametrize(
    ("lines", "check_id"),
    [
        ('{"article_id": 3}\n', "line-invalid"),
        (LINE.replace(",", ", ", 1), "line-not-canonical"),
        (LINE + LINE, "id-repeated"),
    ],
)
def test_faults_of_what_was_recorded_are_reported_by_the_checks(
    workspace: Workspace, lines: str, check_id: str
) -> None:
    write_text(comparisons_file(workspace), lines)
    problems = run(load(workspace), [check for check in CHECKS if check.check_id == check_id])
    assert [problem.path for problem in problems] == ["dataset/text_duplicates.jsonl"]


def test_writing_needs_texts(workspace: Workspace) -> None:
    result = claimwire("duplicates", "rook", "--write")
    assert result.exit_code == 2
    assert "name them with --from" in result.stderr
