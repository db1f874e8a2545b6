"""Say what an agency does in a review where it is named: its part.

A name by itself joins everything to everything: Ofsted, the author of a guide and the
family's school are all "mentioned". Four parts are told apart:

* commissioner: it asked for the review or published it;
* addressed: the review asks it for something (it is an addressee of the recommendation in which it is named,
  or the sentence says that it should do something);
* background: it is named as a source, a law-maker or an inspector;
* involved: the rest. It worked with the family, or is said to have done or not done something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import yaml

from thememiner.records import AgencyMention, Recommendation, Role
from thememiner.tagging.cues.alternation import choose_words

_PACKAGED = Path(__file__).parents[2] / "codebook" / "agency_parts.yaml"
_LOOK_BACK_CHARS = 40
_COMMISSIONERS = frozenset({"board", "department", "inquiry", "local_authority", "forum", "role"})


class PartReader:
    """Reads the part of an agency from the words around its name."""

    def __init__(self, path: Path = _PACKAGED) -> None:
        words = yaml.safe_load(path.read_text("utf-8"))
        self._kinds = frozenset(words["kinds_in_background"])
        self._background_roles = frozenset(words["roles_in_background"])
        self._commissioned_by = re.compile(
            rf"\b{choose_words(words['before_commissioner'])}\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE
        )
        self._commissioned = re.compile(
            rf"\s+(?:\([^)]{{1,30}}\)\s*)?{choose_words(words['after_commissioner'])}\b", re.IGNORECASE
        )
        self._asked = re.compile(
            rf"(?!\s+{choose_words(words['not_addressed'])}\b)"
            rf"(?:\s+(?:and|or)\s+[\w’' ]{{1,40}}?)?\s+{choose_words(words['after_addressed'])}\b",
            re.IGNORECASE,
        )
        self._published = re.compile(r"\b(?:published|produced|written) by\b", re.IGNORECASE)
        self._source = re.compile(rf"\b{choose_words(words['background'])}\b", re.IGNORECASE)

    def read_part(self, text: str, start: int, end: int, *, kind: str, role: Role) -> str:
        """Return commissioner, addressed, background or involved.

        Args:
            text: the passage, or the sentence, that holds the name.
            start: offset of the name in ``text``.
            end: offset after it.
            kind: kind of the agency; "" where it is unresolved.
            role: role of the passage in the review.
        """
        if role in self._background_roles:
            return "background"
        before = text[max(start - _LOOK_BACK_CHARS, 0) : start]
        asks = self._commissioned_by.search(before) or self._commissioned.match(text, end)
        # "Published by the Department for Education" names a source, but on a cover the publisher.
        is_source = kind in self._kinds and role != "front_matter" and self._published.search(before)
        if (asks and kind in _COMMISSIONERS and not is_source) or (
            role == "front_matter" and kind == "board"
        ):
            return "commissioner"
        if self._asked.match(text, end):
            return "addressed"
        if kind in self._kinds or (kind != "role" and self._source.search(text)):
            return "background"
        return "involved"


def mark_addressed(
    agency_mentions: Sequence[AgencyMention], recs: Sequence[Recommendation]
) -> tuple[AgencyMention, ...]:
    """Return the mentions with the part ``addressed`` wherever a recommendation names its addressee.

    Args:
        agency_mentions: of one review.
        recs: the recommendations of the same review, and their kin.
    """
    asked = {
        (passage_id, agency_id)
        for rec in recs
        for passage_id in rec.passage_ids
        for agency_id in rec.addressee_ids
    }
    return tuple(
        replace(mention, part="addressed") if (mention.passage_id, mention.agency_id) in asked else mention
        for mention in agency_mentions
    )


@lru_cache(maxsize=1)
def load_part_reader() -> PartReader:
    """Return the reader with the packaged word lists."""
    return PartReader()
