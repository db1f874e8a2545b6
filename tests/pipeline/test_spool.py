"""Large tables wait on disk: what is read from there is what was written, and never more than is needed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import thememiner
from thememiner import spool as spooling
from thememiner.columns import EDGES, GAPS, MENTIONS, TABLES
from thememiner.spool import Spool, clean_text
from thememiner.tables import Tables, make_frame

TEXT = st.text(max_size=20)
VALUES = {
    "text": TEXT,
    "int": st.none() | st.integers(-(2**63), 2**63 - 1),
    "real": st.none() | st.floats(allow_nan=False),
    "list": st.lists(TEXT, max_size=3),
}
ROWS = st.lists(st.tuples(*(VALUES[column.type] for column in EDGES.columns)), max_size=8)


@given(ROWS)
def test_what_is_read_is_what_was_written(rows: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        stored = Spool(Path(folder) / "spool").fill(EDGES, rows)
        tables = Tables(stored={"edges": stored})
        read = tables["edges"]
    clean = [
        tuple(
            clean_text(cell) if isinstance(cell, str)
            else [clean_text(item) for item in cell] if isinstance(cell, list)
            else cell
            for cell in row
        )
        for row in rows
    ]  # fmt: skip
    pd.testing.assert_frame_equal(read, make_frame(EDGES, clean))
    assert tables.count("edges") == len(rows)


@given(ROWS)
def test_rows_are_those_of_the_frame(rows: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        tables = Tables(stored={"edges": Spool(Path(folder) / "spool").fill(EDGES, rows)})
        one_by_one = list(tables.rows("edges", "kind", "lift", "evidence", "weight"))
        frame = tables.columns("edges", "kind", "lift", "evidence", "weight")
    assert [row.evidence for row in one_by_one] == list(frame["evidence"])
    read = pd.DataFrame([row[:2] + row[3:] for row in one_by_one], columns=["kind", "lift", "weight"])
    wanted = frame[["kind", "lift", "weight"]]
    pd.testing.assert_frame_equal(read.astype(wanted.dtypes.to_dict()), wanted)


@given(ROWS)
def test_files_get_the_same_cells_from_disk_and_from_memory(rows: list[tuple[Any, ...]]) -> None:
    with TemporaryDirectory() as folder:
        stored = Tables(stored={"edges": Spool(Path(folder) / "spool").fill(EDGES, rows)})
        from_disk = [batch.to_pydict() for batch in stored.cells("edges")]
    from_memory = [batch.to_pydict() for batch in Tables({"edges": make_frame(EDGES, rows)}).cells("edges")]
    assert from_disk == from_memory


@pytest.mark.parametrize("spooled", [True, False])
def test_columns_can_be_changed_where_the_table_lies(tmp_path: Path, spooled: bool) -> None:
    tables = Tables(filler=Spool(tmp_path / "spool") if spooled else None)
    rows = [make_mention(place, review) for place, review in enumerate("aabbb")]
    tables.fill(MENTIONS, rows)
    tables.change(MENTIONS, status=list("vwxyz"), page=[1, 2, None, 4, 5])
    changed = tables.columns("mentions", "mention_id", "status", "page")
    assert list(changed["mention_id"]) == [row[0] for row in rows]
    assert list(changed["status"]) == list("vwxyz")
    assert list(changed["page"].isna()) == [False, False, True, False, False]


def make_mention(place: int, review: str) -> tuple[Any, ...]:
    told = {"mention_id": f"m{place}", "review_id": review, "passage_id": f"p{place}", "status": "asserted"}
    return tuple(
        told.get(column.name, 0 if column.type == "int" else "x" * 50) for column in MENTIONS.columns
    )


def test_rows_come_in_parts_and_reviews_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooling, "_CHARACTERS", 1000)
    rows = [make_mention(place, review) for place, review in enumerate("aaaaaaaaabbbbbbbbbbbbbccccccccccccc")]
    stored = Spool(tmp_path / "spool").fill(MENTIONS, rows)
    reviews = make_frame(TABLES[0], [tuple(review if c.name == "review_id" else "" if c.type == "text" else
                                           () if c.type == "list" else 0 for c in TABLES[0].columns)
                                     for review in "abdc"])  # fmt: skip
    tables = Tables({"reviews": reviews}, {"mentions": stored})
    parts = list(tables.batches("mentions", "mention_id"))
    assert len(parts) > 3
    assert list(pd.concat(parts)["mention_id"]) == [row[0] for row in rows]
    walked = [(review, len(found["mentions"])) for review, found in tables.walk(mentions=("passage_id",))]
    assert walked == [("a", 9), ("b", 13), ("c", 13)]


def test_a_large_table_without_rows_is_a_table(tmp_path: Path) -> None:
    tables = Tables(filler=Spool(tmp_path / "spool"))
    tables.fill(GAPS, [])
    assert list(tables["gaps"]) == [column.name for column in GAPS.columns]
    assert [len(batch) for batch in tables.batches("gaps")] == [0]


def test_no_large_table_is_whole_in_memory_while_a_report_is_made(
    small_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    give = Tables.__getitem__

    def watch(tables: Tables, name: str) -> pd.DataFrame:
        asked.append(name)
        return give(tables, name)

    monkeypatch.setattr(Tables, "__getitem__", watch)
    report = thememiner.run(small_corpus, output=tmp_path / "out")
    assert "reviews" in asked
    assert not {table.name for table in TABLES if table.large} & set(asked)
    assert not (report.folder / ".spool").exists()
