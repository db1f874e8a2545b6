"""The structure tree of a tagged PDF, in the forms in which files write it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name

from thememiner.extraction.layout.structure import Structure
from thememiner.extraction.layout.structure_tree import read_structure
from thememiner.extraction.words import PageWords


def _tag(pdf: pikepdf.Pdf, *kids: Dictionary) -> Structure:
    """Return the structure of a PDF whose tree has these elements, each an object of its own."""
    roles = Dictionary(BodyText=Name.P, Sub_Head=Name("/H2"))
    root = Dictionary(Type=Name.StructTreeRoot, K=Array(map(pdf.make_indirect, kids)), RoleMap=roles)
    pdf.Root.StructTreeRoot = pdf.make_indirect(root)
    structure = read_structure(pdf)
    assert structure is not None
    return structure


def _open_pdf() -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.add_blank_page()
    return pdf


def _kinds(structure: Structure, page: int) -> dict[int, str]:
    return {mcid: structure.elements[owner].kind for mcid, owner in structure.pages[page].items()}


def test_marked_content_is_found_in_every_form_of_kids() -> None:
    pdf = _open_pdf()
    one, two = (page.obj for page in pdf.pages)
    elsewhere = pdf.make_indirect(Array([3, Dictionary(Type=Name.MCR, Pg=two, MCID=0)]))
    span = pdf.make_indirect(Dictionary(S=Name.Span, Pg=two, K=7))
    structure = _tag(
        pdf,
        Dictionary(S=Name.H1, Pg=one, K=0),
        Dictionary(S=Name.BodyText, Pg=one, K=Array([1, 2, Dictionary(Type=Name.OBJR, Obj=one)])),
        Dictionary(S=Name.Sub_Head, Pg=one, K=elsewhere),
        Dictionary(S=Name.P, Pg=one, K=span),
        Dictionary(S=Name.P, Pg=one),
    )
    assert _kinds(structure, 1) == {0: "heading", 1: "paragraph", 2: "paragraph", 3: "heading"}
    assert _kinds(structure, 2) == {0: "heading", 7: "paragraph"}
    assert [element.level for element in structure.elements] == [1, 0, 2, 0]
    assert structure.pages[1][1] == structure.pages[1][2]


def test_a_cell_is_as_wide_as_its_attributes_say_wherever_they_stand() -> None:
    pdf = _open_pdf()
    one = pdf.pages[0].obj
    wide = Dictionary(O=Name.Table, ColSpan=2)
    layout = pdf.make_indirect(Dictionary(O=Name.Layout))
    rows = []
    for at, attributes in enumerate(
        (wide, pdf.make_indirect(wide), Array([layout, pdf.make_indirect(wide)]))
    ):
        cells = [Dictionary(S=Name.TD, Pg=one, K=2 * at, A=attributes), Dictionary(S=Name.TD, K=2 * at + 1)]
        cells[1].Pg = one
        rows.append(Dictionary(S=Name.TR, K=Array(map(pdf.make_indirect, cells))))
    structure = _tag(pdf, Dictionary(S=Name.Table, K=Array(map(pdf.make_indirect, rows))))
    assert [(cell.row, cell.column) for cell in structure.elements] == [
        (0, 0), (0, 2), (1, 0), (1, 2), (2, 0), (2, 2),
    ]  # fmt: skip
    assert structure.grids == {0: (3, 3)}


def test_what_is_no_element_costs_no_other() -> None:
    pdf = _open_pdf()
    odd = Array([Name.Nothing, pikepdf.String("12 0 R"), pdf.make_indirect(pikepdf.String("3")), 0])
    structure = _tag(pdf, Dictionary(S=Name.P, Pg=pdf.pages[0].obj, K=odd))
    assert _kinds(structure, 1) == {0: "paragraph"}


def test_a_page_tree_in_circles_ends() -> None:
    pdf = _open_pdf()
    one, tree = pdf.pages[0].obj, pdf.Root.Pages
    tree.Kids = Array([tree, *tree.Kids])
    structure = _tag(pdf, Dictionary(S=Name.P, Pg=one, K=0))
    assert _kinds(structure, 1) == {0: "paragraph"}


def test_words_of_several_pages_find_their_own_elements() -> None:
    structure = Structure(pages={1: {0: 10, 2: 12}, 2: {1: 21}, 4: {9: 49}})
    sound = _words(1, [0, 2, -1, 5], artifact=[False, False, True, True])
    untagged, bad = _words(3, [0]), _words(4, [9, 0, -1])
    owners = structure.owners_of_words([sound, PageWords.empty(2), untagged, bad, _words(2, [1, 1])])
    assert [None if found is None else found.tolist() for found in owners] == [
        [10, 12, -1, -1],
        None,
        None,
        None,
        [21, 21],
    ]
    assert [None if found is None else found.tolist() for found in structure.owners_of_words([sound])] == [
        [10, 12, -1, -1]
    ]


def _words(number: int, mcid: list[int], artifact: list[bool] | None = None) -> PageWords:
    """Return a page of words that stand far apart, a line each."""
    n = len(mcid)
    top = 100.0 * np.arange(n)
    return replace(
        PageWords.empty(number),
        start=np.arange(n), end=np.arange(n) + 1, x0=np.zeros(n), x1=np.ones(n), top=top, bottom=top + 10,
        mcid=np.array(mcid), artifact=np.array(artifact or [False] * n),
    )  # fmt: skip
