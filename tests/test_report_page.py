"""The report in a real browser: one file, no request, every number leads to its evidence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from thememiner.api import Report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser, report: Report) -> Page:
    """The report, opened from disk, which must ask for nothing else."""
    opened = browser.new_context(viewport={"width": 1200, "height": 900}).new_page()
    requests: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.goto((report.folder / "report.html").as_uri())
    assert len(requests) == 1, requests
    return opened


def test_every_inner_link_leads_somewhere(page: Page) -> None:
    dead = page.eval_on_selector_all(
        'a[href^="#"]',
        "links => links.map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))",
    )
    assert dead == []


def open_target(page: Page, link: Locator) -> Locator:
    """Follow a link within the page and open what it leads to."""
    target = page.locator(f"[id='{str(link.get_attribute('href')).removeprefix('#')}']")
    link.click()
    if target.get_attribute("open") is None:
        target.locator("summary").click()
    return target


def test_the_count_of_a_theme_opens_its_sentences(page: Page, report: Report) -> None:
    row = page.locator("section:has(> #themes) tbody tr").first
    theme = report.table("themes").set_index("label").loc[row.locator("th").inner_text()]
    n_read = report.table("reviews")["status"].isin(["ok", "partial"]).sum()
    wanted = f"{theme['n_reviews_concern']} ({100 * theme['n_reviews_concern'] / n_read:.0f}%)"
    assert row.locator("td").first.inner_text() == wanted
    details = open_target(page, row.locator("td a").first)
    first = details.locator("blockquote").first
    assert first.locator("mark").inner_text()
    assert ", p. " in first.locator("cite").inner_text()
    assert details.locator("p.note a").count() == theme["n_reviews"]


def test_every_count_of_the_cases_opens_as_many_reviews(page: Page, report: Report) -> None:
    annual = report.table("annual")
    shown = annual[(annual["group"] == "case") & (annual["n"] > 0)]
    assert len(shown)
    for row in shown.itertuples():
        details = page.locator(f"[id='case-{row.measure_id}']")
        assert details.locator("blockquote").count() == row.n
        assert row.printed in page.locator(f"a[href='#case-{row.measure_id}']").inner_text()


def test_counts_in_breakdowns_are_those_of_the_tables(page: Page, report: Report) -> None:
    summary = page.locator("summary", has_text="Incident")
    summary.click()
    table = page.locator("details", has=summary).locator("table")
    reviews, mentions = report.table("reviews"), report.table("mentions")
    died = set(reviews.loc[reviews["incident"] == "death", "review_id"])
    heads = table.locator("thead th").all_inner_texts()
    column = next(i for i, head in enumerate(heads) if head.startswith("death"))
    assert f"({len(died)})" in heads[column]
    concerns = mentions.query("status == 'asserted' and polarity == 'concern'")
    labels = report.table("themes").set_index("label")["theme_id"]
    for row in table.locator("tbody tr").all()[:5]:
        theme_id = labels[row.locator("th").inner_text()]
        n = len(died & set(concerns.loc[concerns["theme_id"] == theme_id, "review_id"]))
        assert row.locator("td").nth(column - 1).inner_text().split()[0] == str(n)


def test_axe_finds_nothing(page: Page) -> None:
    for details in page.locator("details:not([open])").all()[:12]:
        details.locator("summary").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_headings_step_down_one_by_one(page: Page) -> None:
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.locator("table:not(:has(caption))").count() == 0


def test_it_prints_with_nothing_cut_off(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert len(page.pdf(format="A4")) > 10_000
    page.emulate_media(media="screen")


def test_failures_are_told_with_advice(page: Page, report: Report) -> None:
    shown = page.locator("tr.fail").all_inner_texts()
    for failure in report.table("failures").itertuples():
        assert any(failure.path in text and failure.advice in text for text in shown), failure.path


def test_it_can_be_read_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1200, "height": 900})
    assert width <= 360


def test_text_of_pdfs_is_data(report: Report) -> None:
    page = (report.folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
