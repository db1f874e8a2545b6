"""Find the agencies that a document names, and say which body each name means.

Names are read passage by passage; what a short form means ("BSCB", "the Board") is a
fact of the whole document: its own definitions come first, then what it is about, then
the authority file. What stays ambiguous is kept, unresolved, with its candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from thememiner.records import Agency, AgencyMention, Document, Passage, Review, make_id
from thememiner.tagging.agencies.acronyms import find_definitions
from thememiner.tagging.agencies.authority import Authority
from thememiner.tagging.agencies.authority_file import make_initials
from thememiner.tagging.agencies.families import Candidate, name_key
from thememiner.tagging.agencies.names import find_names
from thememiner.tagging.agencies.parts import load_part_reader
from thememiner.tagging.agencies.words import Words, split_words
from thememiner.tagging.language.columns import list_bounds

_ACRONYM_SHAPE = re.compile(r"[A-Z][A-Za-z0-9&]*[A-Z][A-Za-z0-9]*s?")
_BOARD_SHAPE = re.compile(r"[A-Z]{1,6}(?:SCB|SCP)")
_SHARE_OF_MAIN_BODY = 0.7
_CONTEXT_CHARS = 500


def find_agencies(
    doc: Document,
    passages: Sequence[Passage],
    spacy_docs: Sequence[Doc],
    authority: Authority,
    *,
    review: Review,
) -> tuple[AgencyMention, ...]:
    """Return every agency that the passages name, in order of place.

    Args:
        doc: the document; mentions point into its text.
        passages: its passages.
        spacy_docs: spaCy's reading of the passages, in the same order.
        authority: the authority file.
        review: what is known of the document; its area and title help with short names.

    Returns:
        Mentions that do not overlap. A mention without ``agency_id`` is unresolved and
        has ``candidates``.
    """
    read = [(passage, split_words(passage.text)) for passage in passages]
    reader = _Reader(authority, review, [words for _, words in read])
    part_reader = load_part_reader()
    mentions: list[AgencyMention] = []
    for ordinal, (passage, words) in enumerate(read):
        readings = list(reader.read_passage(ordinal))
        if not readings:
            continue
        sentences = list_bounds(spacy_docs[ordinal]) if spacy_docs else []
        begins = [begin for begin, _ in sentences]
        for reading in readings:
            first = passage.start + words.starts[reading.start]
            last = passage.start + words.ends[reading.end - 1]
            text = words.text[words.starts[reading.start] : words.ends[reading.end - 1]]
            agency = authority.by_id.get(reading.agency_id)
            index = bisect_right(begins, words.starts[reading.start]) - 1
            begin, finish = sentences[index] if index >= 0 else (0, len(words.text))
            begin = max(begin, words.starts[reading.start] - _CONTEXT_CHARS)
            finish = min(finish, words.ends[reading.end - 1] + _CONTEXT_CHARS)
            if words.stems[reading.end - 1] and not (agency and agency.label.endswith("'s")):
                last -= 2
                text = text[:-2]
            mentions.append(
                AgencyMention(
                    mention_id=make_id(doc.review_id, "agency", first, last, reading.agency_id or text),
                    review_id=doc.review_id,
                    passage_id=passage.passage_id,
                    page=doc.page_at(first),
                    text=text,
                    start=first,
                    end=last,
                    agency_id=reading.agency_id,
                    rule=reading.rule,
                    candidates=reading.candidates,
                    label="" if agency else reading.label,
                    part=part_reader.read_part(
                        words.text[begin:finish],
                        first - passage.start - begin,
                        last - passage.start - begin,
                        kind=reader.kind_of(reading.agency_id),
                        role=passage.role,
                    ),
                )
            )
    return tuple(mentions)


def list_agencies(authority: Authority, agency_mentions: Iterable[AgencyMention]) -> tuple[Agency, ...]:
    """Return every agency that the mentions refer to, and the successors of these.

    Args:
        authority: the authority file.
        agency_mentions: mentions of any number of reviews.

    Returns:
        Agencies in order of id: entries of the authority file, and those that a pattern
        made of a name in the text.
    """
    found: dict[str, Agency] = {}
    for mention in agency_mentions:
        agency_id = mention.agency_id
        if not agency_id or agency_id in found:
            continue
        agency = authority.by_id.get(agency_id)
        if agency is None:
            made = authority.resolve(mention.label) or Agency(
                agency_id=agency_id, label=mention.label, kind=""
            )
            agency = replace(made, agency_id=agency_id, label=mention.label or agency_id)
        found[agency_id] = agency
        while agency.successor_id and agency.successor_id not in found:
            following = authority.by_id.get(agency.successor_id)
            if following is None:
                break
            agency = found[following.agency_id] = following
    return tuple(found[agency_id] for agency_id in sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """Words of a passage and the body they were read as."""

    start: int
    end: int
    agency_id: str
    rule: str
    label: str = ""
    candidates: tuple[str, ...] = ()


class _Reader:
    """What the document as a whole says about its short names, and the reading of a passage."""

    def __init__(self, authority: Authority, review: Review, texts: Sequence[Words]) -> None:
        self.authority = authority
        self.review = review
        self.texts = texts
        self.names = [self._group(words, find_names(words, authority.tree)) for words in texts]
        self.labels: dict[str, str] = {}
        self.named: Counter[str] = Counter()
        self.n_roles: Counter[str] = Counter()
        for readings in self.names:
            for reading in readings:
                self.labels.setdefault(reading.agency_id, reading.label)
                is_short = reading.agency_id in authority.short_names
                (self.n_roles if is_short else self.named)[reading.agency_id] += 1
        self.kinds: dict[str, tuple[str, str]] = {}
        self.defined: dict[str, set[str]] = {}
        for words, readings in zip(texts, self.names, strict=True):
            self._learn_definitions(words, readings)
        self.own_bodies: dict[str, str] = {}
        for role_id in sorted(
            authority.short_names, key=lambda role: (-len(authority.short_names[role].word), role)
        ):
            self.own_bodies[role_id] = own = self._find_own_body(role_id)
            if own:  # "the LSCB" is Bolton's, so it counts for what "the Board" means
                self.named[own] += self.n_roles[role_id]
        self.initials: dict[str, set[str]] = {}
        for agency_id in self.named:
            kind, label = self._describe(agency_id)
            if kind and kind != "role":
                self.initials.setdefault(make_initials(label), set()).add(agency_id)
        self._where = f" {' '.join(name_key(f'{review.area} . {review.title} . {review.publisher}'))} "

    def _group(self, words: Words, candidates: Sequence[Candidate]) -> list[_Reading]:
        """Return one reading per span; a span with several bodies is unresolved."""
        spans: dict[tuple[int, int], list[Candidate]] = {}
        for candidate in candidates:
            spans.setdefault((candidate.start, candidate.end), []).append(candidate)
        readings = []
        for (start, end), group in spans.items():
            ids = sorted({candidate.agency_id for candidate in group})
            only = group[0]
            if len(ids) > 1:
                readings.append(
                    _Reading(start=start, end=end, agency_id="", rule="unresolved", candidates=tuple(ids))
                )
                continue
            agency_id, rule = only.agency_id, only.rule
            if only.family is not None and only.family.side == "label":
                agency_id = f"{agency_id}-{self.review.review_id[:6]}"
            elif rule == "pattern" and (agency := self.authority.by_id.get(agency_id)):
                is_name = words.keys[start:end] == name_key(agency.label)
                rule = "name" if is_name else "alias"
            readings.append(_Reading(start=start, end=end, agency_id=agency_id, rule=rule, label=only.label))
        return readings

    def _learn_definitions(self, words: Words, readings: Sequence[_Reading]) -> None:
        """Note what the short forms defined in a passage stand for; "" is no agency."""
        by_end: dict[int, list[_Reading]] = {}
        by_start: dict[int, list[_Reading]] = {}
        for reading in readings:
            by_end.setdefault(reading.end, []).append(reading)
            if words.keys[reading.end : reading.end + 1] in (("of",), ("for",), ("in",)):
                by_start.setdefault(reading.start, []).append(reading)  # "Board for Bolton (BSCB)"
        for definition in find_definitions(words):
            meaning = ""
            in_words = definition.short.startswith("the ")
            named = by_end.get(definition.end, ())
            for reading in named if in_words else (*named, *by_start.get(definition.start, ())):
                between = words.keys[definition.start : reading.start]
                if reading.agency_id and (in_words or all(key in _BEFORE_NAME for key in between)):
                    meaning = reading.agency_id
            if meaning or not in_words:
                self.defined.setdefault(definition.short, set()).add(meaning)

    def _find_own_body(self, role_id: str) -> str:
        """Return the body that "the Board" and the like mean in this document, or ""."""
        counts = Counter(
            {body: n_times for body, n_times in self.named.items() if self._is_called(body, role_id)}
        )
        if not counts:
            return ""
        (main, n_main), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if n_main < _SHARE_OF_MAIN_BODY * counts.total() or self._describe(main)[0] == "role":
            return ""
        return main

    def _is_called(self, agency_id: str, role_id: str) -> bool:
        """Return whether a short name such as "the Board" can mean a body."""
        short = self.authority.short_names[role_id]
        kind, label = self._describe(agency_id)
        return short.word in label.lower() and (kind in short.kinds or kind == "role")

    def kind_of(self, agency_id: str) -> str:
        """Return the kind of a body that the document names, or ""."""
        return self._describe(agency_id)[0] if agency_id else ""

    def _describe(self, agency_id: str) -> tuple[str, str]:
        """Return kind and label of a body that the document names; empty where unknown."""
        if agency_id not in self.kinds:
            label = self.labels.get(agency_id, "")
            agency = self.authority.by_id.get(agency_id) or self.authority.resolve(label)
            self.kinds[agency_id] = (agency.kind, label or agency.label) if agency else ("", label)
        return self.kinds[agency_id]

    def read_passage(self, ordinal: int) -> Iterator[_Reading]:
        """Yield the agencies of a passage in order of place."""
        words = self.texts[ordinal]
        readings = self.names[ordinal]
        taken = {index for reading in readings for index in range(reading.start, reading.end)}
        acronyms = [
            reading
            for index in words.capitals
            if index not in taken and (reading := self._read_acronym(words, index)) is not None
        ]
        before: list[str] = []
        for reading in sorted([*readings, *acronyms], key=lambda reading: reading.start):
            resolved = self._read_short_name(words, self._complete(reading), before)
            if resolved.rule != "none":
                before.append(resolved.agency_id)
                yield resolved

    def _complete(self, reading: _Reading) -> _Reading:
        """Return the reading of a name's beginning ("Moorland Partnership") where the rest is elsewhere."""
        if reading.rule != "unresolved" or not reading.label:
            return reading
        start = f"{reading.label} "
        longer = [body for body in self.named if self._describe(body)[1].startswith(start)]
        return self._as(reading, longer[0], "document") if len(longer) == 1 else reading

    def _read_short_name(self, words: Words, reading: _Reading, before: Sequence[str]) -> _Reading:
        """Return the reading of "the Board", or of a role's acronym, in this document.

        Args:
            words: the words of the passage.
            reading: the words in question.
            before: the agencies named before them in the passage.
        """
        if reading.rule != "role":
            return reading
        printed = words.text[words.starts[reading.start] : words.ends[reading.end - 1]]
        meanings = self.defined.get(printed) or self.defined.get(printed[:1].lower() + printed[1:]) or set()
        if len(meanings) == 1:
            (meaning,) = meanings
            if meaning != reading.agency_id:
                return self._as(reading, meaning, "defined" if meaning else "none")
        role_id = reading.agency_id
        if role_id not in self.authority.short_names or not _is_definite(words, reading):
            return reading
        antecedents = [body for body in before if body and body != role_id and self._is_called(body, role_id)]
        own = antecedents[-1] if antecedents else self.own_bodies.get(role_id, "")
        own = self.own_bodies.get(own) or own
        return self._as(reading, own, "document") if own else reading

    def _as(self, reading: _Reading, agency_id: str, rule: str) -> _Reading:
        return replace(reading, agency_id=agency_id, rule=rule, label=self.labels.get(agency_id, ""))

    def _read_acronym(self, words: Words, index: int) -> _Reading | None:
        """Return the reading of an acronym, or None where the word is none."""
        printed = words.printed(index)
        if words.stems[index]:
            printed = printed[:-2]
        if not _ACRONYM_SHAPE.fullmatch(printed):
            return None
        singular = printed[:-1] if printed.endswith("s") else printed
        reading = _Reading(start=index, end=index + 1, agency_id="", rule="unresolved")
        meanings = self.defined.get(printed) or self.defined.get(singular)
        if meanings:
            ids = tuple(sorted(meanings - {""}))
            is_usual = (
                ids == self.authority.acronyms.get(singular) and singular not in self.authority.other_meanings
            )
            if len(meanings) == 1 or is_usual:
                return self._as(reading, ids[0], "defined") if ids else None
            return replace(reading, candidates=ids) if ids else None
        ids = self.authority.acronyms.get(printed) or self.authority.acronyms.get(singular) or ()
        if _is_upper(words.text):
            return None
        own = self.initials.get(singular, set())
        if len(ids) != 1 and len(own) == 1 and len(singular) > 2:
            return self._as(reading, next(iter(own)), "document")
        if not ids:
            return reading if _BOARD_SHAPE.fullmatch(singular) else None
        is_suffixed = words.text[words.ends[index] : words.ends[index] + 1] == "+"
        if len(ids) > 1 or singular in self.authority.other_meanings:
            likely = [agency_id for agency_id in ids if self._is_at_home(agency_id)]
            if len(likely) != 1:
                return None if is_suffixed else replace(reading, candidates=ids)
            ids = tuple(likely)
        return self._as(reading, ids[0], "acronym")

    def _is_at_home(self, agency_id: str) -> bool:
        """Return whether the document names the body in full or is about its place."""
        if agency_id in self.named:
            return True
        place = self.authority.places.get(agency_id)
        return bool(place) and f" {' '.join(name_key(place or ''))} " in self._where


_BEFORE_NAME = frozenset({"the", "a", "an", "local", "our", "this", "its"})


def _is_definite(words: Words, reading: _Reading) -> bool:
    """Return whether the words mean one body: "the Board", "this partnership's"."""
    if words.keys[reading.end - 1].endswith("s") and not words.stems[reading.end - 1]:
        return False
    determiners = ("the", "this", "our")
    return words.keys[reading.start] in determiners or (
        reading.start > 0 and words.keys[reading.start - 1] in determiners
    )


def _is_upper(text: str) -> bool:
    """Return whether a text is set in capitals, where an acronym can't be told from a word."""
    letters = list(filter(str.isalpha, text))
    return len(letters) > 8 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
