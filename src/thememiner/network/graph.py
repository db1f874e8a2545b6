"""The network: reviews, themes, agencies and recommendations, and what links them (see ``edges``).

It is made link by link, and lies in the tables ``nodes`` and ``edges``; in memory stay reviews, themes and
agencies, and how themes and agencies are linked. ``Graph``, all of it as a ``networkx.MultiDiGraph`` with one
edge per pair and kind, is made of the two tables for those who ask for it. Every edge lists the passages it
stands on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import networkx as nx
import pandas as pd

from thememiner.columns import COOCCURRENCE, EDGES, NODES
from thememiner.tables import Tables, iterate_rows

from .asked import Asked
from .cooccurrence import list_cooccurrence
from .core import find_core
from .edges import Link, find_links, node_id
from .layout import place_nodes
from .measures import Ties, measure_bodies
from .projection import project_bodies

Graph: TypeAlias = "nx.MultiDiGraph[str]"
_UNITS = {"passage": "co_occurs", "review": "co_occurs_in_review"}
_CHANCE = {"lift": float, "q": float, "backbone": int}


def build_network(tables: Tables) -> Graph:
    """Return the graph of a corpus, its nodes and edges measured, its themes and agencies placed.

    Args:
        tables: as ``build_tables`` gives them, with ``lineage_id`` filled in; where they have ``nodes``
            and ``edges``, the graph is made of these.
    """
    if "nodes" not in tables or "edges" not in tables:
        tables = tables.replace()
        tables.fill(COOCCURRENCE, list_cooccurrence(tables))
        weave_network(tables)
    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from(iterate_nodes(tables))
    for source, target, data in iterate_edges(tables):
        graph.add_edge(source, target, key=data["kind"], **data)
    return graph


def weave_network(tables: Tables) -> Graph:
    """Make the tables ``nodes`` and ``edges``.

    Args:
        tables: as ``build_tables`` gives them, with ``cooccurrence`` and with ``lineage_id`` filled in;
            gains the two.

    Returns:
        Themes and agencies and the links ``co_occurs``, without evidence; it carries what recommendations
        ask of whom (``count_asked``).
    """
    years = {row.review_id: str(row.published_on)[:4] for row in iterate_rows(tables["reviews"])}
    nodes = dict(_list_nodes(tables, years))
    inner: Graph = nx.MultiDiGraph(asked=Asked())
    inner.add_nodes_from(
        (node, {"kind": data["kind"]}) for node, data in nodes.items() if data["kind"] != "review"
    )
    ties = Ties()

    def is_there(node: str) -> bool:
        return node in nodes or node.startswith("recommendation:")

    def measure() -> Iterator[tuple[Any, ...]]:
        chance = _read_chance(tables)
        for link in find_links(tables):
            if is_there(link.source) and is_there(link.target):
                ties.add(link)
                inner.graph["asked"].add(link.source, link.target, link.kind)
                lift, q, backbone = chance.get((link.source, link.target, link.kind), (None, None, None))
                if link.kind == "co_occurs":
                    compared = {"lift": lift, "q": q, "backbone": backbone} if lift is not None else {}
                    inner.add_edge(
                        link.source,
                        link.target,
                        key=link.kind,
                        kind=link.kind,
                        weight=link.weight,
                        **compared,
                    )
                yield _make_row(link, years, lift, q, backbone)

    tables.fill(EDGES, measure())
    for node, data in nodes.items():
        ties.measure(node, data)
    bodies = project_bodies(inner)
    for node in bodies:
        inner.nodes[node].update(nodes[node])
    measure_bodies(inner, bodies)
    for node, (x, y) in place_nodes(find_core(inner), bodies).items():
        inner.nodes[node].update(x=x, y=y)
    for node in bodies:
        nodes[node].update(inner.nodes[node])

    def finish() -> Iterator[tuple[Any, ...]]:
        names = [column.name for column in NODES.columns[1:]]
        for node, data in nodes.items():
            yield node, *map(data.get, names)
        for node, data in _list_recommendations(tables, years):
            ties.measure(node, data)
            yield node, *map(data.get, names)

    tables.fill(NODES, finish())
    return inner


def _list_nodes(tables: Tables, years: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Reviews, themes and agencies."""
    for row in iterate_rows(tables["reviews"]):
        if row.status in ("ok", "partial"):
            label = row.title or row.path
            yield node_id("review", row.review_id), _describe("review", label, years[row.review_id])
    coded: set[str] = set()
    for batch in tables.batches("mentions", "status", "theme_id"):
        coded.update(batch.loc[batch["status"] == "asserted", "theme_id"])
    for theme in iterate_rows(tables["themes"]):
        if theme.theme_id in coded:
            yield node_id("theme", theme.theme_id), _describe("theme", theme.label)
    named: set[str] = set()
    for batch in tables.batches("recommendations", "addressee_ids"):
        named.update(*batch["addressee_ids"])
    for batch in tables.batches("agency_mentions", "agency_id"):
        named.update(batch["agency_id"])
    for agency in iterate_rows(tables["agencies"]):
        if agency.agency_id in named:
            yield node_id("agency", agency.agency_id), _describe("agency", agency.label)


def _list_recommendations(tables: Tables, years: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for rec in tables.rows("recommendations", "recommendation_id", "review_id", "number", "text"):
        label = f"{rec.number}. {rec.text}" if rec.number and rec.number[0].isdigit() else rec.text
        yield (
            node_id("recommendation", rec.recommendation_id),
            _describe("recommendation", _shorten(label), years[rec.review_id]),
        )


def _describe(kind: str, label: str, year: str = "") -> dict[str, Any]:
    return {
        "kind": kind, "label": label, "year": year, "betweenness": 0.0, "pagerank": 0.0, "eigenvector": 0.0,
        "community": 0,
    }  # fmt: skip


def _make_row(link: Link, years: Mapping[str, str], *chance: Any) -> tuple[Any, ...]:
    known = sorted({years[review_id] for review_id in link.reviews} - {""})
    first, last = (known[0], known[-1]) if known else ("", "")
    return (
        link.source, link.target, link.kind, link.weight, len(link.reviews), link.evidence, first, last,
        *chance, tuple(known),
    )  # fmt: skip


def _read_chance(tables: Tables) -> dict[tuple[str, str, str], tuple[float, float, int | None]]:
    """How the links of themes with themes compare with chance."""
    columns = ("theme_a", "theme_b", "unit", "lift", "q", "backbone")
    return {
        (node_id("theme", row.theme_a), node_id("theme", row.theme_b), _UNITS[row.unit]): (
            float(row.lift),
            float(row.q),
            int(row.backbone) if row.unit == "passage" else None,
        )
        for row in tables.rows("cooccurrence", *columns)
    }


def iterate_nodes(tables: Tables) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the nodes of the table ``nodes`` with their attributes, as ``Graph.nodes(data=True)`` does."""
    for row in tables.rows("nodes"):
        data = {
            "kind": row.kind, "label": row.label, "year": row.year, "degree": int(row.degree),
            "strength": float(row.strength), "n_reviews": int(row.n_reviews),
            "betweenness": float(row.betweenness), "pagerank": float(row.pagerank),
            "eigenvector": float(row.eigenvector), "community": int(row.community),
        }  # fmt: skip
        if pd.notna(row.x):
            data |= {"x": float(row.x), "y": float(row.y)}
        yield row.node_id, data


def iterate_edges(tables: Tables) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the edges of the table ``edges`` with their attributes, as ``Graph.edges(data=True)`` does."""
    for row in tables.rows("edges"):
        data = {
            "kind": row.kind, "weight": int(row.weight), "n_reviews": int(row.n_reviews),
            "evidence": row.evidence, "first_year": row.first_year, "last_year": row.last_year,
            "years": row.years,
        }  # fmt: skip
        chance = {name: getattr(row, name) for name in _CHANCE}
        data |= {name: _CHANCE[name](value) for name, value in chance.items() if pd.notna(value)}
        yield row.source, row.target, data


def _shorten(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
