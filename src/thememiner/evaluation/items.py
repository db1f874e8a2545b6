"""Recommendations and their kin against what readers found in the same reviews.

An item of the tool and one of the reference are the same where the Dice overlap of their
sets of word triples is at least 0.6; pairs are taken best first, one to one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from thememiner.errors import InputError
from thememiner.tables import Tables, iterate_rows, make_frame, wilson_interval

from .columns import ITEM_DISAGREEMENTS, ITEM_SCORES

KINDS = (
    "recommendation", "priority_action", "area_for_improvement", "matter_of_concern", "question_for_board",
    "learning_point",
)  # fmt: skip
"""Findings and good practice are no items: readers and tool draw their bounds too differently."""
_SAME = 0.6
_WORD = re.compile(r"[^\W_]+")
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceItem:
    """Something that a reader found that a review asks for."""

    review: str
    """Path or file name of the review's PDF."""
    kind: str
    text: str
    number: str = ""
    pages: tuple[int, ...] = ()
    addressees: tuple[str, ...] = ()
    addressees_inferred: bool = False
    """Then they are not scored: the review does not print them."""
    response: str = ""
    optional: bool = False
    """Neither right nor wrong, found or not."""


@dataclass(frozen=True, slots=True)
class ItemEvaluation:
    """How well the recommendations of a report agree with readers'.

    Attributes:
        scores: the table ``item_scores``: a row per review of the reference, the first over all.
        disagreements: the table ``item_disagreements``.
        notes: what the user should know, in sentences.
    """

    scores: pd.DataFrame
    disagreements: pd.DataFrame
    notes: tuple[str, ...] = ()


def read_items(place: Path) -> dict[str, list[ReferenceItem]]:
    """Return a reference's items by review; a review without items stands there with none.

    Args:
        place: CSV, one JSON file, or a folder of them (docs/evaluate.md).

    Raises:
        InputError: with every problem at once.
    """
    problems: list[str] = []
    reviews: dict[str, list[ReferenceItem]] = {}
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    for file in files:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(f"{file} cannot be read ({error}).")
            continue
        if file.suffix.lower() == ".json":
            _read_json(text, file.name, reviews, problems)
        else:
            _read_csv(text, file.name, reviews, problems)
    if not reviews and not problems:
        problems.append(f"{place} has no reference of recommendations: CSV, or JSON with “path” and “items”.")
    if problems:
        more = f"\n... and {len(problems) - _SHOWN} more." if len(problems) > _SHOWN else ""
        raise InputError("\n".join(problems[:_SHOWN]) + more)
    return reviews


def _read_json(text: str, name: str, reviews: dict[str, list[ReferenceItem]], problems: list[str]) -> None:
    try:
        loaded = json.loads(text)
        path, items = str(loaded["path"]), list(loaded["items"])
        listed = reviews.setdefault(path, [])
        listed += [
            ReferenceItem(
                review=path,
                kind=str(item["kind"]),
                text=str(item["text"]),
                number=str(item.get("number") or ""),
                pages=tuple(int(page) for page in (item["page"], *(item.get("also_pages") or ()))),
                addressees=tuple(map(str, item.get("addressees") or ())),
                addressees_inferred=item.get("addressee_basis") == "inferred",
                response=str(item.get("response") or ""),
                optional=bool(item.get("optional")),
            )
            for item in items
        ]
    except (ValueError, TypeError, KeyError) as error:
        problems.append(f"{name}: needs “path” and “items”, each with kind, text and page ({error!r}).")


def _read_csv(text: str, name: str, reviews: dict[str, list[ReferenceItem]], problems: list[str]) -> None:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in ("review", "text") if column not in (rows.fieldnames or ())]
    if missing:
        problems.append(f"{name}: has no column {', '.join(missing)}.")
        return
    for row in rows:
        review = (row["review"] or "").strip()
        if not review:
            problems.append(f"{name} line {rows.line_num}: names no review.")
            continue
        listed = reviews.setdefault(review, [])
        page = (row.get("page") or "").strip()
        if page and not page.isdecimal():
            problems.append(f"{name} line {rows.line_num}: the page {page!r} is no number.")
        elif (row["text"] or "").strip():  # no text: the review was read and has none
            listed.append(
                ReferenceItem(
                    review=review,
                    kind=(row.get("kind") or "recommendation").strip(),
                    text=row["text"],
                    number=(row.get("number") or "").strip(),
                    pages=(int(page),) if page else (),
                    addressees=tuple(filter(None, map(str.strip, (row.get("addressees") or "").split(";")))),
                )
            )


def evaluate_items(tables: Tables, reference: dict[str, list[ReferenceItem]]) -> ItemEvaluation:
    """Return the scores of a report's recommendations.

    Args:
        tables: of the report.
        reference: items by review.

    Raises:
        InputError: where none of the reviews is in the report.
    """
    by_name = {
        name: row.review_id
        for row in iterate_rows(tables["reviews"])
        for name in (row.review_id, row.path, PurePosixPath(row.path).name)
    }
    found: dict[str, list[Any]] = {}
    for row in iterate_rows(tables["recommendations"]):
        if row.kind in KINDS:
            found.setdefault(row.review_id, []).append(row)
    tallies, differ, absent = [], [], []
    for review, items in reference.items():
        review_id = by_name.get(review) or by_name.get(PurePosixPath(review).name)
        if review_id is None:
            absent.append(review)
            continue
        wanted = [item for item in items if item.kind in KINDS]
        given = found.get(review_id, [])
        pairs = _pair_up(wanted, given)
        tallies.append(_count(review, wanted, given, pairs))
        differ += list(_disagree(review, wanted, given, pairs))
    if not tallies:
        raise InputError(f"None of the reference's reviews is in the report: {', '.join(absent[:5])}.")
    total = _Tally("")
    for tally in tallies:
        total.add(tally)
    notes = (f"{len(absent)} reviews are not in the report: {', '.join(absent[:5])}.",) if absent else ()
    return ItemEvaluation(
        make_frame(ITEM_SCORES, [tally.values() for tally in (total, *tallies)]),
        make_frame(ITEM_DISAGREEMENTS, differ),
        notes,
    )


class _Tally:
    """What is counted of a review."""

    NAMES = (
        "reference", "found", "matched", "page", "numbered", "number", "kind", "responded", "response",
        "named", "unnamed", "misnamed",
    )  # fmt: skip

    def __init__(self, review: str) -> None:
        self.review = review
        self.n = dict.fromkeys(self.NAMES, 0)

    def add(self, other: _Tally) -> None:
        for name in self.NAMES:
            self.n[name] += other.n[name]

    def values(self) -> tuple[Any, ...]:
        n = self.n
        precision, recall = _share(n["matched"], n["found"]), _share(n["matched"], n["reference"])
        f1 = _share(2 * n["matched"], n["found"] + n["reference"])
        named = _share(2 * n["named"], 2 * n["named"] + n["misnamed"] + n["unnamed"])
        return (
            self.review, n["reference"], n["found"], n["matched"],
            precision, *wilson_interval(n["matched"], n["found"]),
            recall, *wilson_interval(n["matched"], n["reference"]), f1,
            _share(n["page"], n["matched"]), _share(n["number"], n["numbered"]),
            _share(n["kind"], n["matched"]), _share(n["response"], n["responded"]), named,
        )  # fmt: skip


def _share(part: int, total: int) -> float | None:
    return round(part / total, 4) if total else None


def _pair_up(wanted: Sequence[ReferenceItem], given: Sequence[Any]) -> list[tuple[int, int]]:
    shingles = [_shingles(item.text) for item in wanted], [_shingles(row.text) for row in given]
    scored = sorted(
        (
            (_dice(one, other), i, j)
            for i, one in enumerate(shingles[0])
            for j, other in enumerate(shingles[1])
        ),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for overlap, i, j in scored:
        if overlap < _SAME:
            break
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + 3]) for at in range(max(1, len(words) - 2))} if words else set()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("\u00ad", "").replace("\ufffe", ""))


def _dice(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _count(
    review: str, wanted: Sequence[ReferenceItem], given: Sequence[Any], pairs: Sequence[tuple[int, int]]
) -> _Tally:
    tally = _Tally(review)
    n = tally.n
    neutral = {j for i, j in pairs if wanted[i].optional}
    n["reference"] = sum(not item.optional for item in wanted)
    n["found"] = len(given) - len(neutral)
    for i, j in pairs:
        if j in neutral:
            continue
        item, row = wanted[i], given[j]
        n["matched"] += 1
        n["page"] += row.page in item.pages
        n["kind"] += item.kind == row.kind
        if item.number:
            n["numbered"] += 1
            n["number"] += _number_key(item.number) == _number_key(row.number)
        if item.response:
            n["responded"] += 1
            n["response"] += (row.response or "").lower()[:6] == item.response.lower()[:6]
        if not item.addressees_inferred:
            hits = sum(_is_named(name, row.addressees) for name in item.addressees)
            n["named"] += hits
            n["unnamed"] += len(item.addressees) - hits
            n["misnamed"] += sum(not _is_named(name, item.addressees) for name in row.addressees)
    return tally


def _number_key(number: str) -> str:
    """Recommendation 4. and 4 are one number."""
    return re.sub(r"[^0-9a-z.]", "", number.lower().replace("recommendation", "")).strip(".")


def _is_named(name: str, among: Iterable[str]) -> bool:
    """Whether one of the names contains the name, or the name contains it."""
    own = " ".join(_words(name))
    keys = [" ".join(_words(other)) for other in among]
    return any(own and key and (own in key or key in own) for key in keys)


def _disagree(
    review: str, wanted: Sequence[ReferenceItem], given: Sequence[Any], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[Any, ...]]:
    paired = dict(pairs)
    for i, item in enumerate(wanted):
        page = item.pages[0] if item.pages else None
        if i not in paired:
            if not item.optional:
                yield ("missed", review, page, item.kind, item.number, item.text, "")
            continue
        row = given[paired[i]]
        differs = {
            "page": bool(item.pages) and row.page not in item.pages and f"p. {row.page}",
            "number": bool(item.number)
            and _number_key(item.number) != _number_key(row.number)
            and row.number,
            "kind": item.kind != row.kind and row.kind,
        }
        for what, told in differs.items():
            if told is not False:
                yield (what, review, page, item.kind, item.number, item.text, told)
    found = set(paired.values())
    for j, row in enumerate(given):
        if j not in found:
            yield ("wrong", review, row.page, row.kind, row.number, row.text, "")
