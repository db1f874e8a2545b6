"""The network: reviews, themes, agencies and recommendations, and what links them.

A ``networkx.MultiDiGraph``, one edge per pair and kind. Every edge lists the passages
it stands on.

==============  ======================================  ====================================
kind            leads from - to                         stands on
==============  ======================================  ====================================
has_theme       review - theme                          passages with an asserted mention
makes           review - recommendation                 the recommendation's passages
involves        review - agency                         passages in which the agency acts
commissioned_by review - agency                         passages that say who asked for it
names           review - agency                         passages that only name or address it
addresses       recommendation - agency                 the recommendation's passages
concerns        recommendation - theme                  the recommendation's passages
co_occurs       theme - theme (no direction)            passages with both
repeats         recommendation - the one before it      the passages of both
==============  ======================================  ====================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import TypeAlias

import networkx as nx
import pandas as pd

from thememiner.columns import EDGES, NODES
from thememiner.tables import Tables, iterate_rows, make_frame

from .measures import measure_nodes

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def node_id(kind: str, record_id: str) -> str:
    """Return the node of a record.

    >>> node_id("theme", "neglect")
    'theme:neglect'
    """
    return f"{kind}:{record_id}"


def build_network(tables: Tables) -> Graph:
    """Return the graph of a corpus, its nodes and edges measured.

    Args:
        tables: as ``build_tables`` gives them, with ``lineage_id`` filled in.
    """
    graph: Graph = nx.MultiDiGraph()
    years = {row.review_id: str(row.published_on)[:4] for row in iterate_rows(tables["reviews"])}
    review_of = dict(zip(tables["passages"]["passage_id"], tables["passages"]["review_id"], strict=True))
    for row in iterate_rows(tables["reviews"]):
        if row.status in ("ok", "partial"):
            graph.add_node(
                node_id("review", row.review_id),
                kind="review",
                label=row.title or row.path,
                year=years[row.review_id],
            )
    for theme in iterate_rows(tables["themes"]):
        if theme.n_mentions:
            graph.add_node(node_id("theme", theme.theme_id), kind="theme", label=theme.label, year="")
    for agency in iterate_rows(tables["agencies"]):
        graph.add_node(node_id("agency", agency.agency_id), kind="agency", label=agency.label, year="")
    for rec in iterate_rows(tables["recommendations"]):
        label = f"{rec.number}. {rec.text}" if rec.number and rec.number[0].isdigit() else rec.text
        graph.add_node(
            node_id("recommendation", rec.recommendation_id),
            kind="recommendation",
            label=_shorten(label),
            year=years[rec.review_id],
        )
    n_passages = int((tables["passages"]["kind"] != "heading").sum())
    for source, target, kind, evidence in _find_edges(tables):
        if not (graph.has_node(source) and graph.has_node(target)):
            continue
        reviews = {review_of[passage_id] for passage_id in evidence}
        known = sorted(filter(None, (years[review_id] for review_id in reviews)))
        first_year, last_year = (known[0], known[-1]) if known else ("", "")
        graph.add_edge(
            source, target, key=kind, kind=kind, weight=len(evidence), n_reviews=len(reviews),
            evidence=tuple(evidence), first_year=first_year, last_year=last_year,
        )  # fmt: skip
    _add_lift(graph, tables, n_passages)
    measure_nodes(graph)
    return graph


def list_nodes(graph: Graph) -> pd.DataFrame:
    """Return the nodes as the table ``nodes``."""
    rows = [
        (
            node, data["kind"], data["label"], data["n_reviews"], data["degree"], data["strength"],
            data["betweenness"], data["community"], data["year"],
        )
        for node, data in graph.nodes(data=True)
    ]  # fmt: skip
    return make_frame(NODES, rows)


def list_edges(graph: Graph) -> pd.DataFrame:
    """Return the edges as the table ``edges``."""
    rows = [
        (
            source, target, kind, data["weight"], data["n_reviews"], data["evidence"],
            data["first_year"], data["last_year"], data.get("lift"),
        )
        for source, target, kind, data in graph.edges(keys=True, data=True)
    ]  # fmt: skip
    return make_frame(EDGES, rows)


def _shorten(text: str, limit: int = 90) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


Evidence = tuple[str, str, str, list[str]]
_PARTS = {"involved": "involves", "commissioner": "commissioned_by"}


def _find_edges(tables: Tables) -> Iterator[Evidence]:
    """Yield (source, target, kind, passages) of every edge, in order of the corpus."""
    mentions = tables["mentions"]
    asserted = mentions[mentions["status"] == "asserted"]
    passages_of: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    themes_in: dict[str, dict[str, None]] = defaultdict(dict)
    for row in iterate_rows(asserted):
        passages_of[row.review_id, row.theme_id][row.passage_id] = None
        themes_in[row.passage_id][row.theme_id] = None
    for (review_id, theme_id), found in passages_of.items():
        yield node_id("review", review_id), node_id("theme", theme_id), "has_theme", list(found)
    named: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for row in iterate_rows(tables["agency_mentions"]):
        if row.agency_id:
            kind = _PARTS.get(row.part, "names")
            named[row.review_id, row.agency_id, kind][row.passage_id] = None
    for (review_id, agency_id, kind), found in named.items():
        yield node_id("review", review_id), node_id("agency", agency_id), kind, list(found)
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage_id, themes in themes_in.items():
        for pair in combinations(sorted(themes), 2):
            pairs[pair].append(passage_id)
    for (one, other), found_in in sorted(pairs.items()):
        yield node_id("theme", one), node_id("theme", other), "co_occurs", found_in
    yield from _find_recommendation_edges(tables)


def _find_recommendation_edges(tables: Tables) -> Iterator[Evidence]:
    lineages: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    dates = dict(zip(tables["reviews"]["review_id"], tables["reviews"]["published_on"], strict=True))
    for rec in iterate_rows(tables["recommendations"]):
        node, evidence = node_id("recommendation", rec.recommendation_id), list(rec.passage_ids)
        yield node_id("review", rec.review_id), node, "makes", evidence
        for agency_id in rec.addressee_ids:
            yield node, node_id("agency", agency_id), "addresses", evidence
        for theme_id in rec.theme_ids:
            yield node, node_id("theme", theme_id), "concerns", evidence
    for rec in sorted(
        iterate_rows(tables["recommendations"]),
        key=lambda r: (dates[r.review_id], r.review_id, r.recommendation_id),
    ):
        if rec.lineage_id:
            lineages[rec.lineage_id].append(
                (node_id("recommendation", rec.recommendation_id), list(rec.passage_ids))
            )
    for chain in lineages.values():
        for (earlier, its), (later, others) in pairwise(chain):
            yield later, earlier, "repeats", [*others, *its]


def _add_lift(graph: Graph, tables: Tables, n_passages: int) -> None:
    """How much more often two themes meet in a passage than if they were independent.

    Raw counts alone mislead: two frequent themes meet often by chance.
    """
    n_in = dict(zip(tables["themes"]["theme_id"], tables["themes"]["n_passages"], strict=True))
    for source, target, kind, data in graph.edges(keys=True, data=True):
        if kind == "co_occurs":
            expected = n_in[source.partition(":")[2]] * n_in[target.partition(":")[2]] / max(n_passages, 1)
            data["lift"] = round(float(data["weight"] / expected), 3)
