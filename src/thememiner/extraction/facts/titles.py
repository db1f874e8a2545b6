"""The title of a document: what its metadata and its cover agree on, or else its largest words."""

from __future__ import annotations

import re

from thememiner.extraction.dates import is_date
from thememiner.extraction.layout.contents import is_contents_heading
from thememiner.records import Document

from .cover import COVER_PAGES, Cover, Printed
from .factwords import FactWords

LONGEST = 200
_FILE_TITLE = re.compile(
    r"microsoft |untitled|powerpoint presentation|\.(?:docx?|pdf|indd|pptx?|qxd|pub)\b|template|^\d*$|_",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s*\(\d{1,3}\)$")
"""What programs put after the name of a second copy of a file."""
_SHORT_TITLE = 6
"""A title of so few words may be a name alone: what is said below it in smaller type belongs to it."""
_TITLE_SHARE = 1.15
"""Words no larger than this share of the body size are not set as a title."""


def find_title(doc: Document, cover: Cover, words: FactWords) -> str:
    """Return the title, "" where nothing on the cover is set as one.

    Args:
        doc: the document.
        cover: its first pages.
        words: the packaged words.
    """
    declared = " ".join(doc.metadata.get("title", "").split())
    known = declared and not _FILE_TITLE.search(declared) and len(declared.split()) >= 2
    if known and f" {plain(declared)} " in f" {plain(' '.join(cover.texts()))} ":
        return declared
    headings = _list_headings(cover, words)
    for block in headings:
        # The metadata may say more than the cover: which edition it is, say.
        if known and len(block.text.split()) >= 6 and plain(declared).startswith(plain(block.text)):
            return block.text
    if known and headings and _is_general(headings, words):
        named = _COPY.sub("", declared)
        if any(f" {general} " in f" {plain(named)} " for general in words.general_titles):
            return named
    if headings:
        return _join_title(headings, words)
    return _find_subject(cover, words) or _find_largest(cover)


def _is_general(headings: list[Printed], words: FactWords) -> bool:
    """Return whether the largest heading names no document: "Newsletter" under the picture of a name."""
    return plain(max(headings, key=lambda block: block.size).text) in words.general_titles


def plain(text: str) -> str:
    """Return the words of a text alone, lower-cased."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _list_headings(cover: Cover, words: FactWords) -> list[Printed]:
    """Return the headings of the title page that may be the title."""
    pages: dict[int, list[Printed]] = {}
    for block in cover.blocks:
        named = any(names.fullmatch(block.text.replace("’", "'")) for _, names, _ in words.publishers)
        aside = words.letters.match(block.text) or is_date(block.text) or is_contents_heading(block.text)
        if block.kind == "heading" and not named and not aside and sum(map(str.isalpha, block.text)) > 3:
            pages.setdefault(block.page, []).append(block)
    page = cover.first_page
    for later in range(page + 1, COVER_PAGES + 1):
        # A note to readers may lie before the title page.
        largest = max((block.size for block in pages.get(page, ())), default=0.0)
        if largest > _TITLE_SHARE * cover.body_size:
            break
        if max((block.size for block in pages.get(later, ())), default=0.0) > 1.5 * cover.body_size:
            page = later
    return pages.get(page, [])


def _join_title(headings: list[Printed], words: FactWords) -> str:
    """Return the largest headings of a page as one title, with what stands below a bare name."""
    largest = max(block.size for block in headings)
    parts = [block.text for block in headings if block.size >= 0.97 * largest]
    rest = [block.text for block in headings if block.size < 0.97 * largest]
    title = parts[0]
    for part in parts[1:3]:
        if part.lower() not in title.lower() and len(title) + len(part) < LONGEST:
            title = _append(title, part)
    if plain(title) in words.general_titles:
        owner = next((text for text in rest if words.organisations.search(text)), "")
        if owner and len(owner.split()) <= 8:
            return f"{owner}: {title}"
    if len(title.split()) <= _SHORT_TITLE and rest and len(rest[0].split()) > 3:
        title = _append(title, rest[0])
    return title


def _append(title: str, part: str) -> str:
    return f"{title}{' ' if title.endswith((':', '–', '-')) else ': '}{part}"


def _find_subject(cover: Cover, words: FactWords) -> str:
    """Return the subject line of a letter: the first bold line after the salutation."""
    saluted = False
    for block in cover.blocks:
        if block.page > cover.first_page:
            break
        if saluted and block.bold and len(block.text.split()) >= 3 and len(block.text) < 2 * LONGEST:
            return block.text.rstrip(".")
        saluted = saluted or words.letters.match(block.text) is not None
    return ""


def _find_largest(cover: Cover) -> str:
    """Return the largest words of the first page, where a table or a box lays out the cover."""
    least = 1.4 * cover.body_size
    found = [
        block
        for block in cover.blocks
        if block.page == cover.first_page and block.size >= least and not is_date(block.text)
    ]
    if not found:
        return ""
    largest = max(found, key=lambda block: block.size)
    cells = [cell.strip() for cell in largest.text.split(" | ")]
    longest = max(cells, key=len)
    return longest if len(longest.split()) >= 3 and len(longest) < LONGEST else ""
