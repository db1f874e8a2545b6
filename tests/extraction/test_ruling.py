"""The boxes that rules enclose: the same as pdfplumber finds, whose function is the measure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as plumber_table

from thememiner.extraction.layout.tables import _edge, _find_boxes, _list_sides, _merge_panels
from thememiner.extraction.words import Rect

Rule = tuple[float, float, float, float, str]


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    """Draw level and upright rules between the points of a small grid, some of them twice."""
    place = st.integers(0, 5)
    edges: list[Rule] = []
    for upright, at, begin, length in draw(
        st.lists(st.tuples(st.booleans(), place, place, st.integers(1, 5)), min_size=4, max_size=24)
    ):
        x, low, high = 40.0 * at, 40.0 * begin, 40.0 * (begin + length)
        edges.append((x, low, x, high, "v") if upright else (low, x, high, x, "h"))
    return edges


@st.composite
def sides(draw: st.DrawFn) -> list[Rule]:
    """Draw the sides of one rectangle in any order; one of them may stand elsewhere."""
    place = st.floats(0, 400, allow_subnormal=False)
    x0, top, wide, high = draw(st.tuples(place, place, st.floats(3.1, 200), st.floats(3.1, 200)))
    found = draw(st.permutations(_list_sides(x0, top, x0 + wide, top + high)))
    return [*found[:3], draw(st.sampled_from([found[3], found[0], (0.0, 0.0, 90.0, 0.0, "h")]))]


@given(st.one_of(rules(), sides()))
def test_boxes_are_those_of_pdfplumber(edges: list[Rule]) -> None:
    merged = plumber_table.merge_edges([_edge(*edge) for edge in edges], 3, 3, 3, 3)
    crossings = plumber_table.edges_to_intersections(merged, 3, 3)
    assert _find_boxes(edges) == plumber_table.intersections_to_cells(crossings)


def test_of_boxes_painted_over_one_another_the_first_is_kept() -> None:
    painted = [
        Rect(100.0 + shift, top, 300.0, top + 20.0)
        for top in (100.0, 200.0, 300.0, 400.0, 500.0)
        for shift in (0.25, 0.0, 0.375, 0.125)
    ]
    assert [panel.x0 for panel in _merge_panels(painted)] == [100.25] * 5
