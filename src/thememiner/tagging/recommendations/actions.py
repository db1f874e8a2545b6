"""What an item asks for: its verb, and how strongly it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from thememiner.tagging.recommendations.grammar import is_imperative, split_charge, split_sentences
from thememiner.tagging.recommendations.labels import split_marker
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.verbs import bare_form, base_form
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
_ASIDE = re.compile(r"^\s*(?:each |both |all )?(?:,[^,]{3,160},|\([^)]{3,200}\))")
"""should, in consultation with others, ..."""
_OPENING = re.compile(r"[^,.;:]{3,140}, ")
"""In partnership with care leavers, review ..."""
_MODAL = re.compile(
    r"must|should|shall|could|(?:needs?|ought|required) to|(?:may|might) wish to", re.IGNORECASE
)
_SUBJUNCTIVE = re.compile(r"\b(?:be|is|are) (?:[a-z]+ly )?(?P<verb>[a-z-]+(?:ed|en|wn|nt|lt|ld|ght|ade))\b")
"""That regulation be simplified."""
_COULD = re.compile(r"\bcould\b", re.IGNORECASE)
_PURPOSE = re.compile(r"\s*for [^,.;:]{3,120}? to ", re.IGNORECASE)


def find_strength(text: str) -> str:
    """Return must, should or consider, or "" where nothing asks.

    >>> find_strength("The Trust should consider a pilot."), find_strength("Ensure that it is done.")
    ('consider', 'should')
    """
    for sentence in split_sentences(text):
        if is_imperative(sentence):
            first = _WORD.search(sentence)
            return "consider" if first and first.group().lower() in ("consider", "explore") else "should"
        found = modal_strength(sentence) or ("should" if split_charge(sentence) else "")
        if found:
            return found
    return ""


def modal_strength(text: str) -> str:
    """Return the strength of the first modal in the text, "" without one."""
    found = [
        (match.start(), -match.end(), name)
        for name, pattern in load_vocabulary().strength
        if (match := pattern.search(plain(text)))
    ]
    return min(found)[2] if found else ""


def find_action(text: str) -> str:
    """Return the verb of what is asked for, in its base form; "" where there is none.

    >>> find_action("The Board should urgently review its plan."), find_action("A plan should be developed.")
    ('review', 'develop')
    >>> find_action("For the Board to seek assurance that it works."), find_action("Staff should flag it.")
    ('seek', 'flag')
    """
    for sentence in split_sentences(text):
        found = _find_asked(plain(split_marker(sentence)[1]))
        if found:
            return found
    return _find_opening(plain(text))


def _find_asked(line: str) -> str:
    vocabulary = load_vocabulary()
    purpose = _PURPOSE.match(line)
    opening = _OPENING.match(line) if vocabulary.adverbial.match(line.lower()) else None
    starts = [(0, False)] if is_imperative(line) else []
    if opening and is_imperative(line[opening.end() :]):
        starts.append((opening.end(), False))
    starts += [(purpose.end(), True)] if purpose else []
    for match in (*vocabulary.asking.finditer(line), *_COULD.finditer(line)):
        last = match.group().split()[-1].lower()
        if last in vocabulary.verbs and last not in vocabulary.passed_over:
            return last  # "is to ensure": the verb is part of the phrase
        starts.append((match.end(), bool(_MODAL.fullmatch(match.group()))))
    charge = split_charge(line)
    if charge and not starts:
        return _read_verb([charge[1], *_words_after(line, charge[1])], bare=True)
    performative = vocabulary.performative.search(line) or vocabulary.passive.search(line)
    if performative and not starts:
        starts.append((performative.end(), False))
    for start, bare in sorted(starts):
        words = [w.group().lower() for w in _WORD.finditer(_ASIDE.sub("", line[start:]))]
        found = _read_verb(words[: 6 if bare else 40], bare=bare)
        if found:
            return found
    return ""


def _read_verb(words: Sequence[str], *, bare: bool) -> str:
    """The first verb; where only a verb can stand (``bare``) any word that is none of the small ones."""
    vocabulary = load_vocabulary()
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if bare and word == "have" and following != "been":
            return word
        base = base_form(word)
        if word in vocabulary.passed_over or word.endswith("ly") or base == "be":
            continue
        if base or (bare and not _is_small(word)):
            return base or bare_form(word)
        if bare:
            return ""
    return ""


def _is_small(word: str) -> bool:
    vocabulary = load_vocabulary()
    return (
        word in vocabulary.before_noun
        or word in vocabulary.finite
        or bool(vocabulary.adverbial.fullmatch(word))
    )


def _words_after(line: str, verb: str) -> list[str]:
    return [w.group().lower() for w in _WORD.finditer(line.partition(f" to {verb}")[2])][:4]


def _find_opening(line: str) -> str:
    """The verb of an opening without a modal: "That the Board reviews ...", "Strengthening the ..."."""
    words = [w.group().lower() for w in _WORD.finditer(line)][:8]
    if words[:1] == ["that"]:
        acts = (base for word in words[1:] if word != (base := base_form(word)) and base not in ("", "be"))
        found = next(acts, "")
        if found:
            return found
    passive = _SUBJUNCTIVE.search(next(iter(split_sentences(line)), ""))
    if passive:
        return base_form(passive["verb"]) or bare_form(passive["verb"])
    base = base_form(words[0]) if words else ""
    return base if base not in ("", "be") and (words[0] != base or is_imperative(line)) else ""
