"""The sentences of a review in which facts of its case are looked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from thememiner.records import CaseFact, Document, Passage, make_id
from thememiner.tagging.language.columns import list_bounds

from .people import People, Person
from .words import straighten

_UNREAD_ROLES = frozenset({"contents", "reference", "response", "recommendation"})
_FIRST_PAGES = 8
_SHARE_OPENING = 0.4
_COVER_PAGES = 2


@dataclass(frozen=True)
class Sentence:
    """A sentence in reach of the rules; who and what it is about is read where a rule asks.

    Attributes:
        passage: where it stands.
        start: offset in the passage.
        text: with plain quotation marks; offsets are those of the printed text.
        opening: whether it stands in the part of a review that introduces the case.
        cover: whether it stands on the first pages.
        number: of the sentence in the passage.
        thread: the sentences of the passage.
    """

    passage: Passage
    start: int
    text: str
    opening: bool
    cover: bool
    number: int
    thread: Thread

    @cached_property
    def people(self) -> list[Person]:
        """The people in it."""
        return self.thread.case.list_people(self.text)

    @cached_property
    def general(self) -> bool:
        """Whether it speaks of reviews in general, or of what might be."""
        return bool(self.thread.case.words.general.search(self.text))

    @cached_property
    def previous(self) -> Person | None:
        """The first person of the sentence before, for whom a pronoun may stand."""
        return self.thread.find_previous(self.number)

    def subject_at(self, at: int) -> Person | None:
        """Return whom the words at an offset are said of; None where no one is named.

        Args:
            at: offset of the statement in the sentence.
        """
        before = [person for person in self.people if person.end <= at]
        pronouns = list(self.thread.case.words.pronouns.finditer(self.text, 0, at))
        last = pronouns[-1] if pronouns else None
        if last and (not before or last.start() >= before[-1].end):
            return before[0] if before else self.previous
        return before[-1] if before else None


class Thread:
    """The sentences of a passage, and who each goes on about.

    Args:
        case: the people of the case.
    """

    def __init__(self, case: People) -> None:
        self.case = case
        self.sentences: list[Sentence] = []
        self._previous: list[Person | None] = [None]

    def find_previous(self, number: int) -> Person | None:
        """Return the first person of the sentence before that with this number."""
        pronouns = self.case.words.pronouns
        for sentence in self.sentences[len(self._previous) - 1 : number]:
            person = self._previous[-1]
            # A sentence that opens with a pronoun goes on about the same person.
            if sentence.people and not (person and pronouns.match(sentence.text)):
                person = sentence.people[0]
            self._previous.append(person)
        return self._previous[number]


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
        thread = Thread(people)
        for start, end in list_bounds(spacy_doc):
            sentence = Sentence(
                passage=passage,
                start=start,
                text=straighten(passage.text[start:end]).rstrip(),
                opening=passage.page_first <= last_page,
                cover=passage.page_first <= _COVER_PAGES,
                number=len(thread.sentences),
                thread=thread,
            )
            thread.sentences.append(sentence)
            yield sentence


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
