"""The sentences of a review in which facts of its case are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from thememiner.records import CaseFact, Document, Passage, make_id
from thememiner.tagging.columns import list_bounds

from .people import People, Person
from .words import straighten

_UNREAD_ROLES = frozenset({"contents", "reference", "response", "recommendation"})
_FIRST_PAGES = 8
_SHARE_OPENING = 0.4
_COVER_PAGES = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in reach of the rules.

    Attributes:
        passage: where it stands.
        start: offset in the passage.
        text: with plain quotation marks; offsets are those of the printed text.
        people: in it.
        previous: the first person of the sentence before, for whom a pronoun may stand.
        opening: whether it stands in the part of a review that introduces the case.
        cover: whether it stands on the first pages.
        general: whether it speaks of reviews in general, or of what might be.
    """

    passage: Passage
    start: int
    text: str
    people: list[Person] = field(default_factory=list)
    previous: Person | None = None
    opening: bool = True
    cover: bool = False
    general: bool = False


def list_sentences(
    doc: Document, passages: Sequence[Passage], spacy_docs: Sequence[Doc], people: People
) -> Iterator[Sentence]:
    """Yield the sentences of a review that may state facts of its case.

    Args:
        doc: the document.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order, with sentences.
        people: of the case.
    """
    last_page = max(_FIRST_PAGES, int(len(doc.pages) * _SHARE_OPENING))
    for passage, spacy_doc in zip(passages, spacy_docs, strict=True):
        if passage.kind in ("contents", "furniture") or passage.role in _UNREAD_ROLES:
            continue
        previous: Person | None = None
        for start, end in list_bounds(spacy_doc):
            text = straighten(passage.text[start:end]).rstrip()
            found = people.list_people(text)
            yield Sentence(
                passage=passage,
                start=start,
                text=text,
                people=found,
                previous=previous,
                opening=passage.page_first <= last_page,
                cover=passage.page_first <= _COVER_PAGES,
                general=bool(people.words.general.search(text)),
            )
            # A sentence that opens with a pronoun goes on about the same person.
            if found and not (previous and people.words.pronouns.match(text)):
                previous = found[0]


def make_fact(
    doc: Document, sentence: Sentence, attribute: str, value: str, span: tuple[int, int], sure: str
) -> CaseFact:
    """Return the record of a fact.

    Args:
        doc: the document.
        sentence: that states it.
        attribute: what it tells.
        value: its value.
        span: offsets in the sentence.
        sure: stated or inferred.
    """
    passage = sentence.passage
    first, last = (passage.start + sentence.start + offset for offset in span)
    return CaseFact(
        fact_id=make_id(doc.review_id, "case", attribute, value, first),
        review_id=doc.review_id,
        attribute=attribute,
        value=value,
        text=doc.text[first:last],
        passage_id=passage.passage_id,
        page=doc.page_at(first),
        sentence=passage.text[sentence.start : sentence.start + len(sentence.text)].strip(),
        start=first,
        end=last,
        sure="inferred" if sure == "inferred" else "stated",
    )
