"""Whose practice an area for improvement describes, where it asks nobody in so many words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from thememiner.records import AgencyMention
from thememiner.tagging.recommendations.agency_names import AgencyNames
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_SENTENCE = re.compile(r"\S.*?(?:[.;?!](?=\s|$)|$)", re.DOTALL)
_ARTICLES = re.compile(
    r"(?:\b(?:the|a|an|all|some|local|both|each|its|their|multi-agency|other|wider)\s+)+$", re.IGNORECASE
)
_N_SENTENCES = 3
_PART_OF = re.compile(r"\W*(?:of|at|in|within) (?:the )?", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([a-z]+)\W*$", re.IGNORECASE)


def find_practised(parts: Sequence[Part], names: AgencyNames) -> list[AgencyMention]:
    """Return the agencies whose practice the wanting sentences describe.

    A sentence that names nobody speaks of whom the one before it named. An agency that only
    receives ("shared with the police") is left out, and of "the emergency department of the
    hospital" the part. The first sentences give an item its matter; later ones illustrate it.
    """
    found: list[AgencyMention] = []
    first: list[AgencyMention] = []
    before: list[AgencyMention] = []
    n_wanting = 0
    for part in parts:
        for sentence, mentions in _read_sentences(part, names):
            first = first or mentions
            before = mentions or before
            if before and load_vocabulary().wanting.search(sentence):
                found += before
                n_wanting += 1
            if n_wanting == _N_SENTENCES:
                return _without_parts(found, names)
    return _without_parts(found or first, names)


def _read_sentences(part: Part, names: AgencyNames) -> Iterator[tuple[str, list[AgencyMention]]]:
    """Yield the sentences of a passage with the agencies that act in them."""
    text = plain(part.passage.text)
    start = part.passage.start
    mentions = names.by_passage.get(part.passage.passage_id, [])
    for sentence in _SENTENCE.finditer(text):
        inside = [m for m in mentions if sentence.start() <= m.start - start < sentence.end()]
        acting = [
            mention
            for mention, following in zip_longest(inside, inside[1:])
            if not (following and _PART_OF.fullmatch(text[mention.end - start : following.start - start]))
            and not _on_other_side(text[sentence.start() : mention.start - start])
        ]
        yield sentence.group(), acting


def _without_parts(found: Sequence[AgencyMention], names: AgencyNames) -> list[AgencyMention]:
    """Leave out "the emergency department" where its hospital is named too."""
    pattern = load_vocabulary().parts_of_a_body
    whole = [mention for mention in found if not names.is_role(mention)]
    return [mention for mention in found if not (whole and pattern.fullmatch(plain(mention.text)))]


def _on_other_side(before: str) -> bool:
    stripped = _ARTICLES.sub("", before)
    word = _WORD_BEFORE.search(stripped)
    return bool(word and load_vocabulary().other_side.fullmatch(word[1]))
