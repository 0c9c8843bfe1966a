"""Learning while serving: answers are gathered, a copy of the first model is fitted on them, and takes its place.

The model that serves is never changed: whoever asks has the former or the new one, whole. A fit begins when nothing
was submitted for a while, always from the model that the service began with, so that the same answers give the same
model in whatever order they came; only of one article the last one counts.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ...baselines.contract import ArticleModel, LabelledArticle
from ...baselines.predictions import ModelIdentity
from ...errors import ClaimwireError
from ..progress import Log, ignore
from ..tasks.shown import model_version
from .limits import ANYTHING, Limits

SEED = 1
"""The seed of every fit."""

LONGEST_WAIT = 10
"""A fit begins at the latest after so many times the quiet that it waits for."""


@dataclass(frozen=True)
class ServedModel:
    """A model that answers, which nobody changes, and which it is."""

    model: ArticleModel
    identity: ModelIdentity

    @classmethod
    def of(cls, model: ArticleModel) -> ServedModel:
        """Return a model to serve; raises `BaselineError` if it was not fitted."""
        return cls(model, ModelIdentity.of(model))

    @property
    def version(self) -> str:
        """What Label Studio calls it, the same as of what `claimwire preannotate` predicts with it."""
        return model_version(self.identity.annotator_id, self.identity.tool)


@dataclass(frozen=True)
class SubmittedAnswer:
    """What somebody submitted of an article, by the project and number of its annotation in Label Studio.

    `unique_id` is what no annotation of another server has, where it is told.
    """

    annotation: str
    labelled: LabelledArticle
    unique_id: str | None = None


class Keeper(Protocol):
    """Where answers and models are kept; each method may raise `OSError`."""

    def add(self, annotation: str, answer: SubmittedAnswer | None) -> None:
        """Keep the answer of an annotation after those kept before; None if it was forgotten."""

    def replace(self, answers: Iterable[SubmittedAnswer]) -> None:
        """Keep all answers, in the place of those kept before."""

    def keep_model(self, served: ServedModel) -> None:
        """Keep a model that was learned, in the place of the former."""


@dataclass
class Learner:
    """The model that serves now, and what the next one learns from: `base`, and the last answer of each article.

    `quiet` is how many seconds nothing is submitted before a fit begins, `least` of how many articles there are answers
    at least. `limits` says of which articles nothing is learned. `answers` are all by their annotations, in the order
    in which they came.
    """

    first: ServedModel
    base: Sequence[LabelledArticle] = ()
    quiet: float = 30.0
    least: int = 5
    limits: Limits = ANYTHING
    keeper: Keeper | None = None
    log: Log = ignore
    answers: dict[str, SubmittedAnswer] = field(default_factory=dict)
    current: ServedModel = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.first
        self._changed = threading.Condition()
        self._keeping = threading.Lock()  # taken before `_changed`, so that the file has the order of `answers`
        self._is_all_kept = True
        self._due: float | None = None
        self._latest: float | None = None
        self._fitting = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="claimwire-learning", daemon=True)
        self._thread.start()

    @property
    def count(self) -> int:
        """Of how many articles there are answers."""
        with self._changed:
            return len(self._learnt())

    def restore(self, answers: Iterable[SubmittedAnswer]) -> None:
        """Begin with answers that were kept, but for those of which nothing may be learned; a fit begins at once."""
        kept = list(answers)
        allowed = [one for one in kept if self.limits.against(one.labelled.article) is None]
        if len(allowed) < len(kept):
            self.log(
                f"{len(kept) - len(allowed)} of {len(kept)} kept answers are not learned from: held out, or changed"
            )
        with self._changed:
            self.answers.update((one.annotation, one) for one in allowed)
            if len(self._learnt()) >= self.least:
                self._wake(0.0)

    def is_of_another_server(self, annotation: str, unique_id: str | None) -> bool:
        """Return whether the annotation of that project and number that was taken is another one, by its unique id."""
        with self._changed:
            known = self.answers.get(annotation)
        return known is not None and None not in (known.unique_id, unique_id) and known.unique_id != unique_id

    def take(self, answer: SubmittedAnswer) -> bool:
        """Take an answer, in the place of earlier ones of its article; a fit follows when it is quiet.

        Returns whether something may be learned from it. It counts also if it cannot be written to the disk.
        """
        if (reason := self.limits.against(answer.labelled.article)) is not None:
            self.log(f"an answer to {answer.labelled.article.article_id} is not learned from: {reason}")
            return False
        with self._keeping:
            with self._changed:
                self.answers.pop(answer.annotation, None)
                self.answers[answer.annotation] = answer
                if len(self._learnt()) >= self.least:
                    self._wake(self.quiet)
            self._keep(answer.annotation, answer)
        return True

    def forget(self, annotation: str) -> None:
        """Let an answer go whose annotation was deleted, or is no longer whole; the next fit is without it.

        The earlier answer to the same article, if there is one, counts again.
        """
        with self._keeping:
            with self._changed:
                if self.answers.pop(annotation, None) is None:
                    return
                has_learned = self._fitting or self.current is not self.first
                if has_learned or len(self._learnt()) >= self.least:
                    self._wake(self.quiet)
            self._keep(annotation, None)

    def begin(self) -> bool:
        """Have a fit begin now, if there is anything to learn from; return whether there is."""
        with self._changed:
            if self.answers:
                self._wake(0.0)
            return bool(self.answers)

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to be learnt; return whether that came about within some seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._due is None and not self._fitting, seconds)

    def close(self) -> None:
        """End; a fit that has begun is left to end with the process."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _keep(self, annotation: str, answer: SubmittedAnswer | None) -> None:
        """Keep a change; what cannot be written is logged, and written with the next change."""
        if self.keeper is None:
            return
        try:
            if self._is_all_kept:
                self.keeper.add(annotation, answer)
            else:
                self.keeper.replace(list(self.answers.values()))
            self._is_all_kept = True
        except OSError as error:
            self._is_all_kept = False
            self.log(f"answers could not be kept ({error.strerror or error}); they count, until the service ends")

    def _learnt(self) -> list[LabelledArticle]:
        """Return the last answer of each article, by its id and by its text, in the order of ids."""
        ids: set[str] = set()
        texts: set[str] = set()
        found = []
        for answer in reversed(self.answers.values()):
            article = answer.labelled.article
            if article.article_id not in ids and article.text_sha256 not in texts:
                found.append(answer.labelled)
            ids.add(article.article_id)
            texts.add(article.text_sha256)
        return sorted(found, key=lambda labelled: labelled.article.article_id)

    def _wake(self, seconds: float) -> None:
        now = time.monotonic()
        if self._latest is None:
            self._latest = now + seconds * LONGEST_WAIT
        self._due = min(now + seconds, self._latest)
        self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._ended and (self._due is None or time.monotonic() < self._due):
                    self._changed.wait(None if self._due is None else max(0.0, self._due - time.monotonic()))
                if self._ended:
                    return
                self._due = self._latest = None
                self._fitting = True
                learnt = self._learnt()
            try:
                self._fit(learnt)
            finally:
                with self._changed:
                    self._fitting = False
                    self._changed.notify_all()

    def _fit(self, learnt: Sequence[LabelledArticle]) -> None:
        """Fit a copy of the first model and let it serve; if it cannot be fitted, the former goes on."""
        submitted = {name for one in learnt for name in (one.article.article_id, one.article.text_sha256)}
        base = [x for x in self.base if not submitted & {x.article.article_id, x.article.text_sha256}]
        try:
            made = self._fitted([*base, *learnt]) if learnt else self.first
        except Exception as error:  # a fit that fails ends neither the service nor the fits that follow
            told = str(error) if isinstance(error, ClaimwireError) else f"{type(error).__name__}: {error}"
            self.log(f"nothing was learned from {len(learnt)} answers: {told}; {self.current.version} goes on")
            return
        is_same = made.identity == self.current.identity
        self.current = made
        what = "the same model" if is_same else made.version
        self.log(f"learned from {len(learnt)} answers{f' and {len(base)} articles' if base else ''}: {what}")
        if self.keeper is not None and learnt:
            try:
                self.keeper.keep_model(made)
            except (OSError, ClaimwireError) as error:
                self.log(f"the model could not be kept: {error}; it serves until the service ends")

    def _fitted(self, articles: Sequence[LabelledArticle]) -> ServedModel:
        return ServedModel.of(copy.deepcopy(self.first.model).fit(articles, SEED))
