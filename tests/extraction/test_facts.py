"""Document facts: title, kind, publisher, area and date, as covers and last pages give them."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from make_pdf import show, show_lines, write_html_pdf, write_plain_pdf

from thememiner.extraction import Facts, find_facts, read_pdf

PROSE = (
    "The panel looked at two years of work by nine services in the town, and it spoke to the people who had "
    "known the child best in that time and to those who had wanted to and could not."
)


def read_facts(path: Path) -> Facts:
    return find_facts(read_pdf(path, review_id="r"))


def test_facts_come_from_the_cover(tmp_path: Path) -> None:
    cover = show(70, 700, "Northfold Safeguarding Children Partnership", size=14)
    cover += show(70, 640, "Child Nine", size=30, font="F2")
    cover += show(70, 600, "Local Child Safeguarding Practice Review", size=20, font="F2")
    cover += show(70, 540, "Published: 14 March 2021", size=12)
    body = show_lines(
        70, 740, ["The review looked at two years of work by nine services in the area of the town."] * 20
    )
    facts = find_facts(read_pdf(write_plain_pdf(tmp_path / "cover.pdf", [cover, body]), review_id="r"))
    assert "Child Nine" in facts.title
    assert facts.kind == "child safeguarding practice review"
    assert facts.publisher == "Northfold Safeguarding Children Partnership"
    assert facts.area == "Northfold"
    assert facts.published_on == "2021-03-14"


def test_unknown_facts_stay_empty(tmp_path: Path) -> None:
    body = show_lines(70, 740, ["Nobody has said what this is, who wrote it, or when."])
    facts = find_facts(read_pdf(write_plain_pdf(tmp_path / "plain.pdf", [body]), review_id="r"))
    assert (facts.kind, facts.publisher, facts.area, facts.published_on) == ("", "", "", "")


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("27 September 2022", "2022-09-27"),
        ("19th July 2017", "2017-07-19"),
        ("NOVEMBER 2019", "2019-11"),
        ("September 29, 2006", "2006-09-29"),
        ("Last updated: 21/05/2024", "2024-05-21"),
        ("Date of birth: 21/05/2014", ""),
        ("Fieldwork 3 May 2021", ""),
    ],
)
def test_a_date_at_the_foot_of_a_cover_is_a_date_and_no_footnote(
    tmp_path: Path, printed: str, date: str
) -> None:
    cover = show(70, 700, "Child Nine", size=30, font="F2") + show(70, 80, printed, size=9)
    path = write_plain_pdf(tmp_path / "a.pdf", [cover, show_lines(70, 740, [PROSE[:80]] * 20)])
    assert read_facts(path).published_on == date


@pytest.mark.parametrize(
    ("made", "year"), [("D:20210304", "2021"), ("D:20220103", "2022"), ("D:20250101", "2021")]
)
def test_the_imprint_gives_the_year_where_the_cover_gives_no_date(
    tmp_path: Path, made: str, year: str
) -> None:
    path = write_html_pdf(
        tmp_path / "a.pdf", f"<h1>Child Nine</h1><p>{PROSE}</p><p>© Northfold Partnership 2021</p>"
    )
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/CreationDate"] = made
        pdf.save(path)
    assert read_facts(path).published_on == year


def test_the_title_of_a_letter_is_its_subject_line(tmp_path: Path) -> None:
    html = (
        "<p>3 May 2021</p><p>Dear colleagues</p><p><b>Joint targeted area inspection of the help for children who "
        f"live with a parent who drinks, in Northfold.</b></p><p>{PROSE}</p>"
    )
    facts = read_facts(write_html_pdf(tmp_path / "a.pdf", html))
    assert facts.title.startswith("Joint targeted area inspection")
    assert facts.title.endswith("in Northfold")
    assert (facts.kind, facts.published_on) == ("joint inspection", "2021-05-03")


def test_a_note_before_the_title_page_is_not_the_title(tmp_path: Path) -> None:
    html = (
        f"<p><b>Changes since this was first published</b></p><p>{PROSE}</p><h1 style='break-before: page'>Keeping "
        f"children well in care</h1><p>{PROSE}</p>"
    )
    assert read_facts(write_html_pdf(tmp_path / "a.pdf", html)).title == "Keeping children well in care"


def test_a_kind_that_stands_alone_on_the_cover_comes_before_words_of_the_title(tmp_path: Path) -> None:
    html = f"<h2>Research Briefing</h2><h1>The Northfold Inquiry: what was asked</h1><p>{PROSE}</p>"
    assert read_facts(write_html_pdf(tmp_path / "a.pdf", html)).kind == "research briefing"


def test_notes_to_editors_make_a_press_release(tmp_path: Path) -> None:
    html = f"<h1>More help for small children</h1><p>{PROSE}</p><h3>Notes to editors</h3><p>{PROSE}</p>"
    assert read_facts(write_html_pdf(tmp_path / "a.pdf", html)).kind == "press release"


def test_a_glossary_signs_nothing_and_a_letter_is_signed_by_all_who_sign(tmp_path: Path) -> None:
    css = "td { border: 0.7pt solid black; padding: 3pt } table { border-collapse: collapse }"
    rows = "<table><tr><td>Ofsted</td><td>Care Quality Commission</td></tr><tr><td>A. Name</td><td>B. Name</td></tr></table>"
    glossary = f"<h1>A guide to numbers</h1><p>{PROSE}</p>{rows}"
    assert read_facts(write_html_pdf(tmp_path / "a.pdf", glossary, css)).publisher == ""
    letter = f"<p>Dear colleagues</p><p>{PROSE}</p><p>Yours sincerely</p>{rows}<p>See www.ofsted.gov.uk</p>"
    signed = read_facts(write_html_pdf(tmp_path / "b.pdf", letter, css)).publisher
    assert signed == "Ofsted; Care Quality Commission"


def test_an_inquiry_publishes_its_report_and_no_response_to_it(tmp_path: Path) -> None:
    cover = f"<h1>The Report</h1><h3>Northfold River Inquiry</h3><p>{PROSE}</p>"
    facts = read_facts(write_html_pdf(tmp_path / "a.pdf", cover))
    assert (facts.title, facts.publisher) == (
        "Northfold River Inquiry: The Report",
        "Northfold River Inquiry",
    )
    response = f"<h1>Government response to the Northfold River Inquiry</h1><p>{PROSE}</p>"
    assert read_facts(write_html_pdf(tmp_path / "b.pdf", response)).publisher == ""


def test_the_kind_is_that_of_the_title_page_though_a_note_lies_before_it(tmp_path: Path) -> None:
    note = show(70, 740, "Changes since this was written", size=12, font="F2") + show_lines(
        70, 700, ["The Board became a Partnership in the spring of that year."]
    )
    cover = show(70, 640, "The health of children who are looked after", size=20, font="F2")
    cover += show(70, 580, "Statutory guidance for councils and nurses", size=16, font="F2")
    path = write_plain_pdf(tmp_path / "a.pdf", [note, cover, show_lines(70, 740, [PROSE[:90]] * 9)])
    facts = read_facts(path)
    assert (facts.title, facts.kind) == ("The health of children who are looked after", "statutory guidance")


def test_a_newsletter_has_the_title_of_its_metadata_where_its_name_is_a_picture(tmp_path: Path) -> None:
    page = show(70, 760, "NEWSLETTER", size=24, font="F2") + show(70, 700, "New forms", size=16, font="F2")
    path = write_plain_pdf(tmp_path / "a.pdf", [page + show_lines(70, 660, [PROSE[:90]] * 9)])
    assert read_facts(path).title.startswith("NEWSLETTER")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = "Northfold Newsletter June (002)"
        pdf.save(path)
    assert read_facts(path).title == "Northfold Newsletter June"
