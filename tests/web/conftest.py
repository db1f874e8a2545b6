"""One site over the mined sample, served for all tests of the site."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from thememiner.api import Report
from thememiner.web import Settings, make_app
from thememiner.web.routes import PAGES

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """Serve a site in a thread for the length of a ``with`` block; yields its address."""
    server = uvicorn.Server(
        uvicorn.Config(make_app(settings), host="127.0.0.1", port=0, log_level="error", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def site_report(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The mined sample, in a folder of its own, because verdicts are written beside it."""
    folder = tmp_path_factory.mktemp("site") / "sample"
    shutil.copytree(report.folder, folder)
    return Report(folder)


@pytest.fixture(scope="session")
def address(site_report: Report) -> Iterator[str]:
    """Where the site is."""
    with running(Settings(report=site_report.folder, corpus=SAMPLE)) as url:
        yield url


@pytest.fixture(scope="session")
def examples(site_report: Report) -> dict[str, str]:
    """An address of each page, by its path in the table of routes: what must hold of all is tried on all."""
    mentions = site_report.table("mentions")
    recs = site_report.table("recommendations")
    reviews = site_report.table("reviews")
    values = {
        "passage_id": mentions["passage_id"].value_counts().index[0],
        "recommendation_id": recs["recommendation_id"][recs["lineage_id"] != ""].iloc[0],
        "theme_id": mentions["theme_id"].value_counts().index[0],
        "agency_id": site_report.table("agencies").sort_values("n_recommendations")["agency_id"].iloc[-1],
        "review_id": reviews["review_id"][reviews["status"] == "ok"].iloc[0],
    }
    link = site_report.table("edges").query("kind == 'co_occurs'").iloc[0]
    queries = {"/network/link": f"?source={link['source']}&target={link['target']}&kind=co_occurs"}
    return {page.path: page.path.format(**values) + queries.get(page.path, "") for page in PAGES}


def in_form(address: str, form: str) -> str:
    """The address of a page's JSON, or of a list's file."""
    path, mark, query = address.partition("?")
    return f"{path}.{form}{mark}{query}"


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """Asks the site without a browser."""
    with httpx.Client(base_url=address, timeout=30) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A window; every request that it makes must go to the site, and none may be refused by the policy."""
    context = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith(address) else said.append(asked.url))
    yield opened
    context.close()
    assert said == []
