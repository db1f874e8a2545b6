"""REFI-QDA codebooks (.qdc): ours written, any read into entries.

A .qdc holds names, descriptions and a hierarchy. Cues and conditions have no place in
it; what a description says of inclusion and examples is read back.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from thememiner.errors import InputError
from thememiner.records import Code

from .codes import (
    CodeIndex,
    CodeNode,
    Theme,
    add_codes,
    build_codes,
    local_name,
    parse_xml,
    read_codes,
    walk_codes,
)

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_LABELLED = {"Include": "include", "Exclude": "exclude", "Example": "examples", "Not": "non_examples"}
_LINE = re.compile(r"^(Include|Exclude|Example|Not): (.+)$")


def describe_code(code: Code) -> str:
    """Return an entry's definition and what belongs to it, a line each, as a coder reads it."""
    lines = [code.definition]
    lines += [f"Include: {code.include}"] if code.include else []
    lines += [f"Exclude: {code.exclude}"] if code.exclude else []
    lines += [f"Example: {example}" for example in code.examples]
    lines += [f"Not: {example}" for example in code.non_examples]
    return "\n".join(lines)


def write_qdc(codes: Iterable[Code], origin: str) -> bytes:
    """Return a codebook as a .qdc file.

    Args:
        codes: entries, in order.
        origin: program and version.
    """
    themes = [
        Theme(theme_id=code.code_id, label=code.label, group=code.group, description=describe_code(code))
        for code in codes
    ]
    return write_qdc_tree(build_codes(themes), origin)


def write_qdc_tree(nodes: Iterable[CodeNode], origin: str) -> bytes:
    """Return a tree of codes as a .qdc file."""
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": origin})
    add_codes(ET.SubElement(root, "Codes"), nodes)
    ET.indent(root)
    return encode_xml(root)


def encode_xml(root: ET.Element) -> bytes:
    """Return a document in UTF-8."""
    written = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'.encode()


def read_qdc(file: Path, base: Mapping[str, dict[str, Any]]) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the entries of a .qdc, as they stand in YAML, and what was lost or made up.

    Args:
        file: the codebook.
        base: entries of a codebook by id: a code that has the id or the name of one
            takes over its cues and conditions, which a .qdc cannot hold.

    Raises:
        InputError: where it is no REFI-QDA codebook.
    """
    try:
        root = parse_xml(file.read_bytes(), file.name)
    except OSError as error:
        raise InputError(f"{file} cannot be read ({error.strerror}).") from error
    if local_name(root) != "CodeBook":
        raise InputError(
            f"{file.name} is no REFI-QDA codebook: it begins with {local_name(root)}, not CodeBook."
        )
    nodes = read_codes(next((child for child in root if local_name(child) == "Codes"), None))
    if not nodes:
        raise InputError(f"{file.name} has no codes.")
    index = CodeIndex({theme_id: str(entry["label"]) for theme_id, entry in base.items()})
    entries: list[dict[str, Any]] = []
    notes: list[str] = []
    used: set[str] = set()
    for node, above in walk_codes(nodes):
        if node.children and (not node.codable or not above):
            continue  # a group
        found = index.find(node, above)
        known = base.get(found[0]) if found and not found[1] else None
        theme_id = str(known["id"]) if known else _make_name(node.name, used)
        if theme_id in used:
            notes.append(f"“{node.name}” stands twice; only the first is kept.")
            continue
        used.add(theme_id)
        group = next((one.name for one in above if one.children), "") or (
            str(known["group"]) if known else "Codes"
        )
        entry = {**(known or {}), "id": theme_id, "label": node.name, "group": group}
        entry.update(_read_description(node))
        if not known:
            words = " ".join(re.findall(r"[^\W_]+(?:[-'][^\W_]+)*", node.name.lower()))
            entry.setdefault("definition", node.name)
            entry["cues"] = [words] if words else []
            notes.append(f"“{node.name}” is new: its name stands for its cues until you write some.")
        entries.append(entry)
    return entries, tuple(notes)


def _read_description(node: CodeNode) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    plain: list[str] = []
    for line in node.description.splitlines():
        labelled = _LINE.match(line.strip())
        if labelled is None:
            plain.append(line.strip())
        elif (key := _LABELLED[labelled[1]]) in ("examples", "non_examples"):
            parts.setdefault(key, []).append(labelled[2].strip())
        else:
            parts[key] = labelled[2].strip()
    definition = " ".join(filter(None, plain))
    return {"definition": definition, **parts} if definition else parts


def _make_name(name: str, used: set[str]) -> str:
    stem = "_".join(re.findall(r"[^\W_]+", name.lower())) or "code"
    theme_id, count = stem, 2
    while theme_id in used:
        theme_id, count = f"{stem}_{count}", count + 1
    return theme_id
