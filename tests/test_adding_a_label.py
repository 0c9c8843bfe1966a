"""A label is added by the steps that CONTRIBUTING.md names and no other, in a copy: page, anchor, checks, build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

VALUE = """
    DAMAGE = "damage", "things that were destroyed or damaged"
"""
MODEL = '''class Damage(ClaimBase):
    """Things that were destroyed or damaged."""

    label: Annotated[Literal[Label.DAMAGE], Marked(role="label")] = Field(description="the label")
    thing: Name = Field(description="what was damaged")
    price_spans: Spans = Field(default=(), description="words that say what it cost")


'''
ENTRY = """    LabelDeclaration(Label.DAMAGE, Damage, "Damage", hotkey="4", color="#556677"),
"""
SLOT = """    SpanSlot("price_spans", "b", "#334455", "words that say what it cost"),
"""

USES = """
import json, sys
from pathlib import Path

from click.testing import CliRunner
from datasets import load_dataset

sys.path[:0] = [sys.argv[1], sys.argv[1] + "/small"]
from small import OPEN, build_small

from claimwire.checks import load, run
from claimwire.cli import group
from claimwire.labelstudio.page.config import label_config
from claimwire.schema.codebook import codebook_regions, json_schemas
from claimwire.tables.columns import features

small = build_small(Path(sys.argv[2]) / "small")
assert "### damage" in codebook_regions()["questions labels"] and "`thing`" in codebook_regions()["reference"]
assert '"price_spans"' in json_schemas("2.0.0")["claim.schema.json"]
assert 'alias="damage"' in label_config() and 'value="price"' in label_config()
assert "price_spans" in features("claims")

import os
os.chdir(small.root)
line = {
    "id": "90", "sentences": [0], "label": "damage", "presented_as": "asserted", "thing": "a ferry",
    "statement": "A ferry was lost.",
}
article = small.corpus(OPEN).articles["heron_b"]
words = article.sentences[0].of(article.text).rstrip(".").split()
line["spans"], line["price_spans"] = [" ".join(words[:3])], [words[1]]
Path("heron_b.jsonl").write_text(json.dumps(line) + "\\n", encoding="utf-8")

def call(*arguments):
    result = CliRunner().invoke(group, [str(a) for a in arguments])
    assert result.exit_code == 0, (arguments, result.output, result.exception)
    return result.output

call("anchor", OPEN, "heron_b.jsonl", "--annotator", "bela")
layer = next(x for x in small.corpus(OPEN).layers.values() if (x.article_id, x.annotator_id) == ("heron_b", "bela"))
assert [claim.label for claim in layer.claims] == ["damage"]
added = {"article": "heron_b", "sentences": [0], "reason": "Nobody had marked it.",
         "set": {name: value for name, value in line.items() if name not in ("id", "sentences")}}
Path("add.jsonl").write_text(json.dumps(added) + "\\n", encoding="utf-8")
call("revise", OPEN, "add.jsonl", "--adjudicator", "cleo", "--write")
found = {problem.check_id for problem in run(load(small))}
assert found <= {"claim-without-decision", "decision-differs", "rule-not-followed"}, found  # bela was not adjudicated
rejected = {"reject": ["bela/90"], "reason": "It was added by hand."}
call("show", OPEN, "heron_b", "--json")
with open("annotations/heron/annotations.jsonl", encoding="utf-8") as stream:
    kept = [text for text in stream if '"annotation_id":"heron_b_bela"' not in text]
Path("annotations/heron/annotations.jsonl").write_text("".join(kept), encoding="utf-8")
assert [str(problem) for problem in run(load(small))] == []
call("build")
claims = load_dataset("dataset/draft", "claims", split="train")
assert "damage" in {claims.features["label"].names[n] for n in claims["label"]}
sentences = load_dataset("dataset/draft", "sentences", split="train")
assert any(sentences["damage"])
"""


def documented() -> list[str]:
    """Return what the row on labels in CONTRIBUTING.md names: files and what is written there."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| a label |"))
    return re.findall(r"`([^`]+)`", row.split("|")[2])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and of the small repository's material in which the documented steps are done."""
    shutil.copytree(
        ROOT / "src" / "claimwire", tmp_path / "src" / "claimwire", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(
        ROOT / "tests" / "small", tmp_path / "tests" / "small", ignore=shutil.ignore_patterns("__pycache__")
    )
    vocab, claims = (tmp_path / "src" / "claimwire" / "schema" / name for name in ("vocab.py", "claims.py"))
    text = vocab.read_text(encoding="utf-8")
    head, end = text.split("\n\n\nclass PresentedAs", 1)
    vocab.write_text(f"{head}{VALUE}\n\nclass PresentedAs{end}", encoding="utf-8")
    text = claims.read_text(encoding="utf-8")
    text = text.replace(
        "@dataclass(frozen=True)\nclass LabelDeclaration:", f"{MODEL}@dataclass(frozen=True)\nclass LabelDeclaration:"
    )
    before, after = text.split("LABELS: tuple[LabelDeclaration, ...] = (", 1)
    entries, rest = after.split("\n)\n", 1)
    text = f"{before}LABELS: tuple[LabelDeclaration, ...] = ({entries}\n{ENTRY})\n{rest}"
    before, after = text.split("SPAN_SLOTS: tuple[SpanSlot, ...] = (", 1)
    slots, rest = after.split("\n)\n", 1)
    claims.write_text(f"{before}SPAN_SLOTS: tuple[SpanSlot, ...] = ({slots}\n{SLOT})\n{rest}", encoding="utf-8")
    return tmp_path


def test_the_steps_are_those_that_are_documented() -> None:
    assert documented() == ["src/claimwire/schema/claims.py", "Label", "LABELS"]


def test_a_label_added_by_the_documented_steps_reaches_page_anchor_checks_and_build(copy: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "HF_HOME": str(copy / "cache"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", USES, str(copy / "tests"), str(copy)]
    done = subprocess.run(command, env=environment, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
