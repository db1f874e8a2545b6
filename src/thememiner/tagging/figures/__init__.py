"""Figures: the statistics that reviews print, with what they are a share of."""

from .finder import Quoted, find_figures, find_quoted, name_themes

__all__ = ["Quoted", "find_figures", "find_quoted", "name_themes"]
