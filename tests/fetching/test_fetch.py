"""Fetching from a site that breaks, lies, moves and asks for patience."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.cli import main
from thememiner.corpus import load_corpus
from thememiner.errors import CorpusError, ReadError
from thememiner.fetching.links import find_pdf_link

from .conftest import PDF, Shelf, Site, in_turn, reply

SHA256 = hashlib.sha256(PDF).hexdigest()
ROOT = Path(__file__).parents[2]


def test_a_listed_pdf_is_fetched_once(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"), sha256=SHA256)
    site.answers["/a.pdf"] = reply(PDF)
    assert shelf.fetch().status == "fetched"
    assert shelf.file.read_bytes() == PDF
    again = shelf.fetch()
    assert (again.status, again.sha256) == ("present", SHA256)
    assert site.paths() == ["/a.pdf"]
    assert shelf.leftovers() == []


def test_a_broken_line_goes_on_where_it_broke(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    rest = reply(PDF[1000:], status=206, ETag='"v1"', Content_Range=f"bytes 1000-{len(PDF) - 1}/{len(PDF)}")
    site.answers["/a.pdf"] = in_turn(reply(PDF, cut=1000, ETag='"v1"'), rest)
    assert shelf.fetch().status == "fetched"
    assert shelf.file.read_bytes() == PDF
    second = site.asked[1][1]
    assert (second["Range"], second["If-Range"]) == ("bytes=1000-", '"v1"')


def test_a_later_run_resumes_what_an_earlier_one_left(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(PDF, cut=1000, ETag='"v1"')
    assert shelf.fetch(tries=1).status == "failed"
    assert not shelf.file.exists()
    site.answers["/a.pdf"] = reply(PDF[1000:], status=206, ETag='"v1"')
    assert shelf.fetch().sha256 == SHA256


def test_a_document_that_changed_in_between_is_read_anew(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = in_turn(
        reply(b"%PDF-1.4 old" + PDF, cut=1000, ETag='"v1"'), reply(PDF, ETag='"v2"')
    )
    assert shelf.fetch().sha256 == SHA256


def test_a_part_that_fits_nothing_any_more_is_dropped(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = in_turn(
        reply(PDF, cut=1000, ETag='"v1"'), reply(b"", status=416), reply(PDF, ETag='"v1"')
    )
    assert shelf.fetch().sha256 == SHA256
    assert "Range" not in site.asked[2][1]


def test_a_wrong_file_is_not_put_in_place(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"), sha256="0" * 64)
    site.answers["/a.pdf"] = reply(PDF)
    result = shelf.fetch()
    assert result.status == "failed"
    assert "SHA-256" in result.error
    assert not shelf.file.exists()
    assert shelf.leftovers() == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!DOCTYPE html>\n<html lang='en'><head><title>Page not found</title>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
        (b"PK\x03\x04 word/document.xml", "Word document"),
        (b"", "empty"),
        (PDF[: len(PDF) // 2], "without its end"),
    ],
)
def test_what_is_no_whole_pdf_is_refused(shelf: Shelf, site: Site, body: bytes, said: str) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(body)
    result = shelf.fetch()
    assert result.status == "failed"
    assert said in result.error
    assert result.advice
    assert not shelf.file.exists()


def test_a_bad_answer_leaves_the_good_file_and_a_good_one_replaces_the_bad(shelf: Shelf, site: Site) -> None:
    newer = PDF + b"\n%%EOF\n"
    shelf.file.write_bytes(PDF)
    shelf.list_review(pdf_url=site.url("/a.pdf"), sha256=hashlib.sha256(newer).hexdigest())
    site.answers["/a.pdf"] = reply(b"<html>moved</html>")
    assert shelf.fetch().status == "failed"
    assert shelf.file.read_bytes() == PDF
    site.answers["/a.pdf"] = reply(newer)
    assert shelf.fetch().status == "fetched"
    assert shelf.file.read_bytes() == newer
    shelf.file.write_bytes(b"<html>saved by hand under the wrong name</html>")
    assert shelf.fetch().status == "fetched"


@pytest.mark.parametrize("announced", [True, False])
def test_more_than_the_limit_is_refused(shelf: Shelf, site: Site, announced: bool) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(PDF + b" " * 300_000, length=announced)
    result = shelf.fetch(megabytes=0.1)
    assert result.status == "failed"
    assert "larger than 0.1 MB" in result.error
    assert shelf.leftovers() == []


def test_redirects_lead_only_to_allowed_hosts(shelf: Shelf, site: Site) -> None:
    elsewhere = site.url("/b.pdf").replace("127.0.0.1", "localhost")
    site.answers |= {"/a.pdf": reply(status=302, Location=elsewhere), "/b.pdf": reply(PDF)}
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    result = shelf.fetch()
    assert "not an allowed host" in result.error
    assert site.paths() == ["/a.pdf"]
    shelf.list_review(f'hosts = ["{elsewhere.split("/")[2]}"]', pdf_url=site.url("/a.pdf"))
    assert shelf.fetch().url == elsewhere


def test_a_redirect_away_from_the_web_is_refused(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(status=302, Location="file:///etc/passwd")
    assert "no web address" in shelf.fetch().error


def test_a_circle_of_redirects_ends(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(status=301, Location="/a.pdf")
    assert "redirects more than" in shelf.fetch().error


def test_a_busy_site_is_given_the_time_that_it_asks_for(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    site.answers["/a.pdf"] = in_turn(
        reply(status=429, Retry_After="7"), reply(status=503, Retry_After=later), reply(PDF)
    )
    assert shelf.fetch().status == "fetched"
    assert shelf.waited[0] == 7
    assert 50 < shelf.waited[1] <= 60


def test_a_site_that_asks_for_an_hour_is_left_for_later(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(status=503, Retry_After="3600")
    result = shelf.fetch()
    assert "3600 seconds" in result.error
    assert len(site.asked) == 1


def test_a_site_that_stays_broken_is_given_up(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(status=500)
    assert shelf.fetch(tries=3).status == "failed"
    assert len(site.asked) == 3


def test_a_site_that_is_not_there_is_asked_once(shelf: Shelf) -> None:
    shelf.list_review(pdf_url="http://127.0.0.1:9/a.pdf")
    assert "cannot be reached" in shelf.fetch().error
    assert shelf.waited == []


def test_requests_to_one_site_keep_their_distance(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers |= {"/a.pdf": reply(status=302, Location="/b.pdf"), "/b.pdf": reply(PDF)}
    shelf.fetch(delay=2.0)
    assert len(shelf.waited) == 1
    assert 1 < shelf.waited[0] <= 2


def test_a_publication_page_leads_to_its_pdf(shelf: Shelf, site: Site) -> None:
    page = b'<html><h1>Child Q</h1><a href="/media/1/child-q.pdf"><img></a><a href="/media/1/child-q.pdf">Report</a>'
    site.answers |= {"/page": reply(page), "/media/1/child-q.pdf": reply(PDF)}
    shelf.list_review(source_url=site.url("/page"), title="Child Q")
    assert shelf.fetch().url == site.url("/media/1/child-q.pdf")


def test_a_page_with_several_pdfs_is_asked_for_the_title(shelf: Shelf, site: Site) -> None:
    page = '<a href="r.pdf">Annual report 2019</a><a href="s.pdf">Annual report 2019: easy read version</a>'
    assert find_pdf_link(page, url="https://example.org/p/", title="Annual report 2019").endswith("/r.pdf")
    with pytest.raises(ReadError, match=r"r\.pdf, .*s\.pdf"):
        find_pdf_link(page, url="https://example.org/p/", title="")
    with pytest.raises(ReadError, match="without a link to a PDF"):
        find_pdf_link("<a name=x>", url="https://example.org/p/", title="")


def test_what_is_missing_without_an_address_says_so(shelf: Shelf) -> None:
    shelf.list_review(title="Child Q")
    assert "no address" in shelf.fetch().error


def test_a_manifest_with_a_wrong_hash_is_told_before_anything_is_fetched(shelf: Shelf) -> None:
    shelf.list_review(sha256="abc")
    with pytest.raises(CorpusError, match="64 hexadecimal digits"):
        shelf.fetch()


def test_the_command_prints_a_table_and_counts_failures(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/gone.pdf"))
    done = CliRunner().invoke(main, ["fetch", str(shelf.folder), "--delay", "0"])
    assert done.exit_code == 3
    assert done.stdout.splitlines()[0] == "path,status,url,sha256,n_bytes,error,advice"
    assert "404" in done.stderr
    site.answers["/gone.pdf"] = reply(PDF)
    frame = thememiner.fetch(shelf.folder)
    assert list(frame["status"]) == ["fetched"]


def test_unfinished_files_are_no_part_of_a_corpus(shelf: Shelf, site: Site) -> None:
    shelf.list_review(pdf_url=site.url("/a.pdf"))
    site.answers["/a.pdf"] = reply(PDF, cut=1000)
    shelf.fetch(tries=1)
    assert shelf.leftovers()
    assert [source.missing for source in load_corpus(shelf.folder).sources] == [True]


def test_the_national_reviews_can_be_asked_for() -> None:
    corpus = load_corpus(ROOT / "corpora" / "national-reviews")
    assert len(corpus.sources) >= 15
    for source in corpus.sources:
        assert re.match(
            r"https://(www\.gov\.uk/|assets\.publishing\.service\.gov\.uk/)",
            (source.pdf_url or source.facts["source_url"]),
        )
        assert source.facts["title"]
        assert re.match(r"20\d\d", source.facts["published_on"])
    assert corpus.hosts == {"www.gov.uk", "assets.publishing.service.gov.uk"}
