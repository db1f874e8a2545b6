"""Nothing that a document, a file name or a visitor says can harm: it is data."""

from __future__ import annotations

import base64
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser

import thememiner
from thememiner.api import Report
from thememiner.web import Settings, make_app
from thememiner.web.security import is_allowed

from .conftest import SAMPLE, running

EVIL = """<script>document.title='owned'</script><img src=x onerror="document.title='owned'">" onfocus="alert(1)' {{7*7}}"""


@pytest.fixture(scope="module")
def evil(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site over a report whose every text is an attack."""
    folder = tmp_path_factory.mktemp("evil") / "sample"
    shutil.copytree(report.folder, folder)
    with closing(sqlite3.connect(folder / "reviews.db")) as db:
        for table, columns in {
            "reviews": ("title", "kind", "publisher", "area"),
            "passages": ("text", "section", "number"),
            "mentions": ("text", "sentence"),
            "themes": ("label", '"group"', "definition"),
            "agencies": ("label", "kind"),
            "recommendations": ("text", "addressees", "action", "due", "section", "response_text", "number"),
            "cues": ("cue",),
        }.items():
            for column in columns:
                db.execute(f"UPDATE {table} SET {column} = ?", (EVIL,))
        db.execute(
            "UPDATE reviews SET source_url = 'javascript:document.title=1', path = '../../../etc/passwd'"
        )
        for name in ("passages", "recommendations"):
            db.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")
        db.commit()
    with running(Settings(report=folder, corpus=SAMPLE)) as url:
        yield url


def test_texts_titles_and_names_are_shown_and_not_run(
    evil: str, browser: Browser, examples: dict[str, str]
) -> None:
    context = browser.new_context(base_url=evil)
    opened = context.new_page()
    refused: list[str] = []
    opened.on(
        "console",
        lambda message: refused.append(message.text) if "Content Security" in message.text else None,
    )
    for address in (*examples.values(), "/search?q=document", "/search?lens=recommendations&q=document"):
        opened.goto(address)
        assert "owned" not in opened.title().split(" - ")[-1]
        assert opened.title() != "owned"
        assert opened.locator("script:not([src])").count() == 0
        assert opened.locator("img[onerror], [onfocus]").count() == 0
        assert opened.locator("a[href^='javascript']").count() == 0
        assert "49" not in opened.locator("h1").inner_text()
    assert refused == [], "the policy is the second wall; nothing should come as far as that"
    context.close()


def test_a_path_that_leads_out_of_the_corpus_is_not_followed(evil: str, examples: dict[str, str]) -> None:
    with httpx.Client(base_url=evil) as visitor:
        passage = visitor.get(examples["/passages/{passage_id}"] + ".json").json()
        review_id = passage["review"]["review_id"]
        assert passage["pdf"] == ""
        assert passage["published_at"] == ""
        assert visitor.get(f"/reviews/{review_id}/original.pdf").status_code == 404
        assert visitor.get(f"/reviews/{review_id}/pages/1.png").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/store/search.py",
        "/static//etc/passwd",
        "/reviews/..%2f..%2f..%2fetc%2fpasswd/original.pdf",
        "/reviews/%00/original.pdf",
        "/reviews/x/pages/..%2f..%2f1.png",
        "/reviews/x/pages/99999999999999999999.png",
    ],
)
def test_no_file_is_reached_by_its_path(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 405)
    assert b"import" not in answer.content
    assert b"root:" not in answer.content


NASTY = ["'; DROP TABLE passages; --", '" OR 1=1 --', "NEAR((((", '"', "*", "a* AND (b OR", "text:child", "{text}: x",
         "-child", "^child", "child + police", "\0", "\ud800", "🦉", "ﬁ", "(" * 900, "NOT NOT NOT", "theme:", "year:'",
         "theme:\"", "a:b:c", "review:%", "AND " * 300, "x" * 1900, "role:<b>", "NEAR/0", "a NEAR/999 b", "\u202eabc"]  # fmt: skip


@given(text=st.text() | st.sampled_from(NASTY) | st.lists(st.sampled_from(NASTY), max_size=3).map(" ".join))
@example(text="(" * 2000)
@example(text="a NEAR b NEAR c")
def test_any_query_is_answered(client: httpx.Client, text: str) -> None:
    sent = text.encode("utf-8", "replace").decode()
    for lens in ("passages", "recommendations"):
        answer = client.get(
            "/search", params={"q": sent, "lens": lens, "theme": sent[:300], "page": sent[:20]}
        )
        assert answer.status_code == 200, answer.text
        assert "There is a problem" not in answer.text


def test_nothing_that_is_asked_changes_the_report(client: httpx.Client, site_report: Report) -> None:
    before = (site_report.folder / "reviews.db").read_bytes()
    for text in NASTY:
        client.get(
            "/search",
            params={"q": text.encode("utf-8", "replace").decode(), "agency": "'; DELETE FROM reviews; --"},
        )
    assert (site_report.folder / "reviews.db").read_bytes() == before


def test_a_huge_query_is_told_to_be_long(client: httpx.Client) -> None:
    assert client.get("/search", params={"q": "word " * 1000}).status_code == 200
    assert "too long" in client.get("/search", params={"q": "word " * 10_000}).text
    many = [("theme", f"t{i}") for i in range(900)]
    assert client.get("/search", params=many).status_code == 200


def test_every_answer_carries_the_headers(client: httpx.Client, examples: dict[str, str]) -> None:
    for address in (*examples.values(), "/nowhere", "/openapi.json", "/search.csv?q=police"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", "", "localhost.evil:80"]
)
def test_another_name_than_this_machines_is_refused(client: httpx.Client, host: str) -> None:
    answer = client.get("/search", headers={"Host": host})
    assert answer.status_code == 400
    assert "passages" not in answer.text


def test_the_address_that_is_listened_on_and_the_names_that_are_allowed_are_answered(
    site_report: Report,
) -> None:
    settings = Settings(report=site_report.folder, host="127.0.0.2", allowed_hosts=("Reviews.example",))
    for host, allowed in (("127.0.0.2:8001", True), ("reviews.example", True), ("127.0.0.3", False)):
        assert is_allowed(host, settings) is allowed


def test_a_verdict_from_another_site_is_refused(client: httpx.Client, examples: dict[str, str]) -> None:
    address = examples["/passages/{passage_id}"] + "/verdicts"
    form = {"verdict": "accept", "reviewer": "Eve", "item": "x"}
    assert client.post(address, data=form).status_code == 403
    crossing = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert client.post(address, data=form, headers=crossing).status_code == 403
    assert client.post(address, content=b"x" * 200_000).status_code in (400, 403)
    assert client.get(address).status_code == 405
    client.cookies.clear()
    cookie = client.get(examples["/passages/{passage_id}"]).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_open_to_a_network_it_asks_who_is_there(site_report: Report) -> None:
    with pytest.raises(thememiner.InputError, match="--password-file"):
        make_app(Settings(report=site_report.folder, host="0.0.0.0"))
    with running(Settings(report=site_report.folder, host="0.0.0.0", password="pä:ss")) as url:
        assert httpx.get(f"{url}/search").status_code == 401
        for given_password, status in (("pä:ss", 200), ("pass", 401), ("", 401)):
            word = base64.b64encode(f"ada:{given_password}".encode()).decode()
            assert (
                httpx.get(f"{url}/search", headers={"Authorization": f"Basic {word}"}).status_code == status
            )
        assert httpx.get(f"{url}/search", headers={"Authorization": "Basic ###"}).status_code == 401
    with running(Settings(report=site_report.folder, host="0.0.0.0", trust_header="X-User")) as url:
        assert httpx.get(f"{url}/search").status_code == 403
        assert httpx.get(f"{url}/search", headers={"X-User": "Ada"}).status_code == 200


def test_cells_that_a_spreadsheet_would_run_are_harmless(evil: str, tmp_path: Path, report: Report) -> None:
    folder = tmp_path / "sample"
    shutil.copytree(report.folder, folder)
    with closing(sqlite3.connect(folder / "reviews.db")) as db:
        db.execute("UPDATE reviews SET title = '=HYPERLINK(1)'")
        db.execute("UPDATE passages SET text = '+cmd|calc police'")
        db.execute("INSERT INTO passages_fts(passages_fts) VALUES ('rebuild')")
        db.commit()
    with running(Settings(report=folder)) as url:
        text = httpx.get(f"{url}/search.csv?q=police").text
    lines = text.splitlines()[1:]
    assert lines
    assert all(line.startswith("'=HYPERLINK") and "'+cmd" in line for line in lines)
