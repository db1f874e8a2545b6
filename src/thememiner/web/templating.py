"""The templates: Jinja2 with escaping on, and the few functions that pages share."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from thememiner.wording import to_words

if TYPE_CHECKING:
    from .site import Site


def make_environment(site: Site) -> Environment:
    """Return the templates of the site."""
    environment = Environment(
        loader=PackageLoader("thememiner.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(site=site, asset=asset_url, address=make_address)
    environment.filters.update(
        thousands=lambda number: f"{int(number):,}",
        percent=lambda share: f"{100 * float(share):.0f}%",
        plain=to_words,
        segment=lambda text: quote(str(text), safe=""),
        is_number=is_number,
        web_url=keep_web_url,
        day=to_day,
    )
    return environment


def make_address(path: str, parameters: Mapping[str, Any] | Sequence[tuple[str, Any]] = ()) -> str:
    """Return a path with parameters; those that are empty are left out.

    >>> make_address("/search", {"q": "a b", "theme": ["x", "y"], "sort": ""})
    '/search?q=a+b&theme=x&theme=y'
    """
    pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
    kept = [(name, value) for name, value in pairs if value not in ("", None, (), [])]
    query = urlencode(kept, doseq=True, errors="replace")
    return f"{path}?{query}" if query else path


@cache
def asset_url(name: str) -> str:
    """Return the address of a file in ``static/``; it changes with the file, so that it can be kept."""
    content = files("thememiner.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def keep_web_url(url: str) -> str:
    """Return an address that a browser can open on the web; "" for anything else, such as a script."""
    try:
        return url if urlsplit(url.strip()).scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""


def is_number(printed: str) -> bool:
    """Return whether a printed marker numbers a paragraph, and is no bullet and no heading.

    >>> is_number("4.12"), is_number("a)"), is_number("•"), is_number("Recommendation 8")
    (True, True, False, False)
    """
    return " " not in printed.strip() and any(c.isalnum() for c in printed)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def to_day(date: str) -> str:
    """Return a date as people write it, as exact as it is known.

    >>> to_day("2020-03-04"), to_day("2020-03"), to_day("2020"), to_day("spring")
    ('4 March 2020', 'March 2020', '2020', 'spring')
    """
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) > 1 and 1 <= int(parts[1]) <= 12:
        parts[1] = _MONTHS[int(parts[1]) - 1]
    if len(parts) == 3:
        parts[2] = str(int(parts[2]))
    return " ".join(reversed(parts))
