"""Records that are valid one by one, and fit each other in nothing, are reported and break no check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import articles, built, claims_of

from claimwire.checks import Repository, of_corpora, run
from claimwire.corpus.corpus import Corpus, Rows
from claimwire.corpus.records import Located
from claimwire.corpus.workspace import Workspace
from claimwire.schema import (
    Adjudication,
    Annotation,
    ArticleAnchors,
    CorpusInfo,
    Event,
    Fact,
    Link,
    Outlet,
    ReleasePlan,
    Review,
    SplitAssignment,
)

ROOT = Path("/nowhere")
CLAIMS = tuple(f"claim_{number}" for number in range(6))
ARTICLES = ("article_1", "article_2", "article_3")
EVENTS = ("event_1", "event_2", "event_3")
ANY_CLAIM, ANY_ARTICLE, ANY_EVENT = st.sampled_from(CLAIMS), st.sampled_from(ARTICLES), st.sampled_from(EVENTS)
SOME_CLAIMS = st.lists(ANY_CLAIM, min_size=2, max_size=3).map(tuple)


@st.composite
def claims(draw: st.DrawFn) -> Any:
    """Draw a claim whose references go anywhere and whose spans may end behind its article."""
    claim = draw(claims_of(draw(ANY_ARTICLE), 250, draw(ANY_CLAIM), CLAIMS))
    review = st.none() | built(Review, evidence_ids=st.just(("fact_1", "fact_2")))
    return claim.model_copy(update={"event_id": draw(st.none() | ANY_EVENT), "review": draw(review)})


def located(draw: st.DrawFn, strategy: st.SearchStrategy[Any], name: str) -> list[Located[Any]]:
    """Draw up to four records and give them places in a file."""
    drawn = draw(st.lists(strategy, max_size=4))
    return [Located(record, ROOT / "annotations" / "corpus" / name, line) for line, record in enumerate(drawn, 1)]


@st.composite
def repositories(draw: st.DrawFn) -> Repository:
    some_claims = st.lists(claims(), max_size=3).map(tuple)
    episode = st.none() | ANY_EVENT
    any_article = ANY_ARTICLE.flatmap(
        lambda own: st.booleans().flatmap(lambda off: articles(off, article_id=own, episode_id=episode))
    )
    data = Corpus(
        draw(built(CorpusInfo)),
        ROOT / "annotations" / "corpus",
        Rows(
            articles=located(draw, any_article, "articles.jsonl"),
            annotations=located(
                draw, built(Annotation, article_id=ANY_ARTICLE, claims=some_claims), "annotations.jsonl"
            ),
            claims=located(draw, claims(), "claims.jsonl"),
            adjudications=located(
                draw,
                built(
                    Adjudication, article_id=ANY_ARTICLE, claim_id=st.none() | ANY_CLAIM, layer_claim_ids=SOME_CLAIMS
                ),
                "adjudications.jsonl",
            ),
            events=located(draw, built(Event, event_id=ANY_EVENT, part_of_id=episode), "events.jsonl"),
            links=located(draw, built(Link, claim_ids=SOME_CLAIMS), "links.jsonl"),
            facts=located(draw, built(Fact, fact_id=st.just("fact_1"), event_id=ANY_EVENT), "facts.jsonl"),
            anchors=located(draw, built(ArticleAnchors, article_id=ANY_ARTICLE), "anchors.jsonl"),
        ),
    )
    repository = of_corpora(Workspace(ROOT), [data])
    repository.outlets = [(ROOT / "outlet.toml", draw(built(Outlet)))]
    repository.splits = located(draw, built(SplitAssignment, article_id=ANY_ARTICLE), "splits.jsonl")
    repository.plan = draw(built(ReleasePlan, split_ratios=st.dictionaries(st.text(), st.floats(0, 1))))
    return repository


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(repositories())
def test_any_records_can_be_checked_and_every_problem_is_one_line(repository: Repository) -> None:
    for problem in run(repository):
        assert len(str(problem).splitlines()) == 1
        is_beside = problem.check_id in ("release-lacks", "codebook-stale")
        assert problem.path.startswith("annotations/") or problem.path == "outlet.toml" or is_beside
