"""What a document is: title, kind, publisher, area and date, from its cover, metadata and last pages.

Nothing is guessed: a fact is given only where the document says it, in its own words, in a place
where documents say such things. A manifest may say more; it has the last word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from thememiner.extraction.dates import find_dates
from thememiner.records import Document

from .cover import Cover, read_cover, straighten
from .factwords import NAME, FactWords, load_fact_words
from .publishers import find_publisher
from .titles import find_title, plain

_RIGHTS = re.compile(r"©[^.]{0,60}?\b((?:19|20)\d\d)\b")
_CREATED = re.compile(r"D:((?:19|20)\d\d)")
_SHORT_WORK = 12
"""Pages of a work whose headings inside tell its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a document; ``""`` where unknown, never a guess."""

    title: str = ""
    kind: str = ""
    publisher: str = ""
    area: str = ""
    published_on: str = ""
    """ISO 8601, as exact as is known: 2020, 2020-03 or 2020-03-04."""


def find_facts(doc: Document) -> Facts:
    """Return what the document says it is.

    Args:
        doc: the document; its cover, metadata, furniture and last pages are looked at.
    """
    words = load_fact_words()
    cover = read_cover(doc)
    title = find_title(doc, cover, words)
    kind = _find_kind(doc, cover, title, words)
    return Facts(
        title=title,
        kind=kind,
        publisher=find_publisher(doc, cover, kind, words),
        area=_find_area(cover, title, kind, words),
        published_on=_find_date(cover, words) or _find_year(doc),
    )


def _find_kind(doc: Document, cover: Cover, title: str, words: FactWords) -> str:
    headed = [block for block in cover.blocks if block.kind == "heading"]
    # A note to readers may lie before the title page.
    title_page = min((block.page for block in headed if plain(block.text) in plain(title)), default=1)
    headings = [block.text for block in headed if block.page == title_page]
    declared = " ".join(doc.metadata.get(key, "") for key in ("title", "subject", "keywords"))
    running = " ".join(sorted({furniture.text for furniture in doc.furniture if furniture.page <= 6}))
    opening = " ".join(" ".join(cover.texts(1)).split()[:80])
    for block in cover.blocks if cover.first_page == 1 else ():
        # A kind that stands alone on the cover is the document's own word for itself.
        for cell in block.text.replace("’", "'").split("|") if block.page == 1 else ():
            for label, pattern in words.kinds:
                if label not in words.parts and pattern.fullmatch(cell.strip(" :")):
                    return label
    for place in (title, " ".join(headings), declared, running, opening):
        low = words.masked.sub(" ", place.replace("’", "'"))
        for label, pattern in words.kinds:
            if pattern.search(low):
                return label
    if len(doc.pages) <= _SHORT_WORK:
        inside = [doc.text[block.start : block.end] for block in doc.blocks if block.kind == "heading"]
        for label, signs in words.signs:
            if any(signs.fullmatch(text.strip(" :")) for text in inside):
                return label
    starts = [text for text in cover.texts(1) if words.letters.match(text) and len(text.split()) <= 6]
    return "letter" if starts else ""


def _find_area(cover: Cover, title: str, kind: str, words: FactWords) -> str:
    for pattern in words.areas:
        for text in [straighten(title), *cover.texts(2)]:
            found = pattern.search(text) if len(text.split()) <= 30 else None
            if found is None:
                continue
            name = found["area"].split()
            while name and name[0] in words.not_area:
                name = name[1:]
            while len(name) > 1 and name[-1] in words.area_endings:
                name = name[:-1]
            if name:
                return " ".join(name)
    return _find_headed_area(cover, kind, words)


def _find_headed_area(cover: Cover, kind: str, words: FactWords) -> str:
    """Return the place that an inspection report prints as its heading and names again in its text."""
    if "inspection" not in kind:
        return ""
    printed = " ".join(cover.texts())
    for block in cover.blocks:
        name = block.text.split()
        while len(name) > 1 and name[-1] in words.area_endings:
            name = name[:-1]
        place = " ".join(name)
        if block.page > 1 or block.kind != "heading" or not re.fullmatch(NAME, place):
            continue
        again = rf"\bin {re.escape(place)}\b|\b{re.escape(place)}(?:’s| local authority| council)\b"
        if re.search(again, printed):
            return place
    return ""


def _find_date(cover: Cover, words: FactWords) -> str:
    """Return the date that the cover gives as that of publication, or the one that stands alone there."""
    labelled, alone = [], []
    for block in cover.blocks:
        if len(block.text) > 220:
            continue
        for start, _, date in find_dates(block.text):
            before = block.text[:start]
            if words.not_published.search(before[-40:]):
                continue
            if words.published.search(before[-60:]):
                labelled.append(date)
            elif len(block.text.split()) <= 8 or start == 0:
                alone.append(date)
    if labelled:
        return max(labelled)
    return alone[0] if alone else ""


def _find_year(doc: Document) -> str:
    """Return the year of the imprint, or the year after it where the file was made only then.

    Imprints come from templates, and those of the first weeks of a year still show the old one.
    """
    ends = {1, 2, 3, 4, len(doc.pages) - 1, len(doc.pages)}
    years = [
        int(found[1])
        for block in doc.blocks
        if doc.page_at(block.start) in ends
        and (found := _RIGHTS.search(doc.text[block.start : block.end])) is not None
    ]
    if not years:
        return ""
    created = _CREATED.match(doc.metadata.get("creationdate", ""))
    return str(max(years) + (created is not None and int(created[1]) == max(years) + 1))
