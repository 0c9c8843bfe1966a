"""Every check has a fault that it finds, finds nothing in a valid repository, and has cases at the edge of its rule."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from fault_patches import apply
from mini_workspace import build, texts

from claimwire.checks import CHECKS, LEVELS, Check, load, run, summary
from claimwire.checks.figures import FORMS
from claimwire.corpus.corpus import TABLES
from claimwire.corpus.workspace import Workspace
from claimwire.schema import INCLUSIVE, LABEL_OF_LINK, LABELS, REFERENCE_LABELS, reference_fields
from claimwire.schema.vocab import LinkKind, Qualifier

FAULTS = Path(__file__).parent / "faults"
CHECK_OF = {check.check_id: check for check in CHECKS}
IDS = list(CHECK_OF)

SAME_OR_NOT = {
    "anchor-stale",
    "article-misplaced",
    "corpus-misnamed",
    "outlet-misnamed",
    "outlet-unknown",
    "text-differs",
}
"""Checks that one name or hash is another: the valid repository is beside their fault, and they need no `near.json`."""


def near_cases() -> list[Any]:
    """Return the cases of every `near.json`, each with its check."""
    files = sorted(FAULTS.glob("*/near.json"))
    cases = [(file.parent.name, case) for file in files for case in json.loads(file.read_text(encoding="utf-8"))]
    return [pytest.param(check_id, case, id=f"{check_id}: {case['case']}") for check_id, case in cases]


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(tmp_path_factory.mktemp("mini") / "repository")


@pytest.fixture
def workspace(valid: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the valid repository, to put a fault into."""
    shutil.copytree(valid.root, tmp_path / "repository")
    return Workspace(tmp_path / "repository")


def found(workspace: Workspace) -> list[str]:
    return [str(problem) for problem in run(load(workspace, texts=texts()))]


def test_a_valid_repository_has_no_problem_and_holds_something_of_every_sort(valid: Workspace) -> None:
    assert found(valid) == []
    corpora = valid.corpora()
    assert {claim.label for corpus in corpora for claim in corpus.claims.values()} == {x.label for x in LABELS}
    for table in TABLES:
        assert table.name == "links_refused" or any(corpus.rows.of(table.name) for corpus in corpora), table.name
    assert all((valid.splits()[0], valid.annotators()[0], valid.outlets()))


def test_every_check_has_a_fault_and_every_fault_a_check() -> None:
    assert {folder.name for folder in FAULTS.iterdir()} == set(IDS)


@pytest.mark.parametrize("check_id", IDS)
def test_a_fault_is_found_and_nothing_else(check_id: str, workspace: Workspace) -> None:
    apply(json.loads((FAULTS / check_id / "fault.json").read_text()), workspace.root)
    expected = (FAULTS / check_id / "expected.txt").read_text().splitlines()
    assert found(workspace) == expected
    assert expected
    assert all(re.match(rf"[^:]+(:\d+)?: (\S+( of)? \S+: )?{check_id}: ", line) for line in expected)


def test_every_check_with_an_edge_has_a_case_beside_its_fault_that_is_no_problem() -> None:
    harmless = {case.values[0] for case in near_cases() if case.values[1]["problems"] == 0}
    assert harmless == set(IDS) - SAME_OR_NOT


@pytest.mark.parametrize(("check_id", "near"), near_cases())
def test_a_case_near_a_fault_has_as_many_problems_as_it_says(
    check_id: str, near: dict[str, Any], workspace: Workspace
) -> None:
    apply(near["changes"], workspace.root)
    problems = run(load(workspace, texts=texts()), [CHECK_OF[check_id]])
    assert len(problems) == near["problems"], [str(problem) for problem in problems]


def test_ids_are_unique_kebab_case_and_stand_in_the_order_of_their_levels() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", check_id) for check_id in IDS)
    levels = [check.level for check in CHECKS]
    assert levels == sorted(levels)
    assert set(levels) == set(LEVELS)


@pytest.mark.parametrize("check", CHECKS, ids=IDS)
def test_a_check_has_the_level_that_its_module_is_about(check: Check) -> None:
    about = sys.modules[check.find.__module__].__doc__ or ""
    assert about.startswith(f"Level {check.level}: ")


def test_a_check_says_what_it_finds_and_what_to_do_in_a_clause_each() -> None:
    for check in CHECKS:
        for clause in (check.finds, check.advice):
            assert clause[0] == clause[0].lower()
            assert not clause.endswith((".", ";"))


def test_every_reference_link_and_qualifier_has_its_rule() -> None:
    assert {field for declaration in LABELS for field in reference_fields(declaration.model)} == set(REFERENCE_LABELS)
    assert set(LABEL_OF_LINK) == set(LinkKind)
    assert set(FORMS) | set(INCLUSIVE) == set(Qualifier)


def test_levels_above_the_one_asked_for_are_not_run(workspace: Workspace) -> None:
    apply(json.loads((FAULTS / "span-empty" / "fault.json").read_text()), workspace.root)
    context = load(workspace)
    assert run(context, level=1) == []
    assert {problem.check_id for problem in run(context, level=2)} == {"span-empty"}


def test_only_problems_of_the_corpora_named_are_returned(workspace: Workspace) -> None:
    apply(json.loads((FAULTS / "span-empty" / "fault.json").read_text()), workspace.root)
    context = load(workspace)
    assert run(context, corpora=["rook"]) == []
    assert run(context, corpora=["heron"]) == run(context)


def test_a_hydrated_copy_outside_the_repository_may_hold_texts_and_is_held_against_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    copy = tmp_path / "full"
    shutil.copytree(workspace.annotations / "rook", copy)
    [row] = [json.loads(line) for line in (copy / "articles.jsonl").read_text().splitlines()]
    row["text"] = texts()["rook_a"].replace("hurt", "sick")
    (copy / "articles.jsonl").write_text(
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    )
    problems = run(load(workspace, (copy,)))
    assert [(problem.check_id, problem.record_id) for problem in problems] == [("text-differs", "rook_a")]
    assert problems[0].path == str(copy / "articles.jsonl")


@pytest.mark.parametrize(("end", "reaches_out"), [(183, False), (161, True), (187, True)])
def test_a_claim_may_go_over_what_interrupts_its_voice_and_not_beyond(
    end: int, reaches_out: bool, workspace: Workspace
) -> None:
    file = "annotations/heron/claims.jsonl"
    pieces = [{"start": 139, "end": 160}, {"start": 162, "end": 185}]
    apply([{"file": file, "record": "heron_b_c03", "set": {"spans": pieces}}], workspace.root)
    apply([{"file": file, "record": "heron_b_c04", "set": {"spans.0.start": 140, "spans.0.end": end}}], workspace.root)
    problems = {(problem.check_id, problem.record_id) for problem in run(load(workspace))}
    assert (("claim-outside-voice", "heron_b_c04") in problems) is reaches_out


@pytest.mark.parametrize(("start", "is_found"), [(142, False), (143, True)])
def test_without_the_text_three_code_points_may_be_outside_the_quotation_marks(
    start: int, is_found: bool, workspace: Workspace
) -> None:
    file = "annotations/heron/claims.jsonl"
    apply([{"file": file, "record": "heron_b_c03", "set": {"quoted_spans.0.start": start}}], workspace.root)
    apply([{"file": "annotations/heron/articles.jsonl", "record": "heron_b", "set": {"text": None}}], workspace.root)
    assert bool(run(load(workspace), [CHECK_OF["direct-not-whole"]])) is is_found


@pytest.mark.parametrize(("old", "new", "column"), [("}\n", "} \n", 158), ('{"event_id', '{ "event_id', 2)])
def test_a_line_that_is_written_otherwise_is_named_with_the_first_column_that_differs(
    old: str, new: str, column: int, workspace: Workspace
) -> None:
    apply([{"file": "annotations/heron/facts.jsonl", "replace": [old, new]}], workspace.root)
    [problem] = run(load(workspace), [CHECK_OF["line-not-canonical"]])
    assert problem.message.startswith(f"column {column}: found ' ")


@pytest.mark.parametrize(("names", "found"), [(None, {"facts", "annotators"}), (["facts"], {"facts"}), ([], set())])
def test_the_form_of_lines_is_looked_at_in_the_files_that_are_named(
    names: list[str] | None, found: set[str], workspace: Workspace
) -> None:
    files = {"facts": "annotations/heron/facts.jsonl", "annotators": "annotations/annotators.jsonl"}
    for file in files.values():
        apply([{"file": file, "replace": ["}\n", "} \n"]}], workspace.root)
    forms = None if names is None else {workspace.root / files[name] for name in names}
    problems = run(load(workspace, forms=forms), [CHECK_OF["line-not-canonical"]])
    assert {Path(problem.path).stem for problem in problems} == found


@pytest.mark.parametrize(("count", "shown"), [(0, "no problems"), (1, "1 problem"), (2, "2 problems")])
def test_the_summary_counts_what_was_looked_at_and_what_was_found(count: int, shown: str, valid: Workspace) -> None:
    repository = load(valid)
    assert summary(repository, count, "here") == f"2 corpora, 3 articles, 16 claims: {shown} here"
    assert summary(repository, count, "here", ["rook"]) == f"1 corpus, 1 article, 4 claims: {shown} here"


@pytest.mark.parametrize("check_id", ["cue-of-two-classes", "similar-sentences-differ"])
def test_words_are_held_against_each_other_only_where_the_text_is_at_hand(check_id: str, workspace: Workspace) -> None:
    apply(json.loads((FAULTS / check_id / "fault.json").read_text()), workspace.root)
    assert run(load(workspace), [CHECK_OF[check_id]])
    for article_id in ("heron_a", "heron_b"):
        apply(
            [{"file": "annotations/heron/articles.jsonl", "record": article_id, "set": {"text": None}}], workspace.root
        )
    assert run(load(workspace), [CHECK_OF[check_id]]) == []
    assert run(load(workspace, texts=texts()), [CHECK_OF[check_id]])


def test_without_texts_the_checks_that_need_them_are_silent(workspace: Workspace) -> None:
    changed = {"lower": 5, "upper": 5, "qualifier": "exact"}
    apply([{"file": "annotations/rook/claims.jsonl", "record": "rook_a_c02", "set": changed}], workspace.root)
    differs = "quantity-number-differs"
    assert differs in {problem.check_id for problem in run(load(workspace, texts=texts()))}
    assert differs not in {problem.check_id for problem in run(load(workspace))}
