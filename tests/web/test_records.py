"""Themes, agencies, reviews, the network: every number is that of the tables, and opens."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from thememiner.api import Report
from thememiner.store.network import Edge, Node
from thememiner.web.pages.about import FILES
from thememiner.web.pages.network_picture import HEIGHT, WIDTH, draw_picture


def read(client: httpx.Client, path: str, **query: str) -> Any:
    answer = client.get(f"{path}.json", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def read_rows(client: httpx.Client, path: str, **query: str) -> list[dict[str, str]]:
    answer = client.get(f"{path}.csv", params=query)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_counts_of_themes_are_those_of_the_tables(client: httpx.Client, site_report: Report) -> None:
    mentions = site_report.table("mentions").query("status == 'asserted'")
    reviews = site_report.table("reviews")
    n_read = int(reviews["status"].isin(["ok", "partial"]).sum())
    lines = read(client, "/themes")["themes"]
    assert len(lines) == len(site_report.table("themes"))
    for line in lines:
        theme = line["theme"]
        own = mentions[mentions["theme_id"] == theme["theme_id"]]
        assert theme["n_reviews"] == own["review_id"].nunique()
        assert theme["n_passages"] == own["passage_id"].nunique()
        assert theme["n_read"] == n_read
    assert [row["theme_id"] for row in read_rows(client, "/themes")] == [
        line["theme"]["theme_id"] for line in lines
    ]


def test_a_theme_counts_the_same_by_year_as_in_all_and_as_the_search_it_leads_to(
    client: httpx.Client, site_report: Report
) -> None:
    for theme_id in site_report.table("themes").query("n_mentions > 0")["theme_id"]:
        data = read(client, f"/themes/{theme_id}")
        theme = data["theme"]
        for shares in (data["years"], data["kinds"]):
            assert sum(share["n"] for share in shares) == theme["n_reviews"]
            assert sum(share["of"] for share in shares) == theme["n_read"]
        found = read(client, "/search", theme=theme_id)["total"]
        assert sum(part["n"] for part in data["roles"]) == found <= theme["n_passages"]
        titles = [quote["review_id"] for quote in data["evidence"]]
        assert len(titles) == len(set(titles)) == min(theme["n_reviews"], 8)


def test_every_companion_of_a_theme_opens_its_passages(client: httpx.Client) -> None:
    opened = 0
    for line in read(client, "/themes")["themes"]:
        theme_id = line["theme"]["theme_id"]
        page = client.get(f"/themes/{theme_id}").text
        for link in re.findall(r'href="(/network/link\?[^"]+)"', page):
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.status_code == 200
            opened += 1
    assert opened > 5


def test_an_agency_shows_every_review_that_names_it_and_all_that_is_asked(
    client: httpx.Client, site_report: Report
) -> None:
    named = site_report.table("agency_mentions")
    recs = site_report.table("recommendations")
    agencies = site_report.table("agencies").sort_values("n_mentions", ascending=False)["agency_id"][:12]
    for agency_id in agencies:
        data = read(client, f"/agencies/{agency_id}")
        own = named[named["agency_id"] == agency_id]
        assert {part["review_id"] for part in data["reviews"]} == set(own["review_id"])
        assert sum(part["n_mentions"] for part in data["reviews"]) == len(own)
        asked = recs[[agency_id in ids for ids in recs["addressee_ids"]]].query("is_restatement == 0")
        assert data["n_asked"] == len(asked) == sum(answer["n"] for answer in data["responses"])
        assert len(read_rows(client, f"/agencies/{agency_id}")) == own["review_id"].nunique()


def test_agencies_are_found_by_words_of_their_name(client: httpx.Client) -> None:
    found = read(client, "/agencies", q="police")
    assert found["total"] > 1
    assert all("police" in agency["label"].lower() for agency in found["agencies"])
    assert len(read_rows(client, "/agencies", q="police")) == found["total"]
    nothing = client.get("/agencies", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in nothing.text
    assert "No agency" in nothing.text


def test_a_review_shows_what_it_holds_or_why_it_could_not_be_read(
    client: httpx.Client, site_report: Report
) -> None:
    reviews = site_report.table("reviews")
    recs = site_report.table("recommendations").query("is_restatement == 0")
    for review in reviews.itertuples():
        data = read(client, f"/reviews/{review.review_id}")
        assert len(data["recommendations"]) == (recs["review_id"] == review.review_id).sum()
        assert len(data["figures"]) == review.n_figures
        page = client.get(f"/reviews/{review.review_id}").text
        if review.status in ("failed", "no_text"):
            assert data["failures"]
            assert "Recommendations and kin" not in page
            assert "could not be read" in page or "pictures, not text" in page
        else:
            assert data["outline"] or review.n_pages < 4
            used = {fact["attribute"] for fact in data["facts"] if fact["used"]}
            assert ("incident" in used) == bool(review.incident)
            for theme in data["themes"][:3]:
                found = read(client, "/search", review=review.review_id, theme=theme["theme_id"])
                assert found["total"] == theme["n_passages"]


@pytest.mark.parametrize("kind", ["co_occurs", "criticised_on", "praised_on"])
def test_every_link_of_the_network_opens_as_many_passages_as_it_counts(
    client: httpx.Client, kind: str
) -> None:
    data = read(client, "/network", kind=kind)
    assert data["total"] == len(read_rows(client, "/network", kind=kind))
    assert data["edges"] or kind == "praised_on"
    for edge in data["edges"][:6]:
        own = {name: edge[name] for name in ("source", "target", "kind")}
        link = read(client, "/network/link", **own)
        assert link["total"] == edge["weight"]
        assert len(read_rows(client, "/network/link", **own)) == edge["weight"]


def test_the_network_is_narrowed_by_weight_years_and_node(client: httpx.Client) -> None:
    every = read(client, "/network")["total"]
    strong = read(client, "/network", weight="3")
    assert 0 < strong["total"] < every
    assert all(edge["weight"] >= 3 for edge in strong["edges"])
    early = read(client, "/network", to="2014")["edges"]
    assert all(edge["first_year"] <= "2014" for edge in early)
    late = read(client, "/network", **{"from": "2020"})["edges"]
    assert all(edge["last_year"] >= "2020" for edge in late)
    node = read(client, "/network", q="neglect")
    assert node["node"] == "theme:neglect"
    assert all("theme:neglect" in (edge["source"], edge["target"]) for edge in node["edges"])
    assert "There is no theme or agency called" in client.get("/network", params={"q": "zzz' OR 1=1 --"}).text
    odd = {"weight": "-1", "reviews": "x", "from": "20²0", "to": "99999999999", "kind": "drop table"}
    assert client.get("/network", params=odd).status_code == 200


def test_nodes_without_a_place_stand_near_what_they_are_linked_with_and_inside_the_frame() -> None:
    def node(name: str, x: float | None) -> Node:
        return Node(node_id=name, kind="theme", label=name * 9, n_reviews=1, community=1, x=x, y=x)

    def edge(source: str, target: str) -> Edge:
        return Edge(
            source=source, source_label=source, target=target, target_label=target, kind="co_occurs", weight=2,
            n_reviews=1, first_year="", last_year="", lift=2.0,
        )  # fmt: skip

    nodes = [node("a", 0.1), node("b", 0.9), node("c", None), node("d", None)]
    edges = [edge("a", "c"), edge("a", "b"), edge("d", "b")]
    for centre in ("", "c"):
        picture = draw_picture(nodes, edges, centre=centre)
        at = {spot.node.node_id: spot for spot in picture.spots}
        assert all(0 <= spot.x <= WIDTH and 0 <= spot.y <= HEIGHT for spot in picture.spots)
        assert len({(spot.x, spot.y) for spot in picture.spots}) == 4
        assert len(picture.threads) == 3
    assert (at["c"].x, at["c"].y) == (WIDTH / 2, HEIGHT / 2)
    assert draw_picture([], []).spots == ()


def test_the_files_of_the_report_are_handed_out_and_no_others(
    client: httpx.Client, site_report: Report
) -> None:
    offered = read(client, "/about")["files"]
    assert {file["name"] for file in offered} == set(FILES)
    for file in offered:
        answer = client.get(f"/files/{file['name']}")
        assert answer.content == (site_report.folder / file["name"]).read_bytes()
        assert "attachment" in answer.headers["content-disposition"]
    for name in ("judgements.db", "..%2Frun.json", "%2e%2e/run.json", "tables%2Fthemes.csv", ".cache"):
        assert client.get(f"/files/{name}").status_code == 404


def test_what_failed_is_said_with_advice(client: httpx.Client, site_report: Report) -> None:
    failures = site_report.table("failures")
    data = read(client, "/about")
    assert len(data["failures"]) == len(failures) == len(read_rows(client, "/about/failures"))
    assert all(failure["advice"] for failure in data["failures"])
    assert data["n_asked"] == read(client, "/search", lens="recommendations")["total"]
    assert data["run"]["counts"]["reviews"] == len(site_report.table("reviews"))


def test_all_printed_figures_can_be_paged_and_taken_away(client: httpx.Client, site_report: Report) -> None:
    figures = site_report.table("figures")
    assert len(read_rows(client, "/figures")) == len(figures)
    first, last = read(client, "/figures"), read(client, "/figures", page="999")
    assert first["total"] == len(figures)
    assert first["figures"] != last["figures"]


@pytest.mark.browser
def test_the_picture_can_be_zoomed_moved_and_searched_and_leads_to_evidence(page: Page) -> None:
    page.goto("/network")
    picture = page.locator("#network")
    whole = picture.get_attribute("viewBox")
    page.get_by_role("button", name="Zoom in").click()
    closer = picture.get_attribute("viewBox")
    assert closer != whole
    page.get_by_role("button", name="Right").click()
    assert picture.get_attribute("viewBox") != closer
    page.get_by_role("button", name="Whole picture").click()
    assert [float(n) for n in (picture.get_attribute("viewBox") or "").split()] == [
        float(n) for n in (whole or "").split()
    ]
    page.get_by_label("Theme or agency").fill("neglect")
    expect(page.locator("#network .node.near")).to_have_count(1)
    page.locator("#network .node.near circle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Neglect")
    page.go_back()
    page.get_by_role("table").get_by_role("link").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("See it on its page")).first).to_be_visible()
