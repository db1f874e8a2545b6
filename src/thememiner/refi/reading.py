"""A project of any program, read: its sources' plain texts, its codes, who coded what where."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from thememiner.errors import InputError

from .codes import CodeNode, local_name, normalise_guid, parse_xml, read_codes

_MAX_TEXT = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A stretch of a source that somebody gave a code."""

    source_guid: str
    selection_guid: str
    start: int
    end: int
    code_guid: str
    user_guid: str
    coded_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document of the project and its plain text."""

    guid: str
    name: str
    description: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a .qdpx says, as far as codings of text go."""

    name: str
    origin: str
    modified_at: str
    users: dict[str, str]
    codes: tuple[CodeNode, ...]
    sources: tuple[Source, ...]
    coded: tuple[Coded, ...]


def read_qdpx(file: Path) -> Project:
    """Read a project.

    Raises:
        InputError: where it is no REFI-QDA project.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.casefold(): name for name in archive.namelist()}
            inside = next((name for name in sorted(names) if name.endswith(".qde")), None)
            if inside is None:
                raise InputError(f"{file.name} is no REFI-QDA project: there is no .qde file in it.")
            root = parse_xml(archive.read(names[inside]), f"{file.name}, {names[inside]}")
            texts = {
                PurePosixPath(name).name: archive.read(names[name])
                for name in sorted(names)
                if name.endswith(".txt") and archive.getinfo(names[name]).file_size <= _MAX_TEXT
            }
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{file} cannot be read as a REFI-QDA project ({error}).") from error
    if local_name(root) != "Project":
        raise InputError(
            f"{file.name} is no REFI-QDA project: it begins with {local_name(root)}, not Project."
        )
    users = {
        normalise_guid(user.get("guid", "")): user.get("name") or user.get("id") or "unnamed"
        for user in _below(root, "Users")
    }
    book = next(_children(root, "CodeBook"), None)
    codes = read_codes(next(_children(book, "Codes"), None)) if book is not None else ()
    notes = {
        normalise_guid(note.get("guid", "")): _child_text(note, "PlainTextContent")
        for note in _below(root, "Notes")
    }
    sources: list[Source] = []
    coded: list[Coded] = []
    for element in _below(root, "Sources"):
        held = (
            element
            if local_name(element) == "TextSource"
            else next(_children(element, "Representation"), None)
        )
        if held is None:
            continue  # a picture, a sound: no text
        guid = normalise_guid(element.get("guid", ""))
        sources.append(
            Source(
                guid=guid,
                name=element.get("name", ""),
                description=_child_text(element, "Description"),
                text=_read_text(held, texts),
            )
        )
        coded += _read_selections(held, guid, notes)
    return Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        modified_at=root.get("modifiedDateTime", ""),
        users=users,
        codes=codes,
        sources=tuple(sources),
        coded=tuple(coded),
    )


def _read_selections(held: ET.Element, source: str, notes: dict[str, str]) -> Iterator[Coded]:
    for selection in _children(held, "PlainTextSelection"):
        try:
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
        except ValueError:
            continue
        written = [
            notes.get(normalise_guid(ref.get("targetGUID", "")), "")
            for ref in _children(selection, "NoteRef")
        ]
        for coding in _children(selection, "Coding"):
            ref = next(_children(coding, "CodeRef"), None)
            if ref is not None and start < end:
                yield Coded(
                    source_guid=source,
                    selection_guid=normalise_guid(selection.get("guid", "")),
                    start=start,
                    end=end,
                    code_guid=normalise_guid(ref.get("targetGUID", "")),
                    user_guid=normalise_guid(
                        coding.get("creatingUser") or selection.get("creatingUser") or ""
                    ),
                    coded_at=coding.get("creationDateTime") or selection.get("creationDateTime") or "",
                    note="\n".join(filter(None, written)),
                )


def _read_text(held: ET.Element, texts: dict[str, bytes]) -> str:
    path = held.get("plainTextPath", "")
    name = PurePosixPath(path.replace("internal://", "").replace("\\", "/")).name.casefold()
    if name in texts:
        return texts[name].decode("utf-8-sig", "replace")
    return _child_text(held, "PlainTextContent")


def _children(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in parent if local_name(child) == name)


def _below(root: ET.Element, name: str) -> Iterator[ET.Element]:
    return (element for holder in _children(root, name) for element in holder)


def _child_text(parent: ET.Element, name: str) -> str:
    return next((child.text or "" for child in _children(parent, name)), "")
