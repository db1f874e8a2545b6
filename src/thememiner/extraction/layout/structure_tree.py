"""The structure tree of a tagged PDF, as the file has it, walked once.

An element is asked for as JSON, whole: pikepdf takes as long for one key of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pikepdf

from .structure import Element, Structure

MOST_ELEMENTS = 400_000

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


def read_structure(pdf: pikepdf.Pdf) -> Structure | None:
    """Return the structure of an open PDF, or None where it has none.

    Raises:
        Exception: of many kinds, where the tree is malformed; the caller goes on without it.
    """
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, pikepdf.Dictionary):
        return None
    reader = _Reader(pdf, _number_pages(pdf), _read_roles(root))
    reader.walk(_read_node(root.to_json(True)))
    structure = reader.structure
    grids = {table for table in structure.grids if structure.is_grid(table)}
    in_grids = [element.column >= 0 and element.table in grids for element in structure.elements]
    structure.in_grids = np.array([*in_grids, False])
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


def _number_pages(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the number of each page by the reference to it, without loading the pages themselves."""
    numbers: dict[str, int] = {}
    entered: set[str] = set()
    number, generation = pdf.Root["/Pages"].objgen
    stack: list[Any] = [f"{number} {generation} R"]
    while stack:
        kid = stack.pop()
        node = _follow(pdf, kid)
        kids = _follow(pdf, node.get("/Kids")) if isinstance(node, dict) else None
        if isinstance(kids, list) and len(kids) != node.get("/Count"):
            if str(kid) not in entered:  # damaged trees go round in circles
                entered.add(str(kid))
                stack.extend(reversed(kids))
            continue
        for page in kids if isinstance(kids, list) else [kid]:
            numbers[str(page)] = len(numbers) + 1
    return numbers


class _Node(msgspec.Struct, gc=False):
    """A dictionary of the tree: an element, or a reference to marked content.

    What stands elsewhere in the file is a string, such as ``12 0 R``.
    """

    kids: _Kids = msgspec.field(name="/K", default=None)
    style: str = msgspec.field(name="/S", default="")
    page: str = msgspec.field(name="/Pg", default="")
    mcid: int = msgspec.field(name="/MCID", default=-1)
    attributes: msgspec.Raw = msgspec.field(name="/A", default=msgspec.Raw(b"null"))


_Kids = _Node | list[_Node | int | str | None] | int | str | None
_read_node = msgspec.json.Decoder(_Node).decode
_read_kids = msgspec.json.Decoder(_Kids).decode
_read_any = msgspec.json.Decoder().decode


def _follow(pdf: pikepdf.Pdf, value: Any, read: Callable[[bytes], Any] = _read_any) -> Any:
    """Return what ``12 0 R`` leads to, None for another text; a value that is no text as it is."""
    if not isinstance(value, str):
        return value
    number, _, rest = value.partition(" ")
    if not number.isdecimal():  # names and texts have a mark before them
        return None
    found = pdf.get_object(int(number), int(rest.removesuffix(" R")))
    return read(found.to_json(True)) if isinstance(found, pikepdf.Object) else found


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

    def __init__(self, pdf: pikepdf.Pdf, numbers: dict[str, int], roles: dict[str, str]) -> None:
        self.structure = Structure()
        self._pdf = pdf
        self._numbers = numbers
        self._roles = roles
        self._n_tables = 0
        self._n_rows: dict[int, int] = defaultdict(int)
        self._n_columns: dict[tuple[int, int], int] = defaultdict(int)

    def walk(self, root: _Node) -> None:
        """Visit every element, in tree order."""
        stack: list[tuple[_Kids, _Place]] = [(root, _Place())]
        steps = 0
        while stack:
            kids, place = stack.pop()
            steps += 1
            if steps > MOST_ELEMENTS:
                raise ValueError("The structure tree is too large.")
            if isinstance(kids, str):
                kids = _follow(self._pdf, kids, _read_kids)
            if isinstance(kids, _Node):
                if kids.kids is None:
                    self._take_reference(kids, place)
                    continue
                place = self._enter(kids, place)
                kids = kids.kids
            if isinstance(kids, int):
                self._take(place.page, kids, place.owner)
            elif isinstance(kids, list):
                for kid in reversed(kids):
                    if isinstance(kid, int):
                        self._take(place.page, kid, place.owner)
                    else:
                        stack.append((kid, place))
            elif kids is not None:
                stack.append((kids, place))
        for (table, _), n in self._n_columns.items():
            rows = self._n_rows[table]
            self.structure.grids[table] = (rows, max(n, self.structure.grids.get(table, (0, 0))[1]))

    def _take_reference(self, node: _Node, place: _Place) -> None:
        if node.mcid >= 0:
            number = self._numbers.get(node.page, -1) if node.page else place.page
            self._take(number, node.mcid, place.owner)

    def _take(self, page: int, mcid: int, owner: int) -> None:
        if owner >= 0 and page >= 0 and 0 <= mcid < 1_000_000:
            self.structure.pages.setdefault(page, {})[mcid] = owner

    def _enter(self, node: _Node, before: _Place) -> _Place:
        style = node.style
        if not style:
            return before
        name = self._roles.get(style, style[1:])
        number = self._numbers.get(node.page, -1) if node.page else before.page
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
            self._open(node, name, place)
        return place

    def _open(self, node: _Node, name: str, place: _Place) -> None:
        """Make the element of a block and stand inside it."""
        kind = _BLOCKS[name]
        elements = self.structure.elements
        holder = elements[place.owner] if place.owner >= 0 else None
        if kind == "cell":
            place.column = self._n_columns[place.table, place.row]
            self._n_columns[place.table, place.row] += self._read_span(node.attributes)
            place.header = name == "TH"
        elif kind == "paragraph":
            if holder is not None and holder.kind in _HOLDERS and not holder.has_paragraph:
                holder.has_paragraph = True
                return
            if _HEADING_STYLE.search(node.style.lower()):
                kind = "heading"
        level = int(name[1]) if kind == "heading" and name[1:].isdecimal() else 0
        if kind == "list_item":
            level = max(place.depth, 1)
        if kind != "cell" and place.table >= 0:
            self.structure.n_blocks[place.table] += 1
        place.owner = len(elements)
        elements.append(Element(kind, level, place.table, place.row, place.column, place.header))

    def _read_span(self, attributes: msgspec.Raw) -> int:
        """Return how many columns a cell takes up, as its attributes say."""
        found = _follow(self._pdf, _read_any(attributes))
        for entry in found if isinstance(found, list) else [found]:
            plain = _follow(self._pdf, entry)
            span = plain.get("/ColSpan") if isinstance(plain, dict) else None
            if isinstance(span, int):
                return min(max(span, 1), 40)
        return 1
