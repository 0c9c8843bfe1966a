"""Audits: the draw, what the auditor sees, the interval, and planted errors found again."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from claimwire.audit import Sample, Score, Verdict, check_blind, draw, score, sheet, wilson
from claimwire.cli import group
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.records import record_json, records_of
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError, HydrationError, RecordError
from claimwire.schema import CLAIM_ADAPTER, Annotation, Article, ClaimBase
from claimwire.schema.vocab import Factuality

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_of_newcombe(hits: int, trials: int, low: float, high: float) -> None:
    # Newcombe (1998), table I, method 3 (Wilson 1927, without continuity correction), z = 1.96. For 0 of 20:
    # (0 + 1.92 +- 1.96 * sqrt(0 + 1.92 / 2)) / (20 + 3.84) = (1.92 +- 1.92) / 23.84 = 0 and 0.1611
    assert wilson(hits, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_bound_is_a_share_that_is_just_not_refuted(case: tuple[int, int]) -> None:
    hits, trials = case
    low, high = wilson(hits, trials)
    assert 0 <= low <= hits / trials <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:
            distance = abs(hits / trials - bound) / math.sqrt(bound * (1 - bound) / trials)
            assert distance == pytest.approx(1.959964, abs=1e-5)
    assert wilson(trials - hits, trials) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_no_trials_say_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@cache
def openwire() -> Corpus:
    return Workspace(ROOT).corpus("openwire")


def articles() -> list[Article]:
    return records_of(openwire().rows.articles)


def by_id() -> dict[str, Article]:
    return {article.article_id: article for article in articles()}


def layers(annotator: str = "model_a") -> list[Annotation]:
    every = records_of(openwire().rows.annotations)
    return [layer for layer in every if layer.annotator_id == annotator]


# --- the draw and the sheet ---


def test_a_draw_is_the_same_each_time_and_grows_without_losing_a_sentence() -> None:
    small, same, large = (draw("openwire", articles(), size, 5) for size in (20, 20, 60))
    assert small == same
    assert set(small.sentences) < set(large.sentences)
    assert draw("openwire", articles(), 20, 6).sentences != small.sentences
    assert small.population == sum(len(article.sentences) for article in articles())
    assert len(small.sentences) == 20


def test_every_sentence_has_the_same_chance() -> None:
    one = articles()[0]
    counts = Counter(draw("openwire", [one], 1, seed).sentences[0].sentence for seed in range(4000))
    expected = 4000 / len(one.sentences)
    assert len(counts) == len(one.sentences)
    # chi squared with 19 degrees of freedom is below 43.8 in 999 of 1,000 draws; the seeds are fixed
    assert len(one.sentences) == 20
    assert sum((n - expected) ** 2 / expected for n in counts.values()) < 43.8


def test_a_sample_larger_than_the_corpus_is_refused() -> None:
    with pytest.raises(ClaimwireError, match="cannot be drawn"):
        draw("openwire", articles(), 10_000, 1)


def test_the_sheet_shows_every_sentence_and_no_claim() -> None:
    sample = draw("openwire", articles(), 25, 1)
    text = sheet(sample, by_id())
    assert text.count("] **") == 25
    for article_id in sample.texts:
        assert f"## {article_id}" in text
    for word in ("attributed_statement", "casualty_figure", "model_a", "factuality"):
        assert word not in text


def test_without_a_text_there_is_no_sheet() -> None:
    bare = {key: article.model_copy(update={"text": None}) for key, article in by_id().items()}
    with pytest.raises(HydrationError, match="--from"):
        sheet(draw("openwire", articles(), 5, 1), bare)


def test_who_annotated_cannot_audit() -> None:
    sample = draw("openwire", articles(), 5, 1)
    first = next(iter(sample.texts))
    check_blind(sample, ["eva"], {first: {"model_a"}})
    with pytest.raises(ClaimwireError, match=f"model_a annotated or adjudicated {first}"):
        check_blind(sample, ["eva", "model_a"], {first: {"model_a"}})


# --- the score ---


def every_sentence() -> Sample:
    return draw("openwire", articles(), sum(len(article.sentences) for article in articles()), 1)


def claims_of(made: Sequence[Annotation]) -> list[ClaimBase]:
    return [claim for layer in made for claim in layer.claims]


def audited(change: Callable[[ClaimBase], ClaimBase | None], sample: Sample, extra: Sequence[ClaimBase] = ()) -> Score:
    """Return the score where the adjudicated claims are those of a layer, changed, and the auditor's are the layer."""
    adjudicated = [made for claim in claims_of(layers()) if (made := change(claim)) is not None]
    return score(sample, by_id(), [*adjudicated, *extra], layers(), {})


def hits(result: Score, label: str = "all labels") -> dict[str, int]:
    return {rate.what: rate.hits for rate in result.rates[label]}


def test_equal_claims_have_no_error() -> None:
    result = audited(lambda claim: claim, every_sentence())
    assert result.differences == ()
    assert (result.sentences.hits, result.sentences.trials) == (0, len(every_sentence().sentences))
    assert set(hits(result).values()) == {0}
    claims = result.rates["all labels"][1]
    assert claims.trials == len(claims_of(layers()))
    assert claims.interval[1] < 0.02


def single(claim: ClaimBase) -> bool:
    """Tell whether a claim shares no code point with another claim of its label in the layer."""
    others = [c for c in claims_of(layers()) if c.article_id == claim.article_id and c.claim_id != claim.claim_id]
    return all(not a.overlaps(b) for c in others for a in c.spans for b in claim.spans)


def longer_than(claim: ClaimBase, length: int) -> bool:
    return claim.spans[-1].end - claim.spans[-1].start > length


def planted() -> dict[str, str]:
    """Return ten claims that stand alone, by id, and what is done to each."""
    alone = [claim.claim_id for claim in claims_of(layers()) if single(claim) and longer_than(claim, 12)]
    kinds = ["missed"] * 3 + ["span"] * 2 + ["slots"] * 2 + ["other label"] + ["names"] * 2
    return dict(zip(alone[:: len(alone) // 10], kinds, strict=False))


def spoiled(claim: ClaimBase, kind: str | None) -> ClaimBase | None:
    match kind:
        case "missed":
            return None
        case "span":
            last = claim.spans[-1]
            return claim.model_copy(
                update={"spans": (*claim.spans[:-1], last.model_copy(update={"end": last.end - 2}))}
            )
        case "slots":
            return claim.model_copy(update={"factuality": Factuality.QUESTION})
        case "names":
            field = {"attributed_statement": "medium", "casualty_figure": "cause"}.get(claim.label.value, "event_name")
            return claim.model_copy(update={field: "a name nobody else uses"})
        case "other label":
            fields = json.loads(claim.model_dump_json(include={"claim_id", "article_id", "spans", "statement"}))
            label = "casualty_figure" if claim.label.value != "casualty_figure" else "historical_background"
            fields |= {"label": label, "factuality": "asserted"}
            fields |= (
                {"event_name": "a flood", "event_type": "disaster", "time_resolution": "unresolved"}
                if label == "historical_background"
                else {"quantity_form": "none", "qualifier": "none_stated", "harm": "killed", "victim_group": "none"}
                | {"victim_status": "civilian", "scope": "snapshot"}
            )
            return CLAIM_ADAPTER.validate_json(json.dumps(fields))
    return claim


def extra_claim() -> ClaimBase:
    """Return a claim at a place where nobody else has one."""
    claim = claims_of(layers())[0]
    article = by_id()[claim.article_id]
    taken = {
        p
        for c in claims_of(layers())
        if c.article_id == claim.article_id
        for s in c.spans
        for p in range(s.start, s.end)
    }
    place = next(p for s in article.sentences for p in range(s.start, s.end - 3) if not taken & set(range(p, p + 3)))
    span = claim.spans[0].model_copy(update={"start": place, "end": place + 3})
    return claim.model_copy(update={"claim_id": "openwire_extra", "spans": (span,)})


def test_every_planted_error_is_found_and_none_invented() -> None:
    plan = planted()
    assert len(plan) == 10
    result = audited(lambda claim: spoiled(claim, plan.get(claim.claim_id)), every_sentence(), [extra_claim()])
    found = {(d.adjudicated or d.auditor, d.kind) for d in result.differences}
    assert found == {*plan.items(), ("openwire_extra", "unconfirmed")}
    assert hits(result) == {
        "claims that differ, before verdicts": 6,
        "claims with an error": 6,
        "unconfirmed": 1,
        "other label": 1,
        "span": 2,
        "slots": 2,
        "missed (of the auditor's)": 3,
        "names differ (no error)": 2,
    }
    trials = {rate.what: rate.trials for rate in result.rates["all labels"]}
    total = len(claims_of(layers()))
    assert trials["claims with an error"] == total - 3 + 1
    assert trials["missed (of the auditor's)"] == total
    changed = {rate.what: rate.hits for rate in result.slots if rate.hits}
    assert sum(n for name, n in changed.items() if name.endswith(".factuality")) == 2
    assert sum(n for name, n in changed.items() if name.endswith((".medium", ".cause", ".event_name"))) == 2
    assert len({s for d in result.differences if d.kind != "names" for s in d.sentences}) == result.sentences.hits


def test_only_sampled_sentences_count() -> None:
    plan = planted()
    sample = draw("openwire", articles(), 40, 3)
    inside = {(s.article_id, s.start, s.end) for s in sample.sentences}
    result = audited(lambda claim: spoiled(claim, plan.get(claim.claim_id)), sample)
    expected = {
        (claim.claim_id, plan[claim.claim_id])
        for claim in claims_of(layers())
        if claim.claim_id in plan
        and any(a == claim.article_id and x.start < e and s < x.end for a, s, e in inside for x in claim.spans)
    }
    assert {(d.adjudicated or d.auditor, d.kind) for d in result.differences} == expected
    assert 0 < result.rates["all labels"][1].trials < len(claims_of(layers()))
    assert result.sentences.trials == 40


def verdict(difference: str, right: str) -> Verdict:
    return Verdict.model_validate({"difference": difference, "right": right, "reason": "Looked at again."})


def test_a_verdict_settles_who_is_right() -> None:
    plan = planted()
    adjudicated = [x for claim in claims_of(layers()) if (x := spoiled(claim, plan.get(claim.claim_id))) is not None]
    first = score(every_sentence(), by_id(), adjudicated, layers(), {})
    span = next(d for d in first.differences if d.kind == "span")
    verdicts = {span.name: verdict(span.name, "adjudicated")}
    second = score(every_sentence(), by_id(), adjudicated, layers(), verdicts)
    assert hits(second)["span"] == hits(first)["span"] - 1
    assert hits(second)["claims with an error"] == hits(first)["claims with an error"] - 1
    before = "claims that differ, before verdicts"
    assert hits(second)[before] == hits(first)[before] == hits(first)["claims with an error"]
    assert second.differences == first.differences
    verdicts = {span.name: verdict(span.name, "auditor")}
    assert score(every_sentence(), by_id(), adjudicated, layers(), verdicts) == first
    assert score(every_sentence(), by_id(), adjudicated, layers(), {"x": verdict("x", "either")}).idle == ("x",)


def test_another_text_and_a_missing_layer_are_refused() -> None:
    sample = draw("openwire", articles(), 30, 1)
    changed = by_id()
    key = next(iter(sample.texts))
    changed[key] = changed[key].model_copy(update={"text_sha256": "0" * 64})
    with pytest.raises(ClaimwireError, match="no longer the text"):
        score(sample, changed, [], layers(), {})
    with pytest.raises(ClaimwireError, match="needs one layer"):
        score(sample, by_id(), [], [layer for layer in layers() if layer.article_id != key], {})


# --- the command ---


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    shutil.copytree(ROOT / "annotations" / "openwire", root / "annotations" / "openwire")
    shutil.copy(ROOT / "annotations" / "release.toml", root / "annotations" / "release.toml")
    people = (ROOT / "annotations" / "annotators.jsonl").read_text()
    eva = {"annotator_id": "eva", "annotator_kind": "human", "description": "An auditor who does not exist."}
    (root / "annotations" / "annotators.jsonl").write_text(people + json.dumps(eva) + "\n")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["audit", *arguments])


def write_layers(folder: Path, annotator: str, made: Sequence[Annotation]) -> None:
    own = [layer.model_copy(update={"annotator_id": annotator}) for layer in made]
    (folder / "annotations.jsonl").write_text("".join(record_json(layer) + "\n" for layer in own))


def test_an_audit_from_sample_to_score(workspace: Path) -> None:
    folder = workspace / "audit"
    made = run("sample", "openwire", "--size", "40", "--to", str(folder))
    assert made.exit_code == 0, made.output
    assert "40 of 241 sentences" in made.output
    assert (folder / "sheet.md").read_text().count("] **") == 40
    assert "text" not in json.loads((folder / "sample.json").read_text())["sentences"][0]
    wanted = json.loads((folder / "sample.json").read_text())["texts"]
    write_layers(folder, "eva", [layer for layer in layers() if layer.article_id in wanted])
    result = run("score", str(folder))
    assert result.exit_code == 0, result.output
    assert "openwire, audit by eva: human audit" in result.output
    printed = json.loads(run("score", str(folder), "--json").stdout)
    assert printed["sentences"]["trials"] == 40
    rate = printed["rates"]["all labels"][1]
    assert (rate["low"], rate["high"]) == pytest.approx(wilson(rate["hits"], rate["trials"]))


def test_quoted_claims_of_the_auditor(workspace: Path) -> None:
    folder = workspace / "audit"
    run("sample", "openwire", "--size", "1", "--to", str(folder))
    sample = Sample.model_validate_json((folder / "sample.json").read_text())
    (key,) = sample.texts
    missing = run("score", str(folder), "--annotator", "eva")
    assert "is missing" in str(missing.exception)
    article, (place,) = by_id()[key], sample.sentences
    words = (article.text or "")[place.start : place.end].rstrip(".")
    claim: dict[str, Any] = {"id": "1", "sentences": [place.sentence], "label": "historical_background"}
    claim |= {"spans": words, "statement": "The Lake War ended.", "factuality": "asserted", "event_name": "Lake War"}
    claim |= {"event_type": "armed_conflict", "time_resolution": "unresolved"}
    (folder / f"{key}.jsonl").write_text(json.dumps(claim) + "\n")
    result = run("score", str(folder), "--annotator", "eva", "--json")
    assert result.exit_code == 0, result.output
    names = [d["auditor"] for d in json.loads(result.stdout)["differences"]]
    assert f"{key}_eva_1" in names


def test_an_audit_by_somebody_who_annotated_is_refused(workspace: Path) -> None:
    folder = workspace / "audit"
    run("sample", "openwire", "--size", "5", "--to", str(folder))
    wanted = json.loads((folder / "sample.json").read_text())["texts"]
    for name, message in (("model_a", "annotated or adjudicated"), ("nobody", "is in no annotators.jsonl")):
        write_layers(folder, name, [layer for layer in layers() if layer.article_id in wanted])
        result = run("score", str(folder))
        assert isinstance(result.exception, ClaimwireError)
        assert message in str(result.exception)


def test_the_command_wants_a_sample_and_an_auditor(workspace: Path) -> None:
    (workspace / "audit").mkdir()
    assert "has no sample.json" in str(run("score", str(workspace / "audit")).exception)
    run("sample", "openwire", "--size", "5", "--to", str(workspace / "audit"))
    assert "--annotator" in run("score", str(workspace / "audit")).output


# --- the audits that the repository keeps ---

KEPT = sorted((ROOT / "annotations").glob("*/audits/*/score.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_a_kept_audit_is_of_a_drawn_sample_by_somebody_else_and_holds_no_text(path: Path) -> None:
    corpus_id = path.parent.parent.parent.name
    data = Workspace(ROOT).corpus(corpus_id)
    sample = Sample.model_validate_json((path.parent / "sample.json").read_text())
    adjudicated = {x.record.article_id for x in data.rows.adjudications}
    drawn_from = sorted(
        (x for x in records_of(data.rows.articles) if x.article_id in adjudicated), key=lambda x: x.article_id
    )
    assert draw(corpus_id, drawn_from, len(sample.sentences), sample.seed) == sample
    kept = json.loads(path.read_text())
    assert "not human audit" in kept["title"]
    assert kept["sentences"]["trials"] == len(sample.sentences)
    assert not list(path.parent.glob("*.md"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.parent.name)
def test_the_rates_of_a_kept_audit_follow_from_its_differences_and_verdicts(path: Path) -> None:
    kept = json.loads(path.read_text())
    lines = (path.parent / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    verdicts = {v["difference"]: v["right"] for v in map(json.loads, lines)}
    differing = [d for d in kept["differences"] if d["kind"] != "names" and d["adjudicated"]]
    wrong = [d for d in differing if verdicts.get(d["name"], "auditor") == "auditor"]
    rates = {rate["what"]: rate for rate in kept["rates"]["all labels"]}
    assert rates["claims that differ, before verdicts"]["hits"] == len({d["adjudicated"] for d in differing})
    assert rates["claims with an error"]["hits"] == len({d["adjudicated"] for d in wrong})
    places = {(s["article_id"], s["sentence"]) for d in wrong for s in d["sentences"]}
    assert kept["sentences"]["hits"] == len(places)
    for rate in [kept["sentences"], *rates.values()]:
        assert (rate["low"], rate["high"]) == pytest.approx(wilson(rate["hits"], rate["trials"]))


@pytest.mark.parametrize(
    "content", [b'{"corpus_id": "openwire", "seed": "one"}', b"{", '{"corpus_id": "façade"}'.encode("latin-1")]
)
def test_a_broken_sample_is_told_with_its_file_and_place(content: bytes, workspace: Path) -> None:
    folder = workspace / "audit"
    folder.mkdir()
    (folder / "sample.json").write_bytes(content)
    result = run("score", str(folder))
    assert isinstance(result.exception, RecordError)
    message = str(result.exception)
    assert message.startswith(f"{folder / 'sample.json'}: ")
    assert "validation error" not in message
    assert "pydantic" not in message
    if b"seed" in content:
        assert "seed: Input should be a valid integer, found 'one'" in message
