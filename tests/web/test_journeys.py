"""What people do, in a real browser: search, read, take away, judge; by keyboard, without scripts, on a phone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from thememiner.api import Report, search
from thememiner.judgements import read_judgements

pytestmark = pytest.mark.browser


def test_from_search_to_passage_to_download_to_verdict(
    page: Page, site_report: Report, tmp_path: Path
) -> None:
    page.goto("/")
    page.get_by_label("Search for words").fill("information sharing")
    page.get_by_role("button", name="Search").click()
    expected = search(site_report, "information sharing", limit=10_000)
    expect(page.locator("#results")).to_have_text(f"{len(expected)} passages")
    assert page.title().startswith("information sharing - ")
    for name in ("CSV", "Excel"):
        with page.expect_download() as waited:
            page.get_by_role("link", name=name).click()
        file = tmp_path / waited.value.suggested_filename
        waited.value.save_as(file)
        if name == "CSV":
            rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
            assert [row["passage_id"] for row in rows] == list(expected["passage_id"])
            assert all(row["review"] and row["page"] and row["link"].startswith("http") for row in rows)
        else:
            sheet = openpyxl.load_workbook(file).worksheets[0]
            assert sheet.max_row == len(expected) + 1
    page.locator(".facets summary", has_text="Theme").first.scroll_into_view_if_needed()
    page.get_by_label("Information sharing and seeking").check()
    page.get_by_role("button", name="Apply filters").click()
    chip = page.get_by_role("link", name="Remove the filter Theme: Information sharing")
    expect(chip).to_be_visible()
    page.locator(".hits a").first.click()
    expect(page.locator(".passage mark").first).to_be_visible()
    expect(page.locator("figure.printed svg image")).to_have_count(1)
    before = len(read_judgements(site_report.folder))
    page.locator("summary", has_text="Judge").first.click()
    page.get_by_label("Your name").first.fill("Ada Sample")
    page.get_by_label("Note").first.fill("as it says")
    page.get_by_role("button", name="Accept").first.click()
    expect(page.locator(".verdicts").first).to_contain_text("Accepted by Ada Sample")
    assert len(read_judgements(site_report.folder)) == before + 1


def test_the_keyboard_is_enough_and_the_focus_is_seen(page: Page) -> None:
    page.goto("/search")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("neglect")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=neglect*")
    for _ in range(200):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.matches('.hits a'), s.boxShadow + s.outlineStyle + s.borderColor]; }"
        )
        assert seen[1] != "nonenone", "the focus cannot be seen"
        if seen[0]:
            break
    else:
        pytest.fail("no hit is reached by the keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/passages/*")


def test_all_of_it_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search?q=child")
    page.locator("details summary").first.click()
    page.get_by_role("button", name="Apply filters").click()
    page.get_by_label("Sort by").select_option("oldest")
    page.get_by_role("button", name="Sort").click()
    assert "sort=oldest" in page.url
    page.get_by_role("link", name="Next").click()
    assert "page=2" in page.url
    page.get_by_role("link", name="Recommendations", exact=True).click()
    page.locator(".hits a").first.click()
    assert page.locator("h2", has_text="Has it been asked before?").count() == 1
    page.locator("summary", has_text="Judge").click()
    page.get_by_label("Your name").fill("Grace")
    page.get_by_role("button", name="Unsure").click()
    assert "by Grace" in page.locator(".verdicts").inner_text()
    context.close()


def test_names_are_suggested_while_one_types(page: Page) -> None:
    page.goto("/search")
    page.get_by_label("Search for words").press_sequentially("negl")
    option = page.locator("#suggestions option[value='theme:neglect']")
    option.wait_for(state="attached")
    assert option.get_attribute("label") == "Theme: Neglect"


def test_an_empty_result_says_what_to_try_and_that_finds_something(page: Page) -> None:
    page.goto("/search?q=neglectful+zebra&year=2014")
    expect(page.locator("#results")).to_have_text("0 passages")
    page.get_by_role("link", name="Any of the words").click()
    assert int(page.locator("#results").inner_text().split()[0].replace(",", "")) > 0


def test_the_command_line_and_the_site_find_the_same(page: Page, site_report: Report) -> None:
    for lens in ("passages", "recommendations"):
        for text in ("police", "safeguard* NOT school", '"child protection"', "informat*"):
            hits = search(site_report, text, lens=lens, limit=20)
            page.goto(f"/search?lens={lens}&q={text}")
            shown = [a.get_attribute("href") for a in page.locator(".hits h3 a").all()]
            assert shown == [f"/{lens}/{name}" for name in hits[f"{lens[:-1]}_id"]]
