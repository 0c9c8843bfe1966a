"""How far annotators agree: layers of one corpus, or of anybody's brat files, measured the same way.

A `Study` is what is compared: documents and the layers over them. `measure_agreement` makes a `Report` of it; `tables`
and `figures` show one.
"""

from .annotator_groups import AnnotatorGroup, annotator_groups, statement
from .brat import brat_study
from .corpus import corpus_study
from .report import Options, Report, as_json, measure_agreement
from .study import Mark, Study, StudyDocument

__all__ = [
    "AnnotatorGroup",
    "Mark",
    "Options",
    "Report",
    "Study",
    "StudyDocument",
    "annotator_groups",
    "as_json",
    "brat_study",
    "corpus_study",
    "measure_agreement",
    "statement",
]
