"""`claimwire check` as it is run: exit status, what is printed where."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fault_patches import apply
from mini_workspace import build

from claimwire.checks import CHECKS
from claimwire.cli import group, main

SPAN_EMPTY = Path(__file__).parent / "faults" / "span-empty"


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("mini") / "repository").root


@pytest.fixture
def root(valid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A valid repository of the test's own, which is the current folder."""
    shutil.copytree(valid, tmp_path / "repository")
    monkeypatch.chdir(tmp_path / "repository")
    return tmp_path / "repository"


@pytest.fixture
def faulty(root: Path) -> Path:
    apply(json.loads((SPAN_EMPTY / "fault.json").read_text()), root)
    return root


def check(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["check", *arguments])


@pytest.mark.usefixtures("root")
def test_a_valid_repository_is_told_so() -> None:
    result = check()
    assert result.exit_code == 0
    assert result.stdout == "2 corpora, 3 articles, 16 claims: no problems at levels 1 to 5\n"
    assert check("rook", "--level", "1").stdout == "1 corpus, 1 article, 4 claims: no problems at level 1\n"


@pytest.mark.usefixtures("faulty")
def test_problems_are_printed_a_line_each_and_give_exit_status_1() -> None:
    result = check()
    assert result.exit_code == 1
    *problems, last = result.stdout.splitlines()
    expected = (SPAN_EMPTY / "expected.txt").read_text().splitlines()
    head, *lines = problems
    assert head.startswith("span-empty, 2 problems: ")
    advice = head.removeprefix("span-empty, 2 problems: ")
    assert [line.removeprefix("  ") for line in lines] == [
        line.replace("span-empty: ", "").removesuffix(f"; {advice}") for line in expected
    ]
    assert last == "2 corpora, 3 articles, 16 claims: 2 problems at levels 1 to 5"


@pytest.mark.usefixtures("faulty")
def test_json_is_an_object_a_problem_and_nothing_else() -> None:
    result = check("--json")
    assert result.exit_code == 1
    first, _ = [json.loads(line) for line in result.stdout.splitlines()]
    assert first["check_id"] == "span-empty"
    assert (first["path"], first["line"]) == ("annotations/heron/claims.jsonl", 10)
    assert (first["kind"], first["record_id"]) == ("claim", "heron_b_c02")
    assert "2 problems" in result.stderr


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--level", "1"], 0),
        (["--level", "2"], 1),
        (["--only", "span-empty"], 1),
        (["--only", "span-cuts-word"], 0),
        (["rook"], 0),
        (["rook", "heron"], 1),
    ],
)
def test_a_part_of_the_checks_or_corpora(arguments: list[str], status: int) -> None:
    assert check(*arguments).exit_code == status


def test_a_corpus_folder_outside_takes_the_place_of_the_one_of_its_id(faulty: Path, tmp_path: Path) -> None:
    shutil.move(faulty / "annotations" / "heron", tmp_path / "heron")
    shutil.copytree(tmp_path / "heron", faulty / "annotations" / "heron")
    (faulty / "annotations" / "heron" / "claims.jsonl").write_text("")
    result = check("--corpus-dir", str(tmp_path / "heron"))
    assert result.exit_code == 1
    assert f"{tmp_path}/heron/claims.jsonl:10: claim heron_b_c02: " in result.stdout
    assert "2 problems" in result.stdout


@pytest.mark.usefixtures("root")
def test_the_list_names_every_check() -> None:
    listed = [line.split()[1] for line in check("--list").stdout.splitlines()]
    assert listed == [one.check_id for one in CHECKS]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("arguments", [["raven"], ["--only", "no-such-check"], ["--level", "6"]])
def test_what_cannot_be_used_gives_exit_status_2(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["claimwire", "check", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert arguments[-1] in capsys.readouterr().err


def test_a_file_that_is_not_utf_8_gives_exit_status_2(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "annotations" / "heron" / "facts.jsonl").write_bytes('{"note": "caf\u00e9"}\n'.encode("latin-1"))
    monkeypatch.setattr(sys, "argv", ["claimwire", "check"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "facts.jsonl: byte 13 is not UTF-8" in capsys.readouterr().err
