"""The scoreboard: every classifier and model trained on a build, and scored in the same way beside trivial ones."""

from .boards import BOARD, board_page
from .running import Board, run_board

__all__ = ["BOARD", "Board", "board_page", "run_board"]
