"""Records become tables. Rows come in the order of the corpus and of the text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
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
from thememiner.records import Agency, CaseFact, Code, Mined

SEPARATOR = "; "
"""Between the items of a list in a cell."""

Tables = dict[str, pd.DataFrame]


@dataclass(slots=True)
class _Rows:
    """Rows gathered while the reviews go by, one at a time."""

    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    extra: list[dict[str, str]] = field(default_factory=list)

    def add(self, table: Table, record: object, **more: Any) -> None:
        """Append a record's row: its attributes by column name, ``more`` where it has none."""
        self.rows[table.name].append(
            tuple(more[c.name] if c.name in more else getattr(record, c.name) for c in table.columns)
        )


def build_tables(reviews: Iterable[Mined], codes: Sequence[Code], agencies: Mapping[str, Agency]) -> Tables:
    """Return every table but the network's.

    Args:
        reviews: what was mined, in the order of the corpus; consumed one by one.
        codes: the codebook's entries.
        agencies: every agency that a mention or recommendation refers to, by id.
    """
    gathered = _Rows()
    for mined in reviews:
        _add_review(gathered, mined)
    tables = {
        table.name: make_frame(table, gathered.rows[table.name]) for table in TABLES if table not in DERIVED
    }
    for name in dict.fromkeys(key for extra in gathered.extra for key in extra):
        values = [extra.get(name, "") for extra in gathered.extra]
        tables["reviews"][name] = pd.Series(values, dtype=object)
    tables["themes"] = _count_themes(tables, codes)
    tables["cues"] = _count_cues(tables, codes)
    tables["agencies"] = _count_agencies(tables, agencies)
    tables["unresolved_mentions"] = _list_unresolved(tables)
    return {table.name: tables[table.name] for table in TABLES if table.name in tables}


def make_frame(table: Table, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Return rows as a DataFrame with the declared columns and types.

    Text is ``str``, whole numbers are nullable ``Int64``, lists are tuples of ``str``.
    """
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    frame: dict[str, Any] = {}
    for column, values in zip(table.columns, columns, strict=True):
        if column.type == "int":
            frame[column.name] = pd.array([None if v is None else int(v) for v in values], dtype="Int64")
        elif column.type == "real":
            frame[column.name] = pd.array([None if v is None else float(v) for v in values], dtype="Float64")
        elif column.type == "list":
            frame[column.name] = pd.Series(
                [tuple(str(item).replace(SEPARATOR, ", ") for item in v) for v in values], dtype=object
            )
        else:
            frame[column.name] = pd.Series(list(values), dtype=object)
    return pd.DataFrame(frame, columns=[column.name for column in table.columns])


def iterate_rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows, each with a column's value as the attribute of that name."""
    return iter(frame.itertuples(index=False))


def join_lists(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with every list as one text, joined with ``; ``."""
    flat = frame.copy()
    for column in table.columns:
        if column.type == "list":
            joined = [SEPARATOR.join(values) for values in frame[column.name]]
            flat[column.name] = pd.Series(joined, index=frame.index, dtype=object)
    return flat


def list_own(recs: pd.DataFrame) -> pd.DataFrame:
    """Return the recommendations that count: a document that only answers some asks for nothing itself."""
    return recs[recs["is_restatement"] == 0]


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
        **_describe_case(mined.case_facts),
    )
    gathered.extra.append(
        {name: value for name, value in mined.review.extra.items() if name not in CASE_ATTRIBUTES}
    )
    for passage in mined.passages:
        gathered.add(PASSAGES, passage)
    for mention in mined.mentions:
        gathered.add(MENTIONS, mention)
    for rec in mined.recommendations:
        gathered.add(
            RECOMMENDATIONS, rec, addressees_implied=int(rec.addressees_implied),
            measurable=int(bool(rec.measure)), is_restatement=int(rec.is_restatement), restates="",
        )  # fmt: skip
    for agency_mention in mined.agency_mentions:
        gathered.add(AGENCY_MENTIONS, agency_mention)
    for figure in mined.figures:
        gathered.add(FIGURES, figure)
    for fact in mined.case_facts:
        gathered.add(CASE_FACTS, fact, used=int(fact.used))
    for failure in mined.failures:
        gathered.add(FAILURES, failure)
    if doc:
        gathered.add(DOCUMENTS, doc)
        for line in doc.lines:
            gathered.add(
                LINES, line.box, review_id=doc.review_id, start=line.start, end=line.end,
                **{edge: round(getattr(line.box, edge), 2) for edge in ("x0", "top", "x1", "bottom")},
            )  # fmt: skip
        for page in doc.pages:
            gathered.add(PAGES, page, review_id=doc.review_id, page=page.number)


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


def _count_themes(tables: Tables, codes: Sequence[Code]) -> pd.DataFrame:
    mentions = tables["mentions"]
    asserted = mentions[mentions["status"] == "asserted"]
    grouped = {str(theme): rows for theme, rows in asserted.groupby("theme_id", sort=False)}
    asked = Counter(theme for ids in list_own(tables["recommendations"])["theme_ids"] for theme in ids)
    n_read = int(tables["reviews"]["status"].isin(["ok", "partial"]).sum())
    rows = []
    for code in codes:
        found = grouped.get(code.code_id, asserted.iloc[:0])
        n_reviews = int(found["review_id"].nunique())
        low, high = wilson_interval(n_reviews, n_read)
        tone = Counter(found["polarity"])
        rows.append(
            (
                code.code_id, code.label, code.group, code.tier, len(found),
                int(found["passage_id"].nunique()), n_reviews,
                round(n_reviews / n_read, 4) if n_read else None, low, high,
                tone["concern"], tone["strength"], tone["neutral"],
                int(found.loc[found["polarity"] == "concern", "review_id"].nunique()),
                asked[code.code_id], code.definition, code.include, code.exclude,
            )
        )  # fmt: skip
    return make_frame(THEMES, rows)


def _count_cues(tables: Tables, codes: Sequence[Code]) -> pd.DataFrame:
    fired = Counter(tables["mentions"]["cue_id"])
    rows = [
        (cue.cue_id, code.code_id, cue.notation, fired[cue.cue_id]) for code in codes for cue in code.cues
    ]
    return make_frame(CUES, rows)


def _count_agencies(tables: Tables, agencies: Mapping[str, Agency]) -> pd.DataFrame:
    mentions = tables["agency_mentions"]
    named = Counter(mentions["agency_id"])
    reviews = mentions.groupby("agency_id")["review_id"].nunique().to_dict()
    recs = list_own(tables["recommendations"])
    asked = Counter(agency_id for ids in recs["addressee_ids"] for agency_id in ids)
    rows = [
        (
            agency.agency_id, agency.label, agency.kind, reviews.get(agency_id, 0), named[agency_id],
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
    mentions = tables["agency_mentions"]
    passages = tables["passages"]
    open_ones = mentions[mentions["agency_id"] == ""]
    texts = passages.set_index("passage_id")[["text", "start"]].to_dict("index")
    rows = []
    for (text, candidates), found in open_ones.groupby(["text", "candidates"], sort=False):
        first = found.iloc[0]
        passage = texts[first["passage_id"]]
        start, end = (int(first[key]) - int(passage["start"]) for key in ("start", "end"))
        around = passage["text"][max(start - _EXAMPLE_CHARS, 0) : end + _EXAMPLE_CHARS]
        rows.append(
            (
                text, len(found), found["review_id"].nunique(), candidates, " ".join(around.split()),
                first["review_id"], first["page"], first["passage_id"],
            )
        )  # fmt: skip
    return make_frame(UNRESOLVED_MENTIONS, sorted(rows, key=lambda row: (-row[2], -row[1], row[0], row[3])))


def wilson_interval(n: float, total: float, z: float = 1.959964) -> tuple[float | None, float | None]:
    """Return the 95% interval of a share, as Wilson (1927) gives it; (None, None) of nothing.

    Source: E. B. Wilson, JASA 22 (1927) 209-212. Unlike the plain normal interval it
    stays within [0, 1] and holds for small samples.

    >>> wilson_interval(220, 538)
    (0.3682, 0.451)
    """
    if total == 0:
        return None, None
    share = n / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return round(max(centre - half, 0.0), 4), round(min(centre + half, 1.0), 4)
