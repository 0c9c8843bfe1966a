"""Scoring predictions that anybody made, in documented lines, against a build or a gold of lines.

A task is one module and one entry of `TASKS`; docs/scoring.md has the formats and what each measure means.
"""

from .built import read_documents
from .claims import claim_to_score, prediction_line
from .folds import Fold, folds
from .gold import BREAKDOWNS, Breakdown, GoldBase, GoldDocument
from .measures import Figure, best_threshold, measure
from .scores import GIVEN, Coverage, ScoreRow, Scores
from .task import ScoringTask
from .tasks import TASKS, score, score_files, task_named

__all__ = [
    "BREAKDOWNS",
    "GIVEN",
    "TASKS",
    "Breakdown",
    "Coverage",
    "Figure",
    "Fold",
    "GoldBase",
    "GoldDocument",
    "ScoreRow",
    "Scores",
    "ScoringTask",
    "best_threshold",
    "claim_to_score",
    "folds",
    "measure",
    "prediction_line",
    "read_documents",
    "score",
    "score_files",
    "task_named",
]
