"""What docs/hydrating.md says of the corpora is so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from claimwire.corpus.records import records_of
from claimwire.corpus.workspace import Workspace
from claimwire.schema import Article, ClaimBase
from claimwire.schema.vocab import SegmentKind

ROOT = Path(__file__).resolve().parents[2]


def in_headline(claim: ClaimBase, article: Article) -> bool:
    heads = [s for s in article.segments if s.kind is SegmentKind.HEADLINE and s.start is not None]
    return all(any(h.start <= span.start and span.end <= h.end for h in heads) for span in claim.spans)  # type: ignore[operator]


def test_the_claims_whose_words_a_headline_gives_away_are_named() -> None:
    """The page said that no word of a text is in the repository."""
    corpora = [data for data in Workspace.find(ROOT).corpora() if not data.info.text_redistributable]
    claims = [(claim, data) for data in corpora for claim in records_of(data.rows.claims)]
    assert claims
    readable = {c.claim_id for c, data in claims if in_headline(c, data.article(c.article_id))}
    introduction = (ROOT / "docs" / "hydrating.md").read_text(encoding="utf-8").split("\n## ")[0]
    named = set(re.findall(r"\b[a-z]+_\d+_c\d+\b", introduction))
    counted = {name: int(count) for name, count in re.findall(r"`(\w+)` \((\d+)\)", introduction)}
    of_corpus = Counter(data.info.corpus_id for claim, data in claims if claim.claim_id in readable)
    assert named | {name for name in readable if name.split("_")[0] in counted} == readable
    assert dict(of_corpus) == counted | Counter(name.split("_")[0] for name in named)
