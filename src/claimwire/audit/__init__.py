"""Audits: a sample of sentences is annotated again, blind, and compared with the adjudicated claims.

The unit that is drawn is the sentence, each with the same chance. The auditor reads the articles whole, without any
claims, annotates the sampled sentences, and is none of those who made or adjudicated the layers. A difference is not
yet an error: verdicts say for each difference who is right; a difference without a verdict counts as an error.

`sample` draws and makes what the auditor reads, `score` compares, `folder` does both with an audit's files.

Items are checked one by one beside that, by somebody who sees the claims: `items` says what can be checked, `sheets`
has what a checker reads, `answers` makes records of what they say, `rates` counts these, whoever checked. `pack` draws
items for people, and `pack_score` tells what their checks come to.
"""

from .folder import Audit, adjudicated_articles, read_sample, score_folder, write_audit, write_sample
from .pairs import Difference
from .sample import Sample, SampledSentence, check_blind, draw, sheet
from .score import DifferenceVerdict, Rate, Score, score, wilson

__all__ = [
    "Audit",
    "Difference",
    "DifferenceVerdict",
    "Rate",
    "Sample",
    "SampledSentence",
    "Score",
    "adjudicated_articles",
    "check_blind",
    "draw",
    "read_sample",
    "score",
    "score_folder",
    "sheet",
    "wilson",
    "write_audit",
    "write_sample",
]
