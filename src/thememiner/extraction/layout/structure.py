"""The structure tree of a tagged PDF: which block each piece of marked content belongs to.

Nine in ten published reports are tagged, by Word mostly, and their tags know what geometry can only
guess: where a paragraph ends, what is a list item, which cell a word is in. The tree is read once with
pikepdf; the order of the page's content is kept, for it is the better reading order where the two differ.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import pikepdf

from thememiner.extraction.words import Bools, Ints, PageWords

from .tables import Cell

MOST_ELEMENTS = 400_000
LEAST_COVERED = 0.85
"""On a page where tags hold fewer of the words, geometry works alone."""

_BLOCKS = {
    "P": "paragraph", "BlockQuote": "paragraph", "Aside": "paragraph", "H": "heading", "Title": "heading",
    "H1": "heading", "H2": "heading", "H3": "heading", "H4": "heading", "H5": "heading", "H6": "heading",
    "LI": "list_item", "Note": "footnote", "FENote": "footnote", "Caption": "caption", "TOCI": "contents",
    "TD": "cell", "TH": "cell",
}  # fmt: skip
_OPENERS = frozenset(_BLOCKS) | {"L", "Table", "TR"}
_HOLDERS = frozenset({"list_item", "footnote", "contents", "caption"})
"""A paragraph inside one of these is the thing itself, unless another paragraph went before it there."""
_HEADING_STYLE = re.compile(r"(?:^|[^a-z])(?:sub)?head(?:ing)?(?:[^a-z]|$)")


class Element(msgspec.Struct, gc=False):
    """A block of the structure tree."""

    kind: str
    """A block kind of ours, or ``cell``."""
    level: int = 0
    """Level of a heading, 0 where the tag has none; depth of a list item."""
    table: int = -1
    row: int = -1
    column: int = -1
    header: bool = False
    has_paragraph: bool = False


@dataclass(slots=True)
class Structure:
    """The blocks of a tagged PDF, and where the marked content of each page belongs."""

    elements: list[Element] = field(default_factory=list)
    pages: dict[int, dict[int, int]] = field(default_factory=dict)
    """Page number from 1 -> marked content id -> index of the element."""
    grids: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Table -> its rows and columns."""
    n_blocks: Counter[int] = field(default_factory=Counter)
    """Table -> blocks inside its cells."""
    in_grids: frozenset[int] = frozenset()
    """The elements in tables of data."""

    def is_grid(self, table: int) -> bool:
        """Return whether a table is one of data, not a frame for laying out a page."""
        rows, columns = self.grids.get(table, (0, 0))
        return rows >= 2 and columns >= 2 and self.n_blocks[table] <= 8 * rows * columns

    def owners_of_words(self, words: PageWords) -> Ints | None:
        """Return, for each word, the index of its element or -1; None where the page is badly tagged."""
        places = self.pages.get(words.number)
        if not places or not words.n_words:
            return None
        table = np.full(max(places) + 2, -1)  # its last entry is for no id and for ids without a place
        table[list(places)] = list(places.values())
        owners: Ints = table[np.minimum(words.mcid, len(table) - 1)]
        content = ~words.artifact
        covered = np.count_nonzero((owners >= 0) & content)
        if covered < LEAST_COVERED * np.count_nonzero(content):
            return None
        _adopt_words(owners, words, content)
        return owners


def _adopt_words(owners: Ints, words: PageWords, content: Bools) -> None:
    """Give words that no tag holds, in the midst of a line, to the element of the word before them.

    Producers leave out the mark of a note, or what is typed in after the tags were made.
    """
    for word in ((owners < 0) & content).nonzero()[0].tolist():
        before = word - 1
        if word and owners[before] >= 0 and content[before]:
            height = words.bottom[before] - words.top[before]
            gap = words.x0[word] - words.x1[before]
            middle = (words.top[word] + words.bottom[word]) / 2
            if -0.1 * height < gap < height and words.top[before] < middle < words.bottom[before]:
                owners[word] = owners[before]


def read_structure(pdf: pikepdf.Pdf) -> Structure | None:
    """Return the structure of an open PDF, or None where it has none.

    Raises:
        Exception: of many kinds, where the tree is malformed; the caller goes on without it.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    reader = _Reader(_number_pages(pdf), _read_roles(root))
    reader.walk(root)
    structure = reader.structure
    structure.in_grids = frozenset(
        place
        for place, element in enumerate(structure.elements)
        if element.column >= 0 and structure.is_grid(element.table)
    )
    return structure if structure.pages else None


def _read_roles(root: pikepdf.Dictionary) -> dict[str, str]:
    """Return the standard type behind each custom type."""
    found = root.get("/RoleMap")
    direct = (
        {key: str(value) for key, value in found.items()} if isinstance(found, pikepdf.Dictionary) else {}
    )
    roles = {}
    for key in direct:
        name, seen = key, {key}
        while name[1:] not in _BLOCKS and name in direct and direct[name] not in seen:
            name = direct[name]
            seen.add(name)
        roles[key] = name[1:]
    return roles


def _number_pages(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Return the number of each page by its object, without loading the pages themselves."""
    numbers: dict[tuple[int, int], int] = {}
    stack: list[Any] = [pdf.Root.get("/Pages")]
    while stack:
        node = stack.pop()
        kids = node.get("/Kids") if isinstance(node, pikepdf.Dictionary) else None
        if kids is None:
            numbers[node.objgen] = len(numbers) + 1
        elif len(kids) == int(node.get("/Count", -1)):
            for kid in kids:
                numbers[kid.objgen] = len(numbers) + 1
        else:
            stack.extend(reversed(list(kids)))
    return numbers


class _Place(msgspec.Struct, gc=False):
    """Where in the tree the walk stands."""

    page: int = -1
    owner: int = -1
    depth: int = 0
    table: int = -1
    row: int = -1
    column: int = -1
    header: bool = False


class _Reader:
    """The walk over a structure tree."""

    def __init__(self, numbers: dict[tuple[int, int], int], roles: dict[str, str]) -> None:
        self.structure = Structure()
        self._numbers = numbers
        self._roles = roles
        self._n_tables = 0
        self._n_rows: dict[int, int] = defaultdict(int)
        self._n_columns: dict[tuple[int, int], int] = defaultdict(int)

    def walk(self, root: pikepdf.Dictionary) -> None:
        """Visit every element, in tree order."""
        stack: list[tuple[Any, _Place]] = [(root, _Place())]
        steps = 0
        while stack:
            node, place = stack.pop()
            steps += 1
            if steps > MOST_ELEMENTS:
                raise ValueError("The structure tree is too large.")
            kids = node.get("/K")
            if kids is None:
                self._take_reference(node, place)
                continue
            place = self._enter(node, place)
            if isinstance(kids, int):
                self._take(place.page, kids, place.owner)
            elif isinstance(kids, pikepdf.Array):
                inner = []
                for kid in kids:
                    if isinstance(kid, int):
                        self._take(place.page, kid, place.owner)
                    elif kid is not None:
                        inner.append((kid, place))
                inner.reverse()
                stack.extend(inner)
            else:
                stack.append((kids, place))
        for (table, _), n in self._n_columns.items():
            rows = self._n_rows[table]
            self.structure.grids[table] = (rows, max(n, self.structure.grids.get(table, (0, 0))[1]))

    def _take_reference(self, node: Any, place: _Place) -> None:
        mcid = node.get("/MCID")
        if mcid is None:
            return
        page = node.get("/Pg")
        number = place.page if page is None else self._numbers.get(page.objgen, -1)
        self._take(number, int(mcid), place.owner)

    def _take(self, page: int, mcid: int, owner: int) -> None:
        if owner >= 0 and page >= 0 and 0 <= mcid < 1_000_000:
            self.structure.pages.setdefault(page, {})[mcid] = owner

    def _enter(self, node: Any, before: _Place) -> _Place:
        raw = node.get("/S")
        if raw is None:
            return before
        style = str(raw)
        name = self._roles.get(style, style[1:])
        # Asking for a key that is not there costs pikepdf an exception: seven times as much as looking first.
        page = node.get("/Pg") if "/Pg" in node else None
        number = before.page if page is None else self._numbers.get(page.objgen, -1)
        if name not in _OPENERS and number == before.page:
            return before
        place = _Place(
            number, before.owner, before.depth, before.table, before.row, before.column, before.header
        )
        if name not in _OPENERS:
            return place  # inline: nothing changes but the page
        if name == "L":
            place.depth += 1
        elif name == "Table":
            place.table, place.row, place.column, place.owner = self._n_tables, -1, -1, -1
            self._n_tables += 1
        elif name == "TR" and place.table >= 0:
            place.row = self._n_rows[place.table]
            self._n_rows[place.table] += 1
        elif name in _BLOCKS:
            self._open(node, name, style, place)
        return place

    def _open(self, node: Any, name: str, style: str, place: _Place) -> None:
        """Make the element of a block and stand inside it."""
        kind = _BLOCKS[name]
        elements = self.structure.elements
        holder = elements[place.owner] if place.owner >= 0 else None
        if kind == "cell":
            place.column = self._n_columns[place.table, place.row]
            self._n_columns[place.table, place.row] += _read_span(node)
            place.header = name == "TH"
        elif kind == "paragraph":
            if holder is not None and holder.kind in _HOLDERS and not holder.has_paragraph:
                holder.has_paragraph = True
                return
            if _HEADING_STYLE.search(style.lower()):
                kind = "heading"
        level = int(name[1]) if kind == "heading" and name[1:].isdecimal() else 0
        if kind == "list_item":
            level = max(place.depth, 1)
        if kind != "cell" and place.table >= 0:
            self.structure.n_blocks[place.table] += 1
        place.owner = len(elements)
        elements.append(Element(kind, level, place.table, place.row, place.column, place.header))


def _read_span(node: Any) -> int:
    attributes = node.get("/A") if "/A" in node else None
    listed = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    for entry in listed:
        if isinstance(entry, pikepdf.Dictionary):
            span = entry.get("/ColSpan") if "/ColSpan" in entry else None
            if isinstance(span, int):
                return min(max(span, 1), 40)
    return 1


def find_cells(structure: Structure, owners: Ints) -> tuple[list[Cell], Ints | None]:
    """Return the cells of a tagged page and, for each word, the index of its cell or -1.

    Args:
        structure: the structure of the PDF.
        owners: per word of the page, the index of its element or -1.
    """
    present = structure.in_grids.intersection(owners.tolist())
    if not present:
        return [], None
    cells: list[Cell] = []
    places: dict[tuple[int, int, int], int] = {}
    cell_of_owner = np.full(len(structure.elements) + 1, -1, dtype=np.int64)
    for owner in sorted(present):
        element = structure.elements[owner]
        key = (element.table, element.row, element.column)
        if key not in places:
            places[key] = len(cells)
            n_columns = structure.grids[element.table][1]
            cells.append(
                Cell((0, element.table), element.row, element.column, n_columns, header=element.header)
            )
        cell_of_owner[owner] = places[key]
    return cells, cell_of_owner[owners]
