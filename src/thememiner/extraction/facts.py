"""What a document is: title, kind, publisher, area and date, from its cover, metadata and last pages.

Nothing is guessed: a fact is given only where the document says it, in its own words, in a place
where documents say such things. A manifest may say more; it has the last word.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from thememiner.extraction.contents import is_contents_heading
from thememiner.records import Block, Document

COVER_PAGES = 3
_NAME = r"[A-Z][\w’'-]+(?:(?: and| with| upon| of| the| &|-on-| on)? [A-Z][\w’'-]+){0,4}"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(_MONTHS) + "|" + "|".join(month[:3] for month in _MONTHS if month != "May") + "|Sept"
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?,?\s+"
    rf"(?:(?P<us>\d{{1,2}}),\s+)?(?P<year>(?:19|20)\d\d)\b|\b(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>(?:19|20)\d\d)\b"
)
_FILE_TITLE = re.compile(
    r"microsoft |untitled|powerpoint presentation|\.(?:docx?|pdf|indd|pptx?|qxd|pub)\b|template|^\d*$|_",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a document; ``""`` where unknown, never a guess."""

    title: str = ""
    kind: str = ""
    publisher: str = ""
    area: str = ""
    published_on: str = ""
    """ISO 8601, as exact as is known: 2020, 2020-03 or 2020-03-04."""


@dataclass(frozen=True, slots=True)
class _Cover:
    """The text of a document's first pages, block by block."""

    blocks: tuple[tuple[Block, str, int, float], ...]
    """Block, text, page and font size."""

    def texts(self, pages: int = COVER_PAGES) -> list[str]:
        return [text for _, text, page, _ in self.blocks if page <= pages]


@dataclass(frozen=True, slots=True)
class FactWords:
    """The words of ``codebook/facts.yaml``, ready to be looked for."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    letters: re.Pattern[str]
    masked: re.Pattern[str]
    """Names of publishers that hold the words of a kind, and say nothing about this document's."""
    publishers: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    areas: tuple[re.Pattern[str], ...]
    not_area: frozenset[str]
    area_endings: frozenset[str]
    organisations: re.Pattern[str]
    boards: tuple[re.Pattern[str], ...]
    published: re.Pattern[str]
    not_published: re.Pattern[str]


@cache
def load_fact_words() -> FactWords:
    """Return the packaged words by which facts are known."""
    data = yaml.safe_load(files("thememiner").joinpath("codebook/facts.yaml").read_text(encoding="utf-8"))
    kinds = tuple((label, _any_of(phrases)) for label, phrases in data["kinds"].items())
    names = [name for entry in data["publishers"].values() for name in entry["names"]]
    return FactWords(
        kinds=kinds,
        masked=_any_of([name for name in names if any(pattern.search(name) for _, pattern in kinds)]),
        letters=_any_of(data["letters"]),
        publishers=tuple(
            (label, _any_of(entry["names"]), _any_of(entry["domains"]) if entry["domains"] else None)
            for label, entry in data["publishers"].items()
        ),
        areas=tuple(re.compile(pattern.format(name=_NAME)) for pattern in data["areas"]),
        not_area=frozenset(data["not_area"]),
        area_endings=frozenset(data["area_endings"]),
        organisations=_any_of(data["organisations"]),
        boards=tuple(re.compile(pattern.format(name=_NAME)) for pattern in data["boards"]),
        published=_any_of(data["published"]),
        not_published=_any_of(data["not_published"]),
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def find_facts(doc: Document) -> Facts:
    """Return what the document says it is.

    Args:
        doc: the document; its cover, metadata, furniture and last pages are looked at.
    """
    words = load_fact_words()
    cover = _read_cover(doc)
    title = _find_title(doc, cover, words)
    kind = _find_kind(doc, cover, title, words)
    return Facts(
        title=title,
        kind=kind,
        publisher=_find_publisher(doc, cover, kind, words),
        area=_find_area(cover, title, kind, words),
        published_on=_find_date(cover, words),
    )


def _read_cover(doc: Document) -> _Cover:
    found = []
    for block in doc.blocks:
        lines = doc.lines_at(block.start, block.start + 1)
        if not lines:
            continue
        page = lines[0].box.page
        if page > COVER_PAGES:
            break
        if block.kind not in ("contents", "footnote"):
            found.append((block, _straight(doc.text[block.start : block.end]), page, lines[0].size))
    return _Cover(tuple(found))


def _straight(text: str) -> str:
    """Return text with the apostrophes that the patterns are written with."""
    return " ".join(text.replace("'", "’").replace("‘", "’").split())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _find_title(doc: Document, cover: _Cover, words: FactWords) -> str:
    """Return the title of the metadata where the first pages print it, else the largest cover words."""
    declared = " ".join(doc.metadata.get("title", "").split())
    printed = _plain(" ".join(cover.texts()))
    known = declared and not _FILE_TITLE.search(declared) and len(declared.split()) >= 2
    if known and f" {_plain(declared)} " in f" {printed} ":
        return declared
    first = min((page for _, _, page, _ in cover.blocks), default=0)
    headings = []
    for block, text, page, size in cover.blocks:
        if page != first:
            break
        named = any(names.fullmatch(text.replace("’", "'")) for _, names, _ in words.publishers)
        aside = words.letters.match(text) or _is_date(text) or is_contents_heading(text)
        if named or aside or sum(map(str.isalpha, text)) <= 3:
            continue
        if block.kind == "heading":
            headings.append((size, text))
    if not headings:
        return ""
    largest = max(size for size, _ in headings)
    parts = [text for size, text in headings if size >= 0.97 * largest]
    title = parts[0]
    for part in parts[1:3]:
        if part.lower() not in title.lower() and len(title) + len(part) < 200:
            title += (" " if title.endswith((":", "–", "-")) else ": ") + part
    rest = [text for size, text in headings if size < 0.97 * largest]
    if len(title.split()) <= 4 and rest and len(rest[0].split()) > 3:
        title += (" " if title.endswith(":") else ": ") + rest[0]
    return title


def _is_date(text: str) -> bool:
    return _DATE.sub("", text).strip(" .,:-") == "" and _DATE.search(text) is not None


def _find_kind(doc: Document, cover: _Cover, title: str, words: FactWords) -> str:
    headings = [text for block, text, page, _ in cover.blocks if page == 1 and block.kind == "heading"]
    declared = " ".join(doc.metadata.get(key, "") for key in ("title", "subject", "keywords"))
    running = " ".join(sorted({furniture.text for furniture in doc.furniture if furniture.page <= 6}))
    opening = " ".join(" ".join(cover.texts(1)).split()[:80])
    for place in (title, " ".join(headings), declared, running, opening):
        low = words.masked.sub(" ", place.replace("’", "'"))
        for label, pattern in words.kinds:
            if pattern.search(low):
                return label
    starts = [text for text in cover.texts(1) if words.letters.match(text) and len(text.split()) <= 6]
    return "letter" if starts else ""


def _find_publisher(doc: Document, cover: _Cover, kind: str, words: FactWords) -> str:
    """Return the publisher that the evidence agrees on: author, cover, copyright line, address, signature."""
    for text in cover.texts(2) if "inspection" not in kind else ():
        for pattern in words.boards:
            found = pattern.match(text)
            if found and len(text.split()) <= 14 and found[0].split()[0] not in words.not_area:
                return found[0]
    score: Counter[str] = Counter()
    author = doc.metadata.get("author", "").replace("’", "'")
    if words.organisations.search(author) and f" {_plain(author)} " in f" {_plain(' '.join(cover.texts()))} ":
        return next((label for label, names, _ in words.publishers if names.match(author)), author)
    last_page = len(doc.pages)
    ending = [
        doc.text[block.start : block.end].replace("’", "'")
        for block in doc.blocks[-60:]
        if doc.page_at(block.start) >= last_page - 1
    ]
    opening = [text.replace("’", "'") for text in cover.texts(2)]
    for label, names, domains in words.publishers:
        if names.match(author):
            score[label] += 4
        for text in opening:
            if len(text) < 300:
                score[label] += 4 * (names.fullmatch(text.strip()) is not None)
                score[label] += 3 * ("©" in text and names.search(text) is not None)
                score[label] += 3 * _publishes(names, text)
        for text in ending:
            cells = [cell.strip() for cell in text.split("|")]
            score[label] += 4 * any(names.fullmatch(cell) for cell in cells)
            score[label] += 3 * _publishes(names, text)
            if domains is not None and domains.search(text):
                score[label] += 2
    best = max(score.values(), default=0)
    if best < 3:
        return ""
    leading = [label for label, _, _ in words.publishers if score[label] >= max(3, best - 3)]
    signed = [label for label in leading if score[label] >= 4] or leading
    return "; ".join(
        label for label in signed if not any(label != other and label in other for other in signed)
    )


def _publishes(names: re.Pattern[str], text: str) -> bool:
    """Return whether a sentence says that one of the names published, produced or inspects."""
    found = re.search(r"(?:published|produced|issued|prepared) by (?:the )?", text, re.IGNORECASE)
    if found and names.match(text[found.end() :]):
        return True
    opened = re.match(r"the ", text, re.IGNORECASE)
    opening = names.match(text[opened.end() if opened else 0 :])
    return opening is not None and "regulates and inspects" in text


def _find_area(cover: _Cover, title: str, kind: str, words: FactWords) -> str:
    for pattern in words.areas:
        for text in [_straight(title), *cover.texts(2)]:
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


def _find_headed_area(cover: _Cover, kind: str, words: FactWords) -> str:
    """Return the place that an inspection report prints as its heading and names again in its text."""
    if "inspection" not in kind:
        return ""
    printed = " ".join(cover.texts())
    for block, text, page, _ in cover.blocks:
        name = text.split()
        while len(name) > 1 and name[-1] in words.area_endings:
            name = name[:-1]
        place = " ".join(name)
        if page > 1 or block.kind != "heading" or not re.fullmatch(_NAME, place):
            continue
        if f" in {place} " in printed or f" in {place}." in printed or f"{place} local authority" in printed:
            return place
    return ""


def _find_date(cover: _Cover, words: FactWords) -> str:
    """Return the date that the cover gives as that of publication, or the one that stands alone there."""
    labelled, alone = [], []
    for _, text, _, _ in cover.blocks:
        if len(text) > 220:
            continue
        for found in _DATE.finditer(text):
            before = text[: found.start()]
            date = _read_date(found)
            if not date or words.not_published.search(before[-40:]):
                continue
            if words.published.search(before[-60:]):
                labelled.append(date)
            elif len(text.split()) <= 8 or found.start() == 0:
                alone.append(date)
    if labelled:
        return max(labelled)
    return alone[0] if alone else ""


def _read_date(found: re.Match[str]) -> str:
    """Return a date as ISO 8601; empty where day and month cannot be told apart."""
    if found["y"]:
        day, month = int(found["d"]), int(found["m"])
        return f"{found['y']}-{month:02}-{day:02}" if 12 < day <= 31 and 1 <= month <= 12 else ""
    month = next(place for place, name in enumerate(_MONTHS, 1) if name.startswith(found["month"][:3]))
    day = int(found["day"] or found["us"] or 0)
    if not day:
        return f"{found['year']}-{month:02}"
    return f"{found['year']}-{month:02}-{day:02}" if day <= 31 else ""
