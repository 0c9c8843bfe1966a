"""What speaks for a candidate: how it lies in its sentence, and how sure the parts of the pipeline are of it."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

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
    """What the tagger says of a label in a sentence, token by token: of a claim, its beginning, and its going on."""

    claim: list[float]
    begins: list[float]
    goes_on: list[float]
    sums: list[float]

    @classmethod
    def of(cls, marginals: Floats, label: Label) -> Sureness:
        """Return it from the probabilities of the tags of a sentence (tokens, layers, tags)."""
        own, names = marginals[:, LAYERS.index(label)], TAGS[label]
        claimed = [n for n, name in enumerate(names) if name.partition("-")[2] in CLAIMED[label]]
        begins = [n for n in claimed if names[n].startswith("B-")]
        goes_on = [n for n in claimed if n not in begins]
        claim = own[:, claimed].sum(axis=1).tolist()
        return cls(claim, own[:, begins].sum(axis=1).tolist(), own[:, goes_on].sum(axis=1).tolist(),
                   list(accumulate(claim, initial=0.0)))  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """A sentence of an article with all that speaks for its candidates."""

    reading: ArticleReading
    number: int
    sentences: Floats
    marginals: Floats
    rules: Sequence[Proposal]
    tagged: Sequence[Proposal]

    @cached_property
    def cues(self) -> dict[Pieces, tuple[float, ...]]:
        """What sort of verbs the cues are that were looked at."""
        return {}

    @cached_property
    def runs(self) -> dict[Pieces, Pieces]:
        """The tokens of the spans that were looked at."""
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
    def sure(self) -> dict[Label, Sureness]:
        """What the tagger says, by label."""
        return {label: Sureness.of(self.marginals, label) for label in LAYERS}

    @cached_property
    def around(self) -> dict[Label, tuple[float, float, float]]:
        """How probable each label is of the sentence, of the one before and of the one behind it, as log odds."""
        rows = [self.number, self.number - 1, self.number + 1]
        column = [self.sentences[n] if 0 <= n < len(self.sentences) else None for n in rows]
        return {
            label: tuple(NEVER if row is None else logit(row[layer]) for row in column)  # type: ignore[misc]
            for layer, label in enumerate(LAYERS)
        }

    @cached_property
    def by_rules(self) -> dict[Label, list[Pieces]]:
        """Where the claims of the rules are, by label."""
        return {label: [one.spans for one in self.rules if one.label is label] for label in LAYERS}

    @cached_property
    def by_tagger(self) -> dict[Label, list[Pieces]]:
        """Where the claims of the tagger are, by label."""
        return {label: [one.spans for one in self.tagged if one.label is label] for label in LAYERS}

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

    def features(self, one: Proposal) -> tuple[float, ...]:
        """Return the features of a candidate."""
        passage, pieces = self.passage, one.spans
        first, last = pieces[0][0], pieces[-1][1]
        length = sum(end - start for start, end in pieces)
        own, of_tagger = self.by_rules[one.label], self.by_tagger[one.label]
        return (
            *self.around[one.label],
            float(one.way == "rules"),
            float(one.way == "tagger"),
            float(one.way == "span"),
            max((shared(pieces, other) for other in own), default=0.0),
            max((shared(pieces, other) for other in of_tagger), default=0.0),
            math.log(length),
            length / (passage.end - passage.start),
            *self._sureness(one),
            float(bool(one.source)),
            float(bool(one.cue)),
            float(bool(passage.quotes) and self._holds_quotation(pieces)),
            float(bool(one.quantity)),
            float(one.label is Label.HISTORICAL_BACKGROUND and any(first <= a and b <= last for a, b in self.dates)),
            float(bisect_left(self.verbs, first) < bisect_left(self.verbs, last)),
            float(self.reading.kinds[self.number] == "headline"),
            *self._cue(one),
            float(sum(bisect_left(self.harms, b) - bisect_left(self.harms, a) for a, b in pieces)),
            float(len(pieces)),
            float(first - passage.start < EDGE),
            float(passage.end - last < EDGE),
            float(len(own)),
        )

    def mean(self, one: Proposal) -> float:
        """Return how sure the tagger is of the tokens of a candidate, on the mean."""
        sums, runs = self.sure[one.label].sums, self._runs(one)
        inside = sum(b - a for a, b in runs)
        return sum(sums[b] - sums[a] for a, b in runs) / inside if inside else 0.0

    def _runs(self, one: Proposal) -> Pieces:
        """Return the tokens of the pieces of a candidate: of each the first, and the one after the last."""
        if one.spans not in self.runs:
            runs = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in one.spans]
            self.runs[one.spans] = tuple((a, b) for a, b in runs if a < b)
        return self.runs[one.spans]

    def _holds_quotation(self, pieces: Pieces) -> bool:
        return any(start <= a and b <= end for a, b in self.passage.quotes for start, end in pieces)

    def _cue(self, one: Proposal) -> tuple[float, ...]:
        """Return whether the cue of a candidate reports, thinks, or is of a document."""
        if not one.cue:
            return (0.0,) * len(VERBS)
        if one.cue not in self.cues:
            places, base = self.passage.sentence.places, self.passage.start
            edges = [(bisect_left(places, (a - base, 0)), bisect_left(places, (b - base, 0))) for a, b in one.cue]
            words = {word for first, end in edges for word in self.passage.words[first:end]}
            self.cues[one.cue] = tuple(float(not words.isdisjoint(forms("speech", key))) for key in VERBS)
        return self.cues[one.cue]

    def _sureness(self, one: Proposal) -> tuple[float, ...]:
        """Return how sure the tagger is: inside on the mean and at least, of both ends, and of what is outside."""
        sure, count, runs = self.sure[one.label], len(self.starts), self._runs(one)
        if not runs:
            return (NEVER,) * 7
        inside = sum(b - a for a, b in runs)
        total = sum(sure.sums[b] - sure.sums[a] for a, b in runs)
        first, last = runs[0][0], runs[-1][1]
        values = (
            total / inside,
            min(min(sure.claim[a:b]) for a, b in runs),
            sure.begins[first],
            1.0 - sure.goes_on[last] if last < count else 1.0,
            sure.claim[first - 1] if first else 0.0,
            sure.claim[last] if last < count else 0.0,
            (sure.sums[-1] - total) / (count - inside) if count > inside else 0.0,
        )
        return tuple(logit(value) for value in values)
