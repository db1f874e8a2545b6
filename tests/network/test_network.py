"""The network: what is linked, how strongly, and by which passages."""

from __future__ import annotations

import networkx as nx
import pytest

from thememiner.api import Report
from thememiner.network.graph import build_network
from thememiner.network.measures import find_betweenness, find_communities, find_eigenvector
from thememiner.network.projection import find_ego, project_kind

from .make_tables import make_tables


def test_communities_of_a_network_whose_answer_is_published() -> None:
    # Zachary's karate club (J. Anthropological Research 33, 1977): Louvain's partition has a
    # modularity of 0.42 at best, in four groups.
    club = nx.karate_club_graph()
    groups = find_communities(nx.relabel_nodes(club, str))
    assert len(groups) == 4
    plain = nx.Graph(nx.relabel_nodes(club, str).edges())
    assert nx.community.modularity(plain, groups) == pytest.approx(0.41, abs=0.015)


def test_degree_and_strength_count_links_once() -> None:
    mentions = [
        {"review_id": "a", "passage_id": passage, "theme_id": theme, "status": "asserted"}
        for passage, theme in (("p", "x"), ("q", "x"), ("r", "x"), ("p", "y"))
    ]
    tables = make_tables(
        reviews=[{"review_id": "a", "status": "ok"}],
        passages=[{"review_id": "a", "passage_id": passage, "text": passage} for passage in "pqr"],
        themes=[{"theme_id": "x"}, {"theme_id": "y"}],
        mentions=mentions,
    )
    del tables["nodes"], tables["edges"]
    graph = build_network(tables)
    assert [(kind, data["weight"]) for *_, kind, data in graph.edges(keys=True, data=True)] == [
        ("has_theme", 3),
        ("has_theme", 1),
        ("co_occurs", 1),
        ("co_occurs_in_review", 1),
    ]
    assert graph.nodes["theme:x"]["degree"] == 2
    assert graph.nodes["theme:x"]["strength"] == 4
    assert graph.nodes["theme:x"]["n_reviews"] == 1


def test_centrality_of_a_network_whose_answer_is_published() -> None:
    # Degrees as in Zachary's own matrix; betweenness as igraph gives it, 231.07, 160.55 and 76.69 of the
    # 33 * 32 / 2 = 528 pairs of other members.
    club = nx.relabel_nodes(nx.karate_club_graph(), lambda node: f"member {node + 1}")
    between = find_betweenness(club)
    assert sorted(between, key=between.__getitem__, reverse=True)[:3] == [
        "member 1",
        "member 34",
        "member 33",
    ]
    assert [round(between[name], 3) for name in ("member 1", "member 34", "member 33")] == [
        0.438,
        0.304,
        0.145,
    ]
    assert [club.degree[name] for name in ("member 34", "member 1", "member 33")] == [17, 16, 12]


def test_eigenvector_centrality_is_that_of_the_largest_part() -> None:
    links = nx.star_graph(4)  # the hub has 1 / sqrt(2), each of the four others 1 / sqrt(8)
    links.add_edge(8, 9)
    central = find_eigenvector(nx.relabel_nodes(links, str))
    assert central["0"] == pytest.approx(2**-0.5, abs=1e-5)
    assert central["1"] == pytest.approx(8**-0.5, abs=1e-5)
    assert "8" not in central


def test_a_projection_whose_answer_is_published() -> None:
    # Davis, Gardner and Gardner, Deep South (1941): women and the events they came to. How many events two
    # women share is printed by Breiger, Social Forces 53 (1974), table 2.
    women = nx.davis_southern_women_graph()
    graph = nx.MultiDiGraph()
    for node, data in women.nodes(data=True):
        graph.add_node(node, kind="event" if data["bipartite"] else "woman")
    graph.add_edges_from(women.edges())
    shared = project_kind(graph, "woman", "event")
    assert shared.edges["Evelyn Jefferson", "Theresa Anderson"]["weight"] == 7
    assert shared.edges["Evelyn Jefferson", "Laura Mandeville"]["weight"] == 6
    assert shared.edges["Laura Mandeville", "Brenda Rogers"]["weight"] == 6


def test_an_ego_network_holds_a_node_and_what_is_linked_with_it(report: Report) -> None:
    theme = "theme:info_sharing"
    ego = find_ego(report.graph, theme, kinds=["co_occurs"])
    edges = report.table("edges")
    beside = edges[(edges["kind"] == "co_occurs") & ((edges["source"] == theme) | (edges["target"] == theme))]
    assert set(ego) == {theme, *beside["source"], *beside["target"]}
    assert {data["kind"] for *_, data in ego.edges(data=True)} == {"co_occurs"}


def test_the_weight_of_themes_in_one_review_is_the_number_of_reviews(report: Report) -> None:
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    themes_of = asserted.groupby("review_id")["theme_id"].agg(set)
    edges = report.table("edges")
    rows = edges[edges["kind"] == "co_occurs_in_review"]
    assert len(rows)
    for edge in rows.itertuples():
        ends = {edge.source.partition(":")[2], edge.target.partition(":")[2]}
        assert edge.weight == edge.n_reviews == sum(ends <= themes for themes in themes_of)


def test_an_agency_is_criticised_where_it_acts_in_the_sentence_of_a_concern(report: Report) -> None:
    mentions, named = report.table("mentions"), report.table("agency_mentions")
    edges = report.table("edges")
    rows = edges[edges["kind"].isin(["criticised_on", "praised_on"])]
    assert set(rows["kind"]) == {"criticised_on", "praised_on"}
    for edge in rows.itertuples():
        agency, theme = edge.source.partition(":")[2], edge.target.partition(":")[2]
        wanted = "concern" if edge.kind == "criticised_on" else "strength"
        for passage_id in edge.evidence:
            there = mentions[(mentions["passage_id"] == passage_id) & (mentions["theme_id"] == theme)]
            assert ((there["polarity"] == wanted) & (there["status"] == "asserted")).any()
            acting = named[(named["passage_id"] == passage_id) & (named["agency_id"] == agency)]
            assert (acting["part"] == "involved").any()
