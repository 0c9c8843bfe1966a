"""Corpora that people annotated elsewhere, read from the user's own copy into layers of kind human.

A corpus is a module of this room that makes a `HumanCorpus` (`contract`), and one entry of `HUMAN_CORPORA`. `placing`
finds its documents among articles, `claims` makes claims, and `texts` makes articles of documents.
"""

from __future__ import annotations

from .claims import HumanLayers, human_layers
from .contract import NO_CODEBOOK, HumanCorpus, HumanDocument, Mapped
from .german_wikinews import GERMAN_WIKINEWS
from .gum import GUM
from .humset import HUMSET
from .newsdiscourse import NEWSDISCOURSE
from .polnear import POLNEAR
from .redewiedergabe import REDEWIEDERGABE

HUMAN_CORPORA: tuple[HumanCorpus, ...] = (POLNEAR, NEWSDISCOURSE, GUM, GERMAN_WIKINEWS, HUMSET, REDEWIEDERGABE)
"""The corpora that `claimwire import` reads beside the formats that `claimwire export` writes."""

__all__ = ["HUMAN_CORPORA", "NO_CODEBOOK", "HumanCorpus", "HumanDocument", "HumanLayers", "Mapped", "human_layers"]
