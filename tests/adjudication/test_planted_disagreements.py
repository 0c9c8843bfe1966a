"""What layers are made to differ in is what an adjudicator is shown: all of it, nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quay import ARTICLES, ENTRIES, PLANTS, lines, planted, records, run, state, write

from claimwire.adjudication import DEFAULT_RULES, RULES, Rule, adjudicate, draft
from claimwire.checks import load
from claimwire.checks import run as run_checks
from claimwire.corpus.records import canonical_json, write_jsonl
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Annotation, ClaimBase, claim_order
from claimwire.schema.vocab import Decision

SILENT = {"statement"}
"""Plants that are no disagreement: fields that are not compared."""

SUBSETS = st.sets(st.sampled_from(sorted(PLANTS))).filter(lambda plants: not plants >= {"voice", "only_one"})
"""What is planted; the one claim cannot be the voice of another and be missing."""


def expected(plants: set[str]) -> dict[tuple[str, str], set[str]]:
    """Return what is to be decided: fields by article and claim, none where only one layer has the claim."""
    found: dict[tuple[str, str], set[str]] = {}
    for name in plants - SILENT:
        article_id, claim, changes = PLANTS[name]
        found.setdefault((article_id, claim), set()).update(changes or ())
    return found


NAMES = ("ann", "ben", "cy", "dan", "eva")


@settings(deadline=None, max_examples=80)
@given(st.lists(SUBSETS, min_size=1, max_size=4))
def test_every_planted_disagreement_is_found_and_none_is_invented(plants: list[set[str]]) -> None:
    """The first of two to five layers has no plants, so that whatever is planted in another one is a disagreement."""
    annotators = list(zip(NAMES, [set[str](), *plants], strict=False))
    shown: dict[tuple[str, str], set[str]] = {}
    taken = 0
    for number, (article_id, article) in enumerate(ARTICLES.items()):
        for line in draft(article, [planted(name, own)[number] for name, own in annotators]):
            key = (article_id, line["from"][0].split("/")[1])
            taken += line.get("rule") == "all-agree"
            if "differs" in line:
                shown[key] = set(line["differs"]) if isinstance(line["differs"], dict) else set()
    assert shown == expected(set().union(*plants))
    assert taken == sum(map(len, ENTRIES.values())) - len(shown)


@settings(deadline=None, max_examples=25)
@given(SUBSETS)
def test_with_a_third_layer_the_majority_takes_what_two_have(plants: set[str]) -> None:
    for ann, ben, cy in zip(planted("ann", ()), planted("ben", plants), planted("cy", ()), strict=True):
        article = ARTICLES[ann.article_id]
        made = draft(article, [ben, ann, cy], RULES)
        assert {line["rule"] for line in made} <= {"all-agree", "majority"}
        texts = [(number, canonical_json(line)) for number, line in enumerate(made, start=1)]
        found = adjudicate(article, [ben, ann, cy], texts, "judge", "")
        assert found.problems == []
        alone = adjudicate(article, [ann, cy], _drafted(article.article_id, [ann, cy], DEFAULT_RULES), "judge", "")
        assert sorted(map(_bare, found.claims)) == sorted(map(_bare, alone.claims))
        planted_here = {key for key in expected(plants) if key[0] == article.article_id}
        assert [d.rule for d in found.adjudications].count("majority") == len(planted_here)
        assert all(d.decision is Decision.CHOSEN for d in found.adjudications if d.rule == "majority" and d.differing)


def _drafted(article_id: str, layers: list[Annotation], rules: tuple[Rule, ...]) -> list[tuple[int, str]]:
    return list(enumerate(map(canonical_json, draft(ARTICLES[article_id], layers, rules)), start=1))


def _bare(claim: ClaimBase) -> str:
    """Return a claim without ids of claims, which go by the order of lines, and without free wording."""
    left_out = {"claim_id", "voice_id", "part_of_id", "statement", "confidence", "comment"}
    return claim.model_dump_json(exclude=left_out)


@pytest.mark.parametrize("plants", [(), *((name,) for name in PLANTS)], ids=str)
def test_the_checks_find_nothing_in_a_claim_whatever_is_planted_in_it(plants: tuple[str, ...], tmp_path: Path) -> None:
    layers = planted("ann", plants)
    folder = write(tmp_path, ())
    write_jsonl(folder / "claims.jsonl", sorted((claim for own in layers for claim in own.claims), key=claim_order))
    assert run_checks(load(Workspace(tmp_path)), level=3) == []


def test_the_same_layers_give_the_same_files() -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        made = []
        for folder in (Path(one), Path(other)):
            write(folder, [*planted("ben", set(PLANTS) - {"voice"}), *planted("ann", ())])
            run(folder, "work", "--draft")
            first = state(folder)
            run(folder, "work", "--draft")
            assert state(folder) == first, "no file is overwritten"
            made.append(first)
        assert made[0] == made[1]


def test_draft_review_and_apply_agree_on_the_rule(tmp_path: Path) -> None:
    write(tmp_path, [*planted("ann", ()), *planted("ben", ()), *planted("cy", ("harm",))])
    run(tmp_path, "work", "--draft", "--rule", "all-agree", "--rule", "majority")
    rules = [line.get("rule") for line in lines(tmp_path, "heron_2")]
    assert rules == ["all-agree", "majority", "all-agree", "all-agree"]
    assert "8 claims, 8 decisions" in run(tmp_path, "work", "--adjudicator", "judge").output
    by_rule = {d.rule: d for d in records(tmp_path, "adjudications")}
    assert by_rule["majority"].reason == "More than half of the layers agree."
    assert by_rule["majority"].differing == ("harm",)
    (figure,) = (c for c in records(tmp_path, "claims") if c.claim_id == by_rule["majority"].claim_id)
    assert figure.harm == "injured"
