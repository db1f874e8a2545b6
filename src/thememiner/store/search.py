"""Search: passages or recommendations by words and filters, with facets."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from thememiner.errors import InputError

from .database import Database
from .facets import LENSES, Choice, Lens, Mask, Rows, Values, narrow
from .fields import Lookup, load_lookup
from .hits import Hit, fetch_hits, to_frame
from .matching import Matcher
from .query import FILTERS, Query, parse_query

Sort = Literal["relevance", "newest", "oldest", "review"]
SORTS: tuple[Sort, ...] = get_args(Sort)

FACETS: dict[Lens, tuple[str, ...]] = {
    "passages": ("theme", "polarity", "agency", "role", "review_kind", "publisher", "area", "year"),
    "recommendations": (
        "kind", "response", "theme", "agency", "review_kind", "publisher", "area", "year",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """A value that a filter lets through."""

    filter: str
    value: str
    label: str
    ids: tuple[str, ...]
    """What it stands for: one, or several where words of a name were given, or none."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. Nothing is fetched from the database until it is asked for."""

    query: Query
    sort: Sort
    rows: Rows
    """Row numbers, ascending."""
    applied: tuple[Applied, ...]
    unknown: tuple[tuple[str, str], ...]
    """Filters and values of which there is nothing in the corpus."""
    _keys: NDArray[Any]
    _choices: Any = field(repr=False)

    @property
    def total(self) -> int:
        """How many hits there are, exactly."""
        return len(self.rows)

    def page(self, start: int, stop: int) -> list[int]:
        """Return the row numbers of the hits from ``start`` up to ``stop``, best first."""
        return [int(row) for row in self.rows[_take(self._keys, start, min(stop, self.total))]]

    def facet(self, name: str) -> list[Choice]:
        """Return the choices of a facet that have a hit, the most frequent first."""
        choices: list[Choice] = self._choices(name)
        return choices


class SearchIndex:
    """Searches a report; made once, asked by many threads.

    Args:
        db: the report's database.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self._lock = threading.Lock()
        self._loaded: dict[Lens, tuple[Lookup, Matcher]] = {}

    def warm(self) -> None:
        """Read what searching needs now, and not at the first search."""
        for lens in LENSES:
            self._load(lens)

    def values(self, lens: Lens, name: str) -> Values:
        """Return the values that a filter can have."""
        values: Values = self._load(lens)[0].fields[name].values
        return values

    def filters(self, lens: Lens) -> tuple[str, ...]:
        """Return the names of a lens's filters."""
        fields = self._load(lens)[0].fields
        return tuple(name for name in FILTERS if name in fields)

    def suggest(self, text: str, *, limit: int = 8) -> list[Choice]:
        """Return filters whose name holds a text, to be offered while it is typed: themes, then agencies."""
        typed = text.casefold().strip()
        found: list[tuple[bool, Choice]] = []
        for name, kind in (("theme", "Theme"), ("agency", "Agency")) if typed else ():
            values = self.values("passages", name)
            for value, label in zip(values.ids, values.labels, strict=True):
                if typed in label.casefold():
                    starts = label.casefold().startswith(typed)
                    found.append((not starts, Choice(f"{name}:{value}", f"{kind}: {label}", 0, kind)))
        return [choice for _, choice in sorted(found, key=lambda one: one[0])][:limit]

    def find(
        self,
        text: str,
        *,
        lens: Lens = "passages",
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: Sort = "relevance",
    ) -> Found:
        """Return what is found; any text is a legal query.

        Args:
            text: what was typed, see ``parse_query``; "" for everything the filters let through.
            lens: passages or recommendations.
            filters: further filters by name; several values of one are alternatives. A value is
                an id, a name, or words of a name.
            sort: by relevance (without words: the newest first), date, or place in the corpus.

        Raises:
            InputError: where a filter is not one of this lens.
        """
        lookup, matcher = self._load(lens)
        query = parse_query(text)
        given = _join_filters(query.filters, filters or {})
        unknown_names = sorted(set(given) - set(lookup.fields))
        if unknown_names:
            usable = ", ".join(self.filters(lens))
            raise InputError(f"{', '.join(unknown_names)}: no filter of {lens}; these are: {usable}.")
        wanted, applied, unknown = _resolve(lookup, given)
        worth: NDArray[np.float32] | None = None
        if query.match:
            query = matcher.expand(query)
            matches = matcher.match(query)
            base: Mask = np.zeros(lookup.size, dtype=bool)
            base[matches.rows] = True
            base &= lookup.shown
            worth = np.zeros(lookup.size, dtype=np.float32)
            worth[matches.rows] = matches.worth
        else:
            # A text without a letter or digit finds nothing; no text at all hides nothing.
            base = lookup.shown if not query.rest.strip() else np.zeros(lookup.size, dtype=bool)
        mask, count = narrow(lookup.fields, wanted, base)
        rows = np.flatnonzero(mask)
        if sort == "relevance" and worth is None:
            sort = "newest"

        def list_choices(name: str) -> list[Choice]:
            return _list_choices(lookup.fields[name].values, count(name), wanted.get(name, ()))

        return Found(query, sort, rows, applied, unknown, _make_keys(lookup, rows, worth, sort), list_choices)

    def hits(self, found: Found, lens: Lens, start: int, stop: int) -> list[Hit]:
        """Return the hits from ``start`` up to ``stop``, best first, with what matched marked."""
        return fetch_hits(self.db, lens, found.query, found.page(start, stop))

    def iterate_hits(self, found: Found, lens: Lens, *, at_once: int = 200) -> Iterator[Hit]:
        """Yield every hit, best first."""
        order = found.page(0, found.total)
        for start in range(0, len(order), at_once):
            yield from fetch_hits(self.db, lens, found.query, order[start : start + at_once])

    def _load(self, lens: Lens) -> tuple[Lookup, Matcher]:
        with self._lock:
            if lens not in self._loaded:
                lookup = load_lookup(self.db, lens)
                self._loaded[lens] = (lookup, Matcher(self.db, lens, lookup))
            return self._loaded[lens]


def search_database(
    file: Path,
    text: str,
    *,
    lens: Lens = "passages",
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: Sort = "relevance",
    limit: int = 20,
) -> pd.DataFrame:
    """Return the best hits for a query, one row each; see ``SearchIndex.find``.

    Args:
        file: ``reviews.db`` of a report.
        text: what was typed.
        lens: passages or recommendations.
        filters: further filters by name.
        sort: relevance, newest, oldest or review.
        limit: hits at most, from 1.

    Raises:
        ReportError: where there is no such database, or it is damaged.
        InputError: where a filter is not one of this lens.
    """
    with closing(Database(file, connections=1)) as db:
        index = SearchIndex(db)
        found = index.find(text, lens=lens, filters=filters, sort=sort)
        return to_frame(lens, index.hits(found, lens, 0, max(limit, 1)))


def _join_filters(*given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    joined: dict[str, tuple[str, ...]] = {}
    for filters in given:
        for name, values in filters.items():
            joined[name] = tuple(dict.fromkeys((*joined.get(name, ()), *values)))
    return joined


def _resolve(
    lookup: Lookup, given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, tuple[int, ...]], tuple[Applied, ...], tuple[tuple[str, str], ...]]:
    wanted: dict[str, tuple[int, ...]] = {}
    applied: list[Applied] = []
    unknown: list[tuple[str, str]] = []
    for name, texts in given.items():
        values = lookup.fields[name].values
        places: list[int] = []
        for text in texts:
            found = values.find(text)
            places += found
            label = values.labels[found[0]] if len(found) == 1 else text
            applied.append(Applied(name, text, label, tuple(values.ids[place] for place in found)))
            if not found:
                unknown.append((name, text))
        wanted[name] = tuple(dict.fromkeys(places))
    return wanted, tuple(applied), tuple(unknown)


def _list_choices(values: Values, counted: NDArray[np.int64], wanted: Sequence[int]) -> list[Choice]:
    places = [int(place) for place in np.flatnonzero(counted)]
    places += [place for place in wanted if not counted[place]]
    places.sort(key=lambda place: (-counted[place], values.labels[place]))
    return [
        Choice(
            values.ids[place],
            values.labels[place],
            int(counted[place]),
            values.groups[place] if values.groups else "",
        )
        for place in places
    ]


def _make_keys(lookup: Lookup, rows: Rows, worth: NDArray[np.float32] | None, sort: Sort) -> NDArray[Any]:
    """What hits are ordered by: the lowest first, and within it in the order of the corpus."""
    if sort == "relevance" and worth is not None:
        return -worth[rows]
    if sort == "newest":
        return lookup.age[rows]
    if sort == "oldest":
        # Undated reviews come last here, too.
        undated = lookup.age.max(initial=0)
        age = lookup.age[rows]
        return np.where(age == undated, 1, -age)
    return np.zeros(len(rows), dtype=np.int8)


def _take(keys: NDArray[Any], start: int, stop: int) -> NDArray[np.int64]:
    """The places of the ``start``-th to ``stop``-th lowest keys, without sorting the rest."""
    if stop <= start:
        return np.zeros(0, dtype=np.int64)
    last = np.partition(keys, stop - 1)[stop - 1]
    candidates = np.flatnonzero(keys <= last)
    order: NDArray[np.int64] = candidates[np.argsort(keys[candidates], kind="stable")][start:stop]
    return order
