"""What several tests stand on: the sample corpus, mined once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

import thememiner
from thememiner.api import Report

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpora" / "sample"

# The same examples every time, so that a commit that passed here passes elsewhere; `make fuzz` looks for new ones.
settings.register_profile(
    "steady",
    max_examples=150,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile("fuzz", settings.get_profile("steady"), max_examples=5000, derandomize=False)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample corpus, mined."""
    return thememiner.run(SAMPLE, output=tmp_path_factory.mktemp("reports") / "sample")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's browser, else Playwright's own.

    Closed with the module: while it is open its thread has an event loop, which other tests start themselves.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    system = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=system,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield opened
        opened.close()


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus of three short sample reviews and one file that is no PDF."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name in (
        "eastvale-joint-inspection-letter-2019.pdf",
        "national-press-release-between-addresses-2022.pdf",
        "port-selwyn-prevention-of-future-deaths-2020.pdf",
    ):
        (folder / name).write_bytes((SAMPLE / name).read_bytes())
    (folder / "page.pdf").write_text(
        "<!doctype html><title>Not found</title><p>The page you asked for has moved."
    )
    return folder
