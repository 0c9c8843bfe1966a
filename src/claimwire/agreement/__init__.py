"""How far annotators agree: layers of one corpus, or of somebody else's brat files, measured the same way.

A `Study` is what is compared: documents and the layers over them. `measure` makes a `Report` of it; `tables` and
`figures` show one.
"""

from .brat import brat_study
from .corpus import corpus_study
from .parties import Party, parties, statement
from .report import Options, Report, as_json, measure
from .units import Document, Mark, Study

__all__ = [
    "Document",
    "Mark",
    "Options",
    "Party",
    "Report",
    "Study",
    "as_json",
    "brat_study",
    "corpus_study",
    "measure",
    "parties",
    "statement",
]
