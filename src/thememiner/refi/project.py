"""A report as a REFI-QDA project (.qdpx), to be read and corrected in NVivo, MAXQDA, ATLAS.ti or QualCoder.

What is kept where, and why, is told in docs/refi-qda.md.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from thememiner.columns import REVIEWS
from thememiner.tables import Tables, iterate_rows

from .codebook import encode_xml
from .codes import (
    NOT_COUNTED,
    POLARITIES,
    CodeNode,
    Theme,
    add_codes,
    build_codes,
    clean_xml,
    kind_guid,
    make_guid,
    theme_guid,
)

NAMESPACE = "urn:QDA-XML:project:1.0"
TOOL_USER = make_guid("user", "thememiner")
TOOL_NAME = "thememiner"
_VARIABLES = tuple(
    column.name
    for column in REVIEWS.columns
    if column.type in ("text", "list") and column.name not in ("review_id", "sha256", "status", "reader")
)
"""What is known of a review: title, kind, publisher, the facts of the case ..."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_NAME_LENGTH = 60


def write_qdpx(
    tables: Tables,
    file: Path,
    *,
    title: str,
    origin: str,
    sources: Mapping[str, bytes | Path],
    about: str = "",
) -> None:
    """Write a project.

    Args:
        tables: every table of a report.
        file: where to write.
        title: of the project.
        origin: program and version.
        sources: the PDFs by review id; a review without one travels as plain text.
        about: a note on the whole project.
    """
    texts = {row.review_id: clean_text(row.text) for row in iterate_rows(tables["documents"])}
    root = ET.Element(
        "Project",
        {"xmlns": NAMESPACE, "name": clean_xml(title), "origin": origin, "creatingUserGUID": TOOL_USER},
    )
    ET.SubElement(ET.SubElement(root, "Users"), "User", {"guid": TOOL_USER, "name": TOOL_NAME})
    add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), list_codes(tables))
    reviews = [row for row in iterate_rows(tables["reviews"]) if row.review_id in texts]
    _add_cases(root, tables, reviews)
    notes: list[tuple[str, str, str]] = []
    if about:
        notes.append((make_guid("note", "project", title), "About this project", about))
    selections = _select(tables, texts, notes)
    element = ET.SubElement(root, "Sources") if reviews else root
    for review in reviews:
        own = selections.get(review.review_id, [])
        _add_source(element, review, texts[review.review_id], own, has_pdf=review.review_id in sources)
    if notes:
        holder = ET.SubElement(root, "Notes")
        for guid, name, text in notes:
            note = ET.SubElement(
                holder, "Note", {"guid": guid, "name": clean_xml(name), "creatingUser": TOOL_USER}
            )
            ET.SubElement(note, "PlainTextContent").text = clean_xml(text)
    if about:
        ET.SubElement(root, "NoteRef", {"targetGUID": notes[0][0]})
    ET.indent(root)
    with zipfile.ZipFile(file, "w") as archive:
        _put(archive, "project.qde", encode_xml(root))
        for review in reviews:
            _put(
                archive, f"sources/{text_guid(review.review_id)}.txt", texts[review.review_id].encode("utf-8")
            )
            if (pdf := sources.get(review.review_id)) is not None:
                _put(archive, f"sources/{source_guid(review.review_id)}.pdf", pdf)


def source_guid(review_id: str) -> str:
    """Return the GUID of a review's source."""
    return make_guid("source", review_id)


def text_guid(review_id: str) -> str:
    """Return the GUID of a review's plain text."""
    return make_guid("text", review_id)


def clean_text(text: str) -> str:
    """Return a text whose every line ends in LF and that UTF-8 can hold; offsets stay."""
    return text.replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")


def list_themes(tables: Tables) -> list[Theme]:
    """Return the themes of a report."""
    return [
        Theme(theme_id=row.theme_id, label=row.label, group=row.group, description=row.definition)
        for row in iterate_rows(tables["themes"])
    ]


def list_codes(tables: Tables) -> tuple[CodeNode, ...]:
    """Return the codes of a project: groups, themes, what the mentions and recommendations need."""
    used: dict[str, set[str]] = defaultdict(set)
    for row in iterate_rows(tables["mentions"]):
        used[row.theme_id].add(sub_code(row.status, row.polarity))
    subs = {
        theme: tuple(sub for sub in (*POLARITIES, NOT_COUNTED) if sub in found)
        for theme, found in used.items()
    }
    return build_codes(list_themes(tables), subs, tables["recommendations"]["kind"])


def sub_code(status: str, polarity: str) -> str:
    """Return the code below a theme that holds a mention: its polarity, where it counts."""
    return polarity if status == "asserted" else NOT_COUNTED


def _add_cases(root: ET.Element, tables: Tables, reviews: list[Any]) -> None:
    """A case per review, with what is known of it as variables."""
    if not reviews:
        return
    declared = {column.name for column in REVIEWS.columns}
    own = [str(name) for name in tables["reviews"].columns if name not in declared]  # of the user's manifest
    names = [name for name in (*_VARIABLES, *own) if any(_tell(row, name) for row in reviews)]
    guids = {name: make_guid("variable", name) for name in names}
    if names:
        variables = ET.SubElement(root, "Variables")
        for name in names:
            attributes = {"guid": guids[name], "name": clean_xml(name), "typeOfVariable": "Text"}
            ET.SubElement(variables, "Variable", attributes)
    cases = ET.SubElement(root, "Cases")
    for row in reviews:
        case = ET.SubElement(
            cases,
            "Case",
            {"guid": make_guid("case", row.review_id), "name": clean_xml(row.title or row.path)},
        )
        for name in names:
            if value := _tell(row, name):
                held = ET.SubElement(case, "VariableValue")
                ET.SubElement(held, "VariableRef", {"targetGUID": guids[name]})
                ET.SubElement(held, "TextValue").text = clean_xml(value)
        ET.SubElement(case, "SourceRef", {"targetGUID": source_guid(row.review_id)})


def _tell(row: Any, name: str) -> str:
    value = getattr(row, name, "")
    return ", ".join(value) if isinstance(value, tuple) else "" if pd.isna(value) else str(value)


def _select(
    tables: Tables, texts: Mapping[str, str], notes: list[tuple[str, str, str]]
) -> dict[str, list[tuple[int, int, str, str, str, str]]]:
    """Return by review: start, end, GUID of the code, of the selection, description, GUID of a note."""
    found: dict[str, list[tuple[int, int, str, str, str, str]]] = defaultdict(list)
    for row in iterate_rows(tables["mentions"]):
        if row.review_id in texts:
            told = f"{row.status}, {row.polarity}, p. {row.page}"
            code = theme_guid(row.theme_id, sub_code(row.status, row.polarity))
            guid = make_guid("mention", row.mention_id)
            found[row.review_id].append((int(row.start), int(row.end), code, guid, told, ""))
    for rec, start, end in place_recommendations(tables):
        if rec.review_id not in texts:
            continue
        guid = make_guid("recommendation", rec.recommendation_id, start)
        note = make_guid("note", rec.recommendation_id)
        found[rec.review_id].append((start, end, kind_guid(rec.kind), guid, f"p. {rec.page}", note))
    for rec in iterate_rows(tables["recommendations"]):
        if rec.review_id in texts:
            name = f"{rec.kind.replace('_', ' ').capitalize()} {rec.number}".strip()
            notes.append((make_guid("note", rec.recommendation_id), name, _describe_recommendation(rec)))
    return {review: sorted(rows) for review, rows in found.items()}


def place_recommendations(tables: Tables) -> Iterator[tuple[Any, int, int]]:
    """Yield each recommendation with the stretch of its review's text: its words, else its passages."""
    passages = {row.passage_id: row for row in iterate_rows(tables["passages"])}
    for rec in iterate_rows(tables["recommendations"]):
        stands = [passages[passage_id] for passage_id in rec.passage_ids if passage_id in passages]
        if not stands:
            continue
        first = stands[0]
        at = first.text.find(rec.text)
        if at >= 0:
            yield rec, int(first.start) + at, int(first.start) + at + len(rec.text)
            continue
        # A recommendation of several paragraphs: those that follow each other and are part of it.
        words = " ".join(rec.text.split())
        last = first
        for passage in stands[1:]:
            if passage.ordinal == last.ordinal + 1 and " ".join(passage.text.split()) in words:
                last = passage
        yield rec, int(first.start), int(last.end)


def _describe_recommendation(rec: Any) -> str:
    told = {
        "Number": rec.number,
        "To": ", ".join(rec.addressees),
        "Action": rec.action,
        "Due": rec.due,
        "Response": rec.response,
        "Page": str(rec.page),
        "Asked before": rec.lineage_id,
    }
    return "\n".join(f"{name}: {value}" for name, value in told.items() if value)


def _add_source(
    parent: ET.Element,
    review: Any,
    text: str,
    selections: list[tuple[int, int, str, str, str, str]],
    *,
    has_pdf: bool,
) -> None:
    name = clean_xml(review.title or review.path)
    guid, own = source_guid(review.review_id), text_guid(review.review_id)
    told = clean_xml(f"{review.path}, review {review.review_id}")
    by_tool = {"creatingUser": TOOL_USER}
    plain = {"plainTextPath": f"internal://{own}.txt"}
    if has_pdf:
        pdf = ET.SubElement(
            parent, "PDFSource", {"guid": guid, "name": name, "path": f"internal://{guid}.pdf", **by_tool}
        )
        ET.SubElement(pdf, "Description").text = told
        held = ET.SubElement(pdf, "Representation", {"guid": own, "name": name, **plain, **by_tool})
    else:
        held = ET.SubElement(parent, "TextSource", {"guid": guid, "name": name, **plain, **by_tool})
        ET.SubElement(held, "Description").text = told
    for start, end, code, selection, description, note in selections:
        words = " ".join(clean_xml(text[start:end]).split())[:_NAME_LENGTH]
        place = {"startPosition": str(start), "endPosition": str(end)}
        element = ET.SubElement(
            held, "PlainTextSelection", {"guid": selection, "name": words, **place, **by_tool}
        )
        ET.SubElement(element, "Description").text = description
        coding = ET.SubElement(element, "Coding", {"guid": make_guid("coding", selection), **by_tool})
        ET.SubElement(coding, "CodeRef", {"targetGUID": code})
        if note:
            ET.SubElement(element, "NoteRef", {"targetGUID": note})


def _put(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    """Add a file with a fixed date, so that the same project has the same bytes."""
    entry = zipfile.ZipInfo(name, date_time=_FIXED_DATE)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".pdf") else zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
