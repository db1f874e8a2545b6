"""Dates as reports print them: 14 March 2021, 19th July 2017, March 2021, September 29, 2006, 21/05/2024."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_SHORT = [month[:3] for month in _MONTHS if month != "May"]
_NAMES = [*_MONTHS, *_SHORT, "Sept"]
_MONTH = "|".join([*_NAMES, *(name.upper() for name in _NAMES)])
_ONE = (
    rf"\b(?:(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th|ST|ND|RD|TH))?\s+(?:of\s+)?)?(?P<month>{_MONTH})\.?,?\s+"
    rf"(?:(?P<us>\d{{1,2}}),\s+)?(?P<year>(?:19|20)\d\d)\b|\b(?P<d>\d{{1,2}})[/.](?P<m>\d{{1,2}})[/.](?P<y>(?:19|20)\d\d)\b"
)

_DATE = re.compile(_ONE)
_ONLY_DATES = re.compile(rf"[ .,:-]*(?:(?:{_ONE})[ .,:-]*)+")


def find_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO 8601 form of each date in a text, as exact as it is printed.

    A date in figures whose day and month cannot be told apart is left out.

    >>> list(find_dates("Published on 19th July 2017 (revised 21/05/2024)"))
    [(13, 27, '2017-07-19'), (37, 47, '2024-05-21')]
    """
    for found in _DATE.finditer(text):
        date = _read_date(found)
        if date:
            yield found.start(), found.end(), date


def is_date(text: str) -> bool:
    """Return whether a text is a date, or several, and nothing else.

    >>> is_date("27 September 2022"), is_date("27 September 2022: the visit")
    (True, False)
    >>> is_date("3 May 2031, 4 May 2031.")
    True
    """
    return _ONLY_DATES.fullmatch(text) is not None


def _read_date(found: re.Match[str]) -> str:
    if found["y"]:
        day, month = int(found["d"]), int(found["m"])
        return f"{found['y']}-{month:02}-{day:02}" if 12 < day <= 31 and 1 <= month <= 12 else ""
    name = found["month"][:3].title()
    month = next(place for place, full in enumerate(_MONTHS, 1) if full.startswith(name))
    day = int(found["day"] or found["us"] or 0)
    if not day:
        return f"{found['year']}-{month:02}"
    return f"{found['year']}-{month:02}-{day:02}" if day <= 31 else ""
