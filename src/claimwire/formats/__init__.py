"""Claims from and to files of other shapes.

A format is a module of this room that makes a `Format` (`formats.contract`), and one entry of `FORMATS`.
"""

from __future__ import annotations

from .brat.claims import BRAT
from .conll import CONLL
from .contract import Aspect, Format
from .csv_tables import CSV, FIGURES_CSV
from .quoted import QUOTED
from .spacy_docs import SPACY
from .uima.claims import UIMA
from .web_annotation import W3C

FORMATS: tuple[Format, ...] = (QUOTED, BRAT, W3C, CONLL, SPACY, UIMA, CSV, FIGURES_CSV)
"""The formats: `claimwire export` writes all of them, `claimwire import` reads those whose files have whole claims."""

__all__ = ["FORMATS", "Aspect", "Format"]
