"""What of annotators' layers was a prediction: counted, left out of what is compared, and told where pairs share it.

Two annotators who leave the same prediction as it is agree without having read the text: their agreement there is that
of the prediction with itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ..alignment import align, layer_arrays
from ..schema import Annotation, Span
from ..schema.vocab import ClaimOrigin


@dataclass
class PredictedCount:
    """How many claims of layers are predictions that somebody left as they were, and of how many that is recorded.

    Layers without a claim are not counted. `beside` are the claims of other layers that were left out with untouched
    predictions, None where nothing was left out.
    """

    origins: Counter[ClaimOrigin | None] = field(default_factory=Counter)
    layers: int = 0
    recorded: int = 0
    beside: int | None = None

    def add(self, layer: Annotation) -> None:
        """Count the claims of a layer."""
        self.origins.update(claim.origin for claim in layer.claims)
        self.layers += bool(layer.claims)
        self.recorded += bool(layer.claims) and all(claim.origin is not None for claim in layer.claims)

    @property
    def untouched(self) -> int:
        """How many claims are predictions that were left as they were."""
        return self.origins[ClaimOrigin.PREDICTION]

    @property
    def told(self) -> str:
        """Return the count in a sentence or two."""
        edited, total = self.origins[ClaimOrigin.PREDICTION_EDITED], self.origins.total()
        of_layers = f"recorded for {self.recorded} of {self.layers} layers"
        return (
            f"Of {total} claims in the layers {self.untouched} are predictions that the annotator left untouched and "
            f"{edited} are edited ones ({of_layers}). {self._use}"
        )

    def json(self) -> dict[str, int | bool | None]:
        """Return the count as plain values for JSON."""
        return {
            "claims": self.origins.total(),
            **{origin.value: self.origins[origin] for origin in ClaimOrigin},
            "layers": self.layers,
            "layers_recorded": self.recorded,
            "left_out": self.beside is not None,
            "left_out_beside": self.beside,
        }

    @property
    def _use(self) -> str:
        if self.beside is None:
            return "Untouched predictions are compared like other claims."
        return "Untouched predictions are left out of what is compared, with what other layers have at the same places."


def without_untouched(layers: Sequence[Annotation], count: PredictedCount) -> tuple[list[Annotation], list[Span]]:
    """Return the layers of an article without untouched predictions, and the spans of the claims that were left out.

    Claims of other layers that are aligned with one go with it, and are counted in `count.beside`: alone they would
    read as disagreement.
    """
    if not any(claim.origin is ClaimOrigin.PREDICTION for layer in layers for claim in layer.claims):
        return list(layers), []
    gone: set[tuple[int, int]] = set()
    for row in align([layer_arrays(layer) for layer in layers]).tolist():
        group = [(number, index) for number, index in enumerate(row) if index >= 0]
        origins = [layers[number].claims[index].origin for number, index in group]
        if ClaimOrigin.PREDICTION in origins:
            gone.update(group)
            count.beside = (count.beside or 0) + len(group) - origins.count(ClaimOrigin.PREDICTION)
    kept = [
        layer.model_copy(update={"claims": tuple(c for at, c in enumerate(layer.claims) if (number, at) not in gone)})
        for number, layer in enumerate(layers)
    ]
    return kept, [span for number, at in sorted(gone) for span in layers[number].claims[at].spans]


def shared_predictions(layers: Iterable[Annotation]) -> Iterator[str]:
    """Yield for each pair of annotators, in a line, in how many documents both layers rest on one prediction."""
    by_document: dict[str, dict[str, str | None]] = {}
    for layer in layers:
        by_document.setdefault(layer.article_id, {})[layer.annotator_id] = layer.began_from
    found: Counter[tuple[str, str, str]] = Counter()
    for beginnings in by_document.values():
        for pair in combinations(sorted(beginnings), 2):
            source = _shared(pair, beginnings)
            if source is not None:
                found[(*pair, source)] += 1
    for (one, other, source), documents in sorted(found.items()):
        where = f"{documents} {'document' if documents == 1 else 'documents'}"
        yield (
            f"{one} and {other} share predictions: in {where} both layers rest on what {source} marked; on the parts "
            "of it that they left as they were they agree without having judged them"
        )


def _shared(pair: tuple[str, str], beginnings: Mapping[str, str | None]) -> str | None:
    """Return whose layer two annotators' layers of a document both began from, or are; None if there is none."""
    one, other = ({name, beginnings[name]} - {None} for name in pair)
    return next(iter(sorted(name for name in one & other if name is not None)), None)
