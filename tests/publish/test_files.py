"""The files open elsewhere, and hold what the tables hold."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner.api import Report
from thememiner.cells import pack_texts
from thememiner.cli import main
from thememiner.columns import REVIEWS, TABLES, Column, Table
from thememiner.publish.csv_files import disarm, disarm_texts, write_table
from thememiner.publish.sheet_rows import MAX_CELL
from thememiner.publish.workbook import write_workbook
from thememiner.tables import Tables, clean_text, make_frame


@given(st.text())
def test_no_cell_begins_as_a_formula(text: str) -> None:
    cell = str(disarm(text))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\0" not in cell


@given(st.lists(st.text(max_size=5) | st.none(), min_size=1), st.lists(st.text(max_size=5), min_size=1))
def test_a_column_is_made_harmless_as_its_cells_are(cells: list[str | None], more: list[str]) -> None:
    for column in (cells, more):
        known = [None if cell is None else clean_text(cell) for cell in column]
        assert disarm_texts(pack_texts(known)).to_pylist() == [disarm(cell) for cell in known]


@given(st.lists(st.tuples(st.text(max_size=8), st.none() | st.floats(allow_nan=False, allow_infinity=False))))
def test_rows_are_written_as_the_csv_module_writes_them(
    tmp_path: Path, cells: list[tuple[str, float | None]]
) -> None:
    table = Table("t", "", (Column("text", "text", ""), Column("n", "real", "")))
    write_table(table, make_frame(table, cells), tmp_path / "t.csv")
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([("text", "n"), *((disarm(clean_text(text)), n) for text, n in cells)])
    assert (tmp_path / "t.csv").read_bytes() == stream.getvalue().encode("utf-8-sig")


def test_workbook_has_a_sheet_per_table_with_typed_cells(report: Report) -> None:
    book = openpyxl.load_workbook(report.folder / "tables.xlsx", read_only=True)
    assert book.sheetnames == ["about", *(table.name for table in TABLES if not table.database_only)]
    rows = list(book["themes"].values)
    assert list(rows[0]) == list(report.table("themes").columns)
    assert isinstance(rows[1][rows[0].index("n_mentions")], int)
    meanings = {(row[0], row[1]): row[3] for row in book["about"].values}
    assert meanings["mentions", "polarity"]
    book.close()


def test_a_workbook_takes_any_text(tmp_path: Path) -> None:
    tables = Tables({table.name: make_frame(table, []) for table in TABLES})
    titles = ["=1+1", "x" * 40_000, "a\x0bb\x1fc", "https://example.org", "naïve 👋 \u202eabc", "\ud7ff"]
    blank = [{"text": "", "list": ()}.get(column.type, 0) for column in REVIEWS.columns]
    tables["reviews"] = make_frame(
        REVIEWS, [tuple([str(i), title, *blank[2:]]) for i, title in enumerate(titles)]
    )
    write_workbook(tables, tmp_path / "any.xlsx", title="any")
    cells = [row[1] for row in openpyxl.load_workbook(tmp_path / "any.xlsx")["reviews"].values][1:]
    assert cells[0] == "'=1+1"
    assert len(cells[1]) == MAX_CELL
    assert "cut" in cells[1][-70:]
    assert cells[2:] == ["abc", *titles[3:]]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_the_network_survives_its_files(report: Report, form: str) -> None:
    file = report.folder / f"network.{form}"
    graph = nx.read_graphml(file) if form == "graphml" else nx.read_gexf(file, version="1.3")
    assert set(graph.nodes) == set(report.graph.nodes)
    assert graph.number_of_edges() == report.graph.number_of_edges()
    wanted = sorted(
        (s, t, d["kind"], d["weight"], "; ".join(d["evidence"])) for s, t, d in report.graph.edges(data=True)
    )
    found = sorted((s, t, d["kind"], d["weight"], d["evidence"]) for s, t, d in graph.edges(data=True))
    assert found == wanted


@pytest.mark.parametrize("form", ["csv", "xlsx", "graphml", "gexf"])
def test_export_writes_the_same_bytes_as_the_run(report: Report, tmp_path: Path, form: str) -> None:
    # Links of a workbook lead to the PDFs from where it lies, so it has to lie in the same place.
    target = (report.folder if form == "xlsx" else tmp_path) / f"out.{form}"
    result = CliRunner().invoke(main, ["export", str(report.folder), form, "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert Path(result.stdout.strip()) == target
    if form == "csv":
        for file in (report.folder / "tables").glob("*.csv"):
            assert (target / file.name).read_bytes() == file.read_bytes(), file.name
    else:
        name = "tables.xlsx" if form == "xlsx" else f"network.{form}"
        assert target.read_bytes() == (report.folder / name).read_bytes()


def test_tables_come_back_from_the_database_as_they_were(report: Report) -> None:
    recommendations = report.table("recommendations")
    assert recommendations["theme_ids"].map(type).eq(tuple).all()
    assert str(recommendations["page"].dtype) == "Int64"
    assert str(report.table("themes")["share_reviews"].dtype) == "Float64"


def test_tag_reads_csv_and_jsonl_and_writes_mentions(tmp_path: Path) -> None:
    text = "The health visitor did not share information with the school."
    (tmp_path / "p.csv").write_text(f'ref,words\na1,"{text}"\n', encoding="utf-8")
    (tmp_path / "p.jsonl").write_text(f'{{"ref": "a1", "words": "{text}"}}\n', encoding="utf-8")
    answers = []
    for name in ("p.csv", "p.jsonl"):
        command = ["tag", str(tmp_path / name), "--id-column", "ref", "--text-column", "words"]
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, result.output
        answers.append(list(csv.DictReader(result.stdout.splitlines())))
    assert answers[0] == answers[1]
    found = [row for row in answers[0] if row["theme_id"] == "info_sharing"]
    assert found[0]["passage_id"] == "a1"
    assert text[int(found[0]["start"]) : int(found[0]["end"])] == found[0]["text"]
    assert found[0]["polarity"] == "concern"


def test_tag_names_the_columns_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(thememiner.InputError, match=r"no column id.*it has ref"):
        thememiner.tag(pd.DataFrame({"ref": ["1"], "text": ["x"]}))


def test_search_prints_hits_and_csv(report: Report) -> None:
    runner = CliRunner()
    shown = runner.invoke(main, ["search", "supervision", "--report", str(report.folder), "--limit", "2"])
    assert shown.exit_code == 0
    assert ", p. " in shown.stdout
    table = runner.invoke(
        main, ["search", "supervision", "--report", str(report.folder), "--csv", "--limit", "2"]
    )
    assert len(list(csv.DictReader(table.stdout.splitlines()))) == 2
