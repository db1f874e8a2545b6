"""A document of a few paragraphs, read for agencies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from thememiner.records import AgencyMention, Document, Page, Passage, Review
from thememiner.tagging.agencies import find_agencies
from thememiner.tagging.agencies.authority import Authority, load_authority

REVIEW_ID = "0123456789ab"

ReadAgencies = Callable[..., tuple[AgencyMention, ...]]


def make_document(paragraphs: tuple[str, ...]) -> tuple[Document, tuple[Passage, ...]]:
    passages, start = [], 0
    for ordinal, text in enumerate(paragraphs):
        passages.append(
            Passage(
                passage_id=f"{REVIEW_ID}-{ordinal}",
                review_id=REVIEW_ID,
                ordinal=ordinal,
                kind="paragraph",
                start=start,
                end=start + len(text),
                page_first=1,
                page_last=1,
                text=text,
            )
        )
        start += len(text) + 2
    page = Page(number=1, width=595, height=842, n_chars=start)
    doc = Document(review_id=REVIEW_ID, text="\n\n".join(paragraphs), pages=(page,), blocks=(), lines=())
    return doc, tuple(passages)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return load_authority()


@pytest.fixture
def read_agencies(authority: Authority) -> ReadAgencies:
    """Read paragraphs; keywords describe the review (area, title)."""

    def read(*paragraphs: str, **about: str) -> tuple[AgencyMention, ...]:
        doc, passages = make_document(paragraphs)
        review = Review(review_id=REVIEW_ID, **about)
        mentions = find_agencies(doc, passages, [], authority, review=review)
        for mention in mentions:
            assert doc.text[mention.start : mention.end] == mention.text
        return mentions

    return read
