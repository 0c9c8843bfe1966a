"""What a push shows as predictions: read from a file, held against the texts, and the order that they give to tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...corpus.jsontext import parse_json
from ...corpus.records import json_lines
from ...errors import LabelStudioError, PredictionError, RecordError
from ...schema import Annotation, Article
from ..lines import ArticleLines, LayerLine, text_hashes
from ..tasks.shown import ShownPrediction, model_version

if TYPE_CHECKING:
    from ...baselines.predictions import ArticlePrediction


@dataclass(frozen=True, slots=True)
class PredictedLine:
    """What is shown of an article as a prediction, as its line: a layer of somebody, or what a model proposes.

    `text_sha256` is the hash of the text that a model saw, `uncertainty` how uncertain it was in bits per 1,000 code
    points; both are None of a layer.
    """

    article_id: str
    model_version: str
    json: bytes
    text_sha256: str | None = None
    uncertainty: float | None = None

    @classmethod
    def of_layer(cls, line: LayerLine) -> PredictedLine:
        """Return the line of a layer; raises `RecordError` if it is not valid."""
        layer = line.layer
        return cls(line.article_id, model_version(layer.annotator_id, layer.tool), line.json)

    @classmethod
    def of_model(cls, line: str) -> PredictedLine:
        """Return the line of what a model proposes; raises `ValueError` that says what is wrong with it."""
        made = _parsed(line)
        version = model_version(made.model.annotator_id, made.model.tool)
        return cls(made.article_id, version, line.encode(), made.text_sha256, made.uncertainty)

    @property
    def shown(self) -> ShownPrediction:
        """What is shown, parsed anew each time."""
        if self.text_sha256 is not None:
            return ShownPrediction.of_model(_parsed(self.json.decode()))
        return ShownPrediction.of_layer(Annotation.model_validate_json(self.json))


def _parsed(line: str) -> ArticlePrediction:
    from ...baselines.predictions import ArticlePrediction  # takes as long to import as the rest of a command

    return ArticlePrediction.parse(line)


def predicted_lines(path: Path) -> Iterator[PredictedLine]:
    """Yield the lines of a file of layers, or of what `claimwire preannotate` wrote; both may be in one file.

    Raises `RecordError` if a line is neither.
    """
    for number, line in json_lines(path, keep_mark=True):
        try:
            yield _predicted_line(line)
        except PredictionError as error:
            raise RecordError(f"{path}:{number}: this is not a prediction of an article: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise RecordError(f"{path}:{number}: this is not a layer; see `claimwire check`") from error


def _predicted_line(line: str) -> PredictedLine:
    record = parse_json(line)
    if not isinstance(record, dict) or "model" not in record:
        return PredictedLine.of_layer(LayerLine.parse(line))
    try:
        return PredictedLine.of_model(line)
    except ValueError as error:
        raise PredictionError(str(error)) from error


def read_shown(file: Path, articles: Mapping[str, Article]) -> dict[str, list[PredictedLine]]:
    """Return what a file has to show, by article; raises `LabelStudioError` if it is of other texts than `articles`."""
    shown: dict[str, list[PredictedLine]] = {}
    for line in predicted_lines(file):
        shown.setdefault(line.article_id, []).append(line)
    require_same_texts(articles, shown)
    return shown


def require_same_texts(articles: Mapping[str, Article], shown: Mapping[str, Sequence[PredictedLine]]) -> None:
    """Raise `LabelStudioError` if predictions are of other texts than the articles have: their offsets mean nothing."""
    hashes = text_hashes(articles)
    others = [
        key
        for key, lines in shown.items()
        if key in hashes and any(line.text_sha256 not in (None, hashes[key]) for line in lines)
    ]
    if others:
        more = f" and of {len(others) - 1} others" if others[1:] else ""
        raise LabelStudioError(
            f"the predictions of {others[0]}{more} are of another text than the article's: make them again with "
            "`claimwire preannotate`"
        )


def by_uncertainty(
    articles: Mapping[str, Article], shown: Mapping[str, Sequence[PredictedLine]]
) -> Mapping[str, Article]:
    """Return articles in the order in which a model is most uncertain about them; of equal ones the order stays.

    Of several predictions of an article the most uncertain counts. Articles without one come last.
    Raises `LabelStudioError` if no prediction says how uncertain it is.
    """
    uncertainty = {
        key: max(told)
        for key, lines in shown.items()
        if (told := [line.uncertainty for line in lines if line.uncertainty is not None])
    }
    if not uncertainty.keys() & articles.keys():
        raise LabelStudioError(
            "no article has a prediction that says how uncertain it is: --order uncertain needs a file of "
            "`claimwire preannotate` with --predictions"
        )
    ordered = sorted(articles, key=lambda key: -uncertainty.get(key, -1.0))
    if isinstance(articles, ArticleLines):
        return articles.only(ordered)
    return {key: articles[key] for key in ordered}
