"""Values of facts from their printed words: dates as ISO 8601, names without their titles' dots."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOT_PERSON = re.compile(
    r"\b(?:Council|Board|Partnership|Safeguarding|Trust|Police|Panel|Report|Review|Reviewer|Author|Independent|"
    r"Children|Child|Services?|Chair|Executive|Summary|Overview|Serious|Case|Practice|Learning|Lead|Final|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Contents|"
    r"Introduction|Published?|Publication|Date|Version|Health|University|Authority|Agency|Appendix|The|This|"
    r"Terms|Reference|Methodology|Process|Section|Local|National|Care|Social|Working|Together|Family)\b"
)


def read_date(printed: str) -> str:
    """Return a printed date as ISO 8601, as exact as it is; empty where it is none.

    >>> read_date("3rd of March 2016"), read_date("Sept 2014"), read_date("16/07/06"), read_date("2012")
    ('2016-03-03', '2014-09', '2006-07-16', '2012')
    """
    low = printed.lower().strip()
    figures = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})", low)
    if figures:
        day, month, year = (int(part) for part in figures.groups())
        year += 2000 if year < 100 else 0
        return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
    year_found = re.search(r"(?:19|20)\d\d", low)
    if not year_found:
        return ""
    month_found = re.search("|".join(_MONTHS), low)
    if not month_found:
        return year_found[0]
    date = f"{year_found[0]}-{_MONTHS.index(month_found[0]) + 1:02}"
    day_found = re.search(r"\b(\d{1,2})(?: ?(?:st|nd|rd|th))?\b", low)
    return f"{date}-{int(day_found[1]):02}" if day_found and 1 <= int(day_found[1]) <= 31 else date


def split_names(printed: str) -> tuple[str, ...]:
    """Return the people of a printed list of names; what is no name of a person is left out.

    >>> split_names("Dr Jane Smith and A. B. Jones")
    ('Dr Jane Smith', 'A. B. Jones')
    >>> split_names("Ann Lee Published"), split_names("Safeguarding Board")
    (('Ann Lee',), ())
    """
    parts = re.split(r",\s+|\s+and\s+|\s*&\s*|;\s*", " ".join(printed.split()))
    cut = (_NOT_PERSON.split(part)[0].strip(" ,:-") for part in parts)
    return tuple(part for part in cut if len(part.split()) > 1)


def split_list(printed: str) -> tuple[str, ...]:
    """Return the items of a printed list of phrases.

    >>> split_list("neglect and emotional abuse"), split_list("Leeds, Hull and York")
    (('neglect', 'emotional abuse'), ('Leeds', 'Hull', 'York'))
    """
    parts = re.split(r",\s*(?:and |or )?|\s+and/or\s+|\s+and\s+|\s+or\s+|;\s*", " ".join(printed.split()))
    return tuple(part for part in (part.strip(" '\"") for part in parts) if part)
