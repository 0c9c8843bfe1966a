"""Text that may not be redistributed, put back from a user's own copy, and taken out again.

What other parts call: `hydrated_corpus` (a corpus with its texts, and a report), `load_texts` (the recorded texts
only), and `make_anchors` and `relocate`, by which spans are found again in a text that differs.
"""

from .anchors import make_anchors
from .relocate import Place, Places, relocate
from .report import ArticleReport, HydrationReport, LostSpan
from .restore import hydrated_corpus, load_texts, spans_by_article

__all__ = [
    "ArticleReport",
    "HydrationReport",
    "LostSpan",
    "Place",
    "Places",
    "hydrated_corpus",
    "load_texts",
    "make_anchors",
    "relocate",
    "spans_by_article",
]
