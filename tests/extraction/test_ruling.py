"""The boxes that rules enclose: the same as pdfplumber finds, whose function is the measure."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as plumber_table

from thememiner.extraction.layout.tables import _edge, _find_boxes


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw level and upright rules between the points of a small grid, some of them twice."""
    place = st.integers(0, 5)
    edges = []
    for upright, at, begin, length in draw(
        st.lists(st.tuples(st.booleans(), place, place, st.integers(1, 5)), min_size=4, max_size=24)
    ):
        x, low, high = 40.0 * at, 40.0 * begin, 40.0 * (begin + length)
        edges.append(_edge(x, low, x, high, "v") if upright else _edge(low, x, high, x, "h"))
    return edges


@given(rules())
def test_boxes_are_those_of_pdfplumber(edges: list[dict[str, Any]]) -> None:
    merged = plumber_table.merge_edges(edges, 3, 3, 3, 3)
    crossings = plumber_table.edges_to_intersections(merged, 3, 3)
    assert _find_boxes(crossings) == plumber_table.intersections_to_cells(crossings)
