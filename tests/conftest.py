"""What several tests stand on: the sample corpus, mined once."""

from __future__ import annotations

from pathlib import Path

import pytest

import thememiner
from thememiner.api import Report

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "corpora" / "sample"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample corpus, mined."""
    return thememiner.run(SAMPLE, output=tmp_path_factory.mktemp("reports") / "sample")


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
