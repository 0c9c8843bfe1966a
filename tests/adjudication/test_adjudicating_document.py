"""What docs/adjudicating.md says is so: its commands run, its rules are the rules, its answers are answers."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
from pathlib import Path

from click.testing import CliRunner
from repository import ROOT, copy_of_repository

from claimwire.adjudication import NOT_COMPARED, RULES, DecisionLine
from claimwire.alignment import MIN_SIMILARITY
from claimwire.cli import group

DOCUMENT = (ROOT / "docs" / "adjudicating.md").read_text()
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


def test_the_commands_run_as_they_stand(tmp_path: Path) -> None:
    copy_of_repository(tmp_path)
    statuses = {}
    with contextlib.chdir(tmp_path):
        for line in COMMANDS:
            program, *arguments = shlex.split(line)
            assert program == "claimwire"
            if arguments[0] == "labelstudio":
                arguments = [*arguments[:3], "--help"]
            done = CliRunner().invoke(group, arguments, input="b\nThe words say so.\nq\n")
            statuses[line] = done.exit_code
    undecided = next(line for line in COMMANDS if "--dry-run" in line)
    assert statuses == dict.fromkeys(COMMANDS, 0) | {undecided: 1}, "one article was begun, the others are missing"
    assert len((tmp_path / "soft.jsonl").read_text().splitlines()) > 1000
    assert len(list((tmp_path / "drafts").iterdir())) == 12
    begun = [json.loads(line) for line in (tmp_path / "work" / "openwire_tis_a.jsonl").read_text().splitlines()]
    assert [line["reason"] for line in begun if "adjudicator" in line] == ["The words say so."]


def test_every_rule_is_told() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| what", DOCUMENT, re.MULTILINE)
    assert told == [rule.rule_id for rule in RULES]


def test_what_is_not_compared_is_told() -> None:
    assert f"{MIN_SIMILARITY:.0%}".replace("%", " %") in DOCUMENT
    passage = DOCUMENT[DOCUMENT.index("Layers agree on a claim") : DOCUMENT.index("Fields that name another")]
    assert set(re.findall(r"`(\w+)`", passage)) | {"claim_id", "article_id"} == set(NOT_COMPARED)


def test_the_lines_shown_are_decisions() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    shown = [DecisionLine.model_validate_json(line) for line in block.splitlines()]
    assert len(shown) == 3
    used = {name for line in block.splitlines() for name in json.loads(line)}
    assert used >= {"id", "from", "take", "set", "unset", "reject", "reason", "confidence", "borderline", "note"}
