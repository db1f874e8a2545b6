"""The network: what is linked, how strongly, and who asked for the same thing before."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from thememiner.api import Report
from thememiner.columns import RECOMMENDATIONS
from thememiner.network import find_lineages, find_restated
from thememiner.network.measures import find_communities, measure_nodes
from thememiner.tables import make_frame


def make_recommendations(*texts: tuple[str, str]) -> dict[str, pd.DataFrame]:
    blank = {"text": "", "list": (), "int": 0}
    rows = [
        tuple(
            {"recommendation_id": f"r{i}", "review_id": review, "kind": "recommendation", "text": text}.get(
                column.name, blank[column.type]
            )
            for column in RECOMMENDATIONS.columns
        )
        for i, (review, text) in enumerate(texts)
    ]
    return {"recommendations": make_frame(RECOMMENDATIONS, rows)}


FATHERS = "The Board should ensure that all agencies identify fathers and male partners and include them in assessments."
FATHERS_AGAIN = "The Partnership should ensure that agencies identify fathers and male partners and include them in every assessment."
SLEEP = (
    "Midwives and health visitors should give families clear advice on safer sleep before and after a birth."
)
FILLER = [
    ("x", "The council should publish a plan for recruiting and keeping experienced social workers."),
    ("y", "Schools should record the reasons for every exclusion and tell the virtual school at once."),
    ("z", "The police should review how reports of missing children are graded by the control room."),
]


def test_the_same_request_in_other_words_is_one_lineage() -> None:
    lineage = find_lineages(make_recommendations(("a", FATHERS), ("b", FATHERS_AGAIN), ("c", SLEEP), *FILLER))
    assert lineage[0] == lineage[1] != ""
    assert list(lineage[2:]) == [""] * 4


def test_a_response_is_linked_to_what_it_answers_and_asks_for_nothing_again() -> None:
    tables = make_recommendations(("a", FATHERS), ("b", SLEEP), ("answer", FATHERS), *FILLER)
    tables["recommendations"].loc[2, "is_restatement"] = 1
    assert list(find_restated(tables)) == ["", "", "r0", "", "", ""]
    assert set(find_lineages(tables)) == {""}


def test_a_response_to_a_review_outside_the_corpus_restates_nothing_in_it() -> None:
    tables = make_recommendations(("a", SLEEP), ("answer", FATHERS), *FILLER)
    tables["recommendations"].loc[1, "is_restatement"] = 1
    assert set(find_restated(tables)) == {""}


def test_two_recommendations_of_one_review_are_no_lineage() -> None:
    assert set(find_lineages(make_recommendations(("a", FATHERS), ("a", FATHERS), *FILLER))) == {""}


def test_lineage_ids_do_not_depend_on_the_order_of_reviews() -> None:
    one = find_lineages(make_recommendations(("a", FATHERS), ("b", FATHERS_AGAIN), *FILLER))
    assert one[0].startswith("l")
    tables = make_recommendations(("a", FATHERS), ("b", FATHERS_AGAIN), *FILLER)
    tables["recommendations"] = tables["recommendations"].iloc[::-1]
    assert set(find_lineages(tables)) == set(one)


def test_the_sample_asks_for_some_things_again(report: Report) -> None:
    recommendations = report.table("recommendations")
    groups = recommendations[recommendations["lineage_id"] != ""].groupby("lineage_id")["review_id"].nunique()
    assert len(groups) >= 2
    assert (groups > 1).all()


def test_lift_is_the_ratio_of_observed_to_expected(report: Report) -> None:
    themes = report.table("themes").set_index("theme_id")["n_passages"]
    n_passages = (report.table("passages")["kind"] != "heading").sum()
    edges = report.table("edges")
    for edge in edges[edges["kind"] == "co_occurs"].itertuples():
        one, other = edge.source.partition(":")[2], edge.target.partition(":")[2]
        assert edge.lift == pytest.approx(edge.weight * n_passages / (themes[one] * themes[other]), abs=0.001)


def test_communities_of_a_network_whose_answer_is_published() -> None:
    # Zachary's karate club (J. Anthropological Research 33, 1977): Louvain's partition has a
    # modularity of 0.42 at best, in four groups.
    club = nx.karate_club_graph()
    groups = find_communities(nx.relabel_nodes(club, str))
    assert len(groups) == 4
    plain = nx.Graph(nx.relabel_nodes(club, str).edges())
    assert nx.community.modularity(plain, groups) == pytest.approx(0.41, abs=0.015)


def test_degree_and_strength_count_links_once() -> None:
    graph = nx.MultiDiGraph()
    for node, kind in {"review:a": "review", "theme:x": "theme", "theme:y": "theme"}.items():
        graph.add_node(node, kind=kind)
    graph.add_edge("review:a", "theme:x", key="has_theme", weight=3)
    graph.add_edge("review:a", "theme:y", key="has_theme", weight=1)
    graph.add_edge("theme:x", "theme:y", key="co_occurs", weight=1)
    measure_nodes(graph)
    assert graph.nodes["theme:x"]["degree"] == 2
    assert graph.nodes["theme:x"]["strength"] == 4
    assert graph.nodes["theme:x"]["n_reviews"] == 1
    assert graph.nodes["theme:x"]["community"] == graph.nodes["theme:y"]["community"] == 1
