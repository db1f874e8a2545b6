"""A codebook goes to a spreadsheet or another program and comes back the same, or says what it lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

import thememiner
from thememiner.cli import main
from thememiner.errors import CodebookError, InputError
from thememiner.tagging import load_codebook

ENTRIES = [
    {
        "id": "kitchen", "label": "Kitchen; talk", "group": "A. Home", "definition": "What is said in the kitchen.",
        "unless": ["kitchen sink", "kitchen door"], "weak": True,
        "cues": ["=Kitchen", {"cue": "stove", "with": ["cook"], "weak": False}, {"cue": "pan", "with": "lid"}, "1950"],
        "examples": ["The Kitchen had a stove to cook on, a pan with a lid, and stood since 1950."],
        "non_examples": ["The kitchen sink leaked."],
    },
    {"id": "garden", "label": "Garden", "group": "A. Home", "definition": "Outside.", "cues": ["<plant> bed"],
     "examples": ["They dug a rose bed."]},
]  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    (folder / "themes").mkdir(parents=True)
    (folder / "themes" / "home.yaml").write_text(yaml.safe_dump(ENTRIES, sort_keys=False))
    (folder / "lexicon.yaml").write_text(yaml.safe_dump({"plant": ["rose", "tulip"]}))
    return folder


def test_the_packaged_codebook_comes_back_from_a_workbook_the_same(tmp_path: Path) -> None:
    thememiner.codebook_to_xlsx(tmp_path / "book.xlsx")
    folder = thememiner.codebook_from_xlsx(tmp_path / "book.xlsx", tmp_path / "back")
    before, after = load_codebook(), load_codebook(folder)
    assert after.codes == before.codes  # cues with their ids, conditions, examples
    assert after.lexicon == before.lexicon


def test_cues_that_look_like_formulas_or_numbers_stay_cues(book: Path, tmp_path: Path) -> None:
    lost = thememiner.codebook_to_xlsx(tmp_path / "book.xlsx", book)
    assert "Comments" in lost[0]
    folder = thememiner.codebook_from_xlsx(tmp_path / "book.xlsx", tmp_path / "back")
    assert load_codebook(folder).codes == load_codebook(book).codes
    cells = [cell.value for row in openpyxl.load_workbook(tmp_path / "book.xlsx")["cues"] for cell in row]
    assert "=Kitchen" in cells
    assert "1950" in cells


def test_every_problem_of_a_workbook_is_told_with_sheet_and_row(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    thememiner.codebook_to_xlsx(file, book)
    edited = openpyxl.load_workbook(file)
    edited["themes"].append(["garden", "Again"])
    edited["cues"].append(["cellar", "wine"])
    edited["cues"].append(["garden", "=1+1"])
    edited["examples"].append(["garden", "maybe", "A text."])
    edited["lists"].append(["plant"])
    edited.save(file)
    with pytest.raises(CodebookError) as told:
        thememiner.codebook_from_xlsx(file, tmp_path / "back")
    assert told.value.problems == (
        "sheet cues, row 8: =1+1 is a formula; format the cell as text and type it again.",
    )
    edited["cues"]["B8"] = "(rose"
    edited["cues"]["B8"].data_type = "s"
    edited.save(file)
    with pytest.raises(CodebookError) as told:
        thememiner.codebook_from_xlsx(file, tmp_path / "back")
    message = str(told.value)
    for words in (
        "sheet themes, row 4: the id garden is used already",
        "sheet cues, row 7: there is no theme 'cellar'",
        "sheet examples, row 5: kind must be",
        "sheet lists, row 4: needs a list",
    ):
        assert words in message
    for sheet, row in (("themes", 4), ("cues", 7), ("examples", 5), ("lists", 4)):
        edited[sheet].delete_rows(row)
    edited["cues"]["F2"] = "robot"
    edited.save(file)
    with pytest.raises(CodebookError) as told:
        thememiner.codebook_from_xlsx(file, tmp_path / "back")
    assert "sheet cues, row 7" in str(told.value)
    assert "(rose" in str(told.value)
    assert not (tmp_path / "back").exists()


def test_sheets_and_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "themes"
    book.active.append(["id", "colour"])
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(CodebookError) as told:
        thememiner.codebook_from_xlsx(tmp_path / "b.xlsx", tmp_path / "back")
    message = str(told.value)
    for words in (
        "does not know the column colour",
        "has no column label",
        "no sheet cues",
        "no sheet examples",
    ):
        assert words in message
    (tmp_path / "c.xlsx").write_text("no workbook")
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        thememiner.codebook_from_xlsx(tmp_path / "c.xlsx", tmp_path / "back")


def test_a_codebook_is_not_written_over(book: Path, tmp_path: Path) -> None:
    thememiner.codebook_to_xlsx(tmp_path / "book.xlsx", book)
    with pytest.raises(InputError, match="holds a codebook already"):
        thememiner.codebook_from_xlsx(tmp_path / "book.xlsx", book)


def test_a_refi_codebook_keeps_cues_of_known_themes_and_names_new_ones(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.qdc"
    lost = thememiner.codebook_to_qdc(file, book)
    assert "5 cues" in lost[0]
    assert thememiner.codebook_from_qdc(file, tmp_path / "same", base=book) == ()
    assert load_codebook(tmp_path / "same").codes == load_codebook(book).codes
    # Another program: other ids, a theme renamed in the description only, a new code.
    text = file.read_text().replace("Outside.", "All that grows.")
    text = text.replace('guid="', 'guid="{').replace('" name=', '}" name=')
    text = text.replace(
        "</Codes>",
        '<Code guid="{11111111-2222-4333-8444-555555555555}" name="Attic (cold)" isCodable="true"/></Codes>',
    )
    file.write_text(text)
    done = CliRunner().invoke(
        main, ["codebook", "from-qdc", str(file), "-o", str(tmp_path / "new"), "--base", str(book)]
    )
    assert done.exit_code == 0, done.output
    assert "“Attic (cold)” is new" in done.stderr
    codes = load_codebook(tmp_path / "new").codes
    assert [code.code_id for code in codes] == ["kitchen", "garden", "attic_cold"]
    assert codes[1].definition == "All that grows."
    assert [cue.notation for cue in codes[2].cues] == ["attic cold"]


@pytest.mark.parametrize("content", ["", "<Project/>", "<CodeBook><Codes/></CodeBook>"])
def test_a_file_that_is_no_refi_codebook_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "x.qdc").write_text(content)
    with pytest.raises(InputError, match=r"x\.qdc"):
        thememiner.codebook_from_qdc(tmp_path / "x.qdc", tmp_path / "out")
