"""The network: reviews, themes, agencies and recommendations, and what links them (see ``edges``).

A ``networkx.MultiDiGraph``, one edge per pair and kind. Every edge lists the passages
it stands on.
"""

from __future__ import annotations

from typing import TypeAlias

import networkx as nx
import pandas as pd

from thememiner.columns import EDGES, NODES
from thememiner.tables import Tables, iterate_rows, make_frame

from .cooccurrence import list_cooccurrence
from .core import find_core
from .edges import find_links, node_id
from .layout import place_nodes
from .measures import measure_nodes
from .projection import project_bodies

Graph: TypeAlias = "nx.MultiDiGraph[str]"
_UNITS = {"passage": "co_occurs", "review": "co_occurs_in_review"}


def build_network(tables: Tables, cooccurrence: pd.DataFrame | None = None) -> Graph:
    """Return the graph of a corpus, its nodes and edges measured, its themes and agencies placed.

    Args:
        tables: as ``build_tables`` gives them, with ``lineage_id`` filled in.
        cooccurrence: the table of that name, where it is made already.
    """
    graph: Graph = nx.MultiDiGraph()
    _add_nodes(graph, tables)
    _add_edges(graph, tables)
    _add_chance(graph, list_cooccurrence(tables) if cooccurrence is None else cooccurrence)
    measure_nodes(graph)
    for node, (x, y) in place_nodes(find_core(graph), project_bodies(graph)).items():
        graph.nodes[node].update(x=x, y=y)
    return graph


def _add_nodes(graph: Graph, tables: Tables) -> None:
    years = _read_years(tables)
    for row in iterate_rows(tables["reviews"]):
        if row.status in ("ok", "partial"):
            graph.add_node(
                node_id("review", row.review_id),
                kind="review",
                label=row.title or row.path,
                year=years[row.review_id],
            )
    mentions = tables["mentions"]
    coded = set(mentions.loc[mentions["status"] == "asserted", "theme_id"])
    for theme in iterate_rows(tables["themes"]):
        if theme.theme_id in coded:
            graph.add_node(node_id("theme", theme.theme_id), kind="theme", label=theme.label, year="")
    recs = tables["recommendations"]
    named = set(tables["agency_mentions"]["agency_id"]).union(*recs["addressee_ids"])
    for agency in iterate_rows(tables["agencies"]):
        if agency.agency_id in named:
            graph.add_node(node_id("agency", agency.agency_id), kind="agency", label=agency.label, year="")
    for rec in iterate_rows(recs):
        label = f"{rec.number}. {rec.text}" if rec.number and rec.number[0].isdigit() else rec.text
        graph.add_node(
            node_id("recommendation", rec.recommendation_id),
            kind="recommendation",
            label=_shorten(label),
            year=years[rec.review_id],
        )


def _add_edges(graph: Graph, tables: Tables) -> None:
    years = _read_years(tables)
    review_of = dict(zip(tables["passages"]["passage_id"], tables["passages"]["review_id"], strict=True))
    for link in find_links(tables):
        if not (graph.has_node(link.source) and graph.has_node(link.target)):
            continue
        reviews = {review_of[passage_id] for passage_id in link.evidence}
        known = sorted(filter(None, (years[review_id] for review_id in reviews)))
        first_year, last_year = (known[0], known[-1]) if known else ("", "")
        graph.add_edge(
            link.source, link.target, key=link.kind, kind=link.kind, weight=link.weight,
            n_reviews=len(reviews), evidence=link.evidence, first_year=first_year, last_year=last_year,
            years=tuple(dict.fromkeys(known)),
        )  # fmt: skip


def _add_chance(graph: Graph, cooccurrence: pd.DataFrame) -> None:
    """Write on the links of themes with themes how they compare with chance."""
    for row in iterate_rows(cooccurrence):
        ends = node_id("theme", row.theme_a), node_id("theme", row.theme_b)
        if graph.has_edge(*ends, key=_UNITS[row.unit]):
            data = graph.edges[(*ends, _UNITS[row.unit])]
            data.update(lift=float(row.lift), q=float(row.q))
            if row.unit == "passage":
                data["backbone"] = int(row.backbone)


def _read_years(tables: Tables) -> dict[str, str]:
    return {row.review_id: str(row.published_on)[:4] for row in iterate_rows(tables["reviews"])}


def list_nodes(graph: Graph) -> pd.DataFrame:
    """Return the nodes as the table ``nodes``."""
    rows = [
        (
            node, data["kind"], data["label"], data["n_reviews"], data["degree"], data["strength"],
            data["betweenness"], data["community"], data["year"], data["pagerank"], data["eigenvector"],
            data.get("x"), data.get("y"),
        )
        for node, data in graph.nodes(data=True)
    ]  # fmt: skip
    return make_frame(NODES, rows)


def list_edges(graph: Graph) -> pd.DataFrame:
    """Return the edges as the table ``edges``."""
    rows = [
        (
            source, target, kind, data["weight"], data["n_reviews"], data["evidence"],
            data["first_year"], data["last_year"], data.get("lift"), data.get("q"),
            data.get("backbone"),
        )
        for source, target, kind, data in graph.edges(keys=True, data=True)
    ]  # fmt: skip
    return make_frame(EDGES, rows)


def _shorten(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
