"""Evaluation: the tool held against people, people against each other."""

from .cards import make_accuracy
from .judged import evaluate_judgements
from .measure import evaluate_mentions, evaluate_report, evaluate_texts
from .presentation import write_markdown, write_page, write_text
from .scoring import Evaluation

__all__ = [
    "Evaluation",
    "evaluate_judgements",
    "evaluate_mentions",
    "evaluate_report",
    "evaluate_texts",
    "make_accuracy",
    "write_markdown",
    "write_page",
    "write_text",
]
