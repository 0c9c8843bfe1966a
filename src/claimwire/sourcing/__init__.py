"""What an article's claims say of its sourcing, computed: who tells how much of it, who is named and told nothing of.

A label describes and does not judge: nothing in it is a score. The way: `world` (who the names are), `sources` (who
speaks), `told` (which code points), `sides`, `label` (the record), `making`; `wording` has the lines of a card, `card`
draws it.
"""

from .label import Side, SideStatus, Silence, SourcesOfKind, SourcesOfNaming, SourcingLabel
from .making import corpus_labels, is_adjudicated, sourcing_label
from .world import World

__all__ = [
    "Side",
    "SideStatus",
    "Silence",
    "SourcesOfKind",
    "SourcesOfNaming",
    "SourcingLabel",
    "World",
    "corpus_labels",
    "is_adjudicated",
    "sourcing_label",
]
