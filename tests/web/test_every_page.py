"""What must hold of every page in the table of routes, also of those that are added later."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import httpx
import jsonschema
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from thememiner.web.routes import LISTS, PAGES

from .conftest import in_form

PATHS = [page.path for page in PAGES]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_with_a_title_and_its_json_twin(
    client: httpx.Client, examples: dict[str, str], path: str
) -> None:
    address = examples[path]
    page = client.get(address)
    assert page.status_code == 200
    assert " - thememiner</title>" in page.text
    twin = client.get(in_form(address, "json"))
    assert twin.status_code == 200
    assert twin.headers["content-type"] == "application/json"
    assert isinstance(twin.json(), dict)


@pytest.mark.parametrize("path", PATHS)
def test_the_json_is_as_described(client: httpx.Client, examples: dict[str, str], path: str) -> None:
    described = client.get("/openapi.json").json()
    schema = described["paths"][f"{path}.json"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    twin = client.get(in_form(examples[path], "json")).json()
    jsonschema.validate(twin, {**schema, "components": described["components"]})


@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    page: Page, examples: dict[str, str], path: str
) -> None:
    address = examples[path]
    for width in (1200, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_the_same_without_javascript_and_without_css(
    browser: Browser, address: str, examples: dict[str, str], path: str
) -> None:
    texts = []
    for scripts in (True, False):
        context = browser.new_context(base_url=address, java_script_enabled=scripts)
        opened = context.new_page()
        if not scripts:
            opened.route("**/*.css*", lambda route: route.abort())
        opened.goto(examples[path])
        texts.append(opened.locator("h1").inner_text())
        assert opened.locator("h1").count() == 1
        context.close()
    assert texts[0] == texts[1]


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in ("for", "aria-describedby", "aria-labelledby") and value:
                self.pointed += value.split()
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")


@pytest.mark.parametrize("path", PATHS)
def test_ids_are_unique_and_nothing_is_inline(
    client: httpx.Client, examples: dict[str, str], path: str
) -> None:
    read = _Ids()
    read.feed(client.get(examples[path]).text)
    assert len(read.ids) == len(set(read.ids))
    assert set(read.pointed) <= set(read.ids)
    assert read.inline == []


@pytest.mark.parametrize("path", [page.path for page in PAGES if "{" in page.path])
def test_a_record_that_is_not_there_is_a_page_that_says_so(client: httpx.Client, path: str) -> None:
    for name in ("nothing", "..%2f..%2fetc%2fpasswd", "%00", "<script>"):
        address = path.split("{", maxsplit=1)[0] + name
        for ending in ("", ".json"):
            answer = client.get(address + ending)
            assert answer.status_code == 404
            assert "<script" not in answer.text
    assert json.loads(client.get(path.split("{", maxsplit=1)[0] + "nothing.json").text)["status"] == 404


@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.path)
def test_a_list_is_there_as_csv_and_xlsx(
    client: httpx.Client, examples: dict[str, str], listing: object
) -> None:
    path = listing.path  # type: ignore[attr-defined]
    page = max((known for known in examples if path.startswith(known)), key=len)
    address = examples[page] + path[len(page) :]
    text = client.get(in_form(address, "csv"))
    assert text.status_code == 200
    assert text.content.startswith(b"\xef\xbb\xbf")
    book = client.get(in_form(address, "xlsx"))
    assert book.status_code == 200
    assert book.content.startswith(b"PK")
