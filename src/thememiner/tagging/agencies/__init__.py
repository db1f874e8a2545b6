"""Agencies: an authority file of bodies, and their names in text resolved to it."""

from .authority import Authority, load_authority
from .finder import find_agencies, list_agencies

__all__ = ["Authority", "find_agencies", "list_agencies", "load_authority"]
