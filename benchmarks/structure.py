#!/usr/bin/env python3
"""What extraction finds of a document's structure, against what the documents say of themselves.

    python benchmarks/structure.py FOLDER [--untagged] [--misses]

Per document and over all:

* bookmarks: of the PDF's bookmarks whose words are printed on the page they lead to, the share found as a
  heading on that page. Bookmarks without printed words (a file's name, "Blank page") cannot be found.
* contents: of the lines of the printed contents list that end in a page number, the share found as a
  heading on the page with that number; a line that begins Figure 3 or Table 3 as a caption there. A page's
  number is its label, or the difference most lines share.
* precision: in documents with a full outline (six bookmarks and more, one for every second page at least),
  the share of headings after the contents list that a bookmark, a contents line or a heading's tag (H1 to
  H6) confirms. The rest are not all wrong: outlines leave out small headings and titles of boxes.
* numbers: the steps in a document's printed paragraph numbers that go on without a hole: from 3.4 to 3.5,
  to 3.4.1, or to the first of a later chapter; or from 17 to 18 where paragraphs are numbered through.
* tags: of the elements tagged H1 to H6 (captions apart), the share found as headings; levels: of these the
  pairs of neighbours whose levels stand to each other as the tags' levels do.
* columns: pairs of sentences in the right order on pages of two columns made here, whose order is known.

``--untagged`` withholds the structure tree, to see what geometry alone finds; ``--misses`` prints what was
not found and what nothing confirms.
"""

from __future__ import annotations

import argparse
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pikepdf

from thememiner.errors import ReadError
from thememiner.extraction import read_pdf
from thememiner.extraction.document.build import build_document
from thememiner.extraction.engines.pdfium import PdfiumFile
from thememiner.extraction.layout.structure_tree import read_structure
from thememiner.records import Document

MEASURES = ("bookmarks", "contents", "precision", "numbers", "tags", "levels")
_CAPTION = re.compile(r"(?:figure|table|chart|box)\s+\d", re.IGNORECASE)
LEAST_NUMBERS = 20
"""Numbers of paragraphs that a document must print for their steps to count."""


@dataclass(slots=True)
class Tally:
    """Of how many, how many are right, and the others in words."""

    right: int = 0
    total: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, right: bool, what: str) -> None:
        self.total += 1
        self.right += right
        if not right:
            self.misses.append(what)

    def __str__(self) -> str:
        return f"{self.right / self.total:6.3f} {f'{self.right}/{self.total}':>9}" if self.total else " " * 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as a bookmark, contents line, tag or block names it."""

    text: str
    page: int
    level: int = 0

    @property
    def key(self) -> str:
        """Its letters and digits, without a number before it."""
        bare = re.sub(r"^\W*(?:(?:\d+|[ivx]+|[a-z])(?:\.\d+)*[.):]*\s+)+", "", self.text.lower())
        return "".join(filter(str.isalnum, bare)) or "".join(filter(str.isalnum, self.text.lower()))


def agree(one: Entry, other: Entry) -> bool:
    """Return whether two names are of one heading: the same letters, but for a note or marker at an end."""
    a, b = sorted((one.key, other.key), key=len)
    return bool(a) and (a == b or (len(a) >= 0.6 * len(b) and a in b))


def list_headings(doc: Document, kinds: tuple[str, ...] = ("heading",)) -> list[Entry]:
    found = []
    for block in doc.blocks:
        if block.kind in kinds:
            text = doc.text[block.start : block.end]
            found.append(Entry(text, doc.page_at(block.start), block.level))
    return found


def list_bookmarks(file: PdfiumFile) -> list[Entry]:
    return [
        Entry(" ".join(title.split()), page, level)
        for level, title, page in file.outline()
        if page and title.strip()
    ]


def list_contents(doc: Document) -> list[Entry]:
    """Return the lines of the contents list that end in a page number, with that number as their page."""
    found = []
    for block in doc.blocks:
        text = doc.text[block.start : block.end]
        match = re.fullmatch(r"(?P<title>.*[^\W\d].*?)\s+(?P<page>\d{1,3})", text, re.DOTALL)
        if block.kind == "contents" and match:
            found.append(Entry(" ".join(match["title"].split()), int(match["page"])))
    return found


def list_tagged(file: PdfiumFile, data: bytes) -> list[Entry]:
    """Return what is tagged H1 to H6, in the order of the pages."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            structure = read_structure(pdf)
    except Exception:  # a malformed tree
        structure = None
    found: list[Entry] = []
    for number in range(1, file.n_pages + 1) if structure else ():
        assert structure is not None
        words = file.read_page(number)
        (owners,) = structure.owners_of_words([words])
        if owners is None:
            continue
        parts: dict[int, list[str]] = defaultdict(list)
        for owner, start, end in zip(owners.tolist(), words.start.tolist(), words.end.tolist(), strict=True):
            if owner >= 0 and structure.elements[owner].kind == "heading" and structure.elements[owner].level:
                parts[owner].append(words.text[start:end])
        found += [
            Entry(" ".join(text), number, structure.elements[owner].level) for owner, text in parts.items()
        ]
    return [entry for entry in found if entry.key]


def read_untagged(file: PdfiumFile) -> Document:
    return build_document((file.read_page(number) for number in range(1, file.n_pages + 1)), review_id="b")


def check_entries(entries: list[Entry], headings: list[Entry], texts: dict[int, str]) -> Tally:
    """Count the entries whose words are printed on their page and that are a heading there."""
    tally = Tally()
    for entry in entries:
        if entry.key in texts[entry.page]:
            found = any(heading.page == entry.page and agree(entry, heading) for heading in headings)
            tally.count(found, f"p. {entry.page}: {entry.text[:90]}")
    return tally


def place_contents(contents: list[Entry], headings: list[Entry], doc: Document) -> list[Entry]:
    """Return contents lines with the page of the PDF in place of the printed number."""
    votes: Counter[int] = Counter()
    for entry in contents:
        votes.update({heading.page - entry.page for heading in headings if heading.key == entry.key})
    offset = max(votes, key=lambda value: (votes[value], -abs(value)), default=0)
    labels = {page.label: page.number for page in reversed(doc.pages) if page.label}
    pages = {page.number for page in doc.pages}
    placed = [Entry(entry.text, labels.get(str(entry.page), entry.page + offset)) for entry in contents]
    return [entry for entry in placed if entry.page in pages]


def check_numbers(doc: Document) -> Tally:
    """Count the steps of printed paragraph numbers that leave no hole."""
    tally = Tally()
    dotted, plain = [], []
    for block in doc.blocks:
        if block.kind in ("contents", "footnote", "caption", "table_row"):
            continue
        page = doc.page_at(block.start)
        if re.fullmatch(r"\d+(\.\d+){1,2}\.?", block.number):
            dotted.append((tuple(map(int, block.number.rstrip(".").split("."))), page))
        elif re.fullmatch(r"\d+[.)]?", block.number) and block.kind != "heading":
            plain.append((int(block.number.rstrip(".)")), page))
    if len(dotted) >= LEAST_NUMBERS:
        for (before, _), (after, page) in pairwise(dotted):
            tally.count(_goes_on(before, after), f"p. {page}: {before} -> {after}")
    last = 0
    chain: list[tuple[int, int]] = []
    for number, page in plain:
        # Lists inside the text begin at 1 again and again; what is numbered through goes on.
        if last < number <= last + 5:
            chain.append((number, page))
            last = number
    if len(chain) >= LEAST_NUMBERS and len(chain) > 0.5 * len(plain):
        for (one, _), (other, page) in pairwise(chain):
            tally.count(other == one + 1, f"p. {page}: {one} -> {other}")
    return tally


def _goes_on(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    depth = next((place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), -1)
    if depth < 0:
        return len(after) > len(before) and set(after[len(before) :]) == {1}
    step = after[depth] - before[depth]
    return (step == 1 or (depth == 0 and step > 0)) and set(after[depth + 1 :]) <= {1}


def check_tags(tagged: list[Entry], headings: list[Entry]) -> tuple[Tally, Tally]:
    """Count the tagged headings that are found, and the neighbours whose levels agree."""
    found, levels = Tally(), Tally()
    pairs: list[tuple[Entry, Entry]] = []
    for entry in tagged:
        same = [heading for heading in headings if heading.page == entry.page and agree(entry, heading)]
        found.count(bool(same), f"p. {entry.page}: {entry.text[:90]}")
        if same:
            pairs.append((entry, same[0]))
    for (tag, heading), (next_tag, next_heading) in pairwise(pairs):
        a, b = next_tag.level - tag.level, next_heading.level - heading.level
        levels.count(
            (a > 0) - (a < 0) == (b > 0) - (b < 0), f"p. {next_tag.page}: {next_tag.text[:60]} ({a}, {b})"
        )
    return found, levels


def measure(path: Path, *, untagged: bool) -> dict[str, Tally]:
    data = path.read_bytes()
    with PdfiumFile(data) as file:
        doc = read_untagged(file) if untagged else read_pdf(path, review_id="b")
        bookmarks, tagged = list_bookmarks(file), list_tagged(file, data)
    headings = list_headings(doc)
    texts: dict[int, str] = defaultdict(str)
    for line in doc.lines:
        texts[line.box.page] += "".join(filter(str.isalnum, doc.text[line.start : line.end].lower()))
    contents = place_contents(list_contents(doc), headings, doc)
    result = {
        "bookmarks": check_entries(bookmarks, headings, texts),
        "contents": check_entries(contents, list_headings(doc, ("heading", "caption")), texts),
        "precision": Tally(),
        "numbers": check_numbers(doc),
    }
    captioned = [entry for entry in tagged if not _CAPTION.match(entry.text)]
    result["tags"], result["levels"] = check_tags(captioned, headings)
    if len(bookmarks) >= max(6, len(doc.pages) / 2):
        told = [*bookmarks, *contents, *tagged]
        front = 1
        for block in doc.blocks:
            page = doc.page_at(block.start)
            if block.kind == "contents" and page <= front + 5:
                front = page
        for heading in headings:
            if heading.page <= front:
                continue
            known = any(entry.page == heading.page and agree(entry, heading) for entry in told)
            result["precision"].count(known, f"p. {heading.page}: {heading.text[:90]}")
    return result


_WHO = "the school|a health visitor|her aunt|the duty worker|a neighbour|the midwife|two officers".split("|")
_DID = "wrote about|asked after|was told of|did not see|kept a note of|rang the office about".split("|")
_WHAT = (
    "the cold flat|a missed visit|the bruise on his arm|an unpaid bill|the move to another town|"
    "a change of plan|the children's sleep|a letter that came back|what the boy had said|"
    "the empty fridge|their father"
).split("|")
_WHEN = "in March|before the summer|a week later|on the day of the meeting|when nobody else had".split("|")
SENTENCES = [
    f"Note {place}: {_WHO[place % 7]} {_DID[place % 6]} {_WHAT[place % 11]} {_WHEN[place % 5]}."
    for place in range(1, 241)
]
"""Sentences of differing length and words, for lines that come back would be taken for furniture."""


def make_columns() -> bytes:
    """Return a PDF in two columns under headings that cross both, written in the order of reading."""
    import weasyprint

    parts = [
        f"<h2>Part {place}</h2><div class='columns'><p>"
        + "</p><p>".join(
            " ".join(SENTENCES[start : start + 4]) for start in range(place * 60, place * 60 + 60, 4)
        )
        + "</p></div>"
        for place in range(4)
    ]
    css = (
        ".columns { columns: 2; column-gap: 24pt } body { font: 10pt serif } @page { size: A4; margin: 20mm }"
    )
    html = f"<html lang='en'><style>{css}</style><body>{''.join(parts)}</body></html>"
    pdf: bytes = weasyprint.HTML(string=html).write_pdf()
    return pdf


def make_interleaved() -> bytes:
    """Return the same two columns as some programs write them: row by row across both."""
    import textwrap

    import weasyprint

    lines = [
        line
        for start in range(0, 240, 4)
        for line in textwrap.wrap(" ".join(SENTENCES[start : start + 4]), 42)
    ]
    pages = [lines[start : start + 96] for start in range(0, len(lines), 96)]
    rows = "".join(
        "<section>"
        + "".join(
            f"<i style='left: 0; top: {place * 13}pt'>{left}</i>"
            + (
                f"<i style='left: 255pt; top: {place * 13}pt'>{page[place + 48]}</i>"
                if place + 48 < len(page)
                else ""
            )
            for place, left in enumerate(page[:48])
        )
        + "</section>"
        for page in pages
    )
    css = (
        "section { position: relative; height: 240mm; break-after: page } "
        "i { position: absolute; font: 10pt serif; white-space: nowrap } @page { size: A4; margin: 20mm }"
    )
    pdf: bytes = weasyprint.HTML(string=f"<html lang='en'><style>{css}</style>{rows}</html>").write_pdf()
    return pdf


def check_columns(pdf: bytes) -> Tally:
    """Count the sentences that stand whole and are followed by the next one."""
    tally = Tally()
    with PdfiumFile(pdf) as file:
        doc = read_untagged(file)
    text = " ".join(doc.text.split())
    places = [text.find(sentence) for sentence in SENTENCES]
    for place, (one, other) in enumerate(pairwise(places), start=1):
        tally.count(0 <= one < other, f"after sentence {place}")
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--untagged", action="store_true", help="withhold the structure tree")
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    args = parser.parse_args()
    totals = {name: Tally() for name in MEASURES}
    print(f"{'':40} " + "  ".join(f"{name:>16}" for name in MEASURES))
    for path in sorted(args.folder.rglob("*.pdf")):
        try:
            result = measure(path, untagged=args.untagged)
        except (ReadError, ValueError, RuntimeError) as error:
            print(f"{path.name[:40]:40} {error}")
            continue
        print(f"{path.name[:40]:40} " + "  ".join(str(result[name]) for name in MEASURES), flush=True)
        for name, tally in result.items():
            totals[name].right += tally.right
            totals[name].total += tally.total
            for miss in tally.misses if args.misses else ():
                print(f"    {name}: {miss}")
    print(f"{'all':40} " + "  ".join(str(totals[name]) for name in MEASURES))
    for name, pdf in (("in order", make_columns()), ("row by row", make_interleaved())):
        print(f"two columns, written {name:19} {check_columns(pdf)}")


if __name__ == "__main__":
    main()
