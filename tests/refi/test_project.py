"""A project as other programs see it: valid, the same every time, every coding on its words."""

from __future__ import annotations

import hashlib
import warnings
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.errors import InputError
from thememiner.refi import write_qdpx

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyrefiqda import RefiCodebook, RefiProject
    from pyrefiqda.models.codebook import CodeBook
    from pyrefiqda.models.project import Project

from .schema import list_violations

SAMPLE = Path(__file__).parent.parent.parent / "corpora" / "sample"


@pytest.fixture(scope="module")
def project_file(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return thememiner.export(report, "qdpx", tmp_path_factory.mktemp("refi") / "sample.qdpx")


@pytest.fixture(scope="module")
def project(project_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path]:
    folder = tmp_path_factory.mktemp("unpacked")
    return RefiProject.load(project_file, extract_dir=str(folder)), folder


def read_xml(file: Path) -> ET.Element:
    with zipfile.ZipFile(file) as archive:
        return ET.fromstring(archive.read("project.qde"))


def test_the_project_is_what_the_schema_asks_for(project_file: Path) -> None:
    assert list(list_violations(read_xml(project_file), Project)) == []


def test_the_check_of_the_schema_sees_faults(project_file: Path) -> None:
    root = read_xml(project_file)
    root[0], root[1] = root[1], root[0]
    del root[2][0].attrib["guid"]
    ET.SubElement(root, "{urn:QDA-XML:project:1.0}Sets")
    found = " ".join(list_violations(root, Project))
    assert "out of order" in found
    assert "needs guid" in found
    assert "0 of Set" in found


def test_every_guid_is_given_once_and_every_reference_leads_somewhere(project_file: Path) -> None:
    root = read_xml(project_file)
    given = [element.get("guid") for element in root.iter() if element.get("guid")]
    assert len(given) == len(set(given))
    for name in ("targetGUID", "creatingUser", "creatingUserGUID"):
        wanted = {element.get(name) for element in root.iter() if element.get(name)}
        assert wanted
        assert wanted <= set(given)


def test_another_library_finds_every_coding_on_its_words(
    project: tuple[Project, Path], report: Report
) -> None:
    loaded, folder = project
    assert loaded.sources is not None
    reviews = report.table("reviews")
    read = reviews[reviews["review_id"].isin(report.table("documents")["review_id"])]
    assert len(loaded.sources.pdfsource) == len(read)
    mentions = report.table("mentions")
    words = {(row.start, row.end, row.text) for row in mentions.itertuples()}
    n_codings = 0
    for source in loaded.sources.pdfsource:
        assert source.representation is not None
        held = source.representation
        text = RefiProject.resolve_source_path(held.plain_text_path, folder).read_bytes().decode()
        assert "\r" not in text
        pdf = RefiProject.resolve_source_path(source.path, folder).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() in set(reviews["sha256"])
        for selection in held.plain_text_selection:
            start, end = selection.start_position, selection.end_position
            assert 0 <= start < end <= len(text)
            assert " ".join(text[start:end].split()).startswith(selection.name.rstrip())
            n_codings += len(selection.coding)
            if selection.note_ref == []:
                assert (start, end, text[start:end]) in words
    assert n_codings == len(mentions) + len(report.table("recommendations"))


def test_polarity_and_status_are_codes_that_any_program_keeps(project_file: Path, report: Report) -> None:
    root = read_xml(project_file)
    names = {
        element.get("guid"): element.get("name") for element in root.iter() if element.tag.endswith("}Code")
    }
    assert len(names) == len(set(names.values())), "some programs merge codes of one name"
    used = [names[element.get("targetGUID")] for element in root.iter() if element.tag.endswith("}CodeRef")]
    mentions = report.table("mentions")
    asserted = mentions[mentions["status"] == "asserted"]
    for polarity in ("concern", "strength", "neutral"):
        assert (
            sum(name.endswith(f": {polarity}") for name in used) == (asserted["polarity"] == polarity).sum()
        )
    assert sum(name.endswith(": not counted") for name in used) == len(mentions) - len(asserted)


def test_cases_carry_what_is_known_of_each_review(project: tuple[Project, Path], report: Report) -> None:
    loaded, _ = project
    assert loaded.cases is not None
    assert loaded.variables is not None
    names = {variable.guid: variable.name for variable in loaded.variables.variable}
    told = {
        case.source_ref[0].target_guid: {
            names[value.variable_ref.target_guid]: value.text_value for value in case.variable_value
        }
        for case in loaded.cases.case
    }
    paths = {values["path"]: values for values in told.values()}
    for row in report.table("reviews").itertuples():
        if row.path in paths and row.published_on:
            assert paths[row.path]["published_on"] == row.published_on


def test_recommendations_have_notes_with_number_and_addressee(
    project: tuple[Project, Path], report: Report
) -> None:
    loaded, _ = project
    assert loaded.notes is not None
    texts = [note.plain_text_content or "" for note in loaded.notes.note]
    numbered = report.table("recommendations").query("number != ''")
    assert sum(text.startswith("Number: ") for text in texts) == len(numbered)
    assert "judgements import" in texts[0]


def test_the_same_report_gives_the_same_bytes(project_file: Path, report: Report, tmp_path: Path) -> None:
    again = thememiner.export(report, "qdpx", tmp_path / "again.qdpx", corpus=SAMPLE)
    assert again.read_bytes() == project_file.read_bytes()


def test_without_sources_the_texts_travel_alone(report: Report, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, ["export", str(report.folder), "qdpx", "-o", str(tmp_path / "t.qdpx"), "--without-sources"]
    )
    assert done.exit_code == 0, done.output
    root = read_xml(tmp_path / "t.qdpx")
    assert list(list_violations(root, Project)) == []
    assert not [element for element in root.iter() if element.tag.endswith("PDFSource")]
    with zipfile.ZipFile(tmp_path / "t.qdpx") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".pdf")]


def test_pdfs_that_are_not_there_are_named_all_at_once(
    report: Report, tmp_path: Path, small_corpus: Path
) -> None:
    with pytest.raises(InputError, match="--without-sources"):
        thememiner.export(report, "qdpx", tmp_path / "x.qdpx", corpus=tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"and \d+ more"):
        thememiner.export(report, "qdpx", tmp_path / "x.qdpx", corpus=small_corpus)


def test_the_codebook_alone_is_valid_and_holds_every_theme(report: Report, tmp_path: Path) -> None:
    file = thememiner.export(report, "qdc", tmp_path / "themes.qdc")
    assert list(list_violations(ET.fromstring(file.read_bytes()), CodeBook)) == []
    loaded = RefiCodebook.load(file)
    names = [theme.name for group in loaded.codes.code for theme in group.code]
    assert names == report.table("themes")["label"].tolist()


def test_what_is_not_known_of_a_review_is_no_variable(report: Report, tmp_path: Path) -> None:
    tables = {
        **report.tables,
        "reviews": report.table("reviews").assign(own_number=pd.NA, own_word="", cohort="B"),
    }
    write_qdpx(tables, tmp_path / "x.qdpx", title="x", origin="x", sources={})
    root = read_xml(tmp_path / "x.qdpx")
    names = [element.get("name") for element in root.iter() if element.tag.endswith("}Variable")]
    assert "cohort" in names
    assert not {"own_number", "own_word", "is_case"} & set(names)
