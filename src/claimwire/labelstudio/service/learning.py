"""Learning while serving: answers are gathered, a copy of the first model is fitted on them, and takes its place.

The model that serves is never changed: whoever asks has the former or the new one, whole. A fit begins when nothing
was submitted for a while, always from the model that the service began with, so that the same answers give the same
model in whatever order they came.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ...baselines.contract import ArticleModel, LabelledArticle
from ...baselines.predictions import ModelIdentity
from ...errors import ClaimwireError
from ..progress import Log, ignore
from ..tasks.shown import model_version

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
    """What somebody submitted of an article, by the number of its annotation in Label Studio."""

    annotation: str
    labelled: LabelledArticle


@dataclass
class Learner:
    """The model that serves now, and what the next one learns from: `base`, and the last answer of each article.

    `quiet` is how many seconds nothing is submitted before a fit begins, `least` how many answers there are at least.
    `keep` is called with all answers whenever they change, and `kept` with every new model.
    """

    first: ServedModel
    base: Sequence[LabelledArticle] = ()
    quiet: float = 30.0
    least: int = 5
    keep: Callable[[Mapping[str, SubmittedAnswer]], None] = ignore
    kept: Callable[[ServedModel], None] = ignore
    log: Log = ignore
    answers: dict[str, SubmittedAnswer] = field(default_factory=dict)
    current: ServedModel = field(init=False)

    def __post_init__(self) -> None:
        self.current = self.first
        self._changed = threading.Condition()
        self._due: float | None = None
        self._latest: float | None = None
        self._fitting = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="claimwire-learning", daemon=True)
        self._thread.start()

    def take(self, answer: SubmittedAnswer) -> None:
        """Take an answer, in the place of the earlier one of its article; a fit follows when it is quiet."""
        with self._changed:
            self.answers[answer.labelled.article.article_id] = answer
            self.keep(self.answers)
            if len(self.answers) >= self.least:
                self._wake(self.quiet)

    def forget(self, annotation: str) -> None:
        """Let an answer go whose annotation was deleted, or is no longer whole; the next fit is without it."""
        with self._changed:
            gone = [key for key, answer in self.answers.items() if answer.annotation == annotation]
            for key in gone:
                del self.answers[key]
            if gone:
                self.keep(self.answers)
                self._wake(self.quiet)

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
                learnt = [self.answers[key].labelled for key in sorted(self.answers)]
            try:
                self._fit(learnt)
            finally:
                with self._changed:
                    self._fitting = False
                    self._changed.notify_all()

    def _fit(self, learnt: Sequence[LabelledArticle]) -> None:
        """Fit a copy of the first model and let it serve; if it cannot be fitted, the former goes on."""
        submitted = {labelled.article.article_id for labelled in learnt}
        base = [labelled for labelled in self.base if labelled.article.article_id not in submitted]
        try:
            if learnt:
                made = ServedModel.of(copy.deepcopy(self.first.model).fit([*base, *learnt], SEED))
                self.kept(made)
            else:
                made = self.first
        except Exception as error:  # a fit that fails ends neither the service nor the fits that follow
            told = str(error) if isinstance(error, ClaimwireError) else f"{type(error).__name__}: {error}"
            self.log(f"nothing was learned from {len(learnt)} answers: {told}; {self.current.version} goes on")
            return
        is_same = made.identity == self.current.identity
        self.current = made
        what = "the same model" if is_same else made.version
        self.log(f"learned from {len(learnt)} answers{f' and {len(base)} articles' if base else ''}: {what}")
