"""Bodies: which words name one, and how a list of them is split."""

from __future__ import annotations

import re

from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_PLACE = r"(?:UK|United Kingdom|England|Scotland|Wales|Northern Ireland)"
_HEAD_END = re.compile(
    r"\s(?:of|for|in|with|responsible|who|which|that|to|from|at|on|across|within|working|concerned|involved|run|such)\b|[(,]"
)
GOVERNMENTS = re.compile(
    rf"(?:the )?governments? of (?P<list>(?:(?:the )?{_PLACE}(?:, (?:and )?| and )?)+)",
    re.IGNORECASE,
)
_PLACES = re.compile(rf"\b{_PLACE}(?:(?:, | and |, and ){_PLACE})+(?!\s+[A-Z])")
_DETERMINER = re.compile(
    r"^(?:the|a|an|each|all|every|both|any|our|its|their|relevant|other|those|these|and|or|either|also)\s+",
    re.IGNORECASE,
)
_ONE_OFFICE = re.compile(r"\b(?:of|for) (?:[A-Z][a-z]+ ?){1,2}$")
_REST_OF_OFFICE = re.compile(
    r"(?:[A-Z][a-z]+ ){0,2}"
    r"(?!Council|Board|Trust|Police|Partnership|Government|Authority|Agency|Commission|College|School|Office)"
    r"[A-Z][a-z]+"
)
"""Health and Social Care, Work and Pensions: the second half of one office."""
_HALF_AREA = re.compile(
    r"^NHS (?!England|Wales|Scotland|Improvement|Digital|Resolution)[A-Z][a-z]+(?:, [A-Z][a-z]+)*$"
)
"""NHS Northmere and Westmere Integrated Care Board: the first half of an area."""
_QUANTIFIED = re.compile(r"\s+(?:each|both|all|together|jointly|also|therefore|further)$", re.IGNORECASE)


def split_names(phrase: str) -> list[str]:
    """Return the bodies that a phrase lists.

    >>> split_names("the Home Office, the Department for Work and Pensions and NHS England")
    ['Home Office', 'Department for Work and Pensions', 'NHS England']
    """
    vocabulary = load_vocabulary()
    governments = GOVERNMENTS.search(phrase)
    if governments:
        places = re.split(r", (?:and )?| and ", governments["list"].strip(" ,"))
        rest = split_names(phrase[: governments.start()] + phrase[governments.end() :])
        return [vocabulary.governments.get(place.strip().lower(), place.strip()) for place in places] + rest
    hidden = hide_places(phrase.strip(" ,;."))
    pieces: list[str] = []
    for chunk in re.split(r"\s*[,;/]\s*(?:and\s+|or\s+)?(?!\s*$)", hidden):
        pieces += _split_and(chunk)
    trimmed = [trim_name(piece).replace("\u0001", ",").replace("\u0002", "and") for piece in pieces]
    known = [is_agency_name(name) for name in trimmed]
    return [
        name
        for name, is_known in zip(trimmed, known, strict=True)
        if is_known or (any(known) and len(trimmed) > 2 and is_proper(name))
    ]


def is_agency_name(name: str) -> bool:
    """Return whether the head of the phrase is a body, an office or a group of them.

    >>> is_agency_name("Director of Public Health"), is_agency_name("quality of the board's work")
    (True, False)
    """
    head = _HEAD_END.split(plain(name), maxsplit=1)[0].strip()
    if (
        not head
        or len(name) > 140
        or re.search(
            r"\b(?:following|how|why|whether|not|should|must|may|will|would|does|do|is|are|has|have)\b", name
        )
    ):
        return False
    words = load_vocabulary().agency_words
    if words.search(head.split("'s ")[-1]):
        return ends_in_body(head) or is_proper(head)
    return bool(re.fullmatch(r"[A-Z][A-Za-z&]*[A-Z][A-Za-z&]*", head))


def ends_in_body(name: str) -> bool:
    """Return whether the head of the phrase ends in a word for a body, or in an acronym.

    >>> ends_in_body("Health Boards"), ends_in_body("Government Response")
    (True, False)
    """
    head = _HEAD_END.split(plain(name), maxsplit=1)[0].strip()
    last = re.sub(r"[^\w'-]", "", head.split()[-1]) if head else ""
    in_words = any(
        match.end() >= len(head.rstrip(".'")) for match in load_vocabulary().agency_words.finditer(head)
    )
    is_acronym = bool(re.fullmatch(r"[A-Z][A-Z&]{2,6}s?", last)) and not (" " in head and head.isupper())
    return in_words or is_acronym


def is_proper(name: str) -> bool:
    """Return whether every word of the name but the small ones has a capital.

    >>> is_proper("Fairway Railways"), is_proper("the plan")
    (True, False)
    """
    words = name.split()
    return 1 < len(words) <= 8 and all(
        word[:1].isupper() or word in ("and", "of", "for", "the") for word in words
    )


def trim_name(piece: str) -> str:
    """Return a body's name without what only points to it.

    >>> trim_name("the Board"), trim_name("all senior leaders across the partnership")
    ('Board', 'partnership')
    """
    name = piece.strip(" ,;.:'\"")
    for _ in range(3):
        name = _QUANTIFIED.sub("", _DETERMINER.sub("", name)).strip()
    name = re.sub(
        r"^(?:through|via|led by|including|working with|alongside|together with) (?:the )?", "", name
    ).strip(" ,")
    people = re.match(
        r"(?P<people>[a-z -]+?) (?:across|in|within|at|of|from) (?P<body>.+)$", name, re.IGNORECASE
    )
    if people and load_vocabulary().people_of.fullmatch(people["people"]):
        return re.sub(r"^(?:the )?(?:strategic |local |whole |wider )?", "", people["body"])
    return name


def _split_and(chunk: str) -> list[str]:
    """Split at "and" only where both sides name a body: not in "Work and Pensions"."""
    for match in re.finditer(r"\s+(?:and|or|&)\s+", chunk):
        left, right = chunk[: match.start()], chunk[match.end() :]
        one = re.split(r"\s+(?:and|or|&)\s+", right, maxsplit=1)[0]
        if _ONE_OFFICE.search(left) and _REST_OF_OFFICE.fullmatch(one.strip()):
            continue
        if (
            _HALF_AREA.search(left)
            and re.match(r"[A-Z]", right)
            and ends_in_body(one)
            and not ends_in_body(left)
        ):
            continue
        if is_agency_name(trim_name(left)) and (
            is_agency_name(trim_name(one)) or right.lower().startswith("the ")
        ):
            return [left, *_split_and(right)]
    return [chunk]


def hide_places(text: str) -> str:
    """Keep "administrations in Wales, Scotland and England" one name."""

    def hide(match: re.Match[str]) -> str:
        return match.group().replace(",", "\u0001").replace(" and ", " \u0002 ")

    return _PLACES.sub(hide, re.sub(r"\([^)]*\)", lambda m: m.group().replace(",", "\u0001"), text))
