"""Agencies: an authority file of bodies, and their names in text resolved to it."""

from .areas import find_areas
from .authority import Authority, load_authority
from .finder import find_agencies, list_agencies
from .parts import mark_addressed

__all__ = ["Authority", "find_agencies", "find_areas", "list_agencies", "load_authority", "mark_addressed"]
