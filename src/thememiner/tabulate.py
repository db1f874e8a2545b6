"""Records become tables. Rows come in the order of the corpus and of the text.

Large tables are written to the spool as the reviews go by, so that no more than one review and a
few thousand rows are in memory at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import pandas as pd

from thememiner.columns import (
    AGENCIES,
    AGENCY_MENTIONS,
    CASE_ATTRIBUTES,
    CASE_FACTS,
    CUES,
    DERIVED,
    DOCUMENTS,
    FAILURES,
    FIGURES,
    LINES,
    MENTIONS,
    PAGES,
    PASSAGES,
    RECOMMENDATIONS,
    REVIEWS,
    TABLES,
    THEMES,
    UNRESOLVED_MENTIONS,
    Table,
)
from thememiner.records import Agency, CaseFact, Code, Mined, Passage
from thememiner.spool import Spool, TableWriter
from thememiner.tables import Tables, iterate_own, make_frame, wilson_interval

_LISTED = tuple(table for table in TABLES if table not in DERIVED)
"""Tables whose rows come from the reviews."""


@dataclass(slots=True)
class _Rows:
    """Rows gathered while the reviews go by, one at a time."""

    large: dict[str, TableWriter]
    small: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    extra: list[dict[str, str]] = field(default_factory=list)

    def add(self, table: Table, record: object, **more: Any) -> None:
        """Append a record's row: its attributes by column name, ``more`` where it has none."""
        row = tuple(more[c.name] if c.name in more else getattr(record, c.name) for c in table.columns)
        if table.large:
            self.large[table.name].add(row)
        else:
            self.small[table.name].append(row)

    def add_all(self, table: Table, records: Iterable[object]) -> None:
        """Append the rows of records that have an attribute for every column."""
        read = attrgetter(*(column.name for column in table.columns))
        self.large[table.name].add_all(map(read, records))


def build_tables(
    reviews: Iterable[Mined], codes: Sequence[Code], agencies: Mapping[str, Agency], spool: Spool
) -> Tables:
    """Return every table but the network's.

    Args:
        reviews: what was mined, in the order of the corpus; consumed one by one.
        codes: the codebook's entries.
        agencies: every agency that a mention or recommendation refers to, by id.
        spool: where large tables are kept.
    """
    gathered = _Rows({table.name: spool.open(table) for table in _LISTED if table.large})
    for mined in reviews:
        _add_review(gathered, mined)
    tables = Tables(
        {table.name: make_frame(table, gathered.small[table.name]) for table in _LISTED if not table.large},
        {name: writer.close() for name, writer in gathered.large.items()},
        spool,
    )
    for name in dict.fromkeys(key for extra in gathered.extra for key in extra):
        values = [extra.get(name, "") for extra in gathered.extra]
        tables["reviews"][name] = pd.Series(values, dtype=object)
    tables["themes"] = _count_themes(tables, codes)
    tables["cues"] = _count_cues(tables, codes)
    tables["agencies"] = _count_agencies(tables, agencies)
    tables["unresolved_mentions"] = _list_unresolved(tables)
    return tables


def _add_review(gathered: _Rows, mined: Mined) -> None:
    doc = mined.document
    gathered.add(
        REVIEWS,
        mined.review,
        n_pages=mined.n_pages,
        n_words=sum(passage.n_words for passage in mined.passages),
        n_passages=len(mined.passages),
        n_mentions=len(mined.mentions),
        n_recommendations=len(mined.recommendations),
        n_agency_mentions=len(mined.agency_mentions),
        n_figures=len(mined.figures),
        status=mined.status,
        reader=doc.reader if doc else "",
        is_case=int(mined.is_case),
        n_passages_untagged=sum(not passage.is_english for passage in mined.passages),
        languages=_list_languages(mined.passages),
        **_describe_case(mined.case_facts),
    )
    gathered.extra.append(
        {name: value for name, value in mined.review.extra.items() if name not in CASE_ATTRIBUTES}
    )
    gathered.add_all(PASSAGES, mined.passages)
    gathered.add_all(MENTIONS, mined.mentions)
    gathered.add_all(AGENCY_MENTIONS, mined.agency_mentions)
    gathered.add_all(FIGURES, mined.figures)
    for rec in mined.recommendations:
        gathered.add(
            RECOMMENDATIONS, rec, addressees_implied=int(rec.addressees_implied),
            measurable=int(bool(rec.measure)), is_restatement=int(rec.is_restatement), restates="",
        )  # fmt: skip
    for fact in mined.case_facts:
        gathered.add(CASE_FACTS, fact, used=int(fact.used))
    for failure in mined.failures:
        gathered.add(FAILURES, failure)
    if doc:
        gathered.add(DOCUMENTS, doc)
        gathered.large[LINES.name].add_all(
            (
                doc.review_id, line.box.page, line.start, line.end, round(line.box.x0, 2),
                round(line.box.top, 2), round(line.box.x1, 2), round(line.box.bottom, 2),
            )
            for line in doc.lines
        )  # fmt: skip
        for page in doc.pages:
            gathered.add(PAGES, page, review_id=doc.review_id, page=page.number)


def _list_languages(passages: Sequence[Passage]) -> tuple[str, ...]:
    n_words: Counter[str] = Counter()
    for passage in passages:
        n_words[passage.language] += passage.n_words
    return tuple(sorted(filter(None, n_words), key=lambda language: (-n_words[language], language)))


def _describe_case(facts: Sequence[CaseFact]) -> dict[str, Any]:
    """Return the columns of ``reviews`` that the facts in use make."""
    used = [fact for fact in facts if fact.used]
    described: dict[str, Any] = {}
    for attribute, kind in CASE_ATTRIBUTES.items():
        values = list(dict.fromkeys(fact.value for fact in used if fact.attribute == attribute))
        if kind == "list":
            described[attribute] = values
        else:
            described[attribute] = values[0] if values else (None if kind == "int" else "")
    ages = [fact.text for fact in used if fact.attribute == "child_age_months"]
    return described | {"child_age": ages[0] if ages else ""}


@dataclass(slots=True)
class _Found:
    """A theme's asserted mentions, counted while they go by."""

    n: int = 0
    passages: set[str] = field(default_factory=set)
    """Of the review that goes by."""
    n_passages: int = 0
    last: str = ""
    """The review in which it was met last."""
    n_reviews: int = 0
    concerned: str = ""
    """The review in which it was last met as a concern."""
    n_concerned: int = 0
    tone: Counter[str] = field(default_factory=Counter)


def _count_themes(tables: Tables, codes: Sequence[Code]) -> pd.DataFrame:
    found: dict[str, _Found] = defaultdict(_Found)
    for row in tables.rows("mentions", "theme_id", "passage_id", "review_id", "status", "polarity"):
        if row.status != "asserted":
            continue
        theme = found[row.theme_id]
        if row.review_id != theme.last:
            theme.last = row.review_id
            theme.n_reviews += 1
            theme.passages = set()
        theme.n += 1
        theme.tone[row.polarity] += 1
        if row.passage_id not in theme.passages:
            theme.passages.add(row.passage_id)
            theme.n_passages += 1
        if row.polarity == "concern" and row.review_id != theme.concerned:
            theme.concerned = row.review_id
            theme.n_concerned += 1
    asked = Counter(theme for rec in iterate_own(tables, "theme_ids") for theme in rec.theme_ids)
    n_read = int(tables["reviews"]["status"].isin(["ok", "partial"]).sum())
    rows = []
    for code in codes:
        theme = found[code.code_id]
        low, high = wilson_interval(theme.n_reviews, n_read)
        rows.append(
            (
                code.code_id, code.label, code.group, code.tier, theme.n, theme.n_passages, theme.n_reviews,
                round(theme.n_reviews / n_read, 4) if n_read else None, low, high,
                theme.tone["concern"], theme.tone["strength"], theme.tone["neutral"], theme.n_concerned,
                asked[code.code_id], code.definition, code.include, code.exclude,
            )
        )  # fmt: skip
    return make_frame(THEMES, rows)


def _count_cues(tables: Tables, codes: Sequence[Code]) -> pd.DataFrame:
    fired: Counter[str] = Counter()
    for batch in tables.batches("mentions", "cue_id"):
        fired.update(batch["cue_id"])
    rows = [
        (cue.cue_id, code.code_id, cue.notation, fired[cue.cue_id]) for code in codes for cue in code.cues
    ]
    return make_frame(CUES, rows)


def _count_agencies(tables: Tables, agencies: Mapping[str, Agency]) -> pd.DataFrame:
    named: Counter[str] = Counter()
    reviews: Counter[str] = Counter()
    for _, found in tables.walk(agency_mentions=("agency_id",)):
        own = Counter(row.agency_id for row in found["agency_mentions"])
        named.update(own)
        reviews.update(own.keys())
    asked = Counter(
        agency_id for rec in iterate_own(tables, "addressee_ids") for agency_id in rec.addressee_ids
    )
    rows = [
        (
            agency.agency_id, agency.label, agency.kind, reviews[agency_id], named[agency_id],
            asked[agency_id], agency.country, agency.valid_from, agency.valid_to, agency.successor_id,
        )
        for agency_id, agency in sorted(agencies.items())
        if named[agency_id] or asked[agency_id]
    ]  # fmt: skip
    return make_frame(AGENCIES, rows)


_EXAMPLE_CHARS = 100
"""Of the passage on either side of a name."""


def _list_unresolved(tables: Tables) -> pd.DataFrame:
    """One row per name that stayed open, the most frequent first."""
    n: Counter[tuple[Any, ...]] = Counter()
    reviews: Counter[tuple[Any, ...]] = Counter()
    first: dict[tuple[Any, ...], Any] = {}
    last: dict[tuple[Any, ...], str] = {}
    columns = ("agency_id", "text", "candidates", "review_id", "page", "passage_id", "start", "end")
    for row in tables.rows("agency_mentions", *columns):
        if not row.agency_id:
            name = (row.text, row.candidates)
            first.setdefault(name, row)
            n[name] += 1
            reviews[name] += last.get(name) != row.review_id
            last[name] = row.review_id
    examples = _find_examples(tables, first)
    rows = [
        (
            row.text, n[name], reviews[name], row.candidates, examples[name],
            row.review_id, row.page, row.passage_id,
        )
        for name, row in first.items()
    ]  # fmt: skip
    return make_frame(UNRESOLVED_MENTIONS, sorted(rows, key=lambda row: (-row[2], -row[1], row[0], row[3])))


def _find_examples(tables: Tables, first: Mapping[tuple[Any, ...], Any]) -> dict[tuple[Any, ...], str]:
    """The words around each name, in the passage in which it stands."""
    wanted: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for name, row in first.items():
        wanted[row.passage_id].append(name)
    examples = {}
    for passage in tables.rows("passages", "passage_id", "text", "start"):
        for name in wanted.get(passage.passage_id, ()):
            start, end = (int(at) - int(passage.start) for at in (first[name].start, first[name].end))
            around = passage.text[max(start - _EXAMPLE_CHARS, 0) : end + _EXAMPLE_CHARS]
            examples[name] = " ".join(around.split())
    return examples
