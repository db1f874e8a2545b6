"""Find what a review states of its case, sentence by sentence.

Everything is stated by a sentence of the review or is left out. A rule fires where its
words stand, its conditions hold, the sentence is not about reviews in general, and what
it says is said of the child or the family of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from thememiner.records import CaseFact, Document, Passage, Review
from thememiner.tagging.cues.clues import Sieve

from .ages import load_ages
from .gender import find_genders
from .incident_age import find_ages
from .people import People, find_people
from .reach import Sentence, list_sentences, make_fact
from .values import read_date, split_list, split_names
from .words import CaseWords, Rule, load_kinds, load_words, read_number, straighten

_LISTED = frozenset({"authors", "commissioned_by", "category_of_harm", "areas_visited"})
_OF_REVIEW = frozenset({"authors", "commissioned_by", "method", "period_from", "period_to"})


def find_case_facts(
    review: Review, doc: Document, passages: Sequence[Passage], spacy_docs: Sequence[Doc]
) -> tuple[CaseFact, ...]:
    """Return the facts of a review's case with the sentences that state them.

    Args:
        review: what is known of the review; its kind decides what is looked for.
        doc: the document.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order, with sentences.

    Returns:
        Facts in order of place. One child's age is looked for in a review of one case only: a
        thematic review, an inspection or an inquiry has none.
    """
    words = load_words()
    kinds = _list_kinds(review)
    single = is_single_case(review)
    many = bool(kinds & load_kinds().single_case)  # of the kind of one case, but its title says otherwise
    sampling = not single and (many or any(kind in words.sampling or "inspection" in kind for kind in kinds))
    if not single and not sampling:
        return ()
    outside = f"{review.publisher} {review.area}" if review.area else review.publisher
    people = (
        find_people(review.title, passages, words, outside=outside) if single else People((), None, words)
    )
    study = single or many or bool(kinds & words.studies)
    finder = _Finder(review, doc, words, people)
    sentences = list(list_sentences(doc, passages, spacy_docs, people))
    rules, sieve = _choose_rules(sampling=sampling, study=study)
    facts = [fact for sentence in sentences for fact in finder.read_rules(sentence, rules, sieve)]
    if study:
        facts += [fact for sentence in sentences for fact in finder.read_periods(sentence)]
    if single:
        facts += find_ages(doc, sentences, people)
        facts += find_genders(doc, sentences, people)
        facts += finder.count_children(sentences)
    unique = {(fact.attribute, fact.value, fact.start): fact for fact in facts}
    return tuple(sorted(unique.values(), key=lambda fact: (fact.start or 0, fact.attribute)))


@lru_cache(maxsize=4)
def _choose_rules(*, sampling: bool, study: bool) -> tuple[tuple[Rule, ...], Sieve]:
    """Return the rules for a kind of review, and what tells which of them a sentence can fire."""
    rules = tuple(
        rule for rule in load_words().rules if rule.sampling == sampling or (study and _is_of_review(rule))
    )
    return rules, Sieve([rule.clues for rule in rules])


def is_single_case(review: Review) -> bool:
    """Return whether a review is one of a single case, by its kind and title."""
    words = load_kinds()
    return bool(_list_kinds(review) & words.single_case) and not words.many_cases.search(review.title)


def _list_kinds(review: Review) -> set[str]:
    return {kind.strip().lower() for kind in review.kind.split(";")}


@dataclass(slots=True)
class _Finder:
    """The rules at work on one review."""

    review: Review
    doc: Document
    words: CaseWords
    people: People

    def read_rules(self, sentence: Sentence, rules: Sequence[Rule], sieve: Sieve) -> Iterator[CaseFact]:
        """Yield what rules find in a sentence."""
        for number in sieve.sift(sentence.text.lower()):
            rule = rules[number]
            if not _is_in_place(rule, sentence):
                continue
            if rule.required and not rule.required.search(sentence.text):
                continue
            if rule.barred and rule.barred.search(sentence.text):
                continue
            for match in rule.pattern.finditer(sentence.text):
                if self._is_said_of(rule, sentence, match):
                    yield from self._make_facts(rule, sentence, match)

    def _is_said_of(self, rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
        if (rule.about or rule.who) and sentence.general:
            return False
        if rule.who:
            return self._is_child(sentence, match.start("who"), match["who"])
        if not rule.about:
            return True
        opens = (one for one in sentence.people if one.start <= match.start() < one.end)
        person = next(opens, None) or sentence.subject_at(match.start())
        if person is None or person.who == "other":
            return False
        return person.who == "child" or rule.about == "family"

    def _is_child(self, sentence: Sentence, at: int, said: str) -> bool:
        """Whether the first person from ``at`` is the child; "a 6-week-old baby" is in a review of one."""
        first = next((person for person in sentence.people if person.start >= at), None)
        if first is not None and first.start <= at + 30:
            return first.who == "child"
        ages = list(load_ages().read(said))
        return bool(ages) and ages[0].start <= 12

    def _make_facts(self, rule: Rule, sentence: Sentence, match: re.Match[str]) -> Iterator[CaseFact]:
        printed = match["value"] if "value" in rule.pattern.groupindex else match[0]
        start = match.start("value") if "value" in rule.pattern.groupindex else match.start()
        if "{value}" not in rule.value:
            values: tuple[str, ...] = (rule.value,)
        elif rule.attribute == "child_age_months":
            aged = next(load_ages().read(f"aged {printed}"), None)
            values = (str(aged.months),) if aged else ()
        elif rule.number:
            number = read_number(printed, self.words.numbers)
            values = () if number is None or number < 2 else (str(number),)
        elif rule.attribute == "authors":
            values = split_names(printed)
        elif rule.attribute in _LISTED and (rule.list or rule.attribute != "areas_visited"):
            values = (
                split_list(printed) if rule.attribute != "commissioned_by" else self._read_boards(printed)
            )
        else:
            values = (" ".join(printed.split()).strip(" ,.;:'\""),)
        if rule.attribute == "category_of_harm":
            values = tuple(value.lower() for value in values)
        span = match[0] if "{value}" not in rule.value or "what" in rule.pattern.groupindex else printed
        start = match.start() if span == match[0] else start
        for value in values:
            at = span.find(value) if len(values) > 1 or rule.attribute == "authors" else -1
            first, length = (start + at, len(value)) if at >= 0 else (start, len(span))
            if value:
                yield self._fact(rule.attribute, value, sentence, (first, first + length), rule.sure)
            if value and rule.attribute == "commissioned_by" and (area := _BOARD.split(value)[0].strip()):
                yield self._fact("local_areas", area, sentence, (first, first + length), "inferred")

    def _read_boards(self, printed: str) -> tuple[str, ...]:
        """Boards as printed; a heading in two languages holds the publisher's name once."""
        publisher = straighten(self.review.publisher)
        boards = _split_boards(printed)
        return tuple(publisher if publisher and board.endswith(publisher) else board for board in boards)

    def read_periods(self, sentence: Sentence) -> Iterator[CaseFact]:
        """Yield the first and the last day of the period that the review looked at."""
        if not sentence.opening:
            return
        possible = self.words.period_sieve.sift(sentence.text.lower())
        if not possible or self.words.period_not.search(sentence.text):
            return
        for pattern in map(self.words.periods.__getitem__, possible):
            match = pattern.search(sentence.text)
            if match is None:
                continue
            for name, attribute in (("first", "period_from"), ("last", "period_to")):
                if name in pattern.groupindex and (value := read_date(match[name])):
                    yield self._fact(attribute, value, sentence, match.span(name))
            return

    def count_children(self, sentences: Sequence[Sentence]) -> Iterator[CaseFact]:
        """Yield how many children the title names, at the first sentence that names them."""
        if not self.people.titled or self.people.pattern is None:
            return
        for sentence in sentences:
            match = self.people.pattern.search(sentence.text)
            if match is not None:
                number = str(len(self.people.names))
                yield self._fact("n_children", number, sentence, match.span(), "inferred")
                return

    def _fact(
        self, attribute: str, value: str, sentence: Sentence, span: tuple[int, int], sure: str = "stated"
    ) -> CaseFact:
        return make_fact(self.doc, sentence, attribute, value, span, sure)


_BOARD = re.compile(
    r"\b(?:City |County |Council |Borough )*(?:Local |Regional |Multi-[Aa]gency )*"
    r"(?:Safeguarding|LSCB|L?SCP|SCB)\b"
)


def _is_of_review(rule: Rule) -> bool:
    """Whether it tells of the review itself, not of a case."""
    return rule.attribute in _OF_REVIEW and not rule.cover


def _is_in_place(rule: Rule, sentence: Sentence) -> bool:
    """Whether a rule may look at a sentence here."""
    if rule.field and sentence.passage.kind not in ("table_row", "list_item", "paragraph"):
        return False
    if rule.cover:
        return sentence.cover
    if rule.methods:
        return sentence.opening and bool(_METHOD.search(sentence.text) or sentence.passage.role == "method")
    return sentence.opening or rule.anywhere


_METHOD = re.compile(
    r"\b(?:method\w*|approach|model|process|using|used|conducted|undertaken|carried out|review was|"
    r"requested|provided|prepared|submitted|completed|included)\b",
    re.IGNORECASE,
)


def _split_boards(printed: str) -> tuple[str, ...]:
    """Return the boards of a printed list of boards.

    >>> _split_boards("Northmoor Safeguarding Children Board and the Eastvale Safeguarding Children Board")
    ('Northmoor Safeguarding Children Board', 'Eastvale Safeguarding Children Board')
    """
    parts = re.split(r"(?<=Board|rship|tners),? (?:and )?(?:the )?", " ".join(printed.split()))
    return tuple(re.sub(r"^(?:The|the|By|For) ", "", part) for part in parts if part)
