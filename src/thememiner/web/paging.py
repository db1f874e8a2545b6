"""Lists over several pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MAX_PAGE = 10**6


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the row of pages below a list; without an address it is a gap."""

    label: str
    url: str = ""
    rel: str = ""
    """prev or next."""
    current: bool = False


def read_page(text: str) -> int:
    """Return the number of a page that an address asks for, from 1, whatever it says.

    >>> read_page("3"), read_page("-2"), read_page("x"), read_page("٣")
    (3, 1, 1, 1)
    """
    return min(max(int(text), 1), _MAX_PAGE) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def count_pages(total: int, per_page: int) -> int:
    """Return how many pages a list has; an empty one has one."""
    return max(-(-total // per_page), 1)


def list_page_links(page: int, n_pages: int, address: Callable[[int], str]) -> tuple[PageLink, ...]:
    """Return previous, the first, the neighbours, the last, next.

    >>> [link.label for link in list_page_links(5, 9, str)]
    ['Previous', '1', '…', '4', '5', '6', '…', '9', 'Next']
    """
    if n_pages == 1:
        return ()
    links = [PageLink("Previous", address(page - 1), "prev")] if page > 1 else []
    before = 0
    for number in sorted({1, page - 1, page, page + 1, n_pages} & set(range(1, n_pages + 1))):
        if number > before + 1:
            links.append(PageLink("…"))
        links.append(PageLink(str(number), address(number), current=number == page))
        before = number
    if page < n_pages:
        links.append(PageLink("Next", address(page + 1), "next"))
    return tuple(links)
