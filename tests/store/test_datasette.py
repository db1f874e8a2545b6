"""The database opens in Datasette as it is."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from thememiner.api import Report
from thememiner.columns import TABLES


@pytest.fixture(scope="module")
def datasette(report: Report) -> Iterator[httpx.Client]:
    """Datasette over the sample's database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", str(report.folder / "reviews.db"), "--port", str(port)]
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client,
    ):
        try:
            for _ in range(600):
                assert process.poll() is None, "Datasette ended"
                try:
                    client.get("/-/versions.json")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield client
        finally:
            process.terminate()


def test_every_table_is_there_with_its_rows_and_foreign_keys(datasette: httpx.Client, report: Report) -> None:
    found = {table["name"]: table for table in datasette.get("/reviews.json").json()["tables"]}
    for table in TABLES:
        assert found[table.name]["count"] == len(report.table(table.name))
        outgoing = {
            key["column"]: key["other_table"] for key in found[table.name]["foreign_keys"]["outgoing"]
        }
        declared = {
            c.name: c.refers for c in table.columns if c.refers and c.type != "list" and c.name != table.key
        }
        assert declared.items() <= outgoing.items()


def test_full_text_search_is_detected_and_used(datasette: httpx.Client) -> None:
    tables = {table["name"]: table for table in datasette.get("/reviews.json").json()["tables"]}
    for name in ("passages", "recommendations"):
        assert tables[name]["fts_table"] == f"{name}_fts"
    rows = datasette.get("/reviews/passages.json?_search=sharing&_shape=array").json()
    assert rows
    assert all("shar" in row["text"].lower() for row in rows)


def test_a_row_opens(datasette: httpx.Client, report: Report) -> None:
    review_id = report.table("reviews")["review_id"].iloc[0]
    assert datasette.get(f"/reviews/reviews/{review_id}.json").status_code == 200
    assert datasette.get(f"/reviews/reviews/{review_id}").status_code == 200
