"""Whose practice an area for improvement describes, where it asks nobody in so many words."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_PART_OF = re.compile(r"\W*(?:of|at|in|within) (?:the )?", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([a-z]+)\W*$", re.IGNORECASE)


def find_practised(parts: Sequence[Part], names: AgencyNames) -> list[AgencyMention]:
    """Return the agencies whose practice the wanting sentences describe.

    An agency that only receives ("shared with the police") is left out, and of "the emergency
    department of the hospital" the part.
    """
    wanting = load_vocabulary().wanting
    found: list[AgencyMention] = []
    for part in parts:
        passage = part.passage
        text = plain(passage.text)
        mentions = names.by_passage.get(passage.passage_id, [])
        for sentence in _SENTENCE.finditer(text):
            if not wanting.search(sentence.group()):
                continue
            inside = [m for m in mentions if sentence.start() <= m.start - passage.start < sentence.end()]
            for mention, following in zip_longest(inside, inside[1:]):
                start, end = mention.start - passage.start, mention.end - passage.start
                is_part = following and _PART_OF.fullmatch(text[end : following.start - passage.start])
                if not is_part and not _on_other_side(text[sentence.start() : start]):
                    found.append(mention)
    return _without_parts(found, names)


def _without_parts(found: Sequence[AgencyMention], names: AgencyNames) -> list[AgencyMention]:
    """Leave out "the emergency department" where its hospital is named too."""
    pattern = load_vocabulary().parts_of_a_body
    whole = [mention for mention in found if not names.is_role(mention)]
    return [mention for mention in found if not (whole and pattern.fullmatch(plain(mention.text)))]


def _on_other_side(before: str) -> bool:
    stripped = _ARTICLES.sub("", before)
    word = _WORD_BEFORE.search(stripped)
    return bool(word and load_vocabulary().other_side.fullmatch(word[1]))
