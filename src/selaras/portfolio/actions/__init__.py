"""Writes of the choice: criteria, scores, quick wins, commitments."""

from selaras.portfolio.actions.choose import choose_quick_win, set_quota, withdraw_choice
from selaras.portfolio.actions.commitments import commit
from selaras.portfolio.actions.judge import default_criteria, save_criteria, save_scores

__all__ = [
    "choose_quick_win",
    "commit",
    "default_criteria",
    "save_criteria",
    "save_scores",
    "set_quota",
    "withdraw_choice",
]
