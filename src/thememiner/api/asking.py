"""``search``, ``annual``, ``evidence``: questions to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from thememiner import store
from thememiner.annual_table import count_annual, select_reviews
from thememiner.errors import InputError
from thememiner.network import list_evidence

from .report import Report, open_report


def search(
    report: Report | Path | str,
    query: str,
    *,
    lens: store.Lens = "passages",
    filters: Mapping[str, Sequence[str]] | None = None,
    sort: store.Sort = "relevance",
    limit: int = 20,
) -> pd.DataFrame:
    """Return ranked passages or recommendations.

    Args:
        report: a report or its folder.
        query: words, "phrases", AND OR NOT, prefix*, filters such as ``theme:neglect``;
            any string is legal.
        lens: passages or recommendations.
        filters: the same filters by name.
        sort: relevance (without words: the newest first), newest, oldest or review.
        limit: hits at most.

    Raises:
        ReportError: where there is no such report.
        InputError: where a filter is not known.
    """
    folder = report.folder if isinstance(report, Report) else Path(report)
    return store.search_database(
        folder / "reviews.db", query, lens=lens, filters=filters, sort=sort, limit=limit
    )


def annual(report: Report | Path | str, *, where: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the table that a panel prints in its annual report, for all reviews or some of them.

    Args:
        report: a report or its folder.
        where: column of ``reviews`` and the value wanted; ``year`` is that of publication.

    Returns:
        A row per fact and theme: reviews of which it holds, of how many, share with interval, and
        the reviews themselves.

    Raises:
        ReportError: where there is no such report.
        InputError: where there is no such column.
    """
    opened = open_report(report)
    if not where:
        return opened.table("annual")
    columns = [*opened.table("reviews").columns, "year"]
    for name in where:
        if name not in columns:
            raise InputError(f"reviews has no column {name}; it has {', '.join(columns)}.")
    return count_annual(select_reviews(opened.tables, where))


def evidence(report: Report | Path | str, source: str, target: str = "", *, kind: str = "") -> pd.DataFrame:
    """Return the passages on which the links of a node, or between two nodes, of the network stand.

    Args:
        report: a report or its folder.
        source: a node by its id (``theme:neglect``), the id of its record (``neglect``) or its label.
        target: another node; every node linked with the first where empty.
        kind: kind of link, such as co_occurs; every kind where empty.

    Returns:
        One row per link and passage: source, target, kind, review_id, title, published_on, page,
        number, passage_id and text.

    Raises:
        ReportError: where there is no such report.
        InputError: where there is no such node or no such link.
    """
    if isinstance(report, Report):
        return list_evidence(report.tables, source, target, kind=kind)
    tables = store.read_tables(Path(report) / "reviews.db", ("reviews", "passages", "nodes", "edges"))
    return list_evidence(tables, source, target, kind=kind)
