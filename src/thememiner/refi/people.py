"""What people did in a project: their codings as places in a report, and the verdicts that follow.

A source is known by its GUID, else by its name or path; a code by its GUID, else by its
name. Where a program has made its own plain text of a PDF, a coding is found by its
words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from thememiner.errors import InputError
from thememiner.judgements import make_judgement
from thememiner.records import Judgement, Mention, Recommendation
from thememiner.tables import Tables, iterate_rows

from .codes import NOT_COUNTED, CodeIndex, walk_codes
from .project import TOOL_USER, clean_text, place_recommendations, source_guid
from .reading import Coded, Project, Source, read_qdpx

_NEAR = 2000
"""How far, in characters, a coding's words may stand from where they stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCoding:
    """A coding of a project, in the terms of the report."""

    review_id: str
    start: int
    end: int
    theme_id: str
    """``recommendation:KIND`` for a recommendation."""
    sub_code: str
    """concern, strength, neutral, not counted, or empty."""
    user: str
    by_tool: bool
    coded_at: str
    note: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The codings of a project that could be placed in a report.

    Attributes:
        codings: in order of the project.
        reviews: the reviews that the project holds.
        notes: what could not be placed, in sentences.
        from_tool: whether the project has codings of the tool: what is missing then was removed.
    """

    codings: tuple[PlacedCoding, ...]
    reviews: tuple[str, ...]
    notes: tuple[str, ...]
    from_tool: bool


def place_codings(project: Project, tables: Tables) -> Placed:
    """Return a project's codings as places in a report.

    Args:
        project: as read.
        tables: of the report.
    """
    themes = {str(row.theme_id): str(row.label) for row in iterate_rows(tables["themes"])}
    index, codes = CodeIndex(themes), {}
    strange: list[str] = []
    used = {coded.code_guid for coded in project.coded}
    for node, above in walk_codes(project.codes):
        found = index.find(node, above)
        if found:
            codes[node.guid] = found
        elif node.guid in used:
            strange.append(node.name)
    reviews = _match_sources(project, tables)
    texts = {row.review_id: clean_text(row.text) for row in iterate_rows(tables["documents"])}
    sources = {source.guid: source for source in project.sources}
    codings: list[PlacedCoding] = []
    lost = 0
    for coded in project.coded:
        theme, review_id = codes.get(coded.code_guid), reviews.get(coded.source_guid, "")
        if theme is None or not review_id:
            continue
        place = _place(coded, sources[coded.source_guid], texts[review_id])
        if place is None:
            lost += 1
            continue
        codings.append(_make_coding(coded, project, review_id, place, theme))
    notes = []
    if strange:
        named = ", ".join(f"“{name}”" for name in strange[:5]) + (" ..." if len(strange) > 5 else "")
        notes.append(f"{len(strange)} codes are no themes of this report and were left out: {named}.")
    unknown = [source.name for source in project.sources if source.guid not in reviews]
    if unknown:
        notes.append(
            f"{len(unknown)} sources are not in this report and were left out: {', '.join(unknown[:5])}."
        )
    if lost:
        notes.append(f"{lost} codings stand on words that the report does not have there and were left out.")
    return Placed(
        tuple(codings),
        tuple(dict.fromkeys(reviews.values())),
        tuple(notes),
        any(coding.by_tool for coding in codings),
    )


def _match_sources(project: Project, tables: Tables) -> dict[str, str]:
    """Return the review of each source, by the source's GUID."""
    read = set(tables["documents"]["review_id"])
    known: dict[str, str] = {}
    for row in iterate_rows(tables["reviews"]):
        if row.review_id in read:
            known[source_guid(row.review_id)] = row.review_id
            path = PurePosixPath(row.path)
            for name in (row.title, row.path, path.name, path.stem):
                known.setdefault(str(name).casefold(), row.review_id)
    found = {}
    for source in project.sources:
        name = PurePosixPath(source.name.replace("\\", "/")).name.casefold()
        stated = source.description.rpartition("review ")[2].strip()
        review = (
            known.get(source.guid)
            or (stated if stated in read else "")
            or known.get(source.name.casefold())
            or known.get(name)
        )
        if review:
            found[source.guid] = review
    return found


def _place(coded: Coded, source: Source, text: str) -> tuple[int, int] | None:
    if source.text == text or not source.text:
        return (coded.start, coded.end) if coded.end <= len(text) else None
    words = source.text[coded.start : coded.end].strip()
    if not words:
        return None
    candidates = []
    at = text.find(words, max(coded.start - _NEAR, 0))
    while at >= 0 and at <= coded.start + _NEAR:
        candidates.append(at)
        at = text.find(words, at + 1)
    if not candidates:
        at = text.find(words)
        candidates = [at] if at >= 0 else []
    if not candidates:
        return None
    best = min(candidates, key=lambda at: abs(at - coded.start))
    return best, best + len(words)


def _make_coding(
    coded: Coded, project: Project, review_id: str, place: tuple[int, int], theme: tuple[str, str]
) -> PlacedCoding:
    return PlacedCoding(
        review_id=review_id,
        start=place[0],
        end=place[1],
        theme_id=theme[0],
        sub_code=theme[1],
        user=project.users.get(coded.user_guid, "unnamed"),
        by_tool=coded.user_guid == TOOL_USER or project.users.get(coded.user_guid, "") == "thememiner",
        coded_at=coded.coded_at,
        note=coded.note,
    )


def name_reviewer(placed: Placed, file_name: str) -> str:
    """Return who corrected a project: its people; the file's name where it names none."""
    people = dict.fromkeys(coding.user for coding in placed.codings if not coding.by_tool)
    return " and ".join(people) or f"readers of {file_name}"


def derive_judgements(
    placed: Placed, tables: Tables, *, reviewer: str, judged_at: str = "", kept_is_accepted: bool = False
) -> tuple[Judgement, ...]:
    """Return the verdicts that follow from how a project differs from the report it came from.

    A mention whose coding is gone was rejected; one that lies under another polarity
    was accepted with that polarity; one moved to "not counted" was rejected; a coding
    that people added without a mention there was missed.

    Args:
        placed: the codings of the corrected project.
        tables: of the report.
        reviewer: who gets the credit for what is gone; what people added has its own user.
        judged_at: when, where the project does not say it.
        kept_is_accepted: whether a coding that was left as it was counts as accepted:
            right only if people looked at all of them.
    """
    if not placed.from_tool:
        return ()
    by_place = _Places(placed)
    made: list[Judgement] = []
    for row in iterate_rows(tables["mentions"]):
        if row.review_id not in placed.reviews:
            continue
        there = by_place.take(row.review_id, row.theme_id, int(row.start), int(row.end))
        counted = [coding for coding in there if coding.sub_code != NOT_COUNTED]
        note = "\n".join(dict.fromkeys(coding.note for coding in there if coding.note))
        who = next((coding.user for coding in there if not coding.by_tool), reviewer)
        tones = [coding.sub_code for coding in counted if coding.sub_code]
        if row.status == "asserted" and not counted:
            made.append(make_judgement(row, "reject", reviewer=who, note=note, judged_at=judged_at))
        elif row.status != "asserted" and counted:
            tone = tones[0] if tones else ""
            made.append(
                make_judgement(row, "accept", reviewer=who, note=note, polarity=tone, judged_at=judged_at)
            )
        elif row.status == "asserted" and tones and row.polarity not in tones:
            made.append(
                make_judgement(row, "accept", reviewer=who, note=note, polarity=tones[0], judged_at=judged_at)
            )
        elif row.status == "asserted" and (kept_is_accepted or any(not coding.by_tool for coding in counted)):
            made.append(make_judgement(row, "accept", reviewer=who, note=note, judged_at=judged_at))
    for rec, start, end in place_recommendations(tables):
        if rec.review_id not in placed.reviews:
            continue
        kind = f"recommendation:{rec.kind}"
        there = by_place.take(rec.review_id, kind, start, end) or by_place.take(
            rec.review_id, "recommendation:", start, end
        )
        if not there:
            made.append(make_judgement(rec, "reject", reviewer=reviewer, judged_at=judged_at))
        elif kept_is_accepted:
            made.append(make_judgement(rec, "accept", reviewer=reviewer, judged_at=judged_at))
    made += _list_missed(by_place.left(), tables, judged_at)
    return tuple(made)


def read_corrections(
    file: Path, tables: Tables, *, reviewer: str = "", kept_is_accepted: bool = False
) -> tuple[Judgement, ...]:
    """Return the verdicts that a corrected project holds; see ``derive_judgements``.

    Args:
        file: a .qdpx that came from ``export`` and that people changed.
        tables: of the report that it came from.
        reviewer: who judged; the project's users, or the file's name, where empty.
        kept_is_accepted: whether a coding that was left as it was counts as accepted.

    Raises:
        InputError: where it is no such project.
    """
    project = read_qdpx(file)
    placed = place_codings(project, tables)
    if not placed.reviews:
        raise InputError(f"{file.name} holds none of the report's reviews.")
    if not placed.from_tool:
        raise InputError(
            f"{file.name} has no codings by thememiner, so that nothing can be told of what was removed. To "
            f"measure against it as it is: thememiner evaluate REPORT {file.name}."
        )
    return derive_judgements(
        placed,
        tables,
        reviewer=reviewer or name_reviewer(placed, file.name),
        judged_at=project.modified_at,
        kept_is_accepted=kept_is_accepted,
    )


class _Places:
    """The codings by review and theme; each is taken by the mentions that it covers."""

    def __init__(self, placed: Placed) -> None:
        self.codings: dict[tuple[str, str], list[PlacedCoding]] = defaultdict(list)
        for coding in placed.codings:
            self.codings[coding.review_id, coding.theme_id].append(coding)
            if coding.theme_id.startswith("recommendation:"):
                self.codings[coding.review_id, "recommendation:"].append(coding)
        self.taken: set[int] = set()

    def take(self, review_id: str, theme_id: str, start: int, end: int) -> list[PlacedCoding]:
        """Return the codings of the theme that overlap a place: the tool's own by its very place."""
        there = [
            coding
            for coding in self.codings.get((review_id, theme_id), ())
            if coding.start < end
            and start < coding.end
            and (not coding.by_tool or (coding.start, coding.end) == (start, end))
        ]
        self.taken.update(map(id, there))
        return there

    def left(self) -> list[PlacedCoding]:
        """Return what people coded and no mention covers."""
        every = [
            coding
            for (_, theme), codings in self.codings.items()
            if theme != "recommendation:"
            for coding in codings
        ]
        return [coding for coding in every if not coding.by_tool and id(coding) not in self.taken]


def _list_missed(codings: Sequence[PlacedCoding], tables: Tables, judged_at: str) -> Iterator[Judgement]:
    finder = PassageFinder(tables)
    for coding in codings:
        if coding.sub_code == NOT_COUNTED:
            continue
        passage = finder.at(coding.review_id, coding.start)
        if passage is None:
            continue
        words = passage.text[max(coding.start - int(passage.start), 0) : coding.end - int(passage.start)]
        kind = coding.theme_id.partition("recommendation:")[2]
        item: Mention | Recommendation
        if kind:
            item = Recommendation(
                recommendation_id="", review_id=coding.review_id, kind=kind,  # type: ignore[arg-type]
                text=words, page=int(passage.page_first), passage_ids=(passage.passage_id,),
            )  # fmt: skip
        else:
            item = Mention(
                mention_id="", review_id=coding.review_id, passage_id=passage.passage_id,
                page=int(passage.page_first), theme_id=coding.theme_id, cue_id="", text=words,
                sentence=passage.text, status="asserted", polarity="neutral",
                start=coding.start, end=coding.end,
            )  # fmt: skip
        yield make_judgement(
            item, "missed", reviewer=coding.user, note=coding.note, polarity=coding.sub_code,
            judged_at=coding.coded_at or judged_at,
        )  # fmt: skip


class PassageFinder:
    """Finds the passages at a place of a review's text."""

    def __init__(self, tables: Tables) -> None:
        self.passages: dict[str, list[Any]] = defaultdict(list)
        for row in iterate_rows(tables["passages"]):
            self.passages[row.review_id].append(row)
        for rows in self.passages.values():
            rows.sort(key=lambda row: int(row.start))
        self.starts = {review: [int(row.start) for row in rows] for review, rows in self.passages.items()}

    def at(self, review_id: str, offset: int) -> Any | None:
        """Return the passage that holds the character at an offset; the last before it where none does."""
        starts = self.starts.get(review_id)
        if not starts:
            return None
        return self.passages[review_id][max(bisect_right(starts, offset) - 1, 0)]

    def within(self, review_id: str, start: int, end: int) -> list[Any]:
        """Return the passages that a stretch covers, in part or whole."""
        rows, starts = self.passages.get(review_id, []), self.starts.get(review_id, [])
        first = max(bisect_right(starts, start) - 1, 0)
        return [row for row in rows[first : bisect_right(starts, end - 1)] if int(row.end) > start]
