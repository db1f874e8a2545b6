"""The report in a real browser: one file, no request, every number leads to its evidence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from thememiner.api import Report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(report: Report) -> Iterator[Page]:
    system = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        opened = context.new_page()
        requests: list[str] = []
        opened.on("request", lambda request: requests.append(request.url))
        opened.goto((report.folder / "report.html").as_uri())
        assert len(requests) == 1, requests
        yield opened
        browser.close()


def test_every_inner_link_leads_somewhere(page: Page) -> None:
    dead = page.eval_on_selector_all(
        'a[href^="#"]',
        "links => links.map(a => a.getAttribute('href').slice(1)).filter(id => !document.getElementById(id))",
    )
    assert dead == []


def test_the_number_of_mentions_of_a_theme_opens_its_sentences(page: Page, report: Report) -> None:
    row = page.locator("#themes ~ .wide tbody tr").first
    label = row.locator("th").inner_text()
    themes = report.table("themes").set_index("label")
    theme = themes.loc[label]
    assert row.locator("td").nth(1).inner_text() == str(theme["n_reviews"])
    row.locator("a").click()
    details = page.locator(f"#evidence-{theme['theme_id']}")
    details.locator("summary").click()
    first = details.locator("blockquote").first
    assert first.locator("mark").inner_text()
    assert ", p. " in first.locator("cite").inner_text()


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
