"""The network in other programs: files that they open, with what the network holds."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
import rustworkx
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import thememiner
from thememiner.api import EXPORT_FORMATS, NETWORK_FORMATS, Report
from thememiner.cli import main
from thememiner.network import Graph
from thememiner.publish.exports import write_network
from thememiner.publish.graph_files import write_dynamic_gexf, write_graphml

GEXF = "{http://gexf.net/1.3}"
HOSTILE = ["a\x0cb\x00c", "\ufffe\uffff", "naïve 👋 \u202e", "<&\"'>", "\ud800", ""]


def export(report: Report, tmp_path: Path, form: str, *options: str) -> Path:
    target = tmp_path / f"network.{form}"
    done = CliRunner().invoke(main, ["export", str(report.folder), form, "-o", str(target), *options])
    assert done.exit_code == 0, done.output
    return target


def make_graph(label: str) -> Graph:
    graph: Graph = nx.MultiDiGraph()
    for node in ("theme:a", "theme:b"):
        graph.add_node(
            node, kind="theme", label=label, year="", community=1, n_reviews=1, strength=2.0, x=0.2, y=0.8
        )
    graph.add_edge(
        "theme:a", "theme:b", key="co_occurs", kind="co_occurs", weight=2, evidence=(label, "p2"), lift=2.0,
        backbone=1, years=("2018", "2021"),
    )  # fmt: skip
    return graph


def test_a_second_library_reads_the_graphml(report: Report) -> None:
    (graph,) = rustworkx.read_graphml(str(report.folder / "network.graphml"))
    assert graph.num_nodes() == report.graph.number_of_nodes()
    assert graph.num_edges() == report.graph.number_of_edges()
    kinds = sorted(edge["kind"] for edge in graph.edges())
    assert kinds == sorted(kind for *_, kind in report.graph.edges(keys=True))
    labels = {node["id"]: node["label"] for node in graph.nodes()}
    assert labels == dict(report.graph.nodes(data="label"))


@pytest.mark.parametrize("form", ["gexf", "gexf-dynamic"])
def test_gexf_is_built_as_its_rules_say(report: Report, tmp_path: Path, form: str) -> None:
    """The rules of GEXF 1.3: what stands where, ids that are unique and exist, values of their type."""
    root = etree.parse(export(report, tmp_path, form)).getroot()
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    graph = root[1]
    dynamic = form == "gexf-dynamic"
    assert graph.get("mode") == ("dynamic" if dynamic else "static")
    assert graph.get("timeformat") == ("date" if dynamic else None)
    assert graph.get("defaultedgetype") == "directed"
    declared = {
        table.get("class"): {a.get("id"): a.get("type") for a in table}
        for table in graph.iter(f"{GEXF}attributes")
    }
    assert {kind for types in declared.values() for kind in types.values()} <= {
        "string",
        "long",
        "double",
        "integer",
    }
    nodes = {node.get("id"): node for node in graph.iter(f"{GEXF}node")}
    edges = list(graph.iter(f"{GEXF}edge"))
    assert len(nodes) == report.graph.number_of_nodes() == len(list(graph.iter(f"{GEXF}node")))
    assert len({edge.get("id") for edge in edges}) == len(edges) == report.graph.number_of_edges()
    for edge in edges:
        assert edge.get("source") in nodes
        assert edge.get("target") in nodes
        assert float(edge.get("weight")) > 0
    ends = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]
    assert len(set(ends)) == len(ends), "Gephi merges parallel links of one kind"
    for owner, elements in (("node", nodes.values()), ("edge", edges)):
        for value in (value for element in elements for value in element.iter(f"{GEXF}attvalue")):
            kind = declared[owner][value.get("for")]
            assert kind == "string" or float(value.get("value")) is not None
    spells = list(graph.iter(f"{GEXF}spell"))
    assert bool(spells) == dynamic
    assert all(spell.get("start")[:4] == spell.get("end")[:4] for spell in spells)
    if not dynamic:
        assert nx.read_gexf(tmp_path / "network.gexf", version="1.3").number_of_edges() == len(edges)


def test_the_timeline_shows_a_link_in_the_years_of_its_reviews(tmp_path: Path) -> None:
    write_dynamic_gexf(make_graph("x"), tmp_path / "g.gexf")
    root = etree.parse(tmp_path / "g.gexf").getroot()
    for element in (*root.iter(f"{GEXF}edge"), *root.iter(f"{GEXF}node")):
        spells = [(spell.get("start"), spell.get("end")) for spell in element.iter(f"{GEXF}spell")]
        assert spells == [("2018-01-01", "2018-12-31"), ("2021-01-01", "2021-12-31")]


def test_json_is_what_networkx_and_d3_read(report: Report, tmp_path: Path) -> None:
    data = json.loads(export(report, tmp_path, "json").read_text(encoding="utf-8"))
    graph = nx.node_link_graph(data, edges="edges")
    assert set(graph.nodes) == set(report.graph.nodes)
    one = next(iter(report.graph.edges(keys=True)))
    assert graph.edges[one]["evidence"] == list(report.graph.edges[one]["evidence"])


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", sorted(NETWORK_FORMATS - {"png"}))
def test_any_text_can_be_written_and_read_back(tmp_path: Path, text: str, form: str) -> None:
    file = tmp_path / "network"
    write_network(make_graph(text), file, form, title=text)
    if form == "json":
        assert len(json.loads(file.read_text(encoding="utf-8"))["nodes"]) == 2
    else:
        etree.parse(file)


@given(st.text())
def test_graphml_comes_back_whatever_the_text(tmp_path: Path, text: str) -> None:
    write_graphml(make_graph(text), tmp_path / "g.graphml")
    (graph,) = rustworkx.read_graphml(str(tmp_path / "g.graphml"))
    assert graph.num_edges() == 1


def test_a_network_of_some_reviews_stands_on_them_alone(report: Report, tmp_path: Path) -> None:
    reviews = report.table("reviews")
    year = reviews["published_on"].str[:4].astype(int)
    wanted = set(
        reviews.loc[year.between(2018, 2021) & reviews["status"].isin(["ok", "partial"]), "review_id"]
    )
    graph = nx.read_graphml(export(report, tmp_path, "graphml", "--year", "2018:2021"))
    assert {node.partition(":")[2] for node, kind in graph.nodes(data="kind") if kind == "review"} == wanted
    review_of = report.table("passages").set_index("passage_id")["review_id"]
    for *_, data in graph.edges(data=True):
        assert {review_of[passage_id] for passage_id in data["evidence"].split("; ")} <= wanted
        assert "2018" <= data["first_year"] <= data["last_year"] <= "2021"


def test_a_condition_that_no_review_meets_says_what_there_is(report: Report, tmp_path: Path) -> None:
    command = ["export", str(report.folder), "gexf", "-o", str(tmp_path / "g.gexf")]
    for options, told in (
        (["--publisher", "Nobody"], "No review has publisher Nobody; there are:"),
        (["--where", "colour=red"], "reviews has no column colour; it has: review_id"),
        (["--year", "1850"], "No review is left"),
        (["--year", "soon"], "names no years"),
    ):
        done = CliRunner().invoke(main, [*command, *options])
        assert done.exit_code == 1
        assert told in done.stderr
    with pytest.raises(thememiner.InputError, match="holds the whole report"):
        thememiner.export(report, "csv", tmp_path / "out", years=(2018, 2020))


def test_the_command_line_offers_every_format() -> None:
    (choice,) = (option.type for option in main.commands["export"].params if option.name == "format")
    assert list(choice.choices) == list(EXPORT_FORMATS)
