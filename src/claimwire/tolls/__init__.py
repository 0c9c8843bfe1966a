"""Tolls told over time: which figures count the same people one after the other, and what was known at each hour.

The way: `telling` (a figure and when it was first told), `proposing` (links between them), `chains` (the figures of one
toll in the order of time, and rows of them), `task` (what the last figure will be), `baselines`, `scoring`.
"""

from .baselines import BASELINES, Baseline
from .chains import Toll, TollRow, toll_rows, tolls_of
from .proposing import is_certain, toll_proposals
from .scoring import IntervalScore, interval_score, score_predictions
from .task import HOURS, Interval, Question, question_sets, questions_of, read_predictions
from .telling import Telling, tellings_of

__all__ = [
    "BASELINES",
    "HOURS",
    "Baseline",
    "Interval",
    "IntervalScore",
    "Question",
    "Telling",
    "Toll",
    "TollRow",
    "interval_score",
    "is_certain",
    "question_sets",
    "questions_of",
    "read_predictions",
    "score_predictions",
    "tellings_of",
    "toll_proposals",
    "toll_rows",
    "tolls_of",
]
