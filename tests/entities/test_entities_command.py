"""`claimwire entities`: proposals in a table and a draft, the edited draft applied, and what the command refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small import DOCUMENTS, OPEN, STANDOFF
from small.material import texts

from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.errors import WorkspaceError


@pytest.fixture
def here(small: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(small.root)
    return small


def entities(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, ["entities", *map(str, arguments)])


def drafted(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def accepting(lines: list[dict[str, Any]], *entity_ids: str) -> list[dict[str, Any]]:
    return [line | {"accept": line["entity"]["entity_id"] in entity_ids} for line in lines]


def files(corpus: Corpus) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in corpus.folder.glob("*.jsonl")}


def test_proposals_are_listed_and_counted(here: Workspace) -> None:
    result = entities(OPEN)
    assert result.exit_code == 0
    assert "Zoë Marš" in result.output
    assert result.output.endswith("29 new, 1 known; 0 of them in doubt\n")
    assert "(in heron_d)" not in result.output


def test_spellings_in_doubt_are_told_so(here: Workspace) -> None:
    registry = here.corpus_folder(OPEN) / "entities.jsonl"
    content = registry.read_text(encoding="utf-8")
    registry.write_text(content.replace('"name":"Vell Front"', '"name":"VELL FRONT"'), encoding="utf-8")
    result = CliRunner(env={"COLUMNS": "400"}).invoke(group, ["entities", OPEN])
    (row,) = (line for line in result.output.splitlines() if " vell_front " in line)
    assert "│ in doubt │" in row
    assert "│ known; “Vell Front” is spelled unlike “VELL FRONT”" in row
    assert result.output.endswith("29 new, 1 known; 1 of them in doubt\n")


def test_json_has_the_lines_of_a_draft(here: Workspace) -> None:
    assert entities(OPEN, "--draft", "draft.jsonl").output == "wrote draft.jsonl: 29 new, 1 known; 0 of them in doubt\n"
    printed = [json.loads(line) for line in entities(OPEN, "--json").stdout.splitlines()]
    assert printed == drafted(here.root / "draft.jsonl")
    assert {line["accept"] for line in printed} == {None}


def test_an_edited_draft_is_shown_then_applied_and_passes_every_check(here: Workspace) -> None:
    entities(OPEN, "--draft", "draft.jsonl", "--nameless")
    lines = accepting(drafted(here.root / "draft.jsonl"), "ministry_of_ports", "zoe_mars", "vell_front", "heron_d_e04")
    for line in lines:
        if line["entity"]["entity_id"] == "zoe_mars":
            line["entity"]["public_role"] = "minister"
        if line["entity"]["entity_id"] == "heron_d_e04":
            line["entity"]["description"] = "A diver who was there."
    file = write(here.root / "draft.jsonl", lines)
    before, old = files(here.corpus(OPEN)), here.corpus(OPEN)
    dry = entities(OPEN, "--apply", file, "-a", "bela")
    told = f"3 entities added, 0 changed, 11 claims changed\n{len(lines) - 4} lines not accepted\n"
    assert dry.output == told + "nothing was written; use --write\n"
    assert files(here.corpus(OPEN)) == before
    result = entities(OPEN, "--apply", file, "-a", "bela", "--write")
    assert (result.exit_code, result.output) == (0, told)
    after = files(here.corpus(OPEN))
    assert {name for name in after if after[name] != before[name]} == {"claims.jsonl", "entities.jsonl"}
    corpus = here.corpus(OPEN)
    assert corpus.entities["zoe_mars"].annotator_id == "bela"
    assert corpus.entities["lena_moor"].annotator_id == "cleo"
    for claim_id, claim in corpus.claims.items():
        changed = {name for name, value in claim if value != getattr(old.claims[claim_id], name)}
        assert changed <= {"source_ids", "addressee_ids"}
    assert [str(problem) for problem in run(load(here, texts=texts()))] == []
    assert "zoe_mars" not in entities(OPEN, "--json").stdout
    again = entities(OPEN, "--apply", file, "-a", "ada", "--write")
    assert again.output.startswith("0 entities added, 0 changed, 0 claims changed\n")
    assert files(here.corpus(OPEN)) == after
    write_jsonl(corpus.file("claims"), old.claims.values())
    assert entities(OPEN, "--apply", file, "-a", "ada", "--write").output.startswith("0 entities added, 0 changed, 11")
    assert files(here.corpus(OPEN)) == after


def test_one_wrong_line_is_named_and_nothing_is_written(here: Workspace) -> None:
    entities(OPEN, "--draft", "draft.jsonl")
    file = write(
        here.root / "draft.jsonl", accepting(drafted(here.root / "draft.jsonl"), "ministry_of_ports", "zoe_mars")
    )
    before = files(here.corpus(OPEN))
    result = entities(OPEN, "--apply", file, "-a", "bela", "--write")
    assert result.exit_code == 1
    assert result.stderr == f"{file}:30: a person with a name has no public_role\n"
    assert files(here.corpus(OPEN)) == before


def test_an_edited_draft_is_not_written_over(here: Workspace) -> None:
    file = write(here.root / "draft.jsonl", [])
    result = entities(OPEN, "--draft", file)
    assert result.exit_code == 2
    assert "is there already and may have been edited" in result.stderr
    assert file.read_text() == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--apply", "file"], "name who accepted the lines with --annotator: ada, bela"),
        (["--apply", "file", "-a", "ada", "--json"], "--apply goes with"),
        (["--apply", "file", "-a", "ada", "--nameless"], "--apply goes with"),
        (["--apply", "file", "-a", "ada", "--draft", "other"], "--apply goes with"),
        (["-a", "ada"], "--annotator goes with --apply only"),
        (["--write"], "--write goes with --apply only"),
    ],
)
def test_options_that_do_not_go_together_are_refused(here: Workspace, arguments: list[str], message: str) -> None:
    write(here.root / "file", [])
    result = entities(OPEN, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_somebody_unknown_accepts_no_lines(here: Workspace) -> None:
    write(here.root / "file", [])
    result = entities(OPEN, "--apply", "file", "-a", "nobody")
    assert isinstance(result.exception, WorkspaceError)
    assert "has nobody called 'nobody'; there are: ada, bela" in str(result.exception)


def test_a_draft_in_the_repository_quotes_no_stand_off_text_and_one_outside_does(here: Workspace) -> None:
    inside, outside = here.root / "inside.jsonl", here.root.parent / "outside.jsonl"
    result = entities(STANDOFF, "--nameless", "--from", DOCUMENTS, "--draft", inside)
    assert "what nameless sources are called is left out" in result.stderr
    entities(STANDOFF, "--nameless", "--from", DOCUMENTS, "--draft", outside)
    miner = "told as “miner”"
    quoted = [[ground for line in drafted(path) for ground in line["grounds"]] for path in (inside, outside)]
    assert [miner in grounds for grounds in quoted] == [False, True]
    assert outside.stat().st_mode & 0o077 == 0, "only its owner can read it"


def test_an_entity_of_another_corpus_is_found_and_can_be_put_into_this_one(here: Workspace) -> None:
    registry = here.corpus_folder(STANDOFF) / "entities.jsonl"
    more = '{"annotator_id":"cleo","entity_id":"ministry_x","entity_kind":"body","name":"Ministry of Ports"}\n'
    registry.write_text(registry.read_text(encoding="utf-8") + more, encoding="utf-8")
    entities(OPEN, "--draft", "draft.jsonl")
    lines = accepting(drafted(here.root / "draft.jsonl"), "ministry_x")
    assert [line["state"] for line in lines if line["accept"]] == ["known"]
    result = entities(OPEN, "--apply", write(here.root / "draft.jsonl", lines), "-a", "ada", "--write")
    assert result.exit_code == 0, result.stderr
    assert here.corpus(OPEN).entities["ministry_x"].annotator_id == "ada"
    found = [str(problem) for problem in run(load(here, texts=texts()))]
    assert not [problem for problem in found if "id-repeated" in problem]


def test_an_id_that_is_twice_in_one_corpus_is_repeated(here: Workspace) -> None:
    registry = here.corpus_folder(OPEN) / "entities.jsonl"
    content = registry.read_text(encoding="utf-8")
    registry.write_text(content + content.splitlines(keepends=True)[0], encoding="utf-8")
    (problem,) = run(load(here))
    assert (problem.check_id, problem.record_id) == ("id-repeated", "heron_h_e01")


def test_who_accepted_an_entity_has_to_be_known(here: Workspace) -> None:
    registry = here.corpus_folder(OPEN) / "entities.jsonl"
    content = registry.read_text(encoding="utf-8")
    registry.write_text(content.replace('"cleo"', '"nobody"', 1), encoding="utf-8")
    (problem,) = run(load(here))
    assert problem.check_id == "annotator-unknown"
