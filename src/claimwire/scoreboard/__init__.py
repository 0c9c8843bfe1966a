"""The scoreboard: every classifier and model trained on a build, and scored in the same way beside trivial ones."""

from .running import Board, run_board

__all__ = ["Board", "run_board"]
