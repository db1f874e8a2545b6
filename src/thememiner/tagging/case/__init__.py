"""The facts of the case: what a review says of the child, of the incident and of itself."""

from .choose import choose_facts
from .finder import find_case_facts, is_single_case

__all__ = ["choose_facts", "find_case_facts", "is_single_case"]
