"""What speaks for a candidate: how it lies in its sentence, and how sure the parts of the pipeline are of it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from ...pieces import Pieces
from ...proposals.polarity import FINITE
from ...ranges import Floats
from ...schema.vocab import Label
from ..counts import harms_in
from ..dated import dates_in
from ..heads import logit
from ..lexicon import forms
from ..matching import shared
from ..reading import ArticleReading
from ..rules.passage import Passage
from ..tagging import LAYERS, TAGS
from ..token_features import VERBS
from .proposals import Proposal

CLAIMED = {Label.ATTRIBUTED_STATEMENT: ("content",), Label.HISTORICAL_BACKGROUND: ("claim",),
           Label.CASUALTY_FIGURE: ("claim", "quantity")}  # fmt: skip
"""The kinds of tags that a span of each label consists of."""
NEVER = -5.0
"""The log odds of what is not there."""
NO_CUE = (0.0,) * len(VERBS)
NOWHERE = (NEVER,) * 7
"""How sure the tagger is of a span without a token."""
EDGE = 3
"""Code points that may stand between the edge of a sentence and a span that begins or ends with it."""
FEATURES: tuple[str, ...] = (
    "sentence", "before", "after", "by_rules", "by_tagger", "by_span", "as_rules", "as_tagger", "length", "share",
    "mean", "least", "begins", "ends", "ahead", "behind", "elsewhere", "source", "cue", "quoted", "quantity", "dated",
    "finite", "headline", "reports", "thinks", "documents", "harmed", "pieces", "from_start", "to_end", "of_rules",
)  # fmt: skip
"""The features of a candidate, in order; how sure a part is stands as log odds."""


@dataclass(frozen=True)
class Sureness:
    """What the tagger says of a label in a sentence, token by token: of a claim, its beginning, and its going on.

    `sums` are those of `claim` up to each token.
    """

    claim: list[float]
    begins: list[float]
    goes_on: list[float]
    sums: list[float]

    @classmethod
    def each(cls, marginals: Sequence[Floats]) -> list[tuple[Sureness, ...]]:
        """Return it for each sentence and label, from the probabilities of the tags of each (tokens, layers, tags)."""
        joined = np.concatenate(marginals) if marginals else np.zeros((0, len(LAYERS), 1))
        edges = list(pairwise(accumulate(map(len, marginals), initial=0)))
        columns = [cls._columns(joined[:, layer], label) for layer, label in enumerate(LAYERS)] if len(joined) else []
        return [
            tuple(
                cls(claim[a:b], begins[a:b], goes_on[a:b], list(accumulate(claim[a:b], initial=0.0)))
                for claim, begins, goes_on in columns
            )
            for a, b in edges
        ]

    @staticmethod
    def _columns(own: Floats, label: Label) -> tuple[list[float], list[float], list[float]]:
        names = TAGS[label]
        claimed = [n for n, name in enumerate(names) if name.partition("-")[2] in CLAIMED[label]]
        begins = [n for n in claimed if names[n].startswith("B-")]
        goes_on = [n for n in claimed if n not in begins]
        claim, begun, gone = (own[:, numbers].sum(axis=1).tolist() for numbers in (claimed, begins, goes_on))
        return claim, begun, gone


@dataclass(frozen=True)
class SentenceEvidence:
    """A sentence of an article with what speaks for its candidates, whatever their label.

    `probable` has how probable each label is of each sentence of the article.
    """

    reading: ArticleReading
    number: int
    probable: Floats
    sure: tuple[Sureness, ...]
    rules: Sequence[Proposal]
    tagged: Sequence[Proposal]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_layer", {})

    def of(self, layer: int) -> LabelEvidence:
        """Return what speaks for its candidates of a label, by the number of its layer."""
        known: dict[int, LabelEvidence] = vars(self)["_by_layer"]
        if layer not in known:
            known[layer] = LabelEvidence(self, layer)
        return known[layer]

    @cached_property
    def cues(self) -> dict[Pieces, tuple[float, ...]]:
        """What sort of verbs the cues are that were looked at."""
        return {}

    @cached_property
    def passage(self) -> Passage:
        """The sentence."""
        return self.reading.passages[self.number]

    @cached_property
    def starts(self) -> list[int]:
        """Where its tokens begin."""
        return [start for start, _ in self.reading.tokens[self.number].where]

    @cached_property
    def harms(self) -> list[int]:
        """Where its words for harm begin."""
        return [self.passage.begin(harm.word) for harm in harms_in(self.passage.sentence)]

    @cached_property
    def dates(self) -> Pieces:
        """Where its dates are that are not known to be young."""
        text, base = self.passage.text[self.passage.start : self.passage.end], self.passage.start
        found = dates_in(text, self.reading.published)
        return tuple(
            (base + one.start, base + one.end) for one in found if one.is_old(self.reading.published) is not False
        )

    @cached_property
    def verbs(self) -> list[int]:
        """Where its finite verbs begin, by their usual forms."""
        return [match.start() for match in FINITE.finditer(self.passage.text, self.passage.start, self.passage.end)]

    def around(self, layer: int) -> tuple[float, ...]:
        """Return how probable a label is of the sentence, of the one before and of the one behind it, as log odds."""
        places = (self.number, self.number - 1, self.number + 1)
        return tuple(logit(self.probable[n, layer]) if 0 <= n < len(self.probable) else NEVER for n in places)

    def cue(self, cue: Pieces) -> tuple[float, ...]:
        """Return whether a cue reports, thinks, or is of a document."""
        if not cue:
            return NO_CUE
        if cue not in self.cues:
            places, base = self.passage.sentence.places, self.passage.start
            edges = [(bisect_left(places, (a - base, 0)), bisect_left(places, (b - base, 0))) for a, b in cue]
            words = {word for first, end in edges for word in self.passage.words[first:end]}
            self.cues[cue] = tuple(float(not words.isdisjoint(forms("speech", key))) for key in VERBS)
        return self.cues[cue]


class LabelEvidence:
    """What speaks for the candidates of one label in a sentence: looked up once, as many candidates are asked for."""

    def __init__(self, sentence: SentenceEvidence, layer: int) -> None:
        label = LAYERS[layer]
        self._sentence, self._sure = sentence, sentence.sure[layer]
        self._around = sentence.around(layer)
        self._rules = [one.spans for one in sentence.rules if one.label is label]
        self._tagged = [one.spans for one in sentence.tagged if one.label is label]
        self._dates = sentence.dates if label is Label.HISTORICAL_BACKGROUND else ()
        self._headline = float(sentence.reading.kinds[sentence.number] == "headline")

    def runs(self, pieces: Pieces) -> Pieces:
        """Return the tokens of the pieces of a candidate: of each the first, and the one after the last."""
        starts = self._sentence.starts
        if len(pieces) == 1:  # most are one piece
            ((start, end),) = pieces
            a, b = bisect_left(starts, start), bisect_left(starts, end)
            return ((a, b),) if a < b else ()
        found = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in pieces]
        return tuple((a, b) for a, b in found if a < b)

    def mean(self, runs: Pieces) -> float:
        """Return how sure the tagger is of the tokens of a candidate, on the mean."""
        sums = self._sure.sums
        inside = sum(b - a for a, b in runs)
        return sum(sums[b] - sums[a] for a, b in runs) / inside if inside else 0.0

    def features(self, one: Proposal, runs: Pieces) -> tuple[float, ...]:
        """Return the features of a candidate whose tokens are `runs`."""
        sentence, pieces = self._sentence, one.spans
        passage, verbs, harms = sentence.passage, sentence.verbs, sentence.harms
        first, last = pieces[0][0], pieces[-1][1]
        length = sum(end - start for start, end in pieces)
        return (
            *self._around,
            1.0 if one.way == "rules" else 0.0,
            1.0 if one.way == "tagger" else 0.0,
            1.0 if one.way == "span" else 0.0,
            max(shared(pieces, other) for other in self._rules) if self._rules else 0.0,
            max(shared(pieces, other) for other in self._tagged) if self._tagged else 0.0,
            math.log(length),
            length / (passage.end - passage.start),
            *self._sureness(runs),
            1.0 if one.source else 0.0,
            1.0 if one.cue else 0.0,
            1.0 if passage.quotes and _hold_one_of(pieces, passage.quotes) else 0.0,
            1.0 if one.quantity else 0.0,
            1.0 if self._dates and _hold_one_of(((first, last),), self._dates) else 0.0,
            1.0 if bisect_left(verbs, first) < bisect_left(verbs, last) else 0.0,
            self._headline,
            *sentence.cue(one.cue),
            float(sum(bisect_left(harms, b) - bisect_left(harms, a) for a, b in pieces)) if harms else 0.0,
            float(len(pieces)),
            1.0 if first - passage.start < EDGE else 0.0,
            1.0 if passage.end - last < EDGE else 0.0,
            float(len(self._rules)),
        )

    def _sureness(self, runs: Pieces) -> tuple[float, ...]:
        """Return how sure the tagger is: inside on the mean and at least, of both ends, and of what is outside."""
        if not runs:
            return NOWHERE
        sure, count = self._sure, len(self._sure.claim)
        inside = sum(b - a for a, b in runs)
        total = sum(sure.sums[b] - sure.sums[a] for a, b in runs)
        first, last = runs[0][0], runs[-1][1]
        values = (
            total / inside,
            min(min(sure.claim[a:b]) for a, b in runs) if len(runs) > 1 else min(sure.claim[first:last]),
            sure.begins[first],
            1.0 - sure.goes_on[last] if last < count else 1.0,
            sure.claim[first - 1] if first else 0.0,
            sure.claim[last] if last < count else 0.0,
            (sure.sums[-1] - total) / (count - inside) if count > inside else 0.0,
        )
        return tuple(map(logit, values))


def _hold_one_of(pieces: Pieces, others: Pieces) -> bool:
    """Return whether one of some pieces holds one of some others, which are in text order and apart."""
    for start, end in pieces:
        number = bisect_left(others, (start, 0))
        if number < len(others) and others[number][1] <= end:
            return True
    return False
