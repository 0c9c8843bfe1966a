"""What a model proposes for articles: a file of JSON Lines that is no part of a corpus, one line per article.

Predictions are nobody's opinion: they are no layers, so no agreement, no decision and no release counts them.
"""

from __future__ import annotations

import copy
import hashlib
import json
import math
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..corpus.jsontext import parse_json
from ..corpus.records import canonical_json, json_lines, validation_messages
from ..errors import BaselineError, PredictionError
from ..schema import CLAIM_ADAPTER, Article, references
from ..scoring import prediction_line
from .contract import ArticleModel, ScoredClaim
from .saved import read_arrays

SCORE = "score"
"""The key that a claim of a prediction has beside its fields."""

LARGEST_NUMBER = sys.float_info.max
PER_CHARACTERS = 1000
"""The length of text, in code points, for which the uncertainty of a prediction is given."""


@dataclass(frozen=True)
class ModelIdentity:
    """Which model it is: its name and version, and the SHA-256 of what it saves, which changes when it learns.

    The same model that is asked for another threshold is another one: what it gives differs.
    """

    name: str
    version: str
    sha256: str

    @classmethod
    def of(cls, model: ArticleModel) -> ModelIdentity:
        """Return which model it is; raises `BaselineError` before `fit`."""
        digest = hashlib.sha256()
        with tempfile.TemporaryDirectory(prefix="claimwire-model-") as folder:
            place = Path(folder) / "model"
            model.save(place)
            for path in sorted(found for found in place.rglob("*") if found.is_file()):
                for name, content in _parts_of(path, path.relative_to(place).as_posix()):
                    digest.update(f"{name} {len(content)}\n".encode() + content)
        if model.threshold is not None:
            digest.update(f"threshold {float(model.threshold)!r}\n".encode())
        return cls(model.name, model.version, digest.hexdigest())

    @cached_property
    def annotator_id(self) -> str:
        """The id under which its claims are known to be its own: name, version, and the beginning of the hash."""
        return re.sub(r"[^a-z0-9]+", "_", f"{self.name}_{self.version}_{self.sha256[:8]}".lower()).strip("_")

    @property
    def tool(self) -> str:
        """What its claims are made with, in words."""
        return f"claimwire preannotate --model {self.name}/{self.version}"


@dataclass(frozen=True)
class ArticlePrediction:
    """What a model proposes for an article, and how uncertain it is there.

    `claims` are those whose score is at least `threshold`, or all that the model gives of itself if that is None;
    `uncertainty` counts all that it weighed, whatever the threshold, in bits per 1,000 code points of text.
    `text_sha256` is the hash of the text that the offsets are of.
    """

    article_id: str
    text_sha256: str
    guideline_version: str
    model: ModelIdentity
    threshold: float | None
    uncertainty: float
    claims: tuple[ScoredClaim, ...]

    def line(self) -> str:
        """Return the line of the file."""
        line = prediction_line(self.article_id, [(scored.claim, round(scored.score, 4)) for scored in self.claims])
        claims = line.pop("claims")
        facts = line | {
            "text_sha256": self.text_sha256,
            "guideline_version": self.guideline_version,
            "model": {"name": self.model.name, "version": self.model.version, "sha256": self.model.sha256},
            "threshold": self.threshold,
            "uncertainty": self.uncertainty,
        }
        return canonical_json(facts | {"claims": claims})

    @classmethod
    def parse(cls, line: str) -> ArticlePrediction:
        """Return the prediction of a line; raises `ValueError` that says what is wrong with it."""
        return cls.of(_object(parse_json(line)))

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> ArticlePrediction:
        """Return the prediction of a line that was parsed; raises `ValueError` that says what is wrong with it."""
        names = ("article_id", "text_sha256", "guideline_version")
        article_id, text_sha256, guideline_version = (_text(record, name) for name in names)
        model = model_of(record)
        claims = record.get("claims")
        if not isinstance(claims, list):
            raise ValueError(f"its claims are {claims!r:.60}, expected a list")
        return cls(
            article_id,
            text_sha256,
            guideline_version,
            model,
            None if record.get("threshold", 0) is None else _number(record, "threshold", most=1),
            _number(record, "uncertainty"),
            tuple(_scored(claim, article_id) for claim in claims),
        )

    @property
    def certainty(self) -> float:
        """The overall score, above 0 to 1: the more uncertain the prediction is, the lower; 1 / (1 + uncertainty)."""
        return 1 / (1 + self.uncertainty)


def predict_article(
    model: ArticleModel, identity: ModelIdentity, article: Article, guideline_version: str, threshold: float | None
) -> ArticlePrediction:
    """Return what a model proposes for an article; a claim below a threshold is left out, and nothing names it.

    Raises `BaselineError` if the article has no text, or the model proposes a claim outside it.
    """
    weighed = model.weighed(article, f"{article.article_id}_{identity.annotator_id}_")
    found = weighed.claims
    length = len(article.text or "")
    for scored in found:
        if not 0 <= scored.score <= 1 or any(span.end > length for span in scored.claim.spans):
            raise BaselineError(
                f"{identity.name} proposes {scored.claim.claim_id} with score {scored.score} and spans "
                f"{[(s.start, s.end) for s in scored.claim.spans]} in a text of {length} code points; "
                "that is a fault of the model: use another, and report it"
            )
    return ArticlePrediction(
        article.article_id,
        article.text_sha256,
        guideline_version,
        identity,
        threshold,
        round(uncertainty(weighed.scores, length), 4),
        tuple(found) if threshold is None else at_least(found, threshold),
    )


def asked_for(model: ArticleModel, threshold: float | None) -> ArticleModel:
    """Return a copy of a model that is asked for the claims from a threshold on; with None the model itself."""
    if threshold is None:
        return model
    asked = copy.copy(model)
    asked.threshold = threshold
    return asked


def uncertainty(scores: Iterable[float], length: int) -> float:
    """Return how uncertain a model is about an article: the entropies of its scores, in bits per 1,000 code points.

    A claim of score p adds the entropy of a choice between marking it and not, -p log2 p - (1-p) log2 (1-p): 1 bit at
    0.5, nothing at 0 and 1. Divided by the length, so that a long article is not uncertain for its length alone.
    (Entropy sampling for sequences, Settles and Craven 2008, with length normalised as there.)
    """
    return sum(map(binary_entropy, scores)) * PER_CHARACTERS / max(length, 1)


def binary_entropy(p: float) -> float:
    """Return the entropy of a choice of probability p, in bits."""
    return -sum(x * math.log2(x) for x in (p, 1 - p) if x > 0)


def at_least(claims: Iterable[ScoredClaim], threshold: float) -> tuple[ScoredClaim, ...]:
    """Return the claims of a score of at least a threshold; a claim that named one that is left out names none."""
    kept = {scored.claim.claim_id: scored for scored in claims if scored.score >= threshold}
    found = []
    for scored in kept.values():
        lost = {field: None for field, named in references(scored.claim).items() if named not in kept}
        found.append(ScoredClaim(scored.claim.model_copy(update=lost), scored.score) if lost else scored)
    return tuple(found)


def _parts_of(file: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each part of a file of a model: of arrays what they hold, however compressed."""
    if file.suffix != ".npz":
        yield name, file.read_bytes()
        return
    for key, array in sorted(read_arrays(file).items()):
        yield f"{name} {key} {array.dtype.str} {array.shape}", array.tobytes()


def read_predictions(path: Path) -> Iterator[ArticlePrediction]:
    """Yield the predictions of a file; raises `PredictionError` naming the line that is none."""
    for number, line in json_lines(path):
        try:
            yield ArticlePrediction.parse(line)
        except ValueError as error:
            raise PredictionError(f"{path}:{number}: this is not a prediction of an article: {error}") from error


def model_of(record: Mapping[str, Any]) -> ModelIdentity:
    """Return the model that a line of predictions names; raises `ValueError` if it names none."""
    model = record.get("model")
    if not isinstance(model, dict):
        raise ValueError(f"its model is {model!r:.60}, expected an object with name, version and sha256")
    return ModelIdentity(*(_text(model, name) for name in ("name", "version", "sha256")))


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"it is {value!r:.60}, expected an object")
    return value


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"its {name} is {value!r:.60}, expected a string")
    return value


def _number(record: Mapping[str, Any], name: str, most: float = math.inf) -> float:
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= min(most, LARGEST_NUMBER):
        expected = "a number from 0" if math.isinf(most) else f"a number from 0 to {most:g}"
        raise ValueError(f"its {name} is {value!r:.60}, expected {expected}")
    return float(value)


def _scored(value: Any, article_id: str) -> ScoredClaim:
    record = _object(value)
    fields = {name: field for name, field in record.items() if name != SCORE}
    try:
        claim = CLAIM_ADAPTER.validate_json(json.dumps(fields))
    except ValidationError as error:
        raise ValueError(f"claim {fields.get('claim_id')!r:.60}: {validation_messages(error)}") from error
    if claim.article_id != article_id:
        raise ValueError(f"claim {claim.claim_id} is of article {claim.article_id}, expected {article_id}")
    try:
        return ScoredClaim(claim, _number(record, SCORE, most=1))
    except ValueError as error:
        raise ValueError(f"claim {claim.claim_id}: {error}") from error
