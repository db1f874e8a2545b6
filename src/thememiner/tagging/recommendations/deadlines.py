"""When something is to be done: the words of a deadline, and the date or the period that they say."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from thememiner.tagging.recommendations.phrases import plain
from thememiner.tagging.recommendations.vocabulary import load_vocabulary

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_COUNTS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        start=1,
    )
} | {"twenty-four": 24, "a": 1, "an": 1, "thirty": 30, "ninety": 90}
_PERIOD = re.compile(
    rf"\b(?P<every>every )?(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})[ -]"
    r"(?:calendar |(?P<working>working ))?(?P<unit>day|week|month|year)(?:s?|(?P<often>ly))\b"
    r"(?: (?:of|from|after|following) (?:the |this |its )?(?P<since>[a-z ]+))?",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;?!]\s")
_SHORT_TERM = re.compile(r"days?\b|weeks?\b|hours?\b|urgen|immedia|delay|soon|opportunity", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:so that|so as|ensur\w+|who|which|when|where|whenever|whether)\b", re.IGNORECASE)
_FIRST_MONTH_OF_FINANCIAL_YEAR = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline as calendars have it; empty where its words do not say so much."""

    by: str = ""
    """ISO 8601, as exact as it is known: 2031, 2031-03 or 2031-03-31."""
    period: str = ""
    """ISO 8601 duration: P6M; R/P6M for "every six months"."""
    since: str = ""
    """What the period is counted from, in the review's words: publication."""


def find_due(text: str) -> str:
    """Return the deadlines of an item in its own words, joined with a semicolon.

    "Ensure that children are seen without delay" says how children are to be seen, not by when to ensure it.

    >>> find_due("Report by March 2031 and review within six months of publication.")
    'by March 2031; within six months of publication'
    """
    found: list[str] = []
    line = plain(text)
    for match in load_vocabulary().due.finditer(line):
        words = text[match.start() : match.end()].strip()
        before = _SENTENCE_END.split(line[: match.start()])[-1]
        if words not in found and not (_SHORT_TERM.search(words) and _STANDARD.search(before)):
            found.append(words)
    return "; ".join(found)


def read_deadline(due: str, *, published_on: str = "") -> Deadline:
    """Return the date or period that the words of a deadline name; the first of several that names one.

    "Urgently" and "ongoing" name none. The end of a period is worked out only where it is counted
    from publication and the date of publication is known.

    Args:
        due: deadlines as printed, joined with a semicolon.
        published_on: the date of the review, ISO 8601, as exact as is known.

    >>> read_deadline("by the end of March 2031").by, read_deadline("Q2 2031/32").by
    ('2031-03-31', '2031-09-30')
    >>> read_deadline("within six months of publication", published_on="2031-01-15")
    Deadline(by='2031-07-15', period='P6M', since='publication')
    >>> read_deadline("as soon as possible")
    Deadline(by='', period='', since='')
    """
    for words in plain(due).split(";"):
        by = _read_date(words)
        if by:
            return Deadline(by=by)
        match = _PERIOD.search(words)
        if match:
            return _read_period(match, published_on)
    return Deadline()


def _read_period(match: re.Match[str], published_on: str) -> Deadline:
    count = _COUNTS.get(match["count"].lower()) or int(match["count"] if match["count"].isdigit() else 0)
    unit = match["unit"].lower()
    if match["working"]:
        # ISO 8601 has no working days; five of them are a week.
        if count % 5:
            return Deadline()
        count, unit = count // 5, "week"
    period = f"P{count}{unit[0].upper()}"
    if match["every"] or match["often"]:
        return Deadline(period=f"R/{period}")
    since = " ".join((match["since"] or "").split())
    by = _add(published_on, count, unit) if re.match(r"(?:its |date of )?publication", since) else ""
    return Deadline(by=by, period=period, since=since)


def _add(date: str, count: int, unit: str) -> str:
    """The date a period later, no more exact than the date is: 2031-01 and six months are 2031-07."""
    parts = [int(part) for part in date.split("-")] if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", date) else []
    if unit == "year" and parts:
        parts[0] += count
    elif unit == "month" and len(parts) > 1:
        months = parts[0] * 12 + parts[1] - 1 + count
        parts[:2] = [months // 12, months % 12 + 1]
    elif unit in ("day", "week") and len(parts) == 3:
        later = dt.date(*parts) + dt.timedelta(days=count * (7 if unit == "week" else 1))
        return later.isoformat()
    else:
        return ""
    if len(parts) == 3:
        parts[2] = min(parts[2], calendar.monthrange(parts[0], parts[1])[1])
    return "-".join(f"{part:02d}" for part in parts)


def _read_date(words: str) -> str:
    for pattern, read in _DATES:
        match = pattern.search(words)
        found = read(match) if match else ""
        if found:
            return found
    return ""


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _last_day(year: int, month: int) -> str:
    return _day(year, month, calendar.monthrange(year, month)[1])


def _read_quarter(match: re.Match[str]) -> str:
    """Q2 2031/32 is a quarter of the financial year, which begins in April; Q2 2031 of the calendar's."""
    year, quarter = int(match["year"]), int(match["quarter"])
    if not match["second"]:
        return _last_day(year, 3 * quarter)
    months = _FIRST_MONTH_OF_FINANCIAL_YEAR - 1 + 3 * quarter
    return _last_day(year + (months > 12), (months - 1) % 12 + 1)


def _numeric(match: re.Match[str]) -> str:
    return _day(_full_year(match["year"]), int(match["month"]), int(match["day"]))


def _dated(match: re.Match[str]) -> str:
    return _day(int(match["year"]), _MONTHS[match["month"].lower()], int(match["day"]))


def _end_of_month(match: re.Match[str]) -> str:
    return _last_day(int(match["year"]), _MONTHS[match["month"].lower()])


def _month(match: re.Match[str]) -> str:
    return f"{int(match['year']):04d}-{_MONTHS[match['month'].lower()]:02d}"


def _end_of_year(match: re.Match[str]) -> str:
    return _day(int(match["year"]) + 1, 3, 31) if match["second"] else _day(int(match["year"]), 12, 31)


_SECOND = r"(?P<second>\s?[/-]\s?(?:20)?\d{2}(?!\d))?"
"""The second half of a year that begins in April: 2031/32."""
_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (r"(?<!\d)(?P<year>20\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)", _numeric),
        (r"(?<!\d)(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>20\d{2}|\d{2})(?!\d)", _numeric),
        (rf"(?<!\d)(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?: day)?(?: of)? {_MONTH},? {_YEAR}", _dated),
        (rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}", _dated),
        (rf"\b(?:end|close) of {_MONTH},? {_YEAR}", _end_of_month),
        (rf"\b{_MONTH}(?: of)?[ ,'-]+{_YEAR}", _month),
        (
            rf"\b(?:Q|quarter )(?P<quarter>[1-4])(?: of)?,? (?:the )?(?:financial year )?{_YEAR}{_SECOND}",
            _read_quarter,
        ),
        (rf"\b(?:end|close) of (?:the )?(?:calendar |financial )?(?:year )?{_YEAR}{_SECOND}", _end_of_year),
        (rf"\bfinancial year {_YEAR}{_SECOND}", _end_of_year),
        (rf"(?<![\d/.]){_YEAR}(?![\d/.]\d)", lambda match: match["year"]),
    )
)
