"""Scoring audits: the interval, planted errors that are found again, and cases at the edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import OPEN
from small_audit import auditor_layers, claims_alone, every_sentence, hits, made_wrong, trials

from claimwire.audit import DifferenceVerdict, Rate, Sample, Score, draw, score, wilson
from claimwire.corpus.corpus import Corpus
from claimwire.corpus.workspace import Workspace
from claimwire.errors import ClaimwireError
from claimwire.schema import ClaimBase, Span
from claimwire.schema.vocab import Polarity


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


def test_a_wider_level_gives_a_wider_interval() -> None:
    narrow, usual, wide = (wilson(5, 20, level) for level in (0.8, 0.95, 0.99))
    assert wide[0] < usual[0] < narrow[0] < 0.25 < narrow[1] < usual[1] < wide[1]
    assert usual == wilson(5, 20) == Rate("claims", 5, 20).interval


@pytest.fixture(scope="session")
def corpus(small_built: Workspace) -> Corpus:
    return small_built.corpus(OPEN)


def audited(
    corpus: Corpus,
    change: Callable[[ClaimBase], ClaimBase | None],
    sample: Sample,
    extra: Sequence[ClaimBase] = (),
    verdicts: Sequence[DifferenceVerdict] = (),
) -> Score:
    """Return the score where the auditor has the claims of the corpus, and what was adjudicated is those, changed."""
    claims = [made for claim in corpus.claims.values() if (made := change(claim)) is not None]
    named = {verdict.difference: verdict for verdict in verdicts}
    return score(sample, corpus.articles, [*claims, *extra], auditor_layers(corpus), named)


def test_equal_claims_have_no_error(corpus: Corpus) -> None:
    result = audited(corpus, lambda claim: claim, every_sentence(corpus))
    assert result.differences == ()
    assert (result.sentences.hits, result.sentences.trials) == (0, len(every_sentence(corpus).sentences))
    assert set(hits(result).values()) == {0}
    assert set(trials(result).values()) == {len(corpus.claims)}
    assert list(result.rates) == ["attributed_statement", "historical_background", "casualty_figure", "all labels"]
    for label in list(result.rates)[:3]:
        count = sum(claim.label.value == label for claim in corpus.claims.values())
        assert trials(result, label)["claims with an error"] == count


KINDS = ["missed"] * 3 + ["span"] * 2 + ["slots"] * 2 + ["other label"] + ["names"] * 2


@pytest.fixture(scope="session")
def plan(corpus: Corpus) -> dict[str, str]:
    """Ten claims that stand alone, by id, and what is done to each."""
    alone = [claim.claim_id for claim in claims_alone(corpus)]
    return dict(zip(alone[:: len(alone) // 10], KINDS, strict=False))


def extra_claim(corpus: Corpus) -> ClaimBase:
    """Return a claim at a place where nobody else has one."""
    claim = next(iter(corpus.claims.values()))
    article = corpus.articles[claim.article_id]
    taken = {
        point for c in corpus.claims_of_article[claim.article_id] for s in c.spans for point in range(s.start, s.end)
    }
    start = next(p for s in article.sentences for p in range(s.start, s.end - 3) if not taken & set(range(p, p + 3)))
    return claim.model_copy(update={"claim_id": "heron_extra", "spans": (Span(start=start, end=start + 3),)})


def test_every_planted_error_is_found_and_none_invented(corpus: Corpus, plan: dict[str, str]) -> None:
    assert len(plan) == 10
    extra = extra_claim(corpus)
    result = audited(corpus, lambda c: made_wrong(c, plan.get(c.claim_id)), every_sentence(corpus), [extra])
    found = {(d.adjudicated or d.auditor, d.kind) for d in result.differences}
    assert found == {*plan.items(), ("heron_extra", "unconfirmed")}
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
    assert trials(result)["claims with an error"] == len(corpus.claims) - 3 + 1
    assert trials(result)["missed (of the auditor's)"] == len(corpus.claims)
    changed = {rate.what: rate.hits for rate in result.slots if rate.hits}
    assert sum(n for name, n in changed.items() if name.endswith(".presented_as")) == 2
    assert (
        sum(n for name, n in changed.items() if name.endswith((".speaks_for_name", ".place_name", ".event_name"))) == 2
    )
    assert len({s for d in result.differences if d.kind != "names" for s in d.sentences}) == result.sentences.hits


def test_the_errors_of_a_label_are_those_of_its_adjudicated_claims(corpus: Corpus, plan: dict[str, str]) -> None:
    result = audited(corpus, lambda c: made_wrong(c, plan.get(c.claim_id)), every_sentence(corpus))
    labels = {claim.claim_id: claim.label.value for claim in corpus.claims.values()}
    for label in list(result.rates)[:-1]:
        of_label = [kind for claim_id, kind in plan.items() if labels[claim_id] == label]
        for kind in ("span", "slots"):
            assert hits(result, label)[kind] == of_label.count(kind)
        assert hits(result, label)["missed (of the auditor's)"] == of_label.count("missed")
    (changed,) = (claim_id for claim_id, kind in plan.items() if kind == "other label")
    new = made_wrong(corpus.claims[changed], "other label")
    assert new is not None
    assert hits(result, new.label.value)["other label"] == 1


def test_only_sampled_sentences_count(corpus: Corpus, plan: dict[str, str]) -> None:
    sample = draw(OPEN, list(corpus.articles.values()), 40, 3)
    inside = {(s.article_id, s.start, s.end) for s in sample.sentences}
    result = audited(corpus, lambda c: made_wrong(c, plan.get(c.claim_id)), sample)
    expected = {
        (claim.claim_id, plan[claim.claim_id])
        for claim in corpus.claims.values()
        if claim.claim_id in plan
        and any(a == claim.article_id and x.start < e and s < x.end for a, s, e in inside for x in claim.spans)
    }
    assert 0 < len(expected) < len(plan)
    assert {(d.adjudicated or d.auditor, d.kind) for d in result.differences} == expected
    assert 0 < trials(result)["claims with an error"] < len(corpus.claims)
    assert result.sentences.trials == 40


def test_a_claim_is_in_the_sentences_that_it_shares_a_code_point_with(corpus: Corpus) -> None:
    article = corpus.articles["heron_f"]
    sample = draw(OPEN, [article], 21, 1)
    first, second, third = article.sentences[3:6]
    claim = corpus.claims_of_article["heron_f"][0].model_copy(update={"claim_id": "extra"})
    layers = [x.model_copy(update={"claims": ()}) for x in auditor_layers(corpus) if x.article_id == "heron_f"]
    places = {
        (second.start, second.end): [4],
        (second.start - 1, second.end): [3, 4] if first.end == second.start else [4],
        (first.end - 1, second.start + 1): [3, 4],
        (first.start, second.start): [3],
        (second.end - 1, third.start): [4],
        (second.end - 1, third.start + 1): [4, 5],
    }
    for (start, end), numbers in places.items():
        moved = claim.model_copy(update={"spans": (Span(start=start, end=end),)})
        (difference,) = score(sample, corpus.articles, [moved], layers, {}).differences
        assert [s.sentence for s in difference.sentences] == numbers


def test_a_discontinuous_claim_is_in_the_sentences_of_all_its_pieces(corpus: Corpus) -> None:
    article = corpus.articles["heron_f"]
    claim = corpus.claims_of_article["heron_f"][0]
    pieces = tuple(Span(start=article.sentences[n].start, end=article.sentences[n].start + 1) for n in (3, 5))
    layers = [x.model_copy(update={"claims": ()}) for x in auditor_layers(corpus) if x.article_id == "heron_f"]
    moved = [claim.model_copy(update={"spans": pieces})]
    (difference,) = score(draw(OPEN, [article], 21, 1), corpus.articles, moved, layers, {}).differences
    assert [s.sentence for s in difference.sentences] == [3, 5]


def verdict(difference: str, right: str) -> DifferenceVerdict:
    return DifferenceVerdict.model_validate({"difference": difference, "right": right, "reason": "Looked at again."})


BEFORE = "claims that differ, before verdicts"


@pytest.mark.parametrize(("right", "is_error"), [("adjudicated", False), ("either", False), ("auditor", True)])
@pytest.mark.parametrize("kind", ["span", "slots", "other label", "missed"])
def test_a_verdict_settles_who_is_right(
    corpus: Corpus, plan: dict[str, str], kind: str, right: str, is_error: bool
) -> None:
    sample = every_sentence(corpus)

    def wrong(claim: ClaimBase) -> ClaimBase | None:
        return made_wrong(claim, plan.get(claim.claim_id))

    first = audited(corpus, wrong, sample)
    difference = next(d for d in first.differences if d.kind == kind)
    second = audited(corpus, wrong, sample, (), [verdict(difference.name, right)])
    assert second.differences == first.differences
    assert second.idle == ()
    if is_error:
        assert second == first
        return
    what = "missed (of the auditor's)" if kind == "missed" else kind
    assert hits(second)[what] == hits(first)[what] - 1
    assert hits(second)["claims with an error"] == hits(first)["claims with an error"] - (kind != "missed")
    assert hits(second)[BEFORE] == hits(first)[BEFORE] == hits(first)["claims with an error"]
    # the claims stand alone, one of a plan in a sentence; sentences of other errors stay counted
    others = {s for d in first.differences if d.kind != "names" and d != difference for s in d.sentences}
    assert second.sentences.hits == len(others)


def test_names_that_differ_are_no_error_whatever_a_verdict_says(corpus: Corpus, plan: dict[str, str]) -> None:
    only_names = {claim_id: kind for claim_id, kind in plan.items() if kind == "names"}
    sample = every_sentence(corpus)
    named = [f"{claim_id}:names" for claim_id in only_names]
    verdicts = [verdict(name, "auditor") for name in named]
    result = audited(corpus, lambda c: made_wrong(c, only_names.get(c.claim_id)), sample, (), verdicts)
    assert [d.name for d in result.differences] == sorted(named)
    assert {what: n for what, n in hits(result).items() if n} == {"names differ (no error)": 2}
    assert result.sentences.hits == 0


def test_a_claim_with_two_faults_is_one_wrong_claim(corpus: Corpus) -> None:
    chosen = claims_alone(corpus)[0]

    def wrong(claim: ClaimBase) -> ClaimBase | None:
        return made_wrong(made_wrong(claim, "span") or claim, "slots") if claim.claim_id == chosen.claim_id else claim

    result = audited(corpus, wrong, every_sentence(corpus))
    assert [d.kind for d in result.differences] == ["span", "slots"]
    assert (hits(result)["span"], hits(result)["slots"], hits(result)["claims with an error"]) == (1, 1, 1)


def test_a_slot_with_a_name_and_another_slot_are_an_error(corpus: Corpus) -> None:
    chosen = claims_alone(corpus)[0]

    def wrong(claim: ClaimBase) -> ClaimBase | None:
        return made_wrong(made_wrong(claim, "names") or claim, "slots") if claim.claim_id == chosen.claim_id else claim

    (difference,) = audited(corpus, wrong, every_sentence(corpus)).differences
    assert (difference.kind, len(difference.slots)) == ("slots", 2)


@pytest.mark.parametrize(("codebook", "is_asked"), [("1.1.0", False), ("1.999.0", False), ("2.0.0", True)])
def test_a_slot_that_the_auditor_was_not_asked_for_is_no_difference(
    corpus: Corpus, codebook: str, is_asked: bool
) -> None:
    claims = [claim.model_copy(update={"polarity": Polarity.POSITIVE}) for claim in corpus.claims.values()]
    layers = [
        layer.model_copy(update={"claims": tuple(x.model_copy(update={"polarity": None}) for x in layer.claims)})
        for layer in auditor_layers(corpus, codebook=codebook)
    ]
    result = score(every_sentence(corpus), corpus.articles, claims, layers, {})
    assert len(result.differences) == (len(claims) if is_asked else 0)
    assert {d.slots for d in result.differences} == ({("polarity",)} if is_asked else set())
    compared = sum(rate.trials for rate in result.slots if rate.what.endswith(".polarity"))
    assert compared == (len(claims) if is_asked else 0)


def test_a_slot_that_the_auditor_gave_unasked_is_compared(corpus: Corpus) -> None:
    claims = [claim.model_copy(update={"polarity": Polarity.POSITIVE}) for claim in corpus.claims.values()]
    layers = [
        layer.model_copy(
            update={"claims": tuple(x.model_copy(update={"polarity": Polarity.NEGATIVE}) for x in layer.claims)}
        )
        for layer in auditor_layers(corpus, codebook="1.1.0")
    ]
    result = score(every_sentence(corpus), corpus.articles, claims, layers, {})
    assert [d.slots for d in result.differences] == [("polarity",)] * len(claims)


def test_a_verdict_on_no_difference_is_idle(corpus: Corpus) -> None:
    verdicts = [verdict("x:span", "either"), verdict("a:slots", "auditor")]
    result = audited(corpus, lambda claim: claim, every_sentence(corpus), (), verdicts)
    assert result.idle == ("a:slots", "x:span")


def test_another_text_and_a_missing_layer_are_refused(corpus: Corpus) -> None:
    sample = draw(OPEN, list(corpus.articles.values()), 30, 1)
    key = next(iter(sample.texts))
    layers = auditor_layers(corpus)
    changed = dict(corpus.articles) | {key: corpus.articles[key].model_copy(update={"text_sha256": "0" * 64})}
    without = {name: article for name, article in corpus.articles.items() if name != key}
    for articles in (changed, without):
        with pytest.raises(ClaimwireError, match=f"{key} no longer has the text that was sampled"):
            score(sample, articles, [], layers, {})
    for made in ([x for x in layers if x.article_id != key], [*layers, next(x for x in layers if x.article_id == key)]):
        with pytest.raises(ClaimwireError, match=f"{key} needs one layer by the auditor"):
            score(sample, corpus.articles, [], made, {})
