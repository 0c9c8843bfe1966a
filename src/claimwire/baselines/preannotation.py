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

    def is_of_model(self, prediction: ArticlePrediction) -> bool:
        """Return whether a prediction is of the same model and threshold."""
        return (prediction.model, prediction.threshold) == (self.identity, self.threshold)

    def is_current(self, prediction: ArticlePrediction, article: Article) -> bool:
        """Return whether a prediction is what would be made of an article now."""
        read = (prediction.text_sha256, prediction.guideline_version)
        return self.is_of_model(prediction) and read == (article.text_sha256, self.guideline_version)


@dataclass(frozen=True)
class Preannotated:
    """What was asked for, and how many lines of other articles stay in the file and how many are gone from it."""

    found: list[ArticlePrediction]
    others: int = 0
    gone: int = 0


def preannotate(
    work: Preannotation,
    articles: Mapping[str, Article],
    advance: Callable[[int], None],
    mode: int = PRIVATE,
    *,
    corpus: Mapping[str, Article] | None = None,
    replace: bool = False,
) -> Preannotated:
    """Write the predictions of articles into the file, in their order, and return them.

    What the file has of the same model, text, threshold and codebook is not made again, nor what a run that was broken
    off has made. Lines of other articles of `corpus` (by default there are none) stay if they are still right.
    `advance` gets 1 for each article.

    Raises `PredictionError` if the file is there and has no predictions, or some of another model or corpus that are
    not to be replaced, and as `predict_article` does. Nothing has changed then.
    """
    corpus = articles if corpus is None else corpus
    made = {one.article_id: one for one in _made(work, corpus, replace=replace)}
    known = {key: one for key, one in made.items() if work.is_current(one, corpus[key])}
    with growing(work.begun_file, anew=True) as write:
        for prediction in known.values():
            write(f"{prediction.line()}\n".encode())
        for article_id, article in articles.items():
            if article_id not in known:
                known[article_id] = work.predict(article)
                write(f"{known[article_id].line()}\n".encode())
            advance(1)
    write_text(work.file, "".join(f"{known[key].line()}\n" for key in corpus if key in known), mode)
    work.begun_file.unlink(missing_ok=True)
    found = [known[article_id] for article_id in articles]
    return Preannotated(found, len(known) - len(found), len(set(made) - set(known)))


def _made(work: Preannotation, corpus: Mapping[str, Article], *, replace: bool) -> list[ArticlePrediction]:
    """Return what was made before by the model, in the file and in a run that was broken off, still right or not.

    Raises `PredictionError` if there are others, unless they are to be replaced.
    """
    found = []
    for file, made in (
        (work.begun_file, list(_begun(work.begun_file))),
        (work.file, _of_file(work.file) if work.file.exists() else []),
    ):
        own = [one for one in made if work.is_of_model(one) and one.article_id in corpus]
        if len(own) < len(made) and not replace:
            other = next(one for one in made if one not in own)
            whose = (
                f"of an article that the corpus does not have, {other.article_id}"
                if work.is_of_model(other)
                else f"by another model or threshold ({other.model.annotator_id}, {other.threshold}; "
                f"now it is {work.identity.annotator_id}, {work.threshold})"
            )
            raise PredictionError(
                f"{file} has {len(made) - len(own)} of {len(made)} lines that are not of this run, the first {whose};"
                " it stays unchanged: name another file with --to, or discard these lines with --replace"
            )
        found += own
    return found


def _of_file(file: Path) -> list[ArticlePrediction]:
    try:
        return list(read_predictions(file))
    except PredictionError as error:
        raise PredictionError(f"{error}; {file} stays unchanged: name another file with --to, or remove it") from error


def _begun(file: Path) -> Iterable[ArticlePrediction]:
    """Yield what a run that was broken off has made; its last line may be cut."""
    for line in file.read_bytes().split(b"\n") if file.is_file() else ():
        try:
            yield ArticlePrediction.parse(line.decode("utf-8"))
        except ValueError:
            return
