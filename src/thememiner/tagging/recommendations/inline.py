"""Items within one paragraph: "... as follows. (1) ... (2) ...", "They include: to ...; to ..."."""

from __future__ import annotations

import re

from thememiner.records import RecommendationKind
from thememiner.tagging.recommendations.drafts import Draft
from thememiner.tagging.recommendations.grammar import announced_at, is_asking
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_NUMBERED = re.compile(r"(?:^|\s)\(?(?P<number>\d{1,2})[.)]\s+(?=\S)")
_PIECE_END = re.compile(r";\s+(?:and\s+)?")
_MAX_PIECE_WORDS = 80


def holds_list(text: str) -> bool:
    """Return whether a paragraph may hold several items."""
    return bool(_NUMBERED.search(text)) or ";" in text


def split_inline(part: Part, *, kind: RecommendationKind, zone: int, led: bool = False) -> list[Draft]:
    """Return the items that stand in one paragraph, behind the words that announce them; [] if not two.

    Args:
        part: the paragraph.
        kind: of the items.
        zone: the number of the list, kept on each draft.
        led: True where the passage before announces them already.
    """
    start = 0 if led else announced_at(part.text)
    if not (start or led):
        return []
    rest = part.text[start:]
    pieces = _split_numbered(rest) or (_split_semicolons(rest) if kind == "recommendation" else [])
    drafts = []
    for number, text in pieces:
        draft = Draft(kind=kind, place="lead_in", number=number, section=part.passage.section, zone=zone)
        draft.add(part, text)
        drafts.append(draft)
    return drafts


def _split_numbered(text: str) -> list[tuple[str, str]]:
    marks = [
        mark for count, mark in enumerate(_NUMBERED.finditer(text), start=1) if int(mark["number"]) == count
    ]
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [(mark["number"], text[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]


def _split_semicolons(text: str) -> list[tuple[str, str]]:
    """Pieces parted by semicolons, where each asks for something: "to review ...; the Board to ..."."""
    pieces = [piece.strip() for piece in _PIECE_END.split(text.strip(" :;"))]
    if len(pieces) < 2 or not all(_is_item(piece) for piece in pieces):
        return []
    return [("", piece) for piece in pieces]


def _is_item(piece: str) -> bool:
    words = plain(piece).split()
    return (
        2 < len(words) <= _MAX_PIECE_WORDS
        and is_asking(f"{piece[:1].upper()}{piece[1:]}")
        and not load_vocabulary().introduction.search(plain(piece))
    )
