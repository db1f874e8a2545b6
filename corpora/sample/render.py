#!/usr/bin/env python3
"""Render the sample corpus: sources/*.html to PDFs and to their answer keys.

    python corpora/sample/render.py [FOLDER]

Every review is written as one HTML file in ``sources/``. Its markup says how a careful
reader would code it, so that the PDF and its answer key come from the same words:

* ``rec="recommendation" no="3" to="Police; Board" due="within six months"`` on an element: a
  recommendation or its kin (the kinds are those of ``thememiner.records``). The printed label stands
  in ``<b class="no">`` and is no part of the text. ``again="3"`` marks a repeat elsewhere, ``optional``
  an item that one reader would count and another would not.
* ``<mark theme="info_sharing:concern" not="housing">`` around a sentence: themes that it carries, with
  polarity, and themes that its words suggest but that it does not carry.
* ``<mark trap>``: a sentence that reads like a recommendation of this review and is none.
* ``<mark figure="count=14; of=52; percentage=27; what=babies">``: a printed statistic.
* ``<meta name="agencies" content="A; B">``: agencies named; each must be printed.
* ``<meta name="facts" content="incident=death; authors=A|B">``: facts of the case, by attribute.
* ``<h2 n>``, ``<p n>``: a numbered heading and a paragraph numbered under it (1. and 1.1).
* ``<nav class="toc">`` becomes the contents page; ``<img scan="page.html">`` a scanned picture of a page.

Pages in the key are read from the laid-out document. ``FOLDER`` defaults to the folder of this file.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import tinyhtml5
import weasyprint
from PIL import Image, ImageFilter

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
PASSWORD = "fictional"
SCAN_DPI = 130
TOC_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
OPTIONAL = {"response": "response", "lead": "lead_in", "basis": "addressee_basis"}
CODED = ("rec", "again", "theme", "not", "figure", "trap")


@dataclass
class Source:
    """A review as written: its tree, numbered and with its contents filled in."""

    name: str
    root: ET.Element
    meta: dict[str, str]
    numbers: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title in the head of the source."""
        return read_text(self.root.find("head/title"))


def squeeze(text: str) -> str:
    """Return the text with every run of white space as one blank."""
    return " ".join(text.split())


def read_text(element: ET.Element | None, *, skip: tuple[str, ...] = ("no", "fn")) -> str:
    """Return what an element prints, without labels (class ``no``) and footnotes (class ``fn``)."""

    def parts(node: ET.Element) -> list[str]:
        found = [node.text or ""]
        for child in node:
            if child.tag == "br":
                found.append(" ")
            elif not set(child.get("class", "").split()) & set(skip):
                found.extend(parts(child))
                if child.tag in ("p", "li", "ul", "ol", "div"):
                    found.append(" ")
            found.append(child.tail or "")
        return found

    return "" if element is None else squeeze("".join(parts(element)))


def set_quotes(text: str) -> str:
    """Return the text with typographic quotation marks, as a word processor would set them.

    >>> set_quotes("She said 'no' to Kim's aunt")
    'She said ‘no’ to Kim’s aunt'
    """
    text = re.sub(r"(^|[\s(\[–—‘“/])'(?=\S)", r"\1‘", text)
    text = re.sub(r"(^|[\s(\[–—‘/])\"(?=\S)", r"\1“", text)
    return text.replace("'", "’").replace('"', "”")


def read_source(path: Path) -> Source:
    """Parse a source, set its quotation marks, number it and fill in its contents page."""
    root = tinyhtml5.parse(path.read_text(encoding="utf-8"), namespace_html_elements=False)
    meta = {m.get("name", ""): m.get("content", "") for m in root.iter("meta") if m.get("name")}
    source = Source(path.stem, root, meta)
    for node in root.iter():
        if node.tag not in ("style", "script") and meta.get("quotes") != "straight":
            node.text = set_quotes(node.text) if node.text else node.text
        if meta.get("quotes") != "straight":
            node.tail = set_quotes(node.tail) if node.tail else node.tail
    move_blanks(root)
    number_parts(source)
    fill_contents(root)
    for order, node in enumerate(root.iter()):
        if any(key in node.attrib for key in CODED):
            node.set("data-k", str(order))
    return source


def move_blanks(root: ET.Element) -> None:
    """Move the blank before a ``mark`` into it: WeasyPrint breaks a line badly between the two."""
    for parent in root.iter():
        before: ET.Element | None = None
        for child in parent:
            text = (parent.text if before is None else before.tail) or ""
            if child.tag == "mark" and text.rstrip() != text and text.strip():
                child.text = " " + (child.text or "")
                if before is None:
                    parent.text = text.rstrip()
                else:
                    before.tail = text.rstrip()
            elif child.tag == "mark" and before is not None and text and not text.strip():
                child.text = " " + (child.text or "")
                before.tail = ""
            before = child


def add_number(node: ET.Element, number: str) -> None:
    """Print a number before the text of a heading or paragraph."""
    label = ET.Element("span", {"class": "no"})
    label.text = number
    label.tail = (node.text or "").lstrip()
    node.text = None
    node.insert(0, label)


def number_parts(source: Source) -> None:
    """Number the headings and paragraphs that ask for it; list numbers and headings."""
    section = paragraph = 0
    prefix = ""
    for node in source.root.iter():
        if node.tag in TOC_LEVELS or node.tag == "h4":
            number = ""
            if "n" in node.attrib and node.tag == "h2":
                section, paragraph, prefix = section + 1, 0, str(section + 1)
                number = f"{section}."
                add_number(node, number)
            if "nohead" not in node.attrib:
                source.headings.append(squeeze(f"{number} {read_text(node)}"))
        elif "n" in node.attrib and node.tag == "p":
            paragraph += 1
            number = f"{prefix}.{paragraph}"
            source.numbers.append(number)
            add_number(node, number)


def fill_contents(root: ET.Element) -> None:
    """Fill ``nav.toc`` with a line per heading; its page number is set by the style sheet."""
    for nav in root.iter("nav"):
        deepest = int(nav.get("depth", "3"))
        for order, node in enumerate(root.iter()):
            level = TOC_LEVELS.get(str(node.tag), 9)
            if level > deepest or "notoc" in node.attrib or "nohead" in node.attrib:
                continue
            node.set("id", f"h{order}")
            line = ET.SubElement(nav, "p", {"class": f"toc{level}"})
            link = ET.SubElement(line, "a", {"href": f"#h{order}"})
            label = node.find("span[@class='no']")
            link.text = squeeze(f"{'' if label is None else label.text} {read_text(node)}")


def scan_page(name: str) -> str:
    """Return a data URL of a page as an office scanner would give it: grey, tilted and grainy."""
    page = weasyprint.HTML(SOURCES / name).write_pdf()
    picture = pdfium.PdfDocument(page)[0].render(scale=SCAN_DPI / 72).to_pil().convert("L")
    picture = picture.rotate(0.7, Image.Resampling.BICUBIC, fillcolor=250)
    picture = picture.filter(ImageFilter.GaussianBlur(0.6))
    grain = np.random.default_rng(11).normal(0, 7, (picture.height, picture.width))
    grey = np.clip(np.asarray(picture, dtype=float) * 0.94 + 6 + grain, 0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "JPEG", quality=38)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def lay_out(source: Source) -> weasyprint.Document:
    """Lay the review out in pages."""
    for picture in source.root.iter("img"):
        if picture.get("scan"):
            picture.set("src", scan_page(picture.attrib.pop("scan")))
    html = "<!doctype html>\n" + ET.tostring(source.root, encoding="unicode", method="html")
    tagged = source.meta.get("tagged") == "yes"
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    return weasyprint.HTML(string=html, base_url=str(SOURCES)).render(**options)


def write_pdf(source: Source, document: weasyprint.Document, path: Path) -> None:
    """Write the PDF with a fixed identifier, so that the same source gives the same bytes."""
    tagged = source.meta.get("tagged") == "yes"
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    document.write_pdf(path, pdf_identifier=source.name.encode("ascii"), **options)


def find_pages(document: weasyprint.Document) -> dict[str, list[int]]:
    """Return, per coded element, the pages on which words of it are printed."""
    pages: dict[str, list[int]] = {}

    def walk(box: Any, keys: tuple[str, ...], number: int) -> None:
        element = getattr(box, "element", None)
        key = None if element is None else element.get("data-k")
        if key and key not in keys:
            keys = (*keys, key)
        is_label = element is not None and element.get("class") == "no"
        if getattr(box, "text", "").strip() and not is_label:
            for each in keys:
                if number not in pages.setdefault(each, []):
                    pages[each].append(number)
        for child in getattr(box, "children", ()):
            walk(child, keys, number)

    for number, page in enumerate(document.pages, start=1):
        walk(page._page_box, (), number)
    return pages


def read_list(value: str | None) -> list[str]:
    """Split a list as attributes write it: ``A; B``."""
    return [part.strip() for part in (value or "").split(";") if part.strip()]


def read_facts(value: str | None) -> dict[str, list[str]]:
    """Return the facts of a case by attribute, each with its values.

    >>> read_facts("incident=death; authors=A. Lee|B. Ray")
    {'incident': ['death'], 'authors': ['A. Lee', 'B. Ray']}
    """
    pairs = (part.partition("=") for part in read_list(value))
    return {name: values.split("|") for name, _, values in pairs}


def read_items(source: Source, pages: dict[str, list[int]]) -> list[dict[str, Any]]:
    """Return the recommendations and their kin, repeats folded."""
    items: list[dict[str, Any]] = []
    repeats: dict[str, list[int]] = {}
    for node in source.root.iter():
        if "again" in node.attrib:
            repeats.setdefault(node.attrib["again"], []).extend(pages[node.attrib["data-k"]][:1])
        if "rec" not in node.attrib:
            continue
        where = pages[node.attrib["data-k"]]
        item = {
            "kind": node.attrib["rec"],
            "number": node.get("no"),
            "text": read_text(node),
            "page": where[0],
            "also_pages": [],
            "addressees": [set_quotes(name) for name in read_list(node.get("to"))],
            "deadline": node.get("due"),
        }
        if len(where) > 1:
            item["continues_on"] = where[1:]
        for attribute, key in OPTIONAL.items():
            if node.get(attribute):
                item[key] = set_quotes(node.attrib[attribute])
        if "optional" in node.attrib:
            item["optional"] = True
        items.append(item)
    for item in items:
        prefix = {"learning_point": "LP", "question_for_board": "Q", "finding": "F"}.get(item["kind"], "")
        item["also_pages"] = sorted(set(repeats.pop(f"{prefix}{item['number']}", [])) - {item["page"]})
    if repeats:
        raise ValueError(f"{source.name}: 'again' names no item: {sorted(repeats)}")
    return items


def read_figure(node: ET.Element) -> dict[str, Any]:
    """Return a printed statistic as its markup gives it, with the arithmetic check."""
    given = dict(part.split("=", 1) for part in read_list(node.attrib["figure"]))
    count, total = (int(given[key]) if key in given else None for key in ("count", "of"))
    percentage = float(given["percentage"]) if "percentage" in given else None
    check = ""
    if count is not None and total and percentage is not None:
        check = "agrees" if abs(100 * count / total - percentage) <= 0.5 else "disagrees"
    return {
        "sentence": read_text(node),
        "count": count,
        "percentage": percentage,
        "denominator": total,
        "denominator_text": given.get("what", ""),
        "check": check,
    }


def make_key(source: Source, document: weasyprint.Document) -> dict[str, Any]:
    """Return the answer key of a review."""
    pages = find_pages(document)
    themes, not_themes, figures, traps = [], [], [], []
    for node in source.root.iter():
        where = {"page": pages[node.attrib["data-k"]][0]} if node.get("data-k") in pages else {}
        for code in node.get("theme", "").split():
            theme_id, _, polarity = code.partition(":")
            coded = {"text": read_text(node), "theme_id": theme_id, "polarity": polarity or "neutral"}
            themes.append(coded | where)
        suggested = node.get("not", "").split()
        not_themes.extend({"text": read_text(node), "theme_id": theme_id} | where for theme_id in suggested)
        if "trap" in node.attrib:
            traps.append({"text": read_text(node)} | where)
        if "figure" in node.attrib:
            figures.append(read_figure(node) | where)
    printed = read_text(source.root.find("body"), skip=())
    agencies = [set_quotes(name) for name in read_list(source.meta.get("agencies"))]
    absent = [name for name in agencies if name not in printed]
    if absent:
        raise ValueError(f"{source.name}: agencies in the head that the review does not print: {absent}")
    return {
        "path": f"{source.name}.pdf",
        "title": source.title,
        "publisher": set_quotes(source.meta.get("publisher", "")),
        "kind": source.meta.get("kind", ""),
        "area": source.meta.get("area", ""),
        "published_on": source.meta.get("published_on", ""),
        "n_pages": len(document.pages),
        "items": read_items(source, pages),
        "quoted_traps": traps,
        "themes": themes,
        "not_themes": not_themes,
        "agencies": agencies,
        "figures": figures,
        "facts": read_facts(source.meta.get("facts")),
        "paragraph_numbers": source.numbers,
        "headings": source.headings,
    }


def lock_pdf(path: Path, *, locked_before: bytes) -> None:
    """Encrypt a PDF with a user password (AES-256).

    Encryption draws random keys: where the file as it was holds the same text, it is kept.
    """
    if locked_before and read_pages(locked_before, password=PASSWORD) == read_pages(path.read_bytes()):
        path.write_bytes(locked_before)
        return
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user=PASSWORD, owner="thememiner", R=6))


def cut_pdf(path: Path) -> None:
    """Keep the first 35 per cent of a PDF, as a broken download would."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 35 // 100])


def read_pages(content: bytes, *, password: str | None = None) -> list[str]:
    """Return the text layer of each page of a PDF, white space squeezed."""
    with pdfium.PdfDocument(content, password=password) as pdf:
        return [squeeze(page.get_textpage().get_text_bounded()) for page in pdf]


def render(name: str, folder: Path) -> dict[str, Any] | None:
    """Render one review.

    Args:
        name: the name of its source, without the ending.
        folder: where the PDF and, in ``answers``, its key go.

    Returns:
        The answer key, or None for a file that is meant to fail.
    """
    source = read_source(SOURCES / f"{name}.html")
    path = folder / f"{name}.pdf"
    damage = source.meta.get("damage", "")
    if damage == "not a PDF":
        path.write_bytes((SOURCES / f"{name}.html").read_bytes())
        return None
    committed = HERE / path.name
    locked_before = committed.read_bytes() if damage == "encrypted" and committed.exists() else b""
    document = lay_out(source)
    write_pdf(source, document, path)
    if damage == "encrypted":
        lock_pdf(path, locked_before=locked_before)
    elif damage == "truncated":
        cut_pdf(path)
    if damage:
        return None
    key = make_key(source, document)
    (folder / "answers").mkdir(exist_ok=True)
    text = json.dumps(key, ensure_ascii=False, indent=1) + "\n"
    (folder / "answers" / f"{name}.json").write_text(text, encoding="utf-8")
    return key


def list_sources() -> list[str]:
    """Return the names of the reviews; pages made to be scanned start with ``scan-``."""
    return sorted(path.stem for path in SOURCES.glob("*.html") if not path.stem.startswith("scan-"))


def main(arguments: list[str]) -> None:
    """Render all reviews, or those whose names follow the folder."""
    folder = Path(arguments[0]) if arguments else HERE
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    n_pages = 0
    for name in list_sources():
        if len(arguments) > 1 and name not in arguments[1:]:
            continue
        key = render(name, folder)
        if key is None:
            failures.append((f"{name}.pdf", read_source(SOURCES / f"{name}.html").meta["damage"]))
            print(f"{name}.pdf: made to fail ({failures[-1][1]})")
            continue
        n_pages += key["n_pages"]
        print(f"{name}.pdf: {key['n_pages']} pages, {len(key['items'])} items, {len(key['themes'])} themes")
    print(f"{n_pages} pages")
    if len(arguments) <= 1:
        with (folder / "answers" / "failures.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle, lineterminator="\n").writerows([("path", "why"), *failures])


if __name__ == "__main__":
    main(sys.argv[1:])
