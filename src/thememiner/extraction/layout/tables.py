"""Ruled tables and boxes: what the rules and rectangles of a page enclose.

The edges come from PDFium, the geometry of cells from pdfplumber: its table functions need edges only,
and on these they cost a hundredth of what they cost on pdfplumber's own pages.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
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
_bounds_of = itemgetter("x0", "top", "x1", "bottom")


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
        return _find_holders([cell.rect for cell in self.cells if cell.rect], words)

    def panel_of_words(self, words: PageWords) -> Ints | None:
        """Return, for each word, the index of the smallest box around it, or -1."""
        return _find_holders(self.panels, words)


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
    edges = [_edge(*edge) for edge in _keep_crossing(_find_edges(words))]
    if 4 <= len(edges) <= MOST_EDGES:
        merged = plumber_table.merge_edges(edges, 3, 3, 3, 3)
        crossings = plumber_table.edges_to_intersections(merged, 3, 3)
        boxes = _find_boxes(crossings) if len(crossings) <= MOST_EDGES else []
        grouped: set[tuple[float, ...]] = set()
        for group in plumber_table.cells_to_tables(boxes):
            cells = _number_cells((words.number, len(grouped)), group)
            if _is_grid(cells, words):
                ruling.cells.extend(cells if grids else ())
                grouped.update(group)
        ruling.panels.extend(Rect(*box) for box in boxes if tuple(box) not in grouped)
    ruling.panels.extend(words.rects)
    ruling.panels = _merge_panels([rect for rect in ruling.panels if _is_panel(rect, words)])
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
            edges.append((rect.x0, rect.top, rect.x1, rect.top, "h"))
            edges.append((rect.x0, rect.bottom, rect.x1, rect.bottom, "h"))
            edges.append((rect.x0, rect.top, rect.x0, rect.bottom, "v"))
            edges.append((rect.x1, rect.top, rect.x1, rect.bottom, "v"))
    return edges


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


def _find_boxes(crossings: dict[_Point, dict[str, list[dict[str, Any]]]]) -> list[_Bounds]:
    """Return the smallest box to the right of and below each crossing of rules, where there is one.

    What pdfplumber's ``intersections_to_cells`` finds, at a fifth of its cost: the rules through each
    crossing are gathered once.
    """
    points = sorted(crossings)
    upright = {point: set(map(_bounds_of, crossings[point]["v"])) for point in points}
    level = {point: set(map(_bounds_of, crossings[point]["h"])) for point in points}
    in_column: dict[float, list[_Point]] = defaultdict(list)
    in_row: dict[float, list[_Point]] = defaultdict(list)
    boxes = []
    for point in reversed(points):
        x, y = point
        below = [other for other in reversed(in_column[x]) if upright[other] & upright[point]]
        right = [other for other in reversed(in_row[y]) if level[other] & level[point]]
        corners = ((low, aside, (aside[0], low[1])) for low in below for aside in right)
        for low, aside, corner in corners:
            if corner in crossings and upright[corner] & upright[aside] and level[corner] & level[low]:
                boxes.append((x, y, *corner))
                break
        in_column[x].append(point)
        in_row[y].append(point)
    return boxes[::-1]


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    # All that pdfplumber's functions ask of an edge: they copy it at every step.
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "height": bottom - top, "orientation": orientation,
    }  # fmt: skip


def _number_cells(table: tuple[int, int], group: list[tuple[float, float, float, float]]) -> list[Cell]:
    rows = {top: place for place, top in enumerate(sorted({box[1] for box in group}))}
    columns = {x0: place for place, x0 in enumerate(sorted({box[0] for box in group}))}
    ordered = sorted(group, key=lambda box: (box[1], box[0]))
    return [Cell(table, rows[box[1]], columns[box[0]], len(columns), Rect(*box)) for box in ordered]


def _is_grid(cells: list[Cell], words: PageWords) -> bool:
    """Return whether at least two rows have text in at least two columns."""
    if len({cell.column for cell in cells}) < 2 or len({cell.row for cell in cells}) < 2:
        return False
    holders = _find_holders([cell.rect for cell in cells if cell.rect], words)
    if holders is None:
        return False
    used = {(cells[place].row, cells[place].column) for place in set(holders.tolist()) if place >= 0}
    rows, columns = {row for row, _ in used}, {column for _, column in used}
    if len(used) < LEAST_FILLED * len(rows) * len(columns):
        return False  # boxes of a chart
    full = [row for row in rows if sum(1 for other, _ in used if other == row) >= 2]
    return len(rows) >= 2 and len(full) >= 1 and len(columns) >= 2


def _is_panel(rect: Rect, words: PageWords) -> bool:
    wide, high = rect.x1 - rect.x0, rect.bottom - rect.top
    area = words.width * words.height
    return wide >= LEAST_PANEL_PT[0] and high >= LEAST_PANEL_PT[1] and wide * high <= MOST_PANEL_SHARE * area


def _merge_panels(panels: list[Rect]) -> list[Rect]:
    """Join boxes that stand edge on edge: shading is often painted line by line."""
    merged: list[Rect] = []
    for rect in sorted(set(panels), key=lambda rect: (round(rect.x0), round(rect.x1), rect.top, rect.bottom)):
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


def _find_holders(rects: list[Rect], words: PageWords) -> Ints | None:
    if not rects or not words.n_words:
        return None
    middle = (words.x0 + words.x1) / 2
    height = (words.top + words.bottom) / 2
    holders = np.full(words.n_words, -1, dtype=np.int64)
    for place, rect in enumerate(rects):
        inside = (middle >= rect.x0) & (middle <= rect.x1) & (height >= rect.top) & (height <= rect.bottom)
        holders[inside] = place
    return holders
