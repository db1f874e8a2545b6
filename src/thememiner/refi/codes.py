"""The codebook as a tree of REFI-QDA codes, and the ids that make it known again.

Ids come from content (UUID version 5), so the same codebook has the same ids anywhere.
Names are unique over the whole tree, because some programs merge codes of one name.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from thememiner.errors import InputError

_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "https://thememiner.invalid/refi-qda")
_COLOURS = ("#1B6CA8", "#2E7D4F", "#B5521B", "#8E2F5C", "#6A4FA3", "#00707A", "#7A6A00", "#5B6670")
POLARITIES = ("concern", "strength", "neutral")
NOT_COUNTED = "not counted"
"""The sub-code of mentions that are negated, hypothetical, quoted or boilerplate."""
RECOMMENDATIONS = "Recommendations"
KINDS = {
    "recommendation": "Recommendation",
    "priority_action": "Priority action",
    "area_for_improvement": "Area for improvement",
    "matter_of_concern": "Matter of concern",
    "question_for_board": "Question for the board",
    "learning_point": "Learning point",
    "finding": "Finding",
    "good_practice": "Good practice",
}


def make_guid(*parts: object) -> str:
    """Return a GUID that depends on the parts alone.

    >>> make_guid("theme", "neglect") == make_guid("theme", "neglect")
    True
    """
    return str(uuid.uuid5(_ROOT, clean_xml("\x1f".join(map(str, parts)))))


def clean_xml(text: str) -> str:
    """Return the text with what XML cannot hold as a blank each, so that offsets stay."""
    return "".join(
        char
        if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
        else " "
        for char in text
    )


@dataclass(frozen=True, slots=True)
class CodeNode:
    """A code and those below it."""

    guid: str
    name: str
    description: str = ""
    codable: bool = True
    colour: str = ""
    children: tuple[CodeNode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the tree needs to know of a theme."""

    theme_id: str
    label: str
    group: str
    description: str = ""


def build_codes(
    themes: Iterable[Theme],
    sub_codes: Mapping[str, Iterable[str]] | None = None,
    kinds: Iterable[str] = (),
) -> tuple[CodeNode, ...]:
    """Return the tree: groups, themes, below them what a project needs.

    Args:
        themes: in order of the codebook.
        sub_codes: by theme id: polarities, ``not counted``.
        kinds: of recommendations that get a code.
    """
    groups: dict[str, list[CodeNode]] = {}
    for theme in themes:
        colour = _COLOURS[list(groups).index(theme.group) % len(_COLOURS)] if theme.group in groups else None
        if colour is None:
            groups[theme.group] = []
            colour = _COLOURS[(len(groups) - 1) % len(_COLOURS)]
        groups[theme.group].append(
            CodeNode(
                guid=theme_guid(theme.theme_id),
                name=theme.label,
                description=theme.description,
                colour=colour,
                children=tuple(
                    CodeNode(theme_guid(theme.theme_id, sub), f"{theme.label}: {sub}", colour=colour)
                    for sub in (sub_codes or {}).get(theme.theme_id, ())
                ),
            )
        )
    nodes = [
        CodeNode(
            make_guid("group", name), name, codable=False, colour=children[0].colour, children=tuple(children)
        )
        for name, children in groups.items()
    ]
    wanted = set(kinds)
    asked = tuple(CodeNode(kind_guid(kind), name) for kind, name in KINDS.items() if kind in wanted)
    if asked:
        nodes.append(
            CodeNode(make_guid("group", RECOMMENDATIONS), RECOMMENDATIONS, codable=False, children=asked)
        )
    return tuple(nodes)


def theme_guid(theme_id: str, sub_code: str = "") -> str:
    """Return the GUID of a theme's code, or of the code below it."""
    return make_guid("theme", theme_id, sub_code)


def kind_guid(kind: str) -> str:
    """Return the GUID of the code of a kind of recommendation."""
    return make_guid("kind", kind)


def add_codes(parent: ET.Element, nodes: Iterable[CodeNode]) -> None:
    """Write codes below an element, children in the order of the schema."""
    for node in nodes:
        attributes = {"guid": node.guid, "name": clean_xml(node.name), "isCodable": str(node.codable).lower()}
        if node.colour:
            attributes["color"] = node.colour
        element = ET.SubElement(parent, "Code", attributes)
        if node.description:
            ET.SubElement(element, "Description").text = clean_xml(node.description)
        add_codes(element, node.children)


def read_codes(parent: ET.Element | None) -> tuple[CodeNode, ...]:
    """Return the codes below an element, whatever its namespace."""
    return tuple(
        CodeNode(
            guid=normalise_guid(element.get("guid", "")),
            name=" ".join(element.get("name", "").split()),
            description=next(
                (child.text or "" for child in element if local_name(child) == "Description"), ""
            ),
            codable=element.get("isCodable", "true").lower() in ("true", "1"),
            colour=element.get("color", ""),
            children=read_codes(element),
        )
        for element in (parent if parent is not None else ())
        if local_name(element) == "Code"
    )


def walk_codes(
    nodes: Iterable[CodeNode], above: tuple[CodeNode, ...] = ()
) -> Iterator[tuple[CodeNode, tuple[CodeNode, ...]]]:
    """Yield every code with those above it, outermost first."""
    for node in nodes:
        yield node, above
        yield from walk_codes(node.children, (*above, node))


def local_name(element: ET.Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def normalise_guid(guid: str) -> str:
    """Return a GUID in one spelling: programs differ in case and braces."""
    return guid.strip().strip("{}").lower()


def parse_xml(data: bytes, name: str) -> ET.Element:
    """Return the root of an XML file.

    Raises:
        InputError: where it is none, or one that defines entities of its own.
    """
    if b"<!ENTITY" in data:
        raise InputError(f"{name} defines XML entities, which no REFI-QDA file needs; it is not read.")
    try:
        return ET.fromstring(data)
    except ET.ParseError as error:
        raise InputError(f"{name} is no XML that can be read ({error}).") from error


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Finds the theme and sub-code that a code of some program stands for.

    Attributes:
        themes: label by theme id.
    """

    themes: Mapping[str, str]
    by_guid: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_name: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        subs = ("", *POLARITIES, NOT_COUNTED)
        for theme_id, label in self.themes.items():
            for sub in subs:
                self.by_guid[theme_guid(theme_id, sub)] = (theme_id, sub)
                for name in (label, theme_id):
                    self.by_name[f"{name}: {sub}".casefold() if sub else name.casefold()] = (theme_id, sub)
        for kind, name in KINDS.items():
            self.by_guid[kind_guid(kind)] = (f"recommendation:{kind}", "")
            self.by_name.setdefault(name.casefold(), (f"recommendation:{kind}", ""))

    def find(self, node: CodeNode, above: tuple[CodeNode, ...]) -> tuple[str, str] | None:
        """Return theme id and sub-code; ``recommendation:KIND`` for these; None where neither knows it."""
        known = self.by_guid.get(node.guid) or self.by_name.get(node.name.casefold())
        if known is None and above and node.name.casefold() in (*POLARITIES, NOT_COUNTED):
            parent = self.find(above[-1], above[:-1])
            return (parent[0], node.name.casefold()) if parent else None
        return known
