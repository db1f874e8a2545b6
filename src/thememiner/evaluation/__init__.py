"""Evaluation: the tool held against people, people against each other."""

from .cards import make_accuracy
from .items import ItemEvaluation, evaluate_items, read_items
from .judged import evaluate_judgements
from .measure import evaluate_mentions, evaluate_report, evaluate_texts
from .presentation import write_items, write_markdown, write_page, write_text
from .scoring import Evaluation

__all__ = [
    "Evaluation",
    "ItemEvaluation",
    "evaluate_items",
    "evaluate_judgements",
    "evaluate_mentions",
    "evaluate_report",
    "evaluate_texts",
    "make_accuracy",
    "read_items",
    "write_items",
    "write_markdown",
    "write_page",
    "write_text",
]
