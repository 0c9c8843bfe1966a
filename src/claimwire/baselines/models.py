"""Which models of whole articles there are. A new one is a class that keeps `ArticleModel`, and an entry here."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from ..errors import BaselineError
from ..naming import alternatives
from ..schema import Article
from ..scoring import prediction_line
from .contract import ArticleModel, ScoredClaim
from .named_classes import NamedClasses
from .predictions import asked_for, at_least
from .store import FACTS

MODELS: dict[str, tuple[str, str]] = {
    "rules": ("rule_model", "RuleModel"),
    "spans": ("span_model", "SpanModel"),
    "pipeline": ("pipeline", "PipelineModel"),
}
"""By their names, the module and class of each; it is imported when it is asked for."""

CLASSES: NamedClasses[ArticleModel] = NamedClasses("model", MODELS)
DEFAULT = "default"
"""The name of the trained model that comes with the package."""
SHIPPED = "shipped"
"""The folder of this package that holds it."""
READY = ("rules",)
"""The models that predict without being fitted."""


def model_class(name: str) -> type[ArticleModel]:
    """Return the class of a model; raises `BaselineError` if there is none of that name."""
    return CLASSES.named(name)


def new_model(name: str) -> ArticleModel:
    """Return a model that has learnt nothing yet; raises `BaselineError` as `model_class` does."""
    return model_class(name)()


def load_article_model(folder: Path) -> ArticleModel:
    """Return the model that a folder holds; raises `BaselineError` if it holds none."""
    return CLASSES.load(folder)


def model_named(name_or_folder: str) -> ArticleModel:
    """Return a model that can predict: `default`, one that needs no fitting, or the one that a folder holds.

    Raises `BaselineError` if there is no such model, or it has to be fitted first.
    """
    if name_or_folder == DEFAULT:
        with as_file(files(__package__).joinpath(SHIPPED)) as folder:
            return load_article_model(folder)
    if name_or_folder in READY:
        return new_model(name_or_folder)
    if (Path(name_or_folder) / FACTS).is_file():
        return load_article_model(Path(name_or_folder))
    if name_or_folder in MODELS:
        raise BaselineError(
            f"the model {name_or_folder} has to be trained first; `claimwire baselines train {name_or_folder}` writes "
            f"a folder, to be named in its place ({DEFAULT} comes trained)"
        )
    known = alternatives(name_or_folder, [DEFAULT, *READY])
    raise BaselineError(f"{name_or_folder!r} is neither a model nor a folder with a {FACTS}; {known}")


def predicted(
    name_or_folder: str, articles: Sequence[Article], threshold: float | None = None
) -> list[tuple[ScoredClaim, ...]]:
    """Return the claims of each of some articles; with a threshold, those whose score reaches it.

    Raises `BaselineError` as `model_named` and `predict` do.
    """
    model = asked_for(model_named(name_or_folder), threshold)
    found = []
    for article in articles:
        claims = model.predict(article, f"{article.article_id}_p")
        found.append(claims if threshold is None else at_least(claims, threshold))
    return found


def as_line(article: Article, claims: Sequence[ScoredClaim]) -> dict[str, Any]:
    """Return the predictions of an article as they stand in a line of JSON: its id, and records with their scores."""
    return prediction_line(article.article_id, [(one.claim, one.score) for one in claims])
