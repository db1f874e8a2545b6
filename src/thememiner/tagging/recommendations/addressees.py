"""To whom an item is addressed: subject, lead-in, heading, table column, or the review's own board."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from thememiner.records import Agency, Review
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.grammar import (
    base_form,
    is_imperative,
    is_performative,
    split_sentences,
)
from thememiner.tagging.recommendations.headings import strip_heading
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary


class Resolver(Protocol):
    """The part of the authority file that is needed here."""

    def resolve(self, name: str) -> Agency | None:
        """Return the body of this name, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressees:
    """Who is asked, in printed order."""

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    implied: bool = False


_MODAL = re.compile(
    r"\b(?:must|should|needs? to|ought to|shall|(?:is|are) (?:required|recommended|asked|urged) to|may wish to|might wish to|ha(?:s|ve) to|to ensure|(?:is|are) to)\b",
    re.IGNORECASE,
)
_HEAD_END = re.compile(
    r"\s(?:of|for|in|with|responsible|who|which|that|to|from|at|on|across|within|working|concerned|involved|run|such)\b|[(,]"
)
_PASSIVE = re.compile(
    r"\s*(?:also |each |all |both |not |only )*(?:be|been|being)\s+(?!required\b|responsible\b|assured\b|satisfied\b|clear\b|aware\b|able\b|made aware\b)([a-z]+ly )?[a-z]+(?:ed|en|de|ld|ne|wn|nt|pt|ven)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby (?P<who>(?:the |all |each |both )?[A-Z(a-z][^.;:]{2,160}?)(?=,? to\b|[.;:]|, (?:so|with|in)\b|$)"
)
_REMARK = re.compile(r"[(\[]\s*(?P<word>[A-Za-z ]{2,24})\s*:\s*(?P<who>[^)\]]{2,80})[)\]]")
_WITH = re.compile(
    r"^(?:together |jointly |in partnership |in conjunction |working )?with (?P<who>(?:the |its |all )?[^,.;]{3,100}?),\s",
    re.IGNORECASE,
)
_GOVERNMENTS = re.compile(
    r"(?:the )?governments? of (?P<list>(?:(?:the )?(?:UK|United Kingdom|England|Scotland|Wales|Northern Ireland)(?:, (?:and )?| and )?)+)",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"^(?:the|a|an|each|all|every|both|any|our|its|their|relevant|other|those|these|and|or|either)\s+",
    re.IGNORECASE,
)
_QUANTIFIED = re.compile(r"\s+(?:each|both|all|together|jointly|also|therefore|further)$", re.IGNORECASE)


def find_addressees(
    draft: Draft, *, before: Addressees | None, authority: Resolver | None, review: Review
) -> Addressees:
    """Return the addressees of an item.

    The owner that a table or a remark in brackets names comes first, then the subjects of the
    item's own sentences, its lead-in, the headings above it; failing all, whoever the review
    as a whole speaks to, marked as implied.

    Args:
        draft: the item.
        before: the addressees of the item before it, for "They should ...".
        authority: resolves printed names; None keeps them as printed.
        review: the document, for the implied addressee.
    """
    text = draft.text
    names = _read_owner(draft)
    if not names:
        names, pronoun = _read_subjects(text)
        if not names and pronoun and before and before.names:
            return before
    if not names and draft.lead_in:
        names, pronoun = _read_subjects(draft.lead_in, lead_in=True)
    if not names:
        names = _read_headings(draft)
    extra = _WITH.match(plain(text))
    if names and extra:
        names += split_names(extra["who"])
    if names:
        return _resolve(names, authority)
    return imply(review, authority)


def imply(review: Review, authority: Resolver | None) -> Addressees:
    """Return whom a review speaks to where it names nobody."""
    about = plain(f"{review.kind} . {review.title}")
    for pattern, addressee in load_vocabulary().implied:
        if pattern.search(about):
            found = _resolve(
                [review.publisher if addressee == "commissioning board" and review.publisher else addressee],
                authority,
            )
            return Addressees(names=found.names, ids=found.ids, implied=True)
    return Addressees(implied=True)


def split_names(phrase: str) -> list[str]:
    """Return the bodies that a phrase lists.

    >>> split_names("the Home Office, the Department for Work and Pensions and NHS England")
    ['Home Office', 'Department for Work and Pensions', 'NHS England']
    """
    vocabulary = load_vocabulary()
    governments = _GOVERNMENTS.search(phrase)
    if governments:
        places = re.split(r", (?:and )?| and ", governments["list"].strip(" ,"))
        rest = split_names(phrase[: governments.start()] + phrase[governments.end() :])
        return [vocabulary.governments.get(place.strip().lower(), place.strip()) for place in places] + rest
    pieces: list[str] = []
    for chunk in re.split(r"\s*[,;/]\s*(?:and\s+|or\s+)?(?!\s*$)", phrase.strip(" ,;.")):
        pieces += _split_and(chunk)
    names = []
    for piece in pieces:
        name = _trim(piece)
        if name and is_agency_name(name):
            names.append(name)
    return names


def is_agency_name(name: str) -> bool:
    """Return whether the head of the phrase is a body, an office or a group of them.

    >>> is_agency_name("Director of Public Health"), is_agency_name("quality of the board's work")
    (True, False)
    """
    head = _HEAD_END.split(plain(name), maxsplit=1)[0].strip()
    if not head or len(name) > 140:
        return False
    if load_vocabulary().agency_words.search(head.split("'s ")[-1]):
        last = re.sub(r"[^\w'-]", "", head.split()[-1])
        return bool(load_vocabulary().agency_words.fullmatch(last)) or head[:1].isupper()
    return bool(re.fullmatch(r"[A-Z][A-Za-z&]*[A-Z][A-Za-z&]*", head))


def _trim(piece: str) -> str:
    name = piece.strip(" ,;.:'\"")
    for _ in range(3):
        name = _QUANTIFIED.sub("", _DETERMINER.sub("", name)).strip()
    name = re.sub(
        r"^(?:through|via|led by|including|working with|alongside|together with) (?:the )?", "", name
    )
    return name.strip(" ,")


def _split_and(chunk: str) -> list[str]:
    """Split at "and" only where both sides name a body: not in "Work and Pensions"."""
    for match in re.finditer(r"\s+(?:and|or|&)\s+", chunk):
        left, right = chunk[: match.start()], chunk[match.end() :]
        one = re.split(r"\s+(?:and|or|&)\s+", right, maxsplit=1)[0]
        if is_agency_name(_trim(left)) and (is_agency_name(_trim(one)) or right.lower().startswith("the ")):
            return [left, *_split_and(right)]
    return [chunk]


def _read_owner(draft: Draft) -> list[str]:
    if draft.owner:
        return [
            name
            for name in (
                piece.strip(" .") for piece in re.split(r"\s*[;,/\n•]\s*|\s+and\s+(?=[A-Z])", draft.owner)
            )
            if name
        ]
    for match in _REMARK.finditer(draft.text):
        if load_vocabulary().owner_remark.fullmatch(match["word"].strip()):
            return [name.strip() for name in re.split(r"\s*[;,/]\s*|\s+and\s+", match["who"]) if name.strip()]
    return []


def _read_subjects(text: str, *, lead_in: bool = False) -> tuple[list[str], bool]:
    names: list[str] = []
    pronoun = False
    for position, sentence in enumerate(split_sentences(text)):
        found, is_pronoun = read_subject(sentence)
        if position and names:
            found = [name for name in found if name[:1].isupper()]
        pronoun = pronoun or (is_pronoun and not names)
        for name in found:
            if name not in names:
                names.append(name)
        if names and lead_in:
            continue
    return names, pronoun


def read_subject(sentence: str) -> tuple[list[str], bool]:
    """Return who a sentence asks to act, and whether it only says "they" or "it".

    >>> read_subject("By March, the Trust and the school should review this.")
    (['Trust', 'school'], False)
    >>> read_subject("Training should be provided by NHS England.")
    (['NHS England'], False)
    """
    vocabulary = load_vocabulary()
    line = plain(sentence).strip().lstrip("•").strip()
    announced = re.search(r"recommendations? (?:for|to) (?P<who>[^:]+)", line)
    if announced and not _MODAL.search(line):
        return split_names(announced["who"]), False
    performative = vocabulary.performative.search(line) or vocabulary.passive.search(line)
    if performative:
        rest = re.sub(r"^\s*(?:that|to|for|on|upon)\s+", "", line[performative.end() :])
        rest = re.sub(r"^in [^,]{5,300}, (?=the |all |each )", "", rest)
        modal = _MODAL.search(rest)
        stop = _verb_position(rest)
        if modal and (stop is None or modal.start() < stop):
            stop = modal.start()
        if stop:
            return _subject_names(rest[:stop])
        return split_names(rest.split(" to ")[0]) if " to " in rest[:140] else [], False
    purpose = re.match(r"for (?P<who>[^,]{3,120}?) to [a-z]+", line, re.IGNORECASE)
    if purpose:
        return split_names(purpose["who"]), False
    if is_imperative(line) and not vocabulary.pronouns & {line.split()[0].lower()}:
        return [], False
    line = re.sub(r"^that\s+", "", line, flags=re.IGNORECASE)
    for modal in _MODAL.finditer(line):
        if _PASSIVE.match(line, modal.end()):
            by = _BY.search(line, modal.end())
            return (split_names(by["who"]) if by else []), False
        return _subject_names(line[: modal.start()])
    given = re.search(
        r"\b(?:be given|given|be taken|be provided) by (?P<who>(?:the )?[^.;:]{3,160}?)(?=,? to\b|[.;:]|$)",
        line,
    )
    if given:
        return split_names(given["who"]), False
    stop = _verb_position(line)
    if stop and line[:stop].strip() and len(line[:stop].split()) <= 14:
        return _subject_names(line[:stop])
    return [], False


def _verb_position(text: str) -> int | None:
    """Where the first bare verb after a subject stands: "the Director of X |encourage ..."."""
    for match in re.finditer(r"(?<=\s)[a-z]+(?:-[a-z]+)?(?=[\s,.])", text[:320]):
        previous = text[: match.start()].split()[-1].lower() if text[: match.start()].split() else ""
        if previous in (
            "the",
            "of",
            "for",
            "a",
            "an",
            "in",
            "its",
            "their",
            "our",
            "to",
            "by",
            "with",
            "on",
            "that",
            "this",
            "whose",
        ):
            continue
        if base_form(match.group()) == match.group() and match.group() not in ("lead", "practice", "care"):
            return match.start()
    return None


def _subject_names(before_modal: str) -> tuple[list[str], bool]:
    vocabulary = load_vocabulary()
    text = before_modal.strip(" ,")
    words = text.split()
    if (
        words
        and words[-1].lower() in ("each", "all", "both", "also", "together", "jointly")
        and len(words) > 1
    ):
        text = " ".join(words[:-1])
    if text.lower() in vocabulary.pronouns or text.lower() in ("this body", "these bodies"):
        return [], True
    governments = _GOVERNMENTS.search(text)
    if governments:
        return split_names(governments.group()), False
    segments = re.split(r",\s+", re.sub(r"\([^)]*\)", lambda m: m.group().replace(",", "\u0000"), text))
    kept: list[str] = []
    for segment in reversed(segments):
        words_of = segment.replace("\u0000", ",").strip()
        name = _trim(re.sub(r"^and\s+", "", words_of))
        if vocabulary.adverbial.match(words_of.lower()) and not words_of.lower().startswith(
            ("through the", "with the")
        ):
            if not kept:
                inner = re.search(r"\b(?:the|all|each)\s+[A-Z][^,]*$", words_of)
                if inner and is_agency_name(_trim(inner.group())):
                    kept.insert(0, inner.group())
            break
        if re.match(
            r"(?:working|in consultation|in partnership|together|along) with", words_of, re.IGNORECASE
        ):
            if words_of.lower().startswith(("working", "together", "in partnership")):
                kept.insert(0, re.sub(r"^.*?\bwith\s+", "", words_of))
            continue
        if not split_names(name) and not (name[:1].isupper() and kept):
            if kept:
                break
            return [], False
        kept.insert(0, words_of)
    names: list[str] = []
    for segment in kept:
        names += split_names(segment)
    return names, False


def _read_headings(draft: Draft) -> list[str]:
    for title in [draft.group, *reversed(draft.section)]:
        words = strip_heading(title) if title else ""
        words = re.sub(
            r"^(?:(?:specific |key )?(?:recommendations?|actions?|questions?|areas? for improvement)) (?:for|to) ",
            "",
            words,
            flags=re.IGNORECASE,
        )
        words = re.sub(r"^.* - (?:the )?(?=local|[A-Z])", "", words) if " - " in words else words
        if words and len(words) <= 100:
            names = split_names(words)
            if names and not re.search(
                r"\b(?:experiences|effectiveness|response|identifying|management|governance|findings)\b",
                words,
                re.IGNORECASE,
            ):
                return names
    return []


def _resolve(names: Sequence[str], authority: Resolver | None) -> Addressees:
    labels: list[str] = []
    ids: list[str] = []
    for name in names:
        agency = authority.resolve(name) if authority is not None else None
        label = agency.label if agency else name
        if label in labels:
            continue
        labels.append(label)
        ids.append(agency.agency_id if agency else "")
    return Addressees(names=tuple(labels), ids=tuple(i for i in ids if i))


def is_addressed(text: str) -> bool:
    """Return whether the text itself names who is asked."""
    return bool(_read_subjects(text)[0]) or is_performative(text)
