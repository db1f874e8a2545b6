"""What people change in a project comes back as verdicts and as a reference."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import thememiner
from thememiner.api import Report
from thememiner.cli import main
from thememiner.errors import InputError
from thememiner.judgements import FILE
from thememiner.refi import read_corrections, read_qdpx
from thememiner.refi.codes import kind_guid, make_guid, theme_guid

SPACE = "{urn:QDA-XML:project:1.0}"
READER = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def corrected(report: Report, tmp_path: Path) -> Callable[..., Path]:
    """Return a project of the sample, changed by a function of its XML, as another program would write it."""

    def make(change: Callable[[ET.Element], None], rewrite: Callable[[str], str] = str) -> Path:
        source = thememiner.export(report, "qdpx", tmp_path / "out.qdpx", without_sources=True)
        target = tmp_path / "back.qdpx"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "project.qde":
                    root = ET.fromstring(content)
                    root.set("modifiedDateTime", "2026-05-06T07:08:09Z")
                    ET.SubElement(root.find(f"{SPACE}Users"), f"{SPACE}User", {"guid": READER, "name": "Ada"})
                    change(root)
                    content = ET.tostring(root)
                elif name.endswith(".txt"):
                    content = rewrite(content.decode()).encode()
                new.writestr(name.replace("sources/", "Sources/"), content)
        return target

    return make


def find_selection(root: ET.Element, guid: str) -> tuple[ET.Element, ET.Element]:
    for source in root.find(f"{SPACE}Sources"):
        for selection in source.findall(f"{SPACE}PlainTextSelection"):
            if selection.get("guid") == guid:
                return source, selection
    raise AssertionError(guid)


def add_coding(source: ET.Element, start: int, end: int, code: str) -> None:
    selection = ET.SubElement(
        source, f"{SPACE}PlainTextSelection",
        {"guid": READER[:-1] + "6", "startPosition": str(start), "endPosition": str(end)},
    )  # fmt: skip
    coding = ET.SubElement(
        selection, f"{SPACE}Coding",
        {"guid": READER[:-1] + "7", "creatingUser": READER, "creationDateTime": "2026-05-05T10:00:00Z"},
    )  # fmt: skip
    ET.SubElement(coding, f"{SPACE}CodeRef", {"targetGUID": code})


def asserted(report: Report, n: int = 0):
    mentions = report.table("mentions")
    return mentions[mentions["status"] == "asserted"].iloc[n]


def test_a_project_that_nobody_changed_says_nothing(corrected: Callable[..., Path], report: Report) -> None:
    file = corrected(lambda root: None)
    assert read_corrections(file, report.tables) == ()
    kept = read_corrections(file, report.tables, kept_is_accepted=True)
    n_asserted = int((report.table("mentions")["status"] == "asserted").sum())
    placed = sum(len(ids) > 0 for ids in report.table("recommendations")["passage_ids"])
    assert len(kept) == n_asserted + placed
    assert {judgement.verdict for judgement in kept} == {"accept"}


def test_a_coding_that_was_removed_is_rejected(corrected: Callable[..., Path], report: Report) -> None:
    mention = asserted(report, 3)
    rec = report.table("recommendations").iloc[0]

    def change(root: ET.Element) -> None:
        source, selection = find_selection(root, make_guid("mention", mention.mention_id))
        source.remove(selection)
        for selection in source.findall(f"{SPACE}PlainTextSelection"):
            ref = selection.find(f"{SPACE}NoteRef")
            if ref is not None and ref.get("targetGUID") == make_guid("note", rec.recommendation_id):
                source.remove(selection)

    mention = report.table("mentions").query("review_id == @rec.review_id and status == 'asserted'").iloc[0]
    found = read_corrections(corrected(change), report.tables, reviewer="Ada")
    assert {(one.verdict, one.item_id) for one in found} == {
        ("reject", mention.mention_id),
        ("reject", rec.recommendation_id),
    }
    assert {one.judged_at for one in found} == {"2026-05-06T07:08:09Z"}


def test_another_polarity_and_what_was_missed(corrected: Callable[..., Path], report: Report) -> None:
    mention = asserted(report)
    other = "strength" if mention.polarity != "strength" else "concern"
    mentions = report.table("mentions")
    theme = next(theme for theme in report.table("themes")["theme_id"]
                 if theme not in set(mentions.loc[mentions["review_id"] == mention.review_id, "theme_id"]))  # fmt: skip

    def change(root: ET.Element) -> None:
        source, selection = find_selection(root, make_guid("mention", mention.mention_id))
        selection.find(f"{SPACE}Coding/{SPACE}CodeRef").set("targetGUID", theme_guid(mention.theme_id, other))
        add_coding(source, mention.start, mention.end, theme_guid(theme))

    found = read_corrections(corrected(change), report.tables)
    assert [(one.verdict, one.theme_id, one.polarity, one.reviewer) for one in found] == [
        ("accept", mention.theme_id, other, "Ada"),
        ("missed", theme, "", "Ada"),
    ]
    assert found[1].text == mention.text
    assert found[1].judged_at == "2026-05-05T10:00:00Z"


def test_codes_without_our_ids_are_known_by_name_and_words_by_themselves(
    corrected: Callable[..., Path], report: Report
) -> None:
    mention = asserted(report, 5)

    def change(root: ET.Element) -> None:
        # Another program gives ids of its own, and a text of its own with another beginning.
        book = root.find(f"{SPACE}CodeBook")
        new = {
            code.get("guid"): make_guid("other", code.get("guid")).upper()
            for code in book.iter(f"{SPACE}Code")
        }
        for element in root.iter():
            for name in ("guid", "targetGUID"):
                if element.get(name) in new:
                    element.set(name, "{" + new[element.get(name)] + "}")
            if element.tag == f"{SPACE}PlainTextSelection":
                for name in ("startPosition", "endPosition"):
                    element.set(name, str(int(element.get(name)) + 5))
        source, selection = find_selection(root, make_guid("mention", mention.mention_id))
        source.remove(selection)

    found = read_corrections(corrected(change, lambda text: "Page\n" + text), report.tables)
    assert ("reject", mention.mention_id) in {(one.verdict, one.item_id) for one in found}
    assert len(found) < 10


def test_import_twice_adds_once_and_evaluate_counts_it(
    corrected: Callable[..., Path], report: Report, tmp_path: Path
) -> None:
    mention = asserted(report)

    def change(root: ET.Element) -> None:
        source, selection = find_selection(root, make_guid("mention", mention.mention_id))
        source.remove(selection)

    file = corrected(change)
    folder = tmp_path / "report"
    folder.mkdir()
    for name in ("run.json", "reviews.db"):
        (folder / name).write_bytes((report.folder / name).read_bytes())
    run = CliRunner().invoke
    options = ["judgements", "import", str(folder), str(file), "--reviewer", "Ada", "--kept-is-accepted"]
    first = run(main, options)
    assert first.exit_code == 0, first.output
    assert run(main, options).stderr.startswith("0 new")
    listed = thememiner.list_judgements(folder)
    assert (listed["verdict"] == "reject").sum() == 1
    evaluation = thememiner.evaluate(folder)
    overall = evaluation.scores.iloc[0]
    n = int((report.table("mentions")["status"] == "asserted").sum())
    assert (overall.n_coded, overall.n_both) == (n, n - 1)
    assert overall.precision_low < overall.precision < 1
    assert evaluation.disagreements["sentence"].tolist() == [mention.sentence]
    # Sent to a colleague's copy as CSV, they say the same.
    table = thememiner.export_judgements(folder, tmp_path / "judgements.csv")
    (folder / FILE).unlink()
    assert thememiner.import_judgements(folder, table) == len(listed)
    assert thememiner.list_judgements(folder).equals(listed)


def test_a_corrected_project_is_a_reference(corrected: Callable[..., Path], report: Report) -> None:
    same = thememiner.evaluate(report, corrected(lambda root: None))
    assert same.overall().iloc[0].precision == 1.0

    def change(root: ET.Element) -> None:
        source, selection = find_selection(root, make_guid("mention", asserted(report).mention_id))
        add_coding(
            source,
            int(selection.get("startPosition")),
            int(selection.get("endPosition")),
            theme_guid("unseen_men"),
        )

    evaluation = thememiner.evaluate(report, corrected(change))
    assert evaluation.readers == ("Ada",)
    assert evaluation.overall().iloc[0].recall < 1.0


def test_readers_who_coded_on_their_own_are_held_against_each_other(
    corrected: Callable[..., Path], report: Report
) -> None:
    mention = asserted(report)

    def change(root: ET.Element) -> None:
        bo = READER[:-1] + "8"
        ET.SubElement(root.find(f"{SPACE}Users"), f"{SPACE}User", {"guid": bo, "name": "Bo"})
        for source in root.find(f"{SPACE}Sources"):
            found = source.findall(f"{SPACE}PlainTextSelection")
            for at, selection in enumerate(found):
                for coding in selection.findall(f"{SPACE}Coding"):
                    coding.set("creatingUser", READER if at % 2 else bo)

    evaluation = thememiner.evaluate(report, corrected(change))
    assert set(evaluation.readers) == {"Ada", "Bo"}
    assert "Ada" in set(evaluation.scores["coding"]) | set(evaluation.scores["reference"])
    with pytest.raises(InputError, match="no codings by thememiner"):
        read_corrections(corrected(change), report.tables)
    assert mention.theme_id in set(evaluation.per_theme()["theme_id"])


def test_codes_and_sources_that_are_not_ours_are_named(
    corrected: Callable[..., Path], report: Report
) -> None:
    def change(root: ET.Element) -> None:
        book = root.find(f"{SPACE}CodeBook/{SPACE}Codes")
        own = make_guid("own code")
        ET.SubElement(book, f"{SPACE}Code", {"guid": own, "name": "Kitchen sink", "isCodable": "true"})
        sources = root.find(f"{SPACE}Sources")
        add_coding(sources[0], 0, 9, own)
        add_coding(sources[0], 0, 9, kind_guid("finding"))
        ET.SubElement(sources, f"{SPACE}TextSource", {"guid": make_guid("diary"), "name": "Field diary"})

    evaluation = thememiner.evaluate(report, corrected(change))
    told = " ".join(evaluation.notes)
    assert "Kitchen sink" in told
    assert "Field diary" in told


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_file_that_is_no_project_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.qdpx"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"x\.qdpx"):
        read_qdpx(file)


@pytest.mark.parametrize(
    "xml", ["<Project", "<CodeBook/>", '<!DOCTYPE x [<!ENTITY a "b">]><Project name="&a;"/>']
)
def test_a_project_with_bad_xml_is_refused(xml: str, tmp_path: Path) -> None:
    file = tmp_path / "x.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", xml)
    with pytest.raises(InputError, match=r"x\.qdpx"):
        read_qdpx(file)


def test_verdicts_in_a_table_are_checked_all_at_once(report: Report, tmp_path: Path) -> None:
    known = report.table("mentions")["mention_id"].iloc[0]
    file = tmp_path / "v.csv"
    file.write_text(
        f"item_id,verdict,reviewer,polarity\n{known},yes,Ada,\nnone,accept,Ada,\n{known},accept,,bad\n{known},,,\n"
    )
    with pytest.raises(InputError) as told:
        thememiner.import_judgements(report, file)
    for words in ("Row 2: 'yes'", "Row 3: the report has no item", "Row 4: 'bad'", "Row 4: nobody is named"):
        assert words in str(told.value)
    assert "Row 5" not in str(told.value)
