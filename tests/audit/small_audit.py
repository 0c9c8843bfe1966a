"""The adjudicated claims of the small repository as an auditor's layers, and claims that are made wrong in some way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from small import OPEN

from claimwire.audit import Sample, Score, draw
from claimwire.cli import group
from claimwire.corpus.corpus import Corpus
from claimwire.schema import CLAIM_ADAPTER, Annotation, ClaimBase
from claimwire.schema.vocab import PresentedAs

NAMES = {
    "attributed_statement": "speaks_for_name",
    "historical_background": "event_name",
    "casualty_figure": "place_name",
}
"""A name that claims of each label can have."""

AUDITOR = "dora"
"""An annotator of the small repository who is not cleo, who adjudicates."""


def auditor_layers(corpus: Corpus, annotator_id: str = "eva", codebook: str = "2.0.0") -> list[Annotation]:
    """Return layers in which an auditor has exactly the adjudicated claims, one for each article, by a codebook."""
    layers = []
    for article_id in corpus.articles:
        fields: dict[str, Any] = {"annotation_id": f"{article_id}_{annotator_id}", "article_id": article_id}
        fields |= {"annotator_id": annotator_id, "guideline_version": codebook, "tool": "tool", "complete": False}
        layers.append(Annotation.model_validate(fields | {"claims": tuple(corpus.claims_of_article[article_id])}))
    return layers


def every_sentence(corpus: Corpus) -> Sample:
    """Return a sample of all sentences of a corpus."""
    articles = list(corpus.articles.values())
    return draw(corpus.corpus_id, articles, sum(len(article.sentences) for article in articles), 1)


def claims_alone(corpus: Corpus, length: int = 12) -> list[ClaimBase]:
    """Return the claims that share no code point with another claim, and whose last piece is longer than `length`."""

    def is_alone(claim: ClaimBase) -> bool:
        others = (other for other in corpus.claims_of_article[claim.article_id] if other is not claim)
        return not any(a.overlaps(b) for other in others for a in other.spans for b in claim.spans)

    return [c for c in corpus.claims.values() if is_alone(c) and c.spans[-1].end - c.spans[-1].start > length]


def made_wrong(claim: ClaimBase, kind: str | None) -> ClaimBase | None:
    """Return a claim with a fault of a kind, as `claimwire.audit.pairs.KINDS` calls it; None if it is to be missed."""
    match kind:
        case "missed":
            return None
        case "span":
            last = claim.spans[-1]
            return claim.model_copy(
                update={"spans": (*claim.spans[:-1], last.model_copy(update={"end": last.end - 2}))}
            )
        case "slots":
            return claim.model_copy(update={"presented_as": PresentedAs.QUESTION})
        case "names":
            field = NAMES[claim.label.value]
            return claim.model_copy(update={field: "a name nobody else uses"})
        case "other label":
            fields = json.loads(claim.model_dump_json(include={"claim_id", "article_id", "spans", "statement"}))
            label = "casualty_figure" if claim.label.value != "casualty_figure" else "historical_background"
            fields |= {"label": label, "presented_as": "asserted"}
            fields |= (
                {"event_name": "a flood", "event_type": "disaster", "time_resolution": "unresolved"}
                if label == "historical_background"
                else {"quantity_form": "none", "qualifier": "none_stated", "harm": "killed"}
                | {"victim_status": "civilian", "scope": "snapshot"}
            )
            return CLAIM_ADAPTER.validate_json(json.dumps(fields))
    return claim


def hits(result: Score, label: str = "all labels") -> dict[str, int]:
    """Return how often each rate of a label was hit."""
    return {rate.what: rate.hits for rate in result.rates[label]}


def trials(result: Score, label: str = "all labels") -> dict[str, int]:
    """Return of how many each rate of a label is."""
    return {rate.what: rate.trials for rate in result.rates[label]}


def run(*arguments: str) -> Result:
    """Run `claimwire audit` in the current folder."""
    return CliRunner().invoke(group, ["audit", *arguments])


def drawn(folder: Path, size: int, corpus_id: str = OPEN) -> Sample:
    """Draw a sample with the command and return it."""
    assert run("sample", corpus_id, "--size", str(size), "--to", str(folder)).exit_code == 0
    return Sample.model_validate_json((folder / "sample.json").read_text())


def write_layers(folder: Path, layers: Sequence[Annotation], sampled: Iterable[str]) -> None:
    """Write the layers over the sampled articles to an audit's folder."""
    some = [layer for layer in layers if layer.article_id in set(sampled)]
    lines = (layer.model_dump_json(exclude_defaults=True) + "\n" for layer in some)
    (folder / "annotations.jsonl").write_text("".join(lines))
