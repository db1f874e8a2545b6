"""Figures: the statistics that reviews print, with what they are a share of."""

from .finder import find_figures

__all__ = ["find_figures"]
