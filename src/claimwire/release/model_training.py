"""Training a model of articles on a built release: its weights, where they come from, and a card with its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..baselines.contract import ArticleModel, LabelledArticle
from ..baselines.models import new_model
from ..baselines.store import FACTS, WEIGHTS
from ..corpus.atomic import folder_beside, replace_folder, write_text
from ..corpus.records import read_json
from ..errors import ReleaseError
from ..regions import table
from ..schema import LABELS, ReleaseManifest
from ..schema.vocab import Split
from ..scoring import Scores, claim_to_score, score
from ..scoring.spans import SPANS
from ..versions import __version__
from .learning import labelled_articles
from .manifest import read_manifest

CARD = "MODEL_CARD.md"
MEASURES = ("partial_precision", "partial_recall", "partial_f1", "exact_f1", "calibration_error")
"""What the card says of each label."""
MEASURED = (Split.VALIDATION, Split.TEST)
"""The splits that a trained model is measured on."""


def train_model(
    name: str, build: Path, to: Path, seed: int, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Scores]:
    """Train a model on the train split of a build, write it to a folder with its card, and return its scores by split.

    The folder takes the place of a model that is there, once all is written. Raises `ReleaseError` if the build has no
    texts, or `to` is something else than a model, and `BaselineError` if there is no such model.
    """
    to = require_place(to)
    model, manifest = new_model(name), read_manifest(build)
    train = labelled_articles(build, Split.TRAIN)
    held = {split: labelled_articles(build, split) for split in MEASURED if _has(manifest, split)}
    progress(f"training on {len(train)} articles")
    model.fit(train, seed)
    progress("measuring")
    figures = {split.value: measured(model, build, split, articles) for split, articles in held.items()}
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


def require_place(to: Path) -> Path:
    """Return the full path of a folder that a model may be written to: one that is not there, empty, or has a model.

    Raises `ReleaseError` if something else is there, which would go away.
    """
    place = to.absolute()
    if place.is_dir() and not any(place.iterdir()):
        return place
    strange = [] if place.is_dir() else [place] if place.exists() else []
    if place.is_dir():
        strange = sorted(path for path in place.iterdir() if path.name not in {FACTS, WEIGHTS, CARD})
        strange = strange or ([] if (place / FACTS).is_file() else [place])
    if strange:
        raise ReleaseError(
            f"{to} holds something that is not a model ({strange[0].name}), which would be deleted; name a "
            "folder that does not exist, or one with only a model"
        )
    return place


def measured(model: ArticleModel, build: Path, split: Split, articles: Sequence[LabelledArticle]) -> Scores:
    """Return the scores of a model's claims on those of a split of a build that have a text, as `claimwire score` does.

    There are no intervals.
    """
    gold = SPANS.read_gold(build, split.value)
    wanted = [one.article for one in articles if one.article.article_id in gold.documents]
    own = replace(
        gold,
        documents={article.article_id: gold.documents[article.article_id] for article in wanted},
        claims={article.article_id: gold.claims[article.article_id] for article in wanted},
    )
    predicted = {
        article.article_id: tuple(
            claim_to_score(found.claim, found.score) for found in model.predict(article, f"{article.article_id}_p")
        )
        for article in wanted
    }
    return score(SPANS.name, own, predicted, resamples=0, trivial=False)


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


def card(model: ArticleModel, told: dict[str, Any], figures: dict[str, Scores]) -> str:
    """Return the card of a trained model."""
    titles = {declaration.label.value: declaration.title for declaration in LABELS}
    rows = [
        (
            split,
            titles[row.about],
            row.numbers["gold"],
            row.numbers["predicted"],
            *(_shown(row.figures[name].value) for name in MEASURES if name in row.figures),
        )
        for split, scores in figures.items()
        for row in scores.rows
        if row.about in titles
    ]
    head = ("split", "label", "claims", "proposed", *(name.replace("_", " ").replace("f1", "F1") for name in MEASURES))
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

As `claimwire score --task spans` has them (docs/scoring.md): *partial* counts the share of code points that a proposed
and a decided claim of its label have in common, *exact* those with the same code points. *Calibration error* tells how
far scores are from the share of proposed claims that were decided on.

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


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
