"""Local areas that a text lists: "Hackney, Lambeth and Southend" are three authorities' areas.

A place name alone may be a surname, a verb or a town; two or more of them side by side
in a list are areas. Each stands for the local authority that has children's services there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from thememiner.records import AgencyMention, Document, Passage, make_id
from thememiner.tagging.cues.alternation import choose_words

from .authority import Authority

_BETWEEN = re.compile(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+")
_SHORT = re.compile(r"[ -](?:on|upon)[ -].*|, (?:City|County) of$")
_MIN_PLACES = 2


def find_areas(
    doc: Document,
    passages: Sequence[Passage],
    agency_mentions: Sequence[AgencyMention],
    authority: Authority,
) -> tuple[AgencyMention, ...]:
    """Return a mention of the local authority for each area in a list of areas.

    Args:
        doc: the document.
        passages: its passages, in order.
        agency_mentions: bodies found by name; one may stand in the list among the areas.
        authority: the authority file.
    """
    councils = _read_places(authority)
    pattern = re.compile(rf"\b{choose_words(councils)}\b")
    named: dict[str, list[tuple[int, int]]] = {}
    for mention in agency_mentions:
        named.setdefault(mention.passage_id, []).append((mention.start, mention.end))
    found: list[AgencyMention] = []
    for passage in passages:
        taken = named.get(passage.passage_id, [])
        places = [
            (passage.start + match.start(), passage.start + match.end(), match[0])
            for match in pattern.finditer(passage.text)
        ]
        free = [place for place in places if not any(a < place[1] and place[0] < b for a, b in taken)]
        for start, end, text in _keep_lists(doc.text, free):
            agency_id = councils[" ".join(text.split())]
            found.append(
                AgencyMention(
                    mention_id=make_id(doc.review_id, "area", start, end, agency_id),
                    review_id=doc.review_id,
                    passage_id=passage.passage_id,
                    page=doc.page_at(start),
                    text=text,
                    start=start,
                    end=end,
                    agency_id=agency_id,
                    rule="area",
                    part="background",
                )
            )
    return tuple(found)


def _keep_lists(text: str, places: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the places that stand next to one another, parted by commas and "and" alone."""
    run: list[tuple[int, int, str]] = []
    for place in [*places, (-1, -1, "")]:
        if run and (place[0] < 0 or not _BETWEEN.fullmatch(text[run[-1][1] : place[0]])):
            if len(run) >= _MIN_PLACES:
                yield from run
            run = []
        run.append(place)


def _read_places(authority: Authority) -> dict[str, str]:
    """The authority of each area, by the area's name."""
    councils: dict[str, str] = {}
    for agency_id, place in sorted(authority.places.items()):
        agency = authority.by_id.get(agency_id)
        if agency is None or agency.kind != "local_authority" or agency.successor_id:
            continue
        for name in (place, _SHORT.sub("", place)):
            councils.setdefault(name, agency_id)
    return councils
