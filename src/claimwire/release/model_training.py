"""Training a model of articles on a built release: its weights, where they come from, and a card with its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..baselines.contract import ArticleModel, LabelledArticle
from ..baselines.matching import paired, pieces_of
from ..baselines.models import new_model
from ..baselines.store import FACTS
from ..corpus.atomic import folder_beside, replace_folder, write_text
from ..corpus.records import read_json
from ..regions import table
from ..schema import LABELS, ReleaseManifest
from ..schema.vocab import Label, Split
from ..versions import __version__
from .learning import labelled_articles
from .manifest import read_manifest

CARD = "MODEL_CARD.md"
MEASURED = (Split.VALIDATION, Split.TEST)
"""The splits that a trained model is measured on."""


@dataclass(frozen=True)
class ClaimCounts:
    """Claims of a label: proposed, decided, and proposed that are one of these, mostly or exactly; and their scores."""

    proposed: int
    decided: int
    right: int
    exact: int
    scores: float

    def f1(self, right: int) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.proposed + self.decided
        return 2 * right / both if both else 0.0


def train_model(
    name: str, build: Path, to: Path, seed: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, dict[Label, ClaimCounts]]:
    """Train a model on the train split of a build, write it to a folder with its card, and return its figures.

    The folder takes the place of what is there once all is written. Raises `ReleaseError` if the folder holds no build
    with texts, and `BaselineError` if there is no such model.
    """
    model, manifest = new_model(name), read_manifest(build)
    train = labelled_articles(build, Split.TRAIN)
    held = {split: labelled_articles(build, split) for split in MEASURED if _has(manifest, split)}
    progress(f"training on {len(train)} articles")
    model.fit(train, seed)
    progress("measuring")
    figures = {split.value: measured(model, articles) for split, articles in held.items()}
    with folder_beside(to) as beside:
        new = beside / "model"
        model.save(new)
        facts = read_json(new / FACTS)
        told = _trained(manifest, train, seed)
        write_text(
            new / FACTS,
            json.dumps({"kind": facts.pop("kind"), "trained": told} | facts, ensure_ascii=False, indent=1) + "\n",
        )
        write_text(new / CARD, card(model, told, figures))
        replace_folder(new, to)
    return figures


def measured(model: ArticleModel, articles: Sequence[LabelledArticle]) -> dict[Label, ClaimCounts]:
    """Return how a model's claims compare with those decided on, label by label.

    A claim is right if a decided claim of its label shares half of the code points of both, each counted once.
    """
    counts = {label: [0, 0, 0, 0] for label in Label}
    scores = dict.fromkeys(Label, 0.0)
    for one in articles:
        for claim in one.claims:
            counts[claim.label][1] += 1
        found = model.predict(one.article, f"{one.article.article_id}_p")
        proposed = [(scored.claim.label.value, pieces_of(scored.claim)) for scored in found]
        decided = [(claim.label.value, pieces_of(claim)) for claim in one.claims]
        for scored, pair, hit in zip(found, proposed, paired(proposed, decided), strict=True):
            own = counts[scored.claim.label]
            own[0] += 1
            own[2] += hit
            own[3] += pair in decided
            scores[scored.claim.label] += scored.score
    return {label: ClaimCounts(own[0], own[1], own[2], own[3], scores[label]) for label, own in counts.items()}


def _has(manifest: ReleaseManifest, split: Split) -> bool:
    return any(one.config == "articles" and one.split is split and one.rows for one in manifest.tables)


def _trained(manifest: ReleaseManifest, train: Sequence[LabelledArticle], seed: int) -> dict[str, Any]:
    """Return what a model was trained on and by what."""
    return {
        "release": manifest.data_version,
        "content_sha256": manifest.content_sha256,
        "split": Split.TRAIN.value,
        "articles": len(train),
        "claims": sum(len(one.claims) for one in train),
        "seed": seed,
        "claimwire": __version__,
    }


def card(model: ArticleModel, told: dict[str, Any], figures: dict[str, dict[Label, ClaimCounts]]) -> str:
    """Return the card of a trained model."""
    rows = [
        (
            split, title.title, str(own.decided), str(own.proposed), _share(own.right, own.proposed),
            _share(own.right, own.decided), f"{own.f1(own.right):.3f}", f"{own.f1(own.exact):.3f}",
            f"{own.scores / own.proposed:.3f}" if own.proposed else "-",
        )
        for split, by_label in figures.items()
        for title in LABELS
        for own in [by_label[title.label]]
    ]  # fmt: skip
    head = ("split", "label", "claims", "proposed", "precision", "recall", "F1", "F1, exact span", "mean score")
    return f"""# Model card: {model.name}/{model.version}

Finds attributed statements, historical background and casualty figures in English news articles: spans, the parts of
statements and figures, the slots that words tell, and a score for each claim. Made by
`claimwire baselines train {model.name}`; this card is generated, and its figures were computed then.

| trained on | |
|---|---|
| release | {told["release"]}, split {told["split"]}: {told["articles"]} articles, {told["claims"]} claims |
| content of that build (SHA-256) | `{told["content_sha256"]}` |
| seed | {told["seed"]} |
| claimwire | {told["claimwire"]} |

## Figures

A proposed claim is right if a decided claim of its label shares half of the code points that either has, each claim
counted once; *exact span* counts those with the same code points. *Mean score* beside *precision* tells how far scores
are probabilities.

{table(head, rows)}

## What to know

- The labels it learnt from and is measured on were decided by a language model by the codebook: they are a reference,
  and no gold standard by people.
- What was chosen between ways of making it was chosen on the validation split.
- Names are in no slot, and no voice outside the text of the article is known. It reads English only.
- The weights hold single words and ends of words as names of features, each of at least three articles, and no
  sentence of a text.
- It is made for a first layer that people correct and for search, not for judging what anybody said.
"""


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
