"""Whom a review as a whole speaks to, for items that name nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thememiner.records import Review
from thememiner.tagging.recommendations.agency_names import Addressees, AgencyNames
from thememiner.tagging.recommendations.bodies import split_names
from thememiner.tagging.recommendations.headings import read_heading
from thememiner.tagging.recommendations.parts import Part
from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.stance import read_cover
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_COVER_CHARS = 1500
_SENDER = re.compile(r"\bcoroner\b|\bI am\b", re.IGNORECASE)
_RECIPIENT = re.compile(r"\s*(?:(?:^|\s)\d{1,2}[.)]|;)\s+|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The addressee of last resort, and the headings that name the review itself."""

    addressees: Addressees
    titles: tuple[str, ...] = ()


def read_audience(parts: Sequence[Part], review: Review, names: AgencyNames) -> Audience:
    """Return whom a review speaks to: the recipients of a letter, or whoever its kind of review is for."""
    headings = []
    for part in parts:
        if part.page > 1 or (part.is_heading and read_heading(part.text).kind):
            break
        if part.is_heading:
            headings.append(part.text)
    titles = tuple(headings[:2])
    sent_to = _read_recipients(parts, names)
    if sent_to.names:
        return Audience(addressees=sent_to, titles=titles)
    about = (f"{review.title} . {review.kind}".replace("_", " "), read_cover(parts, n_chars=_COVER_CHARS))
    for words in about:
        for pattern, addressee in load_vocabulary().implied:
            if pattern.search(plain(words)):
                own_board = addressee == "commissioning board" and review.publisher
                implied = names.address([review.publisher if own_board else addressee], "audience")
                return Audience(addressees=implied, titles=titles)
    return Audience(addressees=Addressees(), titles=titles)


def _read_recipients(parts: Sequence[Part], names: AgencyNames) -> Addressees:
    """The bodies in "This report is being sent to: 1. Chief Executive, the Trust 2. ..."."""
    for position, part in enumerate(parts):
        match = load_vocabulary().sent_to.search(plain(part.text)) if part.page == 1 else None
        if not match:
            continue
        lines = [part.text[match.end() :]]
        for following in parts[position + 1 : position + 8]:
            if following.is_heading or not following.is_listed or _SENDER.search(plain(following.body)):
                break
            lines.append(following.body)
        pieces = [piece for line in lines for piece in _RECIPIENT.split(line.strip(" :"))]
        return names.address([name for piece in pieces for name in _read_recipient(piece)], "audience")
    return Addressees()


def _read_recipient(piece: str) -> list[str]:
    """The bodies that one line of a letter's head names; the office alone where it names no body."""
    found = [name for name in split_names(plain(piece)) if not _SENDER.search(name)]
    bodies = [name for name in found if not load_vocabulary().offices.fullmatch(name)]
    return bodies or found
