"""Reviews that are text from the start, for any text at all."""

from __future__ import annotations

import random
from collections.abc import Sequence

from thememiner.extraction import split_passages
from thememiner.records import Block, Box, Document, Line, Mined, Page, Review
from thememiner.tagging.case import choose_facts, is_single_case
from thememiner.tagging.review import ReviewTagger

NASTY = [
    "\u202eright to left\u202c",
    "\u2066isolated\u2069",
    "e\u0301\u0302\u0303\u0304" * 9,
    "\ud800",
    "\udfff\ud800",
    "a\0b",
    "one\x0ctwo\x0bthree\x1cfour\x85five\u2028six\u2029seven",
    "\x1b[31m",
    "\ufeff",
    "\ufffe\uffff",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U000e0001\U0010ffff",
    '=HYPERLINK("http://example.org","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "]]>&amp;<script>alert(1)</script><!--",
    "{{ 7*7 }} {% raw %}",
    "'; DROP TABLE reviews; --",
    '"theme:neglect" AND NOT (NEAR/3',
    "\r\n\r",
    "\t\t",
    "ﬁ ﬂ Ǆ ı İ ß ẞ",
    "١٢٣ ½ Ⅷ ㊷ 12,5 1.000.000 %%%",
    "النص العربي \u200f",
    "עברית",
    "中文字符没有空格",
    "x" * 3000,
    "\u0000" * 5,
    "; ; | | \\N NULL None nan",
]
SENSIBLE = [
    "The health visitor did not share information with the school.",
    "Recommendation 1: Northfold Council must review its policy by March 2031.",
    "Recommendations",
    "In 12 of 30 cases (40%) the plan had not been reviewed.",
    "Child K, aged 7 months, died in 2029 while known to children's social care.",
    "The police and the Northfold Hospitals NHS Trust held no strategy meeting.",
    "Professionals should show professional curiosity about neglect.",
]


def make_document(review_id: str, texts: Sequence[str]) -> Document:
    """Return a document of one page per text and one paragraph and printed line on it."""
    text, blocks, lines, pages = "", [], [], []
    for number, piece in enumerate(texts, start=1):
        start = len(text)
        text += piece + "\n"
        end = start + len(piece)
        box = Box(page=number, x0=57.0, top=50.0, x1=500.0, bottom=62.0)
        blocks.append(
            Block(kind="heading" if piece == "Recommendations" else "paragraph", start=start, end=end)
        )
        lines.append(Line(start=start, end=end, box=box, size=11))
        pages.append(Page(number=number, width=595.0, height=842.0, n_chars=len(piece)))
    return Document(
        review_id=review_id,
        text=text,
        pages=tuple(pages),
        blocks=tuple(blocks),
        lines=tuple(lines),
        reader="none",
    )


def mine_texts(tagger: ReviewTagger, review_id: str, texts: Sequence[str], **facts: str) -> Mined:
    """Return what the pipeline would make of a review with these texts."""
    doc = make_document(review_id, texts)
    passages = split_passages(doc)
    review = Review(review_id=review_id, path=f"{review_id}.pdf", sha256=review_id, **facts)
    tagged = tagger.tag_review(review, doc, passages)
    return Mined(
        review=review,
        status="ok",
        n_pages=len(doc.pages),
        document=doc,
        passages=passages,
        mentions=tagged.mentions,
        agency_mentions=tagged.agency_mentions,
        recommendations=tagged.recommendations,
        figures=tagged.figures,
        case_facts=choose_facts(tagged.case_facts, review),
        is_case=is_single_case(review),
        failures=(),
    )


def write_nasty_texts(seed: int, n: int) -> list[str]:
    """Return texts in which sensible sentences and every nasty thing are mixed."""
    chance = random.Random(seed)
    return [
        chance.choice(("", " ", "\n")).join(
            chance.choice(SENSIBLE if chance.random() < 0.5 else NASTY) for _ in range(chance.randint(1, 5))
        )
        for _ in range(n)
    ]
