"""Whose practice an area for improvement describes, where it asks nobody in so many words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thememiner.records import AgencyMention
from thememiner.tagging.recommendations.agency_names import AgencyNames
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_SENTENCE = re.compile(r"\S.*?(?:[.;?!](?=\s|$)|$)", re.DOTALL)
_ARTICLES = re.compile(
    r"(?:\b(?:the|a|an|all|some|local|both|each|its|their|multi-agency|other|wider)\s+)+$", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([a-z]+)\W*$", re.IGNORECASE)


def find_practised(parts: Sequence[Part], names: AgencyNames) -> list[AgencyMention]:
    """Return the agencies whose practice the first wanting sentence describes.

    An agency that only receives ("shared with the police") is left out.
    """
    vocabulary = load_vocabulary()
    for part in parts:
        passage = part.passage
        text = plain(passage.text)
        mentions = names.by_passage.get(passage.passage_id, [])
        for sentence in _SENTENCE.finditer(text):
            if not vocabulary.wanting.search(sentence.group()):
                continue
            found = []
            for mention in mentions:
                start = mention.start - passage.start
                if sentence.start() <= start < sentence.end() and not _on_other_side(
                    text[sentence.start() : start]
                ):
                    found.append(mention)
            if found:
                return found
    return []


def _on_other_side(before: str) -> bool:
    stripped = _ARTICLES.sub("", before)
    word = _WORD_BEFORE.search(stripped)
    return bool(word and load_vocabulary().other_side.fullmatch(word[1]))
