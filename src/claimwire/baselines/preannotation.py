"""A model over many articles: predictions in one file, whole or not at all, gone on with where a run was broken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..corpus.atomic import PRIVATE, write_text
from ..corpus.growing import growing
from ..errors import PredictionError
from ..schema import Article
from .contract import ArticleModel
from .predictions import ArticlePrediction, ModelIdentity, predict_article, read_predictions


@dataclass(frozen=True)
class Preannotation:
    """What is to be predicted: with which model, by which codebook, which claims are left out, into which file."""

    model: ArticleModel
    identity: ModelIdentity
    guideline_version: str
    threshold: float | None
    file: Path

    @property
    def begun_file(self) -> Path:
        """The file that grows while the articles are predicted."""
        return self.file.with_name(f".{self.file.name}.begun")

    def predict(self, article: Article) -> ArticlePrediction:
        """Return the prediction of an article; raises as `predict_article` does."""
        return predict_article(self.model, self.identity, article, self.guideline_version, self.threshold)

    def is_current(self, prediction: ArticlePrediction, article: Article) -> bool:
        """Return whether a prediction is what would be made of an article now."""
        made = (prediction.text_sha256, prediction.model, prediction.threshold, prediction.guideline_version)
        return made == (article.text_sha256, self.identity, self.threshold, self.guideline_version)


def preannotate(
    work: Preannotation, articles: Mapping[str, Article], advance: Callable[[int], None], mode: int = PRIVATE
) -> list[ArticlePrediction]:
    """Write the predictions of articles into the file, in their order, and return them.

    What the file has of the same model, text, threshold and codebook is not made again, nor what a run that was broken
    off has made. `advance` gets 1 for each article.

    Raises `PredictionError` if the file is there and has no predictions, and as `predict_article` does.
    """
    known = _known(work, articles)
    with growing(work.begun_file, anew=True) as write:
        for prediction in known.values():
            write(f"{prediction.line()}\n".encode())
        for article_id, article in articles.items():
            if article_id not in known:
                known[article_id] = work.predict(article)
                write(f"{known[article_id].line()}\n".encode())
            advance(1)
    found = [known[article_id] for article_id in articles]
    write_text(work.file, "".join(f"{prediction.line()}\n" for prediction in found), mode)
    work.begun_file.unlink(missing_ok=True)
    return found


def _known(work: Preannotation, articles: Mapping[str, Article]) -> dict[str, ArticlePrediction]:
    """Return what was made before and is still right, by article."""
    made = [*_begun(work.begun_file), *(_of_file(work.file) if work.file.exists() else ())]
    return {
        prediction.article_id: prediction
        for prediction in made
        if prediction.article_id in articles and work.is_current(prediction, articles[prediction.article_id])
    }


def _of_file(file: Path) -> list[ArticlePrediction]:
    try:
        return list(read_predictions(file))
    except PredictionError as error:
        raise PredictionError(f"{error}; {file} is left as it is: name another file with --to, or remove it") from error


def _begun(file: Path) -> Iterable[ArticlePrediction]:
    """Yield what a run that was broken off has made; its last line may be cut."""
    for line in file.read_bytes().split(b"\n") if file.is_file() else ():
        try:
            yield ArticlePrediction.parse(line.decode("utf-8"))
        except ValueError:
            return
