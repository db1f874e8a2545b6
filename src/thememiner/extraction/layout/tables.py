"""Ruled tables and boxes: what the rules and rectangles of a page enclose.

The edges come from PDFium, the geometry of cells from pdfplumber: its table functions need edges only,
and on these they cost a hundredth of what they cost on pdfplumber's own pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import attrgetter
from typing import Any

import numpy as np
from pdfplumber import table as plumber_table

from thememiner.extraction.words import Bools, Ints, PageWords, Rect

THIN_PT = 3.0
"""A rectangle thinner than this is a rule."""
MOST_EDGES = 600
"""A page with more rules than this is a chart."""
LEAST_FILLED = 0.35
"""A grid with text in a smaller share of its cells is a chart."""
LEAST_PANEL_PT = (90.0, 14.0)
"""A box is at least this wide and high."""
MOST_PANEL_SHARE = 0.72
"""A box that covers more of the page is the page's own frame or background."""


_Point = tuple[float, float]
_Bounds = tuple[float, float, float, float]
_Edge = tuple[float, float, float, float, str]
"""Left, top, right and bottom of a rule, and whether it is level (h) or upright (v)."""
_bounds_of = attrgetter("x0", "top", "x1", "bottom")


@dataclass(slots=True, frozen=True)
class Cell:
    """A cell of a table."""

    table: tuple[int, int]
    """Page and place on it of a ruled table; 0 and its number in the document of a tagged one."""
    row: int
    column: int
    n_columns: int
    """Columns of the table."""
    rect: Rect | None = None
    header: bool = False


@dataclass(slots=True)
class Ruling:
    """The ruled cells and the boxes of a page."""

    cells: list[Cell] = field(default_factory=list)
    panels: list[Rect] = field(default_factory=list)

    def cell_of_words(self, words: PageWords) -> Ints | None:
        """Return, for each word, the index of its cell, or -1."""
        return _find_holders([_bounds_of(cell.rect) for cell in self.cells if cell.rect], words)

    def panel_of_words(self, words: PageWords) -> Ints | None:
        """Return, for each word, the index of the smallest box around it, or -1."""
        return _find_holders([_bounds_of(rect) for rect in self.panels], words)


def find_ruling(words: PageWords, *, grids: bool = True) -> Ruling:
    """Return the ruled cells and the boxes of a page.

    A grid of at least two rows and two columns is a table; anything else that encloses
    text is a box.

    Args:
        words: the words and rectangles of the page.
        grids: look for tables; False where tags have told them already.
    """
    ruling = Ruling()
    if not words.rects:
        return ruling
    boxes = _find_boxes(_keep_crossing(_find_edges(words)))
    grouped: set[_Bounds] = set()
    for group in _find_groups(boxes):
        if _is_grid(group, words):
            if grids:
                ruling.cells.extend(_number_cells((words.number, len(grouped)), group))
            grouped.update(group)
    painted = [*(Rect(*box) for box in boxes if box not in grouped), *words.rects]
    ruling.panels = _merge_panels(_keep_panels(painted, words))
    return ruling


def _find_edges(words: PageWords) -> list[_Edge]:
    edges: list[_Edge] = []
    for rect in words.rects:
        wide, high = rect.x1 - rect.x0, rect.bottom - rect.top
        if high <= THIN_PT:
            if wide > THIN_PT:
                edges.append((rect.x0, rect.top, rect.x1, rect.top, "h"))
        elif wide <= THIN_PT:
            edges.append((rect.x0, rect.top, rect.x0, rect.bottom, "v"))
        elif wide > 12 and high > 8:
            edges.extend(_list_sides(rect.x0, rect.top, rect.x1, rect.bottom))
    return edges


def _list_sides(x0: float, top: float, x1: float, bottom: float) -> tuple[_Edge, ...]:
    return (
        (x0, top, x1, top, "h"),
        (x0, bottom, x1, bottom, "h"),
        (x0, top, x0, bottom, "v"),
        (x1, top, x1, bottom, "v"),
    )


def _keep_crossing(edges: list[_Edge]) -> list[_Edge]:
    """Leave out the rules that meet no rule of the other direction: underlines and separators."""
    upright = [edge for edge in edges if edge[4] == "v"]
    level = [edge for edge in edges if edge[4] == "h"]
    if len(upright) < 2 or len(level) < 2:
        return []
    v = np.array([(x0, top, bottom) for x0, top, _, bottom, _ in upright])
    h = np.array([(top, x0, x1) for x0, top, x1, _, _ in level])
    meets: Bools = (
        (v[:, None, 0] >= h[None, :, 1] - 4)
        & (v[:, None, 0] <= h[None, :, 2] + 4)
        & (h[None, :, 0] >= v[:, None, 1] - 4)
        & (h[None, :, 0] <= v[:, None, 2] + 4)
    )
    return [*compress(upright, meets.max(axis=1)), *compress(level, meets.max(axis=0))]


def _find_boxes(rules: list[_Edge]) -> list[_Bounds]:
    """Return the boxes that rules enclose; none where they draw a chart."""
    if not 4 <= len(rules) <= MOST_EDGES:
        return []
    if len(rules) == 4:
        box = (*min(rule[:2] for rule in rules), *max(rule[2:4] for rule in rules))
        if set(rules) == set(_list_sides(*box)):
            return [box]  # as on every second page with rules that cross
    merged = plumber_table.merge_edges([_edge(*rule) for rule in rules], 3, 3, 3, 3)
    crossings = plumber_table.edges_to_intersections(merged, 3, 3)
    return _list_boxes(crossings) if len(crossings) <= MOST_EDGES else []


def _list_boxes(crossings: dict[_Point, dict[str, list[dict[str, Any]]]]) -> list[_Bounds]:
    """Return the smallest box to the right of and below each crossing of rules, where there is one.

    What pdfplumber's ``intersections_to_cells`` finds, at a fifth of its cost: the rules through each
    crossing are gathered once, and the nearest corners are tried first.
    """
    points = sorted(crossings)
    upright = {point: set(map(id, crossings[point]["v"])) for point in points}
    level = {point: set(map(id, crossings[point]["h"])) for point in points}
    in_column: dict[float, list[_Point]] = defaultdict(list)
    in_row: dict[float, list[_Point]] = defaultdict(list)

    def find_corner(point: _Point) -> _Point | None:
        x, y = point
        for low in reversed(in_column[x]):
            if upright[low].isdisjoint(upright[point]):
                continue
            for aside in reversed(in_row[y]):
                corner = aside[0], low[1]
                if (
                    not level[aside].isdisjoint(level[point])
                    and corner in crossings
                    and not upright[corner].isdisjoint(upright[aside])
                    and not level[corner].isdisjoint(level[low])
                ):
                    return corner
        return None

    boxes = []
    for point in reversed(points):
        corner = find_corner(point)
        if corner is not None:
            boxes.append((*point, *corner))
        in_column[point[0]].append(point)
        in_row[point[1]].append(point)
    return boxes[::-1]


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    # All that pdfplumber's functions ask of an edge: they copy it at every step.
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "height": bottom - top, "orientation": orientation,
    }  # fmt: skip


def _find_groups(boxes: list[_Bounds]) -> list[list[_Bounds]]:
    """Return the boxes that hang together and may be a table, each group row by row."""
    if not _is_table(boxes):
        return []
    groups = plumber_table.cells_to_tables(boxes)
    return [sorted(group, key=lambda box: (box[1], box[0])) for group in groups if _is_table(group)]


def _is_table(boxes: list[_Bounds]) -> bool:
    """Return whether boxes stand in at least two rows and two columns."""
    return len({box[0] for box in boxes}) > 1 and len({box[1] for box in boxes}) > 1


def _number_cells(table: tuple[int, int], group: list[_Bounds]) -> list[Cell]:
    rows = {top: place for place, top in enumerate(sorted({box[1] for box in group}))}
    columns = {x0: place for place, x0 in enumerate(sorted({box[0] for box in group}))}
    return [Cell(table, rows[box[1]], columns[box[0]], len(columns), Rect(*box)) for box in group]


def _is_grid(group: list[_Bounds], words: PageWords) -> bool:
    """Return whether at least two rows have text, and one of them in at least two columns."""
    holders = _find_holders(group, words)
    if holders is None:
        return False
    used = [group[place] for place in set(holders.tolist()) if place >= 0]
    rows, columns = {box[1] for box in used}, {box[0] for box in used}
    if len(used) < LEAST_FILLED * len(rows) * len(columns):
        return False  # boxes of a chart
    return len(columns) >= 2 and 2 <= len(rows) < len(used)


def _keep_panels(rects: list[Rect], words: PageWords) -> list[Rect]:
    """Return the rectangles that are wide and high enough for text and do not cover the page."""
    least_wide, least_high = LEAST_PANEL_PT
    most = MOST_PANEL_SHARE * (words.width * words.height)
    return [
        rect
        for rect in rects
        if (high := rect.bottom - rect.top) >= least_high
        and (wide := rect.x1 - rect.x0) >= least_wide
        and wide * high <= most
    ]


def _merge_panels(panels: list[Rect]) -> list[Rect]:
    """Join boxes that stand edge on edge: shading is often painted line by line."""
    merged: list[Rect] = []
    for rect in sorted(panels, key=lambda rect: (round(rect.x0), round(rect.x1), rect.top, rect.bottom)):
        last = merged[-1] if merged else None
        if (
            last is not None
            and abs(last.x0 - rect.x0) < 3
            and abs(last.x1 - rect.x1) < 3
            and rect.top <= last.bottom + 2
        ):
            merged[-1] = Rect(last.x0, last.top, last.x1, max(last.bottom, rect.bottom), last.filled)
        else:
            merged.append(rect)
    # The smallest last, so that the box nearest to a word has the final say.
    return sorted(merged, key=lambda rect: -(rect.x1 - rect.x0) * (rect.bottom - rect.top))


def _find_holders(boxes: Sequence[_Bounds], words: PageWords) -> Ints | None:
    """Return, for each word, the last box that its middle is in, or -1; None where there are no boxes."""
    if not boxes or not words.n_words:
        return None
    x, y = (words.x0 + words.x1) / 2, (words.top + words.bottom) / 2
    holders = np.full(words.n_words, -1, dtype=np.int64)
    for place, (x0, top, x1, bottom) in enumerate(boxes):
        holders[(x >= x0) & (x <= x1) & (y >= top) & (y <= bottom)] = place
    return holders
