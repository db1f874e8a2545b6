"""Judgements: what people say of mentions and recommendations, kept beside the report.

They stand in ``judgements.db``, an SQLite file of their own in the report's folder: a
run never touches it, two writers at once wait for each other, and nothing in it can be
changed or deleted, only followed by a later verdict. Times are allowed here, because a
verdict is an event.

::

    from thememiner.judgements import add_judgement, latest_judgements, match_judgements, read_judgements

    add_judgement("reports/sample", mention, "reject", reviewer="Ada", note="a list of services")
    judgements = read_judgements("reports/sample")
    current = latest_judgements(judgements, match_judgements(judgements, mentions, recommendations))
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from thememiner.columns import JUDGEMENTS
from thememiner.errors import InputError, ReportError
from thememiner.records import Judgement, Mention, Polarity, Recommendation, Verdict, make_id
from thememiner.tables import iterate_rows

FILE = "judgements.db"
SECONDS_TO_WAIT = 30.0
"""For another writer."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_NAMES = tuple(field.name for field in fields(Judgement))
_TYPES = {"int": "INTEGER", "text": "TEXT"}


def make_judgement(
    item: Mention | Recommendation | Any,
    verdict: Verdict,
    *,
    reviewer: str,
    note: str = "",
    polarity: str = "",
    judged_at: str = "",
) -> Judgement:
    """Return a judgement of an item, with all that finds the item again after another run.

    Args:
        item: a ``Mention`` or ``Recommendation``, or a row of the table ``mentions`` or
            ``recommendations`` (anything with their attributes).
        verdict: accept, reject, unsure; missed for an item that a person adds.
        reviewer: name of the person.
        note: any text.
        polarity: concern, strength or neutral, where the reviewer says it; else empty.
        judged_at: UTC, ISO 8601 to the second; now where empty.

    Raises:
        InputError: where the verdict or polarity is none of these, or nobody is named.
    """
    if verdict not in VERDICTS:
        raise InputError(f"{verdict!r} is no verdict; these are: {', '.join(VERDICTS)}.")
    if polarity and polarity not in get_args(Polarity):
        raise InputError(f"{polarity!r} is no polarity; these are: {', '.join(get_args(Polarity))}.")
    if not reviewer.strip():
        raise InputError("A judgement needs the name of who judged.")
    judged: Any = item
    is_recommendation = hasattr(judged, "recommendation_id")
    passage_ids = getattr(judged, "passage_ids", ())
    parts: dict[str, Any] = {
        "kind": "recommendation" if is_recommendation else "mention",
        "item_id": judged.recommendation_id if is_recommendation else judged.mention_id,
        "verdict": verdict,
        "polarity": polarity,
        "note": _clean(note),
        "reviewer": _clean(" ".join(reviewer.split())),
        "judged_at": judged_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "review_id": judged.review_id,
        "passage_id": (passage_ids[0] if passage_ids else "") if is_recommendation else judged.passage_id,
        "page": int(judged.page),
        "theme_id": "" if is_recommendation else judged.theme_id,
        "start": None if is_recommendation else int(judged.start),
        "end": None if is_recommendation else int(judged.end),
        "text": _clean(judged.text),
        "sentence": "" if is_recommendation else _clean(judged.sentence),
    }
    return Judgement(judgement_id=f"j{make_id(*parts.values(), length=12)}", **parts)


def add_judgement(
    report_dir: Path | str,
    item: Mention | Recommendation | Any,
    verdict: Verdict,
    *,
    reviewer: str,
    note: str = "",
    polarity: str = "",
    judged_at: str = "",
) -> Judgement:
    """Add a verdict on an item to a report, and return it. The arguments are those of ``make_judgement``.

    Raises:
        InputError: where the verdict, the polarity or the reviewer's name is none.
        ReportError: where the report's folder cannot be written.
    """
    judgement = make_judgement(
        item, verdict, reviewer=reviewer, note=note, polarity=polarity, judged_at=judged_at
    )
    add_judgements(report_dir, [judgement])
    return judgement


def add_judgements(report_dir: Path | str, judgements: Iterable[Judgement]) -> int:
    """Add judgements to a report, all or none, and return how many were new.

    A judgement that is there already (the same verdict of the same person at the same
    second) is not added again, so that a file can be imported twice.

    Raises:
        ReportError: where the report's folder cannot be written.
    """
    folder = Path(report_dir)
    if not folder.is_dir():
        raise ReportError(f"There is no report {folder}. Make it with: thememiner run CORPUS")
    marks = ", ".join("?" * len(_NAMES))
    try:
        with closing(sqlite3.connect(folder / FILE, timeout=SECONDS_TO_WAIT)) as db, db:
            db.execute("BEGIN IMMEDIATE")
            for statement in _list_statements():
                db.execute(statement)
            before = db.total_changes
            db.executemany(f"INSERT OR IGNORE INTO judgements VALUES ({marks})", map(astuple, judgements))
            return db.total_changes - before
    except sqlite3.Error as error:
        raise ReportError(
            f"{folder / FILE} cannot be written ({error}). Is the folder writable, and the disk not full?"
        ) from error


def read_judgements(report_dir: Path | str) -> tuple[Judgement, ...]:
    """Return every judgement of a report in order of time; none where nobody has judged.

    Raises:
        ReportError: where the file cannot be read.
    """
    file = Path(report_dir) / FILE
    if not file.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
            rows = db.execute(f"SELECT {_columns()} FROM judgements ORDER BY judged_at, rowid").fetchall()
    except sqlite3.Error as error:
        raise ReportError(f"{file} cannot be read as judgements ({error}).") from error
    return tuple(Judgement(**dict(zip(_NAMES, row, strict=True))) for row in rows)


def match_judgements(
    judgements: Sequence[Judgement], mentions: pd.DataFrame, recommendations: pd.DataFrame
) -> dict[str, str]:
    """Return the id that each judged item has in a report now, by judgement id; without those it lacks.

    An item is found by its id; else by theme and sentence (by its text, a recommendation)
    in the same review; else, where that review is no longer in the report (a new edition
    of the PDF has another id), in any.

    Args:
        judgements: what was judged.
        mentions: table of the report.
        recommendations: table of the report.
    """
    index = _Index(mentions, recommendations)
    found = {judgement.judgement_id: index.find(judgement) for judgement in judgements}
    return {judgement_id: item_id for judgement_id, item_id in found.items() if item_id}


def latest_judgements(
    judgements: Sequence[Judgement], matched: Mapping[str, str] | None = None
) -> tuple[Judgement, ...]:
    """Return the last judgement of each reviewer on each item, in order of time.

    Args:
        judgements: as ``read_judgements`` returns them.
        matched: what ``match_judgements`` returned, so that verdicts on the old and the
            new id of an item count as one.
    """
    latest: dict[tuple[object, ...], Judgement] = {}
    for judgement in judgements:
        item = (matched or {}).get(judgement.judgement_id) or judgement.item_id
        place = (judgement.review_id, judgement.theme_id, judgement.start, judgement.end, judgement.text)
        key = (judgement.reviewer, judgement.kind, item or place)
        latest.pop(key, None)
        latest[key] = judgement
    return tuple(latest.values())


class _Index:
    """Finds the item that a judgement is about."""

    def __init__(self, mentions: pd.DataFrame, recommendations: pd.DataFrame) -> None:
        self.ids: set[str] = set()
        self.reviews: set[str] = set()
        self.places: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for row in iterate_rows(mentions):
            self._add(row.mention_id, row.review_id, row.theme_id, row.sentence, row.text)
        for row in iterate_rows(recommendations):
            self._add(row.recommendation_id, row.review_id, "", row.text, row.text)

    def _add(self, item_id: str, review_id: str, theme_id: str, sentence: str, text: str) -> None:
        self.ids.add(item_id)
        self.reviews.add(review_id)
        for review in (review_id, ""):
            key = (review, theme_id, _fold(sentence))
            self.places.setdefault(key, []).append((item_id, _fold(text)))

    def find(self, judgement: Judgement) -> str:
        if judgement.item_id in self.ids:
            return judgement.item_id
        review = judgement.review_id if judgement.review_id in self.reviews else ""
        sentence = _fold(judgement.sentence or judgement.text)
        there = self.places.get((review, judgement.theme_id, sentence), [])
        words = _fold(judgement.text)
        for item_id, text in there:
            if text == words:
                return item_id
        for item_id, text in there:
            if text in words or words in text:
                return item_id
        return there[0][0] if len(there) == 1 and judgement.verdict != "missed" else ""


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _clean(text: str) -> str:
    """Half a surrogate pair cannot be stored; it is read as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _columns() -> str:
    return ", ".join(f'"{name}"' for name in _NAMES)


def _list_statements() -> tuple[str, ...]:
    types = {column.name: _TYPES[column.type] for column in JUDGEMENTS.columns}
    declared = ", ".join(f'"{name}" {types[name]}' for name in _NAMES)
    return (
        f'CREATE TABLE IF NOT EXISTS judgements ({declared}, PRIMARY KEY ("judgement_id"))',
        *(
            f"CREATE TRIGGER IF NOT EXISTS no_{event} BEFORE {event} ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'judgements are only added to'); END"
            for event in ("update", "delete")
        ),
    )
