"""The nouns of thememiner: what one stage hands to the next.

Every record is a frozen, slotted, keyword-only dataclass; ``Box``, ``Line``, ``Block`` and
``Passage``, of which a report has thousands, are msgspec structs, which behave alike and
cost a tenth to make. Records hold facts and answer questions about themselves; they open no files and
import nothing of ours.

Conventions that hold everywhere:

* an offset pair ``start, end`` is half open and counts Unicode code points of
  ``Document.text``; ``doc.text[m.start:m.end] == m.text`` for every mention;
* pages count from 1;
* a box is in PDF points with the origin at the top left of the page as shown;
* ids come from content, so a second run, or a merge of two runs, gives the same ids;
* an unknown string is ``""``, never a guess.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

import msgspec

BlockKind = Literal[
    "heading", "paragraph", "list_item", "table_row", "caption", "footnote", "contents", "furniture"
]
Role = Literal[
    "front_matter",
    "contents",
    "summary",
    "method",
    "narrative",
    "finding",
    "recommendation",
    "response",
    "appendix",
    "reference",
]
Status = Literal["asserted", "passing", "negated", "hypothetical", "quoted", "boilerplate"]
Polarity = Literal["concern", "strength", "neutral"]
Negation = Literal["deficit", "fact"]
RecommendationKind = Literal[
    "recommendation",
    "priority_action",
    "area_for_improvement",
    "matter_of_concern",
    "question_for_board",
    "learning_point",
    "finding",
    "good_practice",
]
Verdict = Literal["accept", "reject", "unsure", "missed"]
ReviewStatus = Literal["ok", "partial", "no_text", "failed"]
Sureness = Literal["stated", "inferred", "conflicting", "manifest"]


def make_id(*parts: object, length: int = 16) -> str:
    """Return a short id that depends on the parts alone.

    Of a million things two share an id of 16 digits with a chance of 1 in 37 million; of 10 digits they would
    in one corpus of three.

    Args:
        parts: anything with a stable ``str``; order matters.
        length: number of hex digits, 1 to 64.

    >>> make_id("review", 3) == make_id("review", 3)
    True
    >>> len(make_id("a")), len(make_id("a", length=6))
    (16, 6)
    """
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()[:length]


class Box(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A rectangle on a page, in PDF points from the top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One published document: what it is, before anything in it is read."""

    review_id: str
    title: str = ""
    kind: str = ""
    publisher: str = ""
    area: str = ""
    published_on: str = ""
    """ISO 8601, as exact as is known: 2020, 2020-03 or 2020-03-04."""
    path: str = ""
    """Relative to the corpus folder, with forward slashes."""
    sha256: str = ""
    source_url: str = ""
    licence: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    """Further columns of the manifest: the user's own, and what overrides the facts of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the PDF and the stretch of the running text that begins on it."""

    number: int
    label: str = ""
    """The page number as printed, where it was found."""
    width: float
    height: float
    n_chars: int
    """Visible characters in the page's text layer, furniture included."""
    n_dropped: int = 0
    """Of these, characters that are in no block (hidden, duplicated, off the page)."""
    ocr_confidence: float | None = None
    """How sure OCR is of the page, 0 to 1; None where the text layer was read."""


class Line(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A printed line: where a stretch of the running text stands on a page."""

    start: int
    end: int
    box: Box
    size: float
    """Font size in points, as shown."""
    bold: bool = False
    italic: bool = False
    ocr_confidence: float | None = None
    """How sure OCR is of it, 0 to 1; None where the text layer was read."""


class Block(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A paragraph, heading, list item, table row ... : contiguous in the text.

    A paragraph that crosses a page break is one block.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading level from 1, or nesting depth of a list item from 1; else 0."""
    number: str = ""
    """The printed number or marker of a paragraph, item or heading: 4.12, a), Recommendation 3."""
    boxed: bool = False
    """Printed in a box or on a tinted panel."""
    table_id: int = -1
    """Rows of one table share a number from 0; -1 where it is no row."""
    header: bool = False
    """A table row that names the columns."""
    cells: tuple[tuple[int, int], ...] = ()
    """Offsets of a table row's cells, in column order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReference:
    """A raised mark of a footnote: left out of the running text, and where it stood."""

    start: int
    """It follows the character before this offset."""
    mark: str
    note: int = -1
    """Index in ``Document.blocks`` of the note that it leads to, -1 where none was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A running header, footer or page number: kept, never in the running text."""

    page: int
    text: str
    box: Box


_line_start = attrgetter("start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a review and where every character of it is printed."""

    review_id: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    """In reading order; they do not overlap."""
    lines: tuple[Line, ...]
    """In order of ``start``."""
    references: tuple[NoteReference, ...] = ()
    """In order of ``start``."""
    furniture: tuple[Furniture, ...] = ()
    reader: str = ""
    """What read it: pdfium, pdfium-resaved, pdfplumber."""
    metadata: dict[str, str] = field(default_factory=dict)
    """What the PDF says of itself: title, author, created, producer."""
    warnings: tuple[str, ...] = ()
    """What a user should know: pages without text, a page that could not be read."""

    def lines_at(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the printed lines that hold ``text[start:end]``."""
        first = max(bisect_right(self.lines, start, key=_line_start) - 1, 0)
        last = bisect_left(self.lines, max(end, start + 1), key=_line_start)
        return tuple(line for line in self.lines[first:last] if line.end > start)

    def page_at(self, offset: int) -> int:
        """Return the number of the page on which the character at ``offset`` is printed."""
        if not self.lines:
            return 1
        return self.lines[max(bisect_right(self.lines, offset, key=_line_start) - 1, 0)].box.page

    def boxes_at(self, start: int, end: int) -> tuple[Box, ...]:
        """Return a box per printed line of ``text[start:end]``."""
        return tuple(line.box for line in self.lines_at(start, end))


class Passage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The unit of coding, search and citation: a paragraph, item, row or heading."""

    passage_id: str
    review_id: str
    ordinal: int
    kind: BlockKind
    number: str = ""
    section: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    role: Role = "narrative"
    start: int
    end: int
    page_first: int
    page_last: int
    text: str
    boxed: bool = False
    n_words: int = 0
    note_of: str = ""
    """Of a footnote: the id of the passage that cites it first, where that is known."""
    ocr_confidence: float | None = None
    """How sure OCR is of what it read of it, 0 to 1; None where all is from the text layer."""
    language: str = ""
    """ISO 639 code: en, cy ...; und where it is in letters that are not Latin. Only English is tagged."""

    @property
    def is_english(self) -> bool:
        """Return whether the codebook, which is English, can read it; so it is where nothing is known."""
        return self.language in ("", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One pattern of a code, in the notation of docs/codebook.md, with its conditions."""

    cue_id: str
    code_id: str
    notation: str
    present: tuple[str, ...] = ()
    """``with``: one of these must stand in the same sentence."""
    absent: tuple[str, ...] = ()
    """``without``: none of these may stand in the same sentence."""
    nearby: tuple[str, ...] = ()
    """One of these must stand in the same passage."""
    unless: tuple[str, ...] = ()
    """The cue does not count where it overlaps one of these longer expressions."""
    about: str = ""
    """parent, child or professional: whom the words must be about."""
    not_in: tuple[str, ...] = ()
    """Roles of passages in which the cue is boilerplate."""
    polarity: str = ""
    """Set where the cue itself says it; else read from the sentence."""
    negation: Negation = "deficit"
    """What "not" makes of it: of a fact about a family it is a denial ("no evidence of
    domestic abuse"), of a practice it is a criticism ("information was not shared")."""
    weak: bool = False
    """The bare name of a topic, which a passage may also name in passing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """An entry of the codebook: a practice theme, what earns it and what does not."""

    code_id: str
    label: str
    group: str
    tier: str
    definition: str
    include: str = ""
    exclude: str = ""
    cues: tuple[Cue, ...] = ()
    examples: tuple[str, ...] = ()
    non_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A theme seen in a passage, and the words that earned it."""

    mention_id: str
    review_id: str
    passage_id: str
    page: int
    theme_id: str
    cue_id: str
    text: str
    sentence: str
    status: Status
    polarity: Polarity
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A body or a role in the authority file."""

    agency_id: str
    label: str
    kind: str
    """department, inspectorate, police, health, local_authority, board, court, education,
    charity, regulator, forum, role ..."""
    country: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyMention:
    """An agency named in a passage, resolved to one body or left open with candidates."""

    mention_id: str
    review_id: str
    passage_id: str
    page: int
    text: str
    start: int
    end: int
    agency_id: str
    """Empty where it is unresolved."""
    rule: str
    """How it was resolved: name, alias, acronym, defined (by the document), document (the
    body that the document is about), pattern, role, unresolved."""
    candidates: tuple[str, ...] = ()
    label: str = ""
    """The name of an agency that a pattern made; empty where the authority file has it."""
    part: str = ""
    """What it does here: commissioner, addressed, involved or background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """Something that a review asks for, or its kin (see ``kind``)."""

    recommendation_id: str
    review_id: str
    kind: RecommendationKind
    number: str = ""
    text: str
    page: int
    also_pages: tuple[int, ...] = ()
    section: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    """Names as they should be read, canonical where the authority file knows them."""
    addressee_ids: tuple[str, ...] = ()
    addressees_implied: bool = False
    addressee_basis: str = ""
    """How they were found: owner, subject, lead_in, heading, before, practice or audience
    (docs/recommendations.md); the last two are implied."""
    action: str = ""
    strength: str = ""
    """must, should or consider."""
    due: str = ""
    """The deadline in the review's words."""
    due_by: str = ""
    """ISO 8601, as exact as is known: 2031, 2031-03 or 2031-03-31."""
    due_period: str = ""
    """ISO 8601 duration: P6M; R/P6M where it comes round."""
    due_since: str = ""
    """What the period is counted from, in the review's words: publication."""
    measure: str = ""
    """The words that say how one could tell that it is done; empty where it is not measurable."""
    theme_ids: tuple[str, ...] = ()
    passage_ids: tuple[str, ...] = ()
    """Where it stands, the definitive place first."""
    lineage_id: str = ""
    response: str = ""
    """accepted, partially_accepted (also in principle), rejected or noted; empty if none."""
    response_text: str = ""
    """The sentence that answers it."""
    response_page: int | None = None
    is_restatement: bool = False
    """It stands in a document that answers recommendations: another document asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A statistic that a review prints."""

    figure_id: str
    review_id: str
    passage_id: str
    page: int
    count: int | None = None
    percentage: float | None = None
    denominator: int | None = None
    denominator_text: str = ""
    theme_ids: tuple[str, ...] = ()
    sentence: str
    check: str = ""
    """agrees, disagrees or empty: does count / denominator give the percentage?"""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's verdict on a mention or a recommendation; never changed, only followed by another.

    It carries what was judged (place, words, sentence), so that it finds its item again
    when a later run gives that another id.
    """

    judgement_id: str
    kind: Literal["mention", "recommendation"]
    item_id: str
    """The mention or recommendation as it was judged; empty where the tool had none (missed)."""
    verdict: Verdict
    """accept: rightly found; reject: wrongly; unsure; missed: a person found it, the tool did not."""
    polarity: str = ""
    """What the reviewer reads it as, where that was said; empty: not said."""
    note: str = ""
    reviewer: str
    judged_at: str
    """UTC, ISO 8601 to the second: 2026-03-04T10:20:30Z."""
    review_id: str
    passage_id: str = ""
    page: int
    theme_id: str = ""
    """Empty for a recommendation."""
    start: int | None = None
    end: int | None = None
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFact:
    """What a sentence of a review, or its manifest, says of the case: the child's age, the incident ..."""

    fact_id: str
    review_id: str
    attribute: str
    """One of ``columns.CASE_ATTRIBUTES``."""
    value: str
    """In the form in which it is counted: months, ISO 8601, one of a few words."""
    text: str
    """As printed."""
    sure: Sureness
    """stated; inferred (from two sentences, a title, pronouns); conflicting with another; manifest."""
    used: bool = False
    """Whether it is the review's value of the attribute, or one of its values."""
    passage_id: str = ""
    page: int | None = None
    sentence: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong with a document, and what the user can do."""

    review_id: str
    path: str
    stage: str
    error: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """All that one review yields: the value of one pure function of its bytes."""

    review: Review
    status: ReviewStatus
    n_pages: int = 0
    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    agency_mentions: tuple[AgencyMention, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    figures: tuple[Figure, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()
    is_case: bool = False
    """Whether it is a review of one case."""
    failures: tuple[Failure, ...] = ()
