"""What people meet when they open the files: links, dates, types, in other people's programs."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.columns import TABLES
from thememiner.publish import disarm
from thememiner.publish.sheet_rows import MAX_LINKS, RowWriter, Styles
from thememiner.publish.sheets import Sheet, list_batches, write_book
from thememiner.publish.workbook import write_workbook
from thememiner.tables import clean_text


@pytest.fixture(scope="module")
def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(report.folder / "tables.xlsx")


def cells(book: openpyxl.Workbook, sheet: str, column: str) -> list[openpyxl.cell.Cell]:
    head = [cell.value for cell in book[sheet][1]]
    return [row[head.index(column)] for row in book[sheet].iter_rows(min_row=2)]


def test_a_page_number_is_a_number_and_opens_the_pdf_at_that_page(
    book: openpyxl.Workbook, report: Report
) -> None:
    for sheet in ("mentions", "recommendations", "figures", "case_facts"):
        for cell, review_id in zip(cells(book, sheet, "page"), cells(book, sheet, "review_id"), strict=True):
            if cell.value is None:  # a fact from the manifest has no page
                continue
            assert isinstance(cell.value, int)
            assert cell.hyperlink.location == f"page={cell.value}"
            target = (report.folder / unquote(cell.hyperlink.target).replace("\\", "/")).resolve()
            paths = report.table("reviews").set_index("review_id")["path"]
            assert target.is_file()
            assert target.name == Path(paths[review_id.value]).name


def test_source_addresses_are_links(book: openpyxl.Workbook, report: Report) -> None:
    shown = {cell.value: cell.hyperlink for cell in cells(book, "reviews", "source_url") if cell.value}
    assert shown
    assert all(link.target == address for address, link in shown.items())


def test_whole_dates_are_dates_and_partial_dates_are_text(book: openpyxl.Workbook) -> None:
    kinds = {str(cell.value)[:10]: type(cell.value) for cell in cells(book, "reviews", "published_on")}
    assert kinds["2016-06-14"] is datetime
    assert kinds["2013-10"] is str
    notes = " ".join(str(row[3]) for row in book["about"].values)
    assert "2020-03 stay text" in notes


def test_every_sheet_can_be_filtered_and_keeps_its_header(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_links_beyond_what_a_sheet_holds_are_plain_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thememiner.publish.sheet_rows.MAX_LINKS", 2)
    assert MAX_LINKS > 60_000
    pages = Sheet(
        name="s",
        columns=("page",),
        batches=list_batches([(1,), (2,), (3,)]),
        links={0: lambda batch: [f"a.pdf#page={page}" for page in batch[0]]},
    )
    write_book(tmp_path / "links.xlsx", [pages], title="links")
    read = openpyxl.load_workbook(tmp_path / "links.xlsx")["s"]
    assert [cell.value for (cell,) in read.iter_rows(min_row=2)] == [1, 2, 3]
    assert [cell.hyperlink is None for (cell,) in read.iter_rows(min_row=2)] == [False, False, True]


def test_filters_cover_the_rows_and_no_more(book: openpyxl.Workbook, report: Report) -> None:
    for table in TABLES:
        if not table.database_only:
            end = max(len(report.table(table.name)), 1) + 1  # an empty table has a row to filter
            assert book[table.name].auto_filter.ref.endswith(str(end)), table.name
            assert book[table.name].max_row in (end, 1)
    with ZipFile(report.folder / "tables.xlsx") as package:
        hidden = dict(
            re.findall(r">(\w+)!([$A-Z0-9:]+)</definedName>", package.read("xl/workbook.xml").decode())
        )
    assert {name: area.replace("$", "") for name, area in hidden.items()} == {
        sheet.title: sheet.auto_filter.ref for sheet in book
    }


def test_of_a_table_that_no_spreadsheet_opens_with_ease_the_first_rows_are_shown(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thememiner.publish.workbook.SHOWN_ROWS", 7)
    write_workbook(report.tables, tmp_path / "short.xlsx", title="short")
    read = openpyxl.load_workbook(tmp_path / "short.xlsx")
    assert [cell.value for cell in cells(read, "passages", "passage_id")] == list(
        report.table("passages")["passage_id"][:7]
    )
    told = {row[0]: row[3] for row in read["about"].values if not row[1]}
    assert told["passages"].endswith("Only the first 7 are here; the CSV has all.")
    assert "Only the first" not in told["failures"]


@given(st.lists(st.text() | st.sampled_from(["_x000D_", "<r>&</r>", " a\r\n", "\ufffe\uffff"]), min_size=1))
def test_any_text_comes_back_from_the_rows(texts: list[str]) -> None:
    harmless = [str(disarm(clean_text(text))) for text in texts]
    writer = RowWriter(("a", "b"), Styles(wrap=1, link=2, date=3), {})
    rows = ElementTree.fromstring(f"<sheet>{writer.render([harmless, [None] * len(texts)])}</sheet>")
    read = [cell.text for row in rows for cell in row.iter("t")]
    plain = [re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text or "") for text in read]
    assert plain == [text for text in harmless if text]
    assert [row.get("r") for row in rows] == [str(place) for place in range(2, len(texts) + 2)]


def test_an_unchanged_run_writes_the_same_workbook(report: Report, tmp_path: Path) -> None:
    corpus = Path(__file__).parents[2] / "corpora" / "sample"
    before = (report.folder / "tables.xlsx").read_bytes()
    again = thememiner.run(corpus, output=report.folder)
    assert (again.folder / "tables.xlsx").read_bytes() == before


@pytest.fixture(scope="module")
def parquet(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return thememiner.export(report, "parquet", tmp_path_factory.mktemp("parquet") / "sample")


def test_parquet_has_types_lists_nulls_and_meanings(parquet: Path, report: Report) -> None:
    assert {file.stem for file in parquet.glob("*.parquet")} == {table.name for table in TABLES}
    read = pd.read_parquet(parquet / "recommendations.parquet")
    ours = report.table("recommendations")
    assert [tuple(items) for items in read["theme_ids"]] == list(ours["theme_ids"])
    assert list(read["text"]) == list(ours["text"])
    assert str(pq.read_schema(parquet / "recommendations.parquet").field("page").type) == "int64"
    assert pd.read_parquet(parquet / "reviews.parquet")["incident"].isna().any()
    schema = pq.read_schema(parquet / "mentions.parquet")
    assert schema.field("polarity").metadata[b"meaning"]


def test_duckdb_reads_parquet_lists_and_csv(parquet: Path, report: Report) -> None:
    themes = report.table("recommendations")["theme_ids"].map(len).sum()
    query = f"select count(*) from (select unnest(theme_ids) from '{parquet}/recommendations.parquet')"
    assert duckdb.sql(query).fetchall() == [(themes,)]
    csv = report.folder / "tables" / "mentions.csv"
    assert duckdb.sql(f"select count(*) from read_csv('{csv}')").fetchall() == [
        (len(report.table("mentions")),)
    ]


def test_parquet_in_folders_by_year_reads_as_one_table(report: Report, tmp_path: Path) -> None:
    target = tmp_path / "parted"
    command = ["export", str(report.folder), "parquet", "--partition", "year", "-o", str(target)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert (target / "mentions" / "year=2018").is_dir()
    query = (
        f"select year, count(*) from read_parquet('{target}/mentions/**/*.parquet', hive_partitioning=true, "
    )
    query += "hive_types_autocast=false) group by year"
    counted = dict(duckdb.sql(query).fetchall())
    reviews = report.table("reviews").set_index("review_id")["published_on"].str[:4]
    assert counted == report.table("mentions")["review_id"].map(reviews).value_counts().to_dict()
    assert (target / "themes.parquet").is_file()
    both = thememiner.export(report, "parquet", tmp_path / "both", partition=("publisher", "year"))
    assert len(pd.read_parquet(both / "reviews")) == len(report.table("reviews"))


def test_the_query_of_the_documentation_counts_over_a_lake(report: Report, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    query = text.split("```sql\n")[1].split("```")[0]
    assert "'lake/" in query
    lake = tmp_path / "lake"
    thememiner.export(report, "parquet", lake / "one", partition=("publisher", "year"))
    counted = duckdb.sql(query.replace("'lake/", f"'{lake}/")).fetchall()
    mentions = report.table("mentions").query(
        "theme_id == 'neglect' and status == 'asserted' and polarity == 'concern'"
    )
    years = mentions["review_id"].map(report.table("reviews").set_index("review_id")["published_on"].str[:4])
    wanted = mentions.groupby(years)["review_id"].nunique()
    assert [(str(year), n) for year, n in counted] == list(wanted.items())


def test_parquet_has_the_same_bytes_each_time(parquet: Path, report: Report, tmp_path: Path) -> None:
    again = thememiner.export(report, "parquet", tmp_path / "again")
    for file in parquet.glob("*.parquet"):
        assert (again / file.name).read_bytes() == file.read_bytes()


def test_parting_by_something_else_is_refused(report: Report, tmp_path: Path) -> None:
    with pytest.raises(thememiner.InputError, match="parted by moon"):
        thememiner.export(report, "parquet", tmp_path / "x", partition=("moon",))


def test_csv_reads_as_r_reads_it(report: Report) -> None:
    """read.csv(file, fileEncoding = "UTF-8-BOM", na.strings = ""): only an empty cell is NA."""
    file = report.folder / "tables" / "reviews.csv"
    read = pd.read_csv(file, encoding="utf-8-sig", na_values=[""], keep_default_na=False, dtype=str)
    assert read.columns[0] == "review_id"  # the mark of the encoding is no part of the name
    ours = report.table("reviews")
    assert read["incident"].isna().sum() == (ours["incident"] == "").sum()
    assert read["child_age_months"].isna().sum() == ours["child_age_months"].isna().sum()
