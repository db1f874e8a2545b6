"""An evaluation to be read: on the terminal, as Markdown, as a page."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from thememiner.tables import iterate_rows

from .items import ItemEvaluation
from .scoring import TOOL, Evaluation

_HEAD = (
    "coding / reference",
    "reference",
    "tagged",
    "precision",
    "recall",
    "F1",
    "kappa",
    "alpha",
    "polarity",
)
_EXPLAIN = (
    "A theme counts as tagged in a passage where at least one of its mentions there is asserted. "
    "In brackets: 95% intervals (precision and recall: Wilson; F1 and kappa: bootstrap over passages)."
)
_WHAT = {"wrong": "only the tool has it", "missed": "only the reader has it", "polarity": "other polarity"}
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:78rem;margin:2rem auto;padding:0 1rem;color:#1b2733}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}th,td{padding:.25rem .6rem;text-align:left;"
    "vertical-align:top;border-bottom:1px solid #d8dee6}td{font-variant-numeric:tabular-nums}"
    "caption{text-align:left;font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table with its heading."""

    heading: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


def list_sections(evaluation: Evaluation, examples: int | None = None) -> Iterator[Section]:
    """Yield the tables of an evaluation as text.

    Args:
        evaluation: what is shown.
        examples: disagreements to show at most, spread over the themes; all where None.
    """
    scores = evaluation.scores[evaluation.scores["n_passages"].notna()]
    for level, heading in (("micro", "All pairs of passage and theme"), ("macro", "Mean over themes")):
        rows = [(f"{row.coding} / {row.reference}", *_measures(row)) for row in _rows(scores, level)]
        if rows:
            yield Section(heading, _HEAD, rows)
    among = {row.theme_id: row.f1 for row in _rows(scores, "theme") if row.coding != TOOL}
    n_pairs = len({(row.coding, row.reference) for row in _rows(scores, "theme") if row.coding != TOOL})
    themes = [
        (
            row.theme_id, *_measures(row),
            _number(among.get(row.theme_id)) if n_pairs == 1 else "",
            row.note,
        )
        for row in _rows(scores, "theme")
        if row.coding == TOOL
    ]  # fmt: skip
    if themes:
        yield Section("Per theme", ("theme", *_HEAD[1:], "readers' F1", ""), themes)
    shown = list(_spread(evaluation.disagreements, examples))
    if shown:
        total = len(evaluation.disagreements)
        heading = (
            f"Where they differ ({len(shown)} of {total:,})" if len(shown) < total else "Where they differ"
        )
        rows = [
            (row.theme_id, _describe(row), row.words, " ".join(row.sentence.split()), _place(row))
            for row in shown
        ]
        yield Section(heading, ("theme", "what", "words", "sentence", "place"), rows)


def write_text(evaluation: Evaluation, examples: int = 12) -> str:
    """Return the evaluation for the terminal."""
    parts = [_describe_size(evaluation), ""]
    for section in list_sections(evaluation, examples):
        parts.append(f"{section.heading}\n")
        if section.head[-1] == "place":
            parts += [f"  {theme}, {what}; {place}\n    {words or '–'}\n    {sentence}\n"
                      for theme, what, words, sentence, place in section.rows]  # fmt: skip
            continue
        parts += _align(section.head, section.rows)
        parts.append("")
    return "\n".join([*parts, _EXPLAIN])


def write_items(evaluation: ItemEvaluation) -> str:
    """Return the evaluation of recommendations for the terminal, a row per review."""
    head = ("review", "reference", "found", "same", "precision", "recall", "F1", "page", "number", "kind",
            "response", "addressees")  # fmt: skip
    rows = [
        (
            row.review.rpartition("/")[2][:50] or "all", _count(row.n_reference), _count(row.n_found),
            _count(row.n_matched), _interval(row, "precision"), _interval(row, "recall"), _number(row.f1),
            _number(row.share_page), _number(row.share_number), _number(row.share_kind),
            _number(row.share_response), _number(row.addressee_f1),
        )
        for row in iterate_rows(evaluation.scores)
    ]  # fmt: skip
    return "\n".join([*_align(head, rows), *evaluation.notes])


def write_markdown(evaluation: Evaluation) -> str:
    """Return the evaluation as Markdown, with every disagreement."""
    parts = ["# Evaluation", _describe_size(evaluation) + "\n\n" + _EXPLAIN]
    for section in list_sections(evaluation):
        lines = [section.head, tuple("---" for _ in section.head), *section.rows]
        table = "\n".join("| " + " | ".join(_escape_cell(cell) for cell in line) + " |" for line in lines)
        parts.append(f"## {section.heading}\n\n{table}")
    return "\n\n".join(parts) + "\n"


def write_page(evaluation: Evaluation) -> str:
    """Return the evaluation as one HTML page that stands alone, with every disagreement."""
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Evaluation</title><style>{_STYLE}</style></head><body><main><h1>Evaluation</h1>",
        f"<p>{html.escape(_describe_size(evaluation))}</p><p>{html.escape(_EXPLAIN)}</p>",
    ]
    for section in list_sections(evaluation):
        head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in section.head)
        rows = "\n".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in section.rows
        )
        parts.append(
            f"<h2>{html.escape(section.heading)}</h2>\n<table><thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
        )
    return "\n".join([*parts, "</main></body></html>\n"])


def _align(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, *rows)
    ]


def _describe_size(evaluation: Evaluation) -> str:
    readers = ", ".join(evaluation.readers)
    n = len(evaluation.readers)
    text = f"{evaluation.n_passages:,} passages, {n} reader{'s' if n != 1 else ''} ({readers})."
    return " ".join([text, *evaluation.notes])


def _rows(scores: pd.DataFrame, level: str) -> Iterator[Any]:
    return iterate_rows(scores[scores["level"] == level])


def _measures(row: Any) -> tuple[str, ...]:
    return (
        _count(row.n_reference), _count(row.n_coded), _interval(row, "precision"), _interval(row, "recall"),
        _interval(row, "f1"), _interval(row, "kappa"), _number(row.alpha), _number(row.polarity),
    )  # fmt: skip


def _interval(row: Any, name: str) -> str:
    low, high = getattr(row, f"{name}_low"), getattr(row, f"{name}_high")
    value = _number(getattr(row, name))
    return value if pd.isna(low) or value == "–" else f"{value} ({low:.2f}–{high:.2f})"


def _number(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else f"{value:.2f}"


def _count(value: Any) -> str:
    return "–" if pd.isna(value) else f"{value:g}"


def _describe(row: Any) -> str:
    tones = f": tool {row.tool_polarity}, reader {row.reader_polarity}" if row.what == "polarity" else ""
    return f"{_WHAT.get(row.what, row.what)}{tones} ({row.reader})"


def _place(row: Any) -> str:
    page = "" if pd.isna(row.page) else f", p. {row.page}"
    return f"{row.review_id + ': ' if row.review_id else ''}{row.passage_id}{page}"


def _spread(disagreements: pd.DataFrame, limit: int | None) -> Sequence[Any]:
    """The first disagreement of each theme and kind, then the second ..., the commonest first."""
    rows = list(iterate_rows(disagreements))
    if limit is None:
        return rows
    groups: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        groups.setdefault((row.theme_id, row.what), []).append(row)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0].theme_id, group[0].what))
    rounds = max((len(group) for group in ordered), default=0)
    return [group[at] for at in range(rounds) for group in ordered if at < len(group)][:limit]


def _escape_cell(cell: str) -> str:
    return " ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
