"""Who a sentence asks to act: its subject, or by whom it is to be done."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thememiner.tagging.recommendations.bodies import (
    GOVERNMENTS,
    hide_places,
    is_agency_name,
    is_proper,
    split_names,
    trim_name,
)
from thememiner.tagging.recommendations.grammar import is_imperative, split_charge
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.verbs import base_form
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_MODAL = re.compile(
    r"\b(?:must|should|needs? to|ought to|shall|(?:is|are) (?:required|recommended|asked|urged|invited) to"
    r"|ma(?:y|ight) wish to|could|ha(?:s|ve) to|(?:is|are) to|may recommend)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\s*(?:also |each |all |both |not |only |then |therefore )*(?:be|been|being)\s+"
    r"(?!required\b|responsible\b|assured\b|satisfied\b|clear\b|aware\b|able\b|made aware\b|reminded\b)"
    r"(?:[a-z]+ly )?[a-z]+(?:ed|en|de|ld|ne|wn|nt|pt|ven|ut)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby (?P<who>(?:the |all |each |both |those |relevant )?(?:four )?[A-Za-z][^.;:]{2,160}?)"
    r"(?=,? (?:to|so|in order)\b|[.;:]|, (?:with|in|and the)\b| of (?:the )?systems\b|$)"
)
_TOLD = re.compile(
    r"\b(?:is|are) (?:therefore |also |strongly )?"
    r"(?:recommended|asked|urged|invited|reminded|encouraged|required) to\b",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(r"\brecommends(?= that\b)")
_DONE_BY = re.compile(
    r"\b(?:be|being)\s+(?:[a-z]+ly\s+)?[a-z]+(?:ed|en|de|wn|nt)\s+(?P<by>by)\b", re.IGNORECASE
)
_CONDITION = re.compile(r"^(?:if|when|where|once|whenever)[, ]+(?:on [a-z]+, )?", re.IGNORECASE)
_ADVERB_END = frozenset({"each", "all", "both", "also", "together", "jointly"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Who is asked by a sentence."""

    names: list[str] = field(default_factory=list)
    is_pronoun: bool = False
    """It only says they, it, we: whoever was named before."""


def read_subject(sentence: str) -> Subject:
    """Return who a sentence asks to act.

    >>> read_subject("By March, the Trust and the school should review this.").names
    ['Trust', 'school']
    >>> read_subject("Training should be provided by NHS England.").names
    ['NHS England']
    >>> read_subject("They should meet.").is_pronoun
    True
    """
    vocabulary = load_vocabulary()
    line = plain(sentence).strip().lstrip("•").strip()
    announced = re.search(r"recommendations? (?:for|to) (?P<who>[^:]+)", line)
    if announced and not _MODAL.search(line):
        return Subject(names=split_names(announced["who"]))
    told = _TOLD.search(line)
    if told and not line.lower().startswith("it "):
        return _subject_of(line[: told.start()])
    performative = (
        vocabulary.performative.search(line) or vocabulary.passive.search(line) or _RECOMMENDS.search(line)
    )
    if performative:
        return _after_performative(line[performative.end() :])
    charge = split_charge(line)
    if charge and not _MODAL.search(line):
        return Subject(names=split_names(charge[0]))
    purpose = re.match(r"for (?P<who>[^,]{3,120}?) to [a-z]+", line, re.IGNORECASE)
    if purpose:
        return Subject(names=split_names(purpose["who"]))
    if is_imperative(line) and not line.lower().startswith("to "):
        return Subject()
    line = re.sub(r"^In (?:(?:England|Scotland|Wales|Northern Ireland)(?:, | and )?)+,?\s*", "", line)
    line = re.sub(r"^that\s+", "", line, flags=re.IGNORECASE)
    done_by = _DONE_BY.search(line)
    return (
        _before_modal(line)
        or (_by_whom(line[done_by.start("by") :]) if done_by else None)
        or _before_bare_verb(line)
        or Subject()
    )


def _after_performative(rest: str) -> Subject:
    """After "we recommend": "... that the Director of X |encourage ..."."""
    rest = re.sub(r"^\s*(?:that|to|for|on|upon)\b,?\s*", "", rest)
    rest = re.sub(r"^in [^,]{5,300}, (?=the |all |each )", "", rest)
    if rest.endswith(":") and len(rest.split()) <= 20 and not _MODAL.search(rest):
        named = split_names(rest[:-1])
        if named:
            return Subject(names=named)
    modal = _MODAL.search(rest)
    stop = _verb_position(rest)
    if modal and (stop is None or modal.start() < stop):
        passive = _PASSIVE.match(rest, modal.end())
        if passive:
            return _by_whom(rest) or Subject()
        stop = modal.start()
    if stop:
        return _subject_of(rest[:stop])
    return Subject(names=split_names(rest.split(" to ")[0])) if " to " in rest[:140] else Subject()


def _before_modal(line: str) -> Subject | None:
    start = 0
    for modal in _MODAL.finditer(line):
        before = line[start : modal.start()]
        if _PASSIVE.match(line, modal.end()):
            found = _by_whom(line[modal.end() :])
            if found:
                return found
            start = modal.end()
            continue
        if re.match(r"\s*(?:also |not )*be\b", line[modal.end() :]) and before.strip().lower().endswith(
            "there"
        ):
            return _by_whom(line[modal.end() :])
        subject = _subject_of(
            before if not start else before.rsplit(", ", 1)[-1] if ", the " not in before else before
        )
        if subject.is_pronoun and _CONDITION.match(line):
            return _of_condition(line) or subject
        if subject.names or subject.is_pronoun:
            return subject
        start = modal.end()
    return _of_condition(line)


def _of_condition(line: str) -> Subject | None:
    """Who acts in "When doctors learn of it, ..., they should ..."."""
    opening = _CONDITION.match(line)
    if not opening:
        return None
    words = re.split(r"\s+", line[opening.end() :])
    for length in range(min(6, len(words)), 0, -1):
        phrase = " ".join(words[:length])
        if "," in phrase[:-1] or words[length - 1].lower() in load_vocabulary().before_noun:
            continue
        names = split_names(phrase)
        if names and is_agency_name(trim_name(phrase)):
            return Subject(names=names)
    return None


def _by_whom(line: str) -> Subject | None:
    for by in _BY.finditer(line):
        names = split_names(by["who"])
        if names:
            return Subject(names=names)
    return None


def _before_bare_verb(line: str) -> Subject | None:
    """Without a modal: "That the Trusts |have a plan", "Health boards |take steps to ..."."""
    stop = _verb_position(line)
    if stop and len(line[:stop].split()) <= 16:
        subject = _subject_of(line[:stop])
        if subject.names:
            return subject
    return None


def _verb_position(text: str) -> int | None:
    """Where the first bare verb after a subject stands: "the Director of X |encourage ..."."""
    for match in re.finditer(r"(?<=\s)[a-z]+(?:-[a-z]+)?(?=[\s,.])", text[:320]):
        words_before = text[: match.start()].split()
        if not words_before or words_before[-1].lower() in load_vocabulary().before_noun:
            continue
        word = match.group()
        if word in ("is", "are", "be"):
            return match.start()
        acts = (
            word.endswith("s")
            and bool(base_form(word))
            and is_agency_name(trim_name(" ".join(words_before[-4:])))
        )
        if acts or (
            (base_form(word) == word or word in ("have", "do"))
            and word
            not in (
                "lead",
                "practice",
                "care",
                "health",
                "be",
            )
        ):
            return match.start()
    return None


def _subject_of(before: str) -> Subject:
    """The bodies at the end of what stands before the modal; adverbial phrases before them are left out."""
    vocabulary = load_vocabulary()
    text = before.strip(" ,")
    words = text.split()
    if len(words) > 1 and words[-1].lower() in _ADVERB_END:
        text = " ".join(words[:-1])
    last = re.sub(r"^.*,\s+", "", text).lower()
    if last in vocabulary.pronouns or last in ("this body", "these bodies", "the body"):
        return Subject(is_pronoun=True)
    governments = GOVERNMENTS.search(text)
    if governments:
        return Subject(names=split_names(governments.group()))
    kept: list[str] = []
    for segment in reversed(re.split(r",\s+|\s+-\s+", hide_places(text))):
        words_of = segment.replace("\u0001", ",").replace("\u0002", "and").strip()
        lowered = words_of.lower()
        if re.match(
            r"(?:working|in consultation|in partnership|together|along|in conjunction) with", lowered
        ):
            if lowered.startswith(("working", "together", "in partnership", "in conjunction")):
                kept.insert(0, re.sub(r"^.*?\bwith\s+", "", words_of))
            continue
        if not lowered or (lowered.startswith("with ") and not text.lower().startswith("with ")):
            continue
        if vocabulary.adverbial.match(lowered) and not lowered.startswith("through the"):
            if not kept and not lowered.startswith("with "):
                inner = re.search(r"\b(?:the|all|each)\s+(?:[A-Z][^,]*|[a-z]+)$", words_of)
                if inner and is_agency_name(trim_name(inner.group())):
                    kept.insert(0, inner.group())
            break
        if not split_names(words_of) and not is_proper(trim_name(words_of)):
            if kept:
                break
            return Subject()
        kept.insert(0, words_of)
    names = split_names(", ".join(kept)) if kept else []
    # "Fairway Railways should ...": a proper name that acts is a body, whatever it is called.
    return Subject(names=names or [trim_name(name) for name in kept if is_proper(trim_name(name))])
