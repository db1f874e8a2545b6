"""Stretches of a review that hold items: the sections that headings open, and where they end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.grammar import is_asking
from thememiner.tagging.recommendations.headings import HeadingSense, read_heading
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import Holds, load_vocabulary

ASKED_KINDS = ("recommendation", "priority_action", "area_for_improvement", "matter_of_concern")
PROSE_KINDS = ("learning_point", "finding", "good_practice")
_CASE = re.compile(r"\b(?:Child|Children|Baby|Family|Young Person|YP|Adult) [A-Z]\w*")
"""The name of a case, as reviews give them."""
_COVER_CHARS = 1500
_INTEGER = re.compile(r"\(?(\d+)[.)]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A section of items."""

    kind: RecommendationKind
    holds: Holds
    opener: Part
    parts: tuple[Part, ...]
    """What stands below the heading that opens it, sub-headings included."""
    not_ours: bool = False


def find_zones(parts: Sequence[Part], *, title: str = "") -> tuple[Zone, ...]:
    """Return the sections of items, in order; they do not overlap.

    Args:
        parts: the document.
        title: of the document, where it is known.
    """
    zones = []
    own_case = _name_cases(f"{title} {_read_opening(parts)}")
    position = 0
    while position < len(parts):
        part = parts[position]
        sense = read_part_heading(part)
        if sense is None or sense.kind is None or _only_groups(part, sense) or _is_item(part, sense):
            position += 1
            continue
        end = _find_end(parts, position, sense)
        inserts = {p.index for start in range(position + 1, end) for p in find_insert(parts, start, part)}
        zones.append(
            Zone(
                kind=sense.kind,
                holds=sense.holds,
                opener=part,
                parts=tuple(p for p in parts[position + 1 : end] if p.index not in inserts),
                not_ours=sense.not_ours or _inside_not_ours(part) or _names_other_case(part.text, own_case),
            )
        )
        position = max(end, position + 1)
    return tuple(zones)


def find_insert(parts: Sequence[Part], start: int, opener: Part) -> Sequence[Part]:
    """Return the boxed passages that begin here and interrupt a list: a case study at the foot of a page.

    Empty unless the list goes on behind the box.
    """
    first = parts[start]
    if opener.passage.boxed or not first.passage.boxed or not first.is_heading or read_part_kind(first):
        return ()
    end = start
    while end < len(parts) and parts[end].passage.boxed:
        end += 1
    before = next((part for part in reversed(parts[:start]) if not part.passage.boxed), None)
    after = parts[end] if end < len(parts) else None
    if after is None or before is None or not before.is_listed:
        return ()
    broken = before.text[-1:].isalnum() and after.text[:1].islower()
    return parts[start:end] if after.is_listed or broken else ()


def read_part_kind(part: Part) -> bool:
    """Return whether a heading opens a list of items or labels one."""
    return read_heading(part.text).kind in ASKED_KINDS or part.label() is not None


def read_part_heading(part: Part) -> HeadingSense | None:
    """Return the sense of a heading, or of a short line that reads like one; None for anything else."""
    if part.is_heading:
        return read_heading(part.text)
    if part.body[:1].islower():
        return None
    if (
        part.kind in ("paragraph", "table_row")
        and 0 < len(part.text) <= 80
        and not part.text.rstrip().endswith((".", ";", ","))
    ):
        sense = read_heading(part.text)
        if sense.kind and not (part.text.rstrip().endswith(":") and is_asking(part.text)):
            return sense
    return None


def is_agency_heading(text: str) -> bool:
    """Return whether a heading names a body or a group to whom the items below are addressed."""
    words = plain(text).strip()
    return len(words) <= 120 and bool(load_vocabulary().agency_words.search(words))


def _is_item(part: Part, sense: HeadingSense) -> bool:
    """Whether the heading is itself one of several: "Key learning 1"."""
    label = part.label()
    return sense.kind in PROSE_KINDS and label is not None and label.kind == sense.kind and bool(label.number)


def _names_other_case(heading: str, own: frozenset[str]) -> bool:
    """Whether a heading names another child than the cover does: "Recommendations about Child F"."""
    named = _name_cases(heading)
    return bool(own and named) and not own & named


def _name_cases(text: str) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _CASE.finditer(plain(text)))


def _read_opening(parts: Sequence[Part]) -> str:
    """What stands before the first list of items, as far as a cover reaches."""
    opening = itertools.takewhile(lambda part: not (part.is_heading and read_heading(part.text).kind), parts)
    return " ".join(part.text for part in opening)[:_COVER_CHARS]


def _only_groups(part: Part, sense: HeadingSense) -> bool:
    """Whether the heading only names a group: "3. Learning from the inquiry" among recommendations."""
    return sense.kind in PROSE_KINDS and any(
        read_heading(title).kind == "recommendation" for title in part.passage.section
    )


def _inside_not_ours(part: Part) -> bool:
    return any(read_heading(title).not_ours for title in part.passage.section)


def _find_end(parts: Sequence[Part], start: int, sense: HeadingSense) -> int:
    opener = parts[start]
    style = ""
    last_number = 0
    skipped = start
    for position in range(start + 1, len(parts)):
        part = parts[position]
        skipped = max(skipped, position + len(find_insert(parts, position, opener)) - 1)
        if position <= skipped:
            continue
        if not part.is_heading:
            inner = read_part_heading(part)
            if inner and inner.kind and inner.kind != sense.kind:
                return position
            if part.is_listed:
                style = part.style
                number = _INTEGER.match(part.marker)
                last_number = int(number[1]) if number else last_number
            continue
        if opener.is_heading and 0 < part.level < opener.level:
            return position
        label = part.label()
        if label and (label.kind == sense.kind or sense.holds == "mixed"):
            continue
        inner_sense = read_heading(part.text)
        deeper = opener.is_heading and part.level > opener.level > 0
        if deeper and (part.style == "number" or sense.holds == "mixed" or inner_sense.kind in PROSE_KINDS):
            # "3. Learning from the inquiry" groups recommendations; it opens no other list.
            continue
        if inner_sense.kind or inner_sense.closes:
            return position
        if label:
            return position
        if opener.is_heading and part.level > opener.level > 0:
            continue
        if opener.style == "number" and part.style == "number" and part.level == opener.level:
            return position
        if not _goes_on(parts, position, style, last_number):
            return position
    return len(parts)


def _goes_on(parts: Sequence[Part], heading: int, style: str, last_number: int) -> bool:
    """Whether the items go on below a heading of the same level: it only groups them."""
    following = next((part for part in parts[heading + 1 : heading + 4] if not part.is_heading), None)
    if following is None:
        return False
    if following.label():
        return True
    number = _INTEGER.match(following.marker)
    value = int(number[1]) if number else 0
    addressed = is_agency_heading(parts[heading].text)
    if not style:
        return following.is_listed or is_asking(following.text)
    if value:
        return value == last_number + 1 or (addressed and value == 1 and style == "number")
    if following.is_listed:
        return following.style == style or addressed
    return addressed and is_asking(following.text)
