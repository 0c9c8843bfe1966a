"""What docs/adjudicating.md says is so: its commands run, its rules are the rules, its answers are answers."""

from __future__ import annotations

import contextlib
import json
import re
import shlex

from click.testing import CliRunner
from repository import ROOT

from claimwire import adjudication
from claimwire.adjudication import NOT_COMPARED, RULES, DecisionLine
from claimwire.adjudication.decisions import read_decisions
from claimwire.alignment import MIN_SIMILARITY, SHARED_CUE_BONUS
from claimwire.cli import group
from claimwire.corpus.workspace import Workspace
from claimwire.schema import REFERENCE_LABELS, ClaimBase
from claimwire.schema.fields import fields_in_role

DOCUMENT = (ROOT / "docs" / "adjudicating.md").read_text(encoding="utf-8")
EXAMPLE, SMALL = "mycorpus", "heron"
"""What the document calls a corpus, and the one of the small repository that stands for it here."""


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    return [block.replace(EXAMPLE, SMALL) for block in found]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


def test_the_commands_run_as_they_are(small: Workspace) -> None:
    statuses = {}
    with contextlib.chdir(small.root):
        for line in COMMANDS:
            program, *arguments = shlex.split(line, comments=True)
            if program == "scripts/label-studio":  # tests/live runs it, and what follows it
                statuses[line] = 0
                continue
            if program == f"examples/{SMALL}/add":  # tests/ourdata runs it, and all of this with it, in a fresh clone
                statuses[line] = 0
                continue
            assert program == "claimwire"
            if arguments[0] == "labelstudio":
                arguments = [*arguments[:3], "--help"]
            done = CliRunner().invoke(group, arguments, input="a\nThe words say so.\nq\n")
            statuses[line] = done.exit_code
    undecided = {line: 1 for line in COMMANDS if line.startswith(f"claimwire adjudicate {SMALL} work/ --adjudicator")}
    assert statuses == dict.fromkeys(COMMANDS, 0) | undecided, "of each article one case was decided"
    assert len(undecided) == 2
    corpus = small.corpus(SMALL)
    soft = [json.loads(line) for line in (small.root / "soft.jsonl").read_text().splitlines()]
    assert {row["adjudication_id"] for row in soft} <= set(corpus.adjudications)
    assert sum(len(row["votes"]) for row in soft) > len(corpus.claims)
    drafted = {path.name for path in (small.root / "drafts").iterdir()}
    assert drafted == {f"{layer.article_id}.jsonl" for layer in corpus.layers.values()}
    begun = read_decisions(small.root / "work" / f"{SMALL}_a.jsonl")
    assert [line["reason"] for line in begun if "adjudicator" in line] == ["The words say so."] * 2, (
        "one in each review"
    )


def test_every_function_that_is_named_is_there() -> None:
    passage = DOCUMENT[DOCUMENT.index("## From Python") :]
    module, *names = re.findall(r"`([\w.]+)`", passage)
    assert module == adjudication.__name__
    assert len(names) > 5
    assert set(names) <= set(adjudication.__all__)


def test_every_rule_is_described() -> None:
    described = re.findall(r"^\| `([a-z-]+)` \| what", DOCUMENT, re.MULTILINE)
    assert described == [rule.rule_id for rule in RULES]


def test_what_is_not_compared_is_described() -> None:
    for share, text in ((MIN_SIMILARITY, "have in common {}"), (SHARED_CUE_BONUS, "counts\nlike {} more")):
        assert text.format(f"{share:.0%}".replace("%", " %")) in DOCUMENT
    start, end = DOCUMENT.index("Layers agree on a claim"), DOCUMENT.index("Fields that name another")
    passage, references = DOCUMENT[start:end], DOCUMENT[end : DOCUMENT.index("\n\n", end)]
    assert "ids, " in passage
    assert set(re.findall(r"`(\w+)`", passage)) == NOT_COMPARED - fields_in_role(ClaimBase, "identity")
    assert re.findall(r"`(\w+)`", references) == list(REFERENCE_LABELS)


def test_the_lines_shown_are_decisions() -> None:
    (block,) = blocks("json")
    shown = [DecisionLine.model_validate_json(line) for line in block.splitlines()]
    assert len(shown) == 3
    used = {name for line in block.splitlines() for name in json.loads(line)}
    assert used >= {"id", "from", "take", "set", "unset", "reject", "reason", "confidence", "rulings", "note"}


def test_every_answer_of_the_menu_is_described() -> None:
    table = DOCUMENT[DOCUMENT.index("| answer | does |") : DOCUMENT.index("Every decision except")]
    keys = {key for row in table.splitlines()[2:] for key in re.findall(r"`([a-z])`", row.split(" | ")[0])}
    assert keys == set("abfxpemsnzkuq")
