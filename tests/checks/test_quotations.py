"""Words of a text that may not be redistributed are found in what people wrote, wherever the text is at hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from fault_patches import apply
from invented import plain_article
from mini_workspace import build, texts

from claimwire.checks import load, run
from claimwire.checks.quotations import ArticleRuns
from claimwire.corpus.records import canonical_json
from claimwire.corpus.workspace import Workspace

HEADLINE = "one two three four five six seven eight"
TEXT = f"{HEADLINE}\n\na b c d e f g h i j\n\nk l m n"
COPIED = {"statement": "In 1998 a blast in the same mine killed dozens."}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A repository with a statement that has eight words in a row of a stand-off text."""
    workspace = build(tmp_path / "repository")
    apply([{"file": "annotations/rook/claims.jsonl", "record": "rook_a_c03", "set": COPIED}], workspace.root)
    return workspace


def copied(workspace: Workspace, *folders: Path, given: bool = False) -> list[str | None]:
    """Return the records that have words of a text."""
    found = run(load(workspace, folders, texts=texts() if given else None))
    return [problem.record_id for problem in found if problem.check_id == "text-copied"]


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("a b c d e f g h", 8),
        ("x a b c d e f g h i j y", 10),
        ("c d e f g h i j", 8),
        ("d e f g h i j k l", 9),
        ("a b c d e f g", 0),
        ("a b c d e f g x h i j", 0),
        ("", 0),
        (f"so: {HEADLINE}.", 0),
        (f"{HEADLINE} a", 8),
        ("A, “b” c-d e f G’h", 8),
    ],
)
def test_the_first_run_of_eight_words_counts_as_far_as_it_goes_and_the_headline_alone_does_not(
    content: str, count: int
) -> None:
    runs = ArticleRuns(plain_article(TEXT), TEXT)
    assert runs.copied_in(content, 8) == count


def test_a_run_is_told_with_its_length_and_without_its_words(workspace: Workspace) -> None:
    [problem] = [p for p in run(load(workspace, texts=texts())) if p.check_id == "text-copied"]
    assert problem.message == "statement has 8 words in a row of the text of rook_a, at most 7"


def test_without_the_text_nothing_is_known_of_it(workspace: Workspace) -> None:
    assert copied(workspace) == []
    assert copied(workspace, given=True) == ["rook_a_c03"]


def test_a_hydrated_copy_has_the_text_at_hand(workspace: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "full"
    shutil.copytree(workspace.annotations / "rook", copy)
    [row] = [json.loads(line) for line in (copy / "articles.jsonl").read_text().splitlines()]
    (copy / "articles.jsonl").write_text(canonical_json(row | {"text": texts()["rook_a"]}) + "\n")
    assert copied(workspace, copy) == ["rook_a_c03"]
