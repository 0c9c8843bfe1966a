"""Restore texts that may not be redistributed from a user's own copy, and remove them again.

What other rooms call: `hydrated_corpus` (a corpus with its texts, and a report), `load_texts` (the recorded texts
only), and `make_anchors` and `relocate`, which find spans again in a text that differs.
"""

from .anchors import make_anchors
from .relocate import Relocation, Relocations, relocate
from .report import ArticleReport, HydrationReport, LostSpan
from .restore import hydrated_corpus, load_texts, spans_by_article

__all__ = [
    "ArticleReport",
    "HydrationReport",
    "LostSpan",
    "Relocation",
    "Relocations",
    "hydrated_corpus",
    "load_texts",
    "make_anchors",
    "relocate",
    "spans_by_article",
]
