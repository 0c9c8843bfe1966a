"""What README tells of the data and of the code is what is there."""

import ast
import json
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from claimwire.corpus.workspace import Workspace
from claimwire.release.example import ExampleSearch
from claimwire.show import marked, text_marks
from tools.example_picture import PICTURE, bars, depths, flow_of

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = README.partition("\n## ")[0]

PHONE = 72
"""Columns of the first screen's lines: what a phone shows in two of its lines, and a terminal in one."""


def block(kind: str) -> str:
    return re.search(rf"```{kind}\n(.*?)```", FIRST_SCREEN, re.DOTALL)[1]  # type: ignore[index]


@pytest.fixture(scope="module")
def example() -> object:
    search, workspace = ExampleSearch(), Workspace(ROOT)
    for corpus_id in workspace.plan().corpora:
        search.add(workspace.corpus(corpus_id), workspace.outlets())
    return search.best


def test_the_sentence_is_the_example_of_the_card(example) -> None:  # type: ignore[no-untyped-def]
    text, sentence = example.article.text, example.article.sentences[example.number]
    told = "".join(marked(text, text_marks(example.claims), sentence.start, sentence.end))
    assert block("text").split() == told.split()


def test_the_row_is_one_of_the_data() -> None:
    shown = json.loads(block("json"))
    [folder] = {Path(name) for name in re.findall(r'load_dataset\("(dataset/[^"]+)"', FIRST_SCREEN)}
    table = pq.read_table(ROOT / folder / "claims", filters=[("claim_id", "=", shown["claim_id"])])
    [row] = table.to_pylist()
    assert {name: row[name] for name in shown} == shown


def test_the_project_has_the_address_of_the_plan_and_no_other() -> None:
    """`url` in annotations/release.toml is the one setting: card, Croissant and citation are made of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    url = Workspace(ROOT).plan().url
    assert set(project.get("urls", {}).values()) == ({url} if url else set())


def test_the_first_screen_is_narrow() -> None:
    wide = [line for line in FIRST_SCREEN.splitlines() if len(line) > PHONE]
    assert not wide


def test_the_functions_that_the_steps_begin_at_are_there() -> None:
    named = re.findall(r"`([a-z_/]+\.py): (\w+)`", README)
    assert len(named) > 10
    for module, name in named:
        tree = ast.parse((ROOT / "src" / "claimwire" / module).read_text(encoding="utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert name in defined, f"{module}: {name}"


def test_the_picture_has_every_claim_and_word(example) -> None:  # type: ignore[no-untyped-def]
    words = {node.text for node in ElementTree.parse(ROOT / PICTURE).iter() if node.tag.endswith("}text")}
    sentence = example.article.sentences[example.number].of(example.article.text)
    assert {*example.claims, *sentence.split()} <= words


def test_bars_are_below_the_words_of_their_claims(example) -> None:  # type: ignore[no-untyped-def]
    flow, depth = flow_of(example), depths(example.claims)
    for claim in example.claims.values():
        own = [word for word in flow.words if any(x.start < word.end and word.start < x.end for x in claim.spans)]
        lines = {word.line: (word.left, word.right) for word in own}
        drawn = {line: (left, right) for line, left, right in bars(claim, flow.words)}
        assert drawn.keys() == lines.keys()
        for line, (left, right) in drawn.items():
            inside = [word for word in own if word.line == line]
            assert left == pytest.approx(min(word.left for word in inside))
            assert max(word.left for word in inside) < right <= max(word.right for word in inside) + 1e-6
    for one, level in depth.items():
        for other in depth.keys() - {one}:
            overlap = any(
                a.start < b.end and b.start < a.end
                for a in example.claims[one].spans
                for b in example.claims[other].spans
            )
            assert not overlap or depth[other] != level
