"""What pages and lists answer with.

A page function returns a ``View``: its ``data`` is a frozen dataclass that the template
shows and that is, as it stands, the page's JSON twin. So a page can show nothing that its
twin does not hold. A list function returns a ``Sheet``, which becomes CSV or XLSX.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Data = TypeVar("Data")


class NotFoundError(Exception):
    """There is no such record; the message is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Generic[Data]):
    """A page: which template shows which data.

    In the template, ``data`` is the data and ``view`` the view; ``site`` and ``request``
    are there too. What is only the page's furniture (forms, notices) goes into ``extra``.
    """

    template: str
    title: str
    """The page's heading and, with the product's name, the title of the window."""
    data: Data
    trail: tuple[Link, ...] = ()
    """Breadcrumbs above the page, outermost first; Search is put before them."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """For the template alone."""
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list to take away: one row per quote, with its review, page and link."""

    name: str
    """Name of the file, without its ending."""
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    """May be a generator; it is read once. Cells are text, numbers, None or sequences of text."""
    notes: Sequence[str] = ()
    """What the list shows: the query, the filters; a second sheet of the XLSX."""
