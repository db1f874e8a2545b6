"""Fetching: from a manifest that lists published PDFs to a folder that holds them."""

from thememiner.fetching.fetcher import Fetched, Fetcher
from thememiner.fetching.transfer import Limits

__all__ = ["Fetched", "Fetcher", "Limits"]
