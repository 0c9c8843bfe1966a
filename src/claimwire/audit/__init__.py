"""Audits: a sample of sentences is annotated again, blind, and held against the adjudicated claims.

The unit that is drawn is the sentence, each with the same chance. The auditor reads the articles whole, without any
claims, annotates the sampled sentences, and is none of those who made or adjudicated the layers. A difference is not
yet an error: verdicts say, difference by difference, who is right; what has no verdict counts as an error.
"""

from .sample import Sample, SampledSentence, check_blind, draw, sheet
from .score import Difference, Rate, Score, Verdict, score, wilson

__all__ = [
    "Difference",
    "Rate",
    "Sample",
    "SampledSentence",
    "Score",
    "Verdict",
    "check_blind",
    "draw",
    "score",
    "sheet",
    "wilson",
]
