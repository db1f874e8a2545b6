"""The picture of the network: labels that do not collide, a file that prints."""

from __future__ import annotations

import struct
from itertools import combinations
from pathlib import Path

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from thememiner.api import Report
from thememiner.network import find_core, place_nodes, project_bodies
from thememiner.publish.exports import write_network
from thememiner.publish.labels import LETTERS, LINES, Box, push_apart, wrap_label
from thememiner.publish.palette import COMMUNITIES
from thememiner.publish.picture import HEIGHT, WIDTH, draw_network

SVG = "{http://www.w3.org/2000/svg}"


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 300), st.floats(1, 90), st.floats(1, 40)), max_size=25)
)
def test_no_label_covers_another_and_none_leaves_the_picture(
    drawn: list[tuple[float, float, float, float]],
) -> None:
    boxes = {f"n{i:02}": Box(x, y, wide, high, rank=i) for i, (x, y, wide, high) in enumerate(drawn)}
    placed = push_apart(boxes, width=500, height=300, margin=5)
    for one, other in combinations(placed.values(), 2):
        apart_x = abs(one.x - other.x) - one.wide - other.wide
        apart_y = abs(one.y - other.y) - one.high - other.high
        assert max(apart_x, apart_y) > -1e-6
    for box in placed.values():
        assert 5 - 1e-6 <= box.x - box.wide <= box.x + box.wide <= 495 + 1e-6
        assert 5 - 1e-6 <= box.y - box.high <= box.y + box.high <= 295 + 1e-6
    if boxes:
        assert placed


@given(st.text())
def test_any_label_fits_its_lines(label: str) -> None:
    lines = wrap_label(label)
    assert 1 <= len(lines) <= LINES
    assert all(len(line) <= LETTERS for line in lines)


def test_the_picture_shows_the_core_where_the_nodes_table_has_it(report: Report) -> None:
    picture = draw_network(report.graph)
    core = find_core(report.graph)
    assert {spot.node for spot in picture.spots} == set(core.nodes)
    assert len(picture.threads) == len(core.links) > 0
    nodes = report.table("nodes").set_index("node_id")
    for spot in picture.spots:
        assert 0 <= spot.x <= WIDTH
        assert 0 <= spot.y <= HEIGHT
        assert 0 < nodes.loc[spot.node, "x"] < 1
    # The order from left to right is the layout's, but for those that labels pushed past each other.
    pairs = list(combinations(picture.spots, 2))
    kept = sum((a.x < b.x) == (nodes.loc[a.node, "x"] < nodes.loc[b.node, "x"]) for a, b in pairs)
    assert kept > 0.9 * len(pairs)


def test_every_linked_theme_and_agency_has_its_own_place(report: Report) -> None:
    links = project_bodies(report.graph)
    linked = {node for node, degree in links.degree() if degree}
    places = place_nodes(find_core(report.graph), links)
    assert set(places) == linked
    assert len(set(places.values())) > 0.95 * len(places)
    nodes = report.table("nodes")
    assert set(nodes.loc[nodes["x"].notna(), "node_id"]) == linked


def test_svg_and_png_are_the_same_picture_for_print(report: Report, tmp_path: Path) -> None:
    write_network(report.graph, tmp_path / "n.svg", "svg", title="A & B <C>")
    root = etree.parse(tmp_path / "n.svg").getroot()
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert "A & B <C>" in texts
    spots = draw_network(report.graph).spots
    shown = " ".join(texts)
    assert all(line in shown for spot in spots for _, line in spot.lines)
    colours = {element.get("fill") for element in root.iter(f"{SVG}circle")}
    assert len(colours & set(COMMUNITIES)) > 1
    write_network(report.graph, tmp_path / "n.png", "png", title="A & B <C>")
    png = (tmp_path / "n.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20]) == (3200,)


def test_a_network_without_links_is_a_picture_that_says_so(tmp_path: Path) -> None:
    write_network(nx.MultiDiGraph(), tmp_path / "n.svg", "svg")
    assert "No themes meet more often than by chance" in (tmp_path / "n.svg").read_text(encoding="utf-8")
