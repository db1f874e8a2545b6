"""Any Unicode passes: through passages, tagging, tables, every export and search, and back.

What is cleaned on the way is written down: half a surrogate pair becomes U+FFFD everywhere; CSV and XLSX drop
control characters and mark a cell that a spreadsheet would run; XML drops what it cannot hold; a cell of XLSX
is cut at 32,767 characters.
"""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.columns import MENTIONS, PASSAGES
from thememiner.extraction import split_passages
from thememiner.extraction.passages.split import LONGEST_PASSAGE, cut_text
from thememiner.publish.csv_files import disarm, write_table
from thememiner.records import Document
from thememiner.tables import clean_text, make_frame
from thememiner.tagging.review import ReviewTagger

from .kill_loop import Here
from .make_texts import NASTY, SENSIBLE, make_document, mine_texts, write_nasty_texts

ANY = st.text(st.characters(), max_size=60)  # surrogates, too
TEXTS = st.lists(
    st.lists(ANY | st.sampled_from(NASTY) | st.sampled_from(SENSIBLE), min_size=1, max_size=4).map(" ".join),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def tagger() -> ReviewTagger:
    return ReviewTagger()


@given(texts=TEXTS)
def test_any_text_is_tagged_where_it_stands_and_comes_back_from_tables(
    tagger: ReviewTagger, texts: list[str]
) -> None:
    mined = mine_texts(tagger, "r", texts)
    assert mined.document is not None
    text = mined.document.text
    for part in (*mined.passages, *mined.mentions, *mined.agency_mentions, *mined.case_facts):
        assert text[part.start : part.end] == part.text
    for mention in mined.mentions:
        assert mention.text in mention.sentence
    rows = [
        tuple(
            {**{c.name: 0 for c in PASSAGES.columns}, "section": p.section, "text": p.text}[c.name]
            for c in PASSAGES.columns
        )
        for p in mined.passages
    ]
    frame = make_frame(PASSAGES, rows)
    assert list(frame["text"]) == [clean_text(passage.text) for passage in mined.passages]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE t (text TEXT)")
        db.executemany("INSERT INTO t VALUES (?)", [(text,) for text in frame["text"]])
        assert [text for (text,) in db.execute("SELECT text FROM t")] == list(frame["text"])


@given(texts=st.lists(ANY, min_size=1, max_size=5))
def test_any_text_comes_back_from_csv_but_for_what_is_made_harmless(tmp_path: Path, texts: list[str]) -> None:
    blank = {"text": "", "list": (), "int": 0, "real": None}
    rows = [
        tuple(text if c.name == "sentence" else blank[c.type] for c in MENTIONS.columns) for text in texts
    ]
    write_table(MENTIONS, make_frame(MENTIONS, rows), tmp_path / "t.csv")
    read = csv.DictReader(io.StringIO((tmp_path / "t.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert [row["sentence"] for row in read] == [disarm(clean_text(text)) for text in texts]


@given(
    text=st.text(st.sampled_from("ab. é"), max_size=50).flatmap(
        lambda t: st.integers(0, 900).map(lambda n: t * n)
    )
)
def test_a_text_of_any_length_is_cut_into_passages_that_lose_nothing_but_a_space(text: str) -> None:
    parts = list(cut_text(text))
    assert all(end - start <= LONGEST_PASSAGE for start, end in parts)
    assert parts[0][0] == 0
    assert parts[-1][1] == len(text)
    assert all(text[end:start] in ("", " ") for (_, end), (start, _) in pairwise(parts))


def test_ten_megabytes_on_one_line_are_passages_of_bearable_length() -> None:
    for unit in ("The school did not share what it knew. ", "x", "\u0301", "中"):
        doc = make_document("big", [unit * (10 * 2**20 // len(unit.encode()))])
        passages = split_passages(doc)
        assert max(len(passage.text) for passage in passages) <= LONGEST_PASSAGE
        assert sum(len(passage.text) for passage in passages) >= len(doc.text) * 0.999
        assert len({passage.passage_id for passage in passages}) == len(passages)


def test_tag_takes_a_text_of_any_length_and_counts_in_it() -> None:
    said = "Information was not shared between the agencies. "
    text = said + "Nothing of note was written down. " * 600 + said
    assert len(text) > 2 * LONGEST_PASSAGE
    mentions = thememiner.tag(pd.DataFrame({"id": ["p1"], "text": [text + "\ud800"]}, dtype=object))
    found = mentions[mentions["theme_id"] == "info_sharing"]
    assert len(found) >= 2
    assert set(found["passage_id"]) == {"p1"}
    assert found["mention_id"].is_unique
    assert all(text[row.start : row.end] == row.text for row in found.itertuples())
    assert found["end"].max() > len(text) - len(said)


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[thememiner.Report]:
    """A report of reviews whose every passage, title and publisher is nasty; only their PDFs were never there."""
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "corpus").mkdir()
    manifest = ['[corpus]\nname = "nasty"\ntitle = "\\u202e]]> <b>&amp; =1+1"\n']
    for number in range(6):
        (folder / "corpus" / f"{number}.pdf").write_bytes(b"%PDF " + bytes([number]))
        told = json.dumps(clean_text(NASTY[number] + NASTY[-number - 1])[:200])
        manifest.append(
            f'[[review]]\nfile = "{number}.pdf"\ntitle = {told}\npublisher = {told}\ncohort = {told}\n'
        )
    (folder / "corpus" / "corpus.toml").write_text("".join(manifest).replace("\x7f", ""), encoding="utf-8")

    def read(data: bytes, *, review_id: str, **_: object) -> Document:
        return make_document(review_id, [clean_text(text) for text in write_nasty_texts(data[-1], 14)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("thememiner.extraction.review.read_pdf", read)
        yield thememiner.run(folder / "corpus", output=folder / "out", executor=Here())


def texts_of(report: thememiner.Report) -> list[str]:
    return list(report.table("passages")["text"])


def test_the_run_keeps_every_passage_as_it_is(nasty: thememiner.Report) -> None:
    assert list(nasty.table("failures")["error"]) == []
    wanted = [
        passage.text
        for number in range(6)
        for passage in split_passages(
            make_document("r", [clean_text(t) for t in write_nasty_texts(number, 14)])
        )
    ]
    assert texts_of(nasty) == wanted
    assert len(nasty.table("mentions")) > 50
    assert len(nasty.table("recommendations")) > 3


def test_spreadsheets_open_and_hold_the_texts(nasty: thememiner.Report) -> None:
    raw = (nasty.folder / "tables" / "passages.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw, newline="")))
    assert [row["text"] for row in rows] == [disarm(text) for text in texts_of(nasty)]
    book = openpyxl.load_workbook(nasty.folder / "tables.xlsx", read_only=True)
    at = [cell.value for cell in next(book["passages"].iter_rows())].index("text")
    cells = [row[at] for row in book["passages"].iter_rows(min_row=2, values_only=True)]
    assert [unescape(cell) for cell in cells] == [normal(str(disarm(text))) for text in texts_of(nasty)]


def unescape(cell: object) -> str:
    return normal(str(cell or ""))


def normal(text: str) -> str:
    """XML reads every line end as one; U+FFFE and U+FFFF are no characters of XML."""
    return (
        re.sub("[\ufffe\uffff]", "", re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


@pytest.mark.parametrize(
    "format",
    ["csv", "xlsx", "parquet", "qdc", "qdpx", "graphml", "gexf", "gexf-dynamic", "json", "svg", "png"],
)
def test_every_export_opens_in_its_reader(nasty: thememiner.Report, tmp_path: Path, format) -> None:
    target = thememiner.export(nasty, format, tmp_path / f"out.{format}", without_sources=True)
    if format == "parquet":
        assert pq.read_table(target / "passages.parquet")["text"].to_pylist() == [
            t or None for t in texts_of(nasty)
        ]
    elif format == "graphml":
        assert set(nx.read_graphml(target).nodes) == set(nasty.graph.nodes)
    elif format.startswith("gexf"):
        assert set(nx.read_gexf(target, version="1.3").nodes) == set(nasty.graph.nodes)
    elif format == "json":
        assert len(json.loads(target.read_text(encoding="utf-8"))["nodes"]) == len(nasty.graph)
    elif format in ("svg", "qdc"):
        ET.parse(target)
    elif format == "qdpx":
        with zipfile.ZipFile(target) as project:
            assert project.testzip() is None
            ET.fromstring(project.read("project.qde"))
            assert sum(name.endswith(".txt") for name in project.namelist()) == 6
    elif format == "png":
        assert target.read_bytes().startswith(b"\x89PNG")
    else:
        assert target.exists()


def test_the_report_shows_the_texts_and_runs_none_of_them(nasty: thememiner.Report) -> None:
    page = (nasty.folder / "report.html").read_text(encoding="utf-8")
    scripts: list[str] = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            scripts.extend(tag for _ in range(tag == "script"))

    Reader().feed(page)
    assert page.count("<script") == len(scripts)
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


def test_search_finds_what_was_written_and_takes_any_query(nasty: thememiner.Report) -> None:
    found = thememiner.search(nasty, "health visitor school", limit=100)
    wanted = [text for text in texts_of(nasty) if "health visitor did not share" in text]
    assert 0 < len(found) <= 100
    assert set(found["text"]) <= set(texts_of(nasty))
    assert len(found) >= min(len(wanted), 100) * 0.9
    for query in NASTY:
        for lens in ("passages", "recommendations"):
            try:
                thememiner.search(nasty, query, lens=lens)
            except thememiner.InputError as error:
                assert "no filter of" in str(error)


def test_the_same_nasty_texts_give_the_same_bytes(nasty: thememiner.Report) -> None:
    database = (nasty.folder / "reviews.db").read_bytes()
    thememiner.run(nasty.folder.parent / "corpus", output=nasty.folder, executor=Here())
    assert (nasty.folder / "reviews.db").read_bytes() == database
