"""A finished run, as functions take it and give it back."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thememiner.errors import InputError, ReportError
from thememiner.output import settle_output

if TYPE_CHECKING:  # loaded when a report is looked into
    import pandas as pd

    from thememiner.network import Graph, Years
    from thememiner.tables import Tables

_CORPUS_NOTE = Path(".cache", "corpus.txt")


@dataclass(frozen=True)
class Report:
    """A finished run: a folder, and its content as DataFrames.

    >>> report = Report(Path("reports/sample"))
    >>> report.name
    'sample'
    """

    folder: Path

    def __post_init__(self) -> None:
        settle_output(self.folder)

    @property
    def name(self) -> str:
        """Name of the corpus."""
        return self.folder.name

    @cached_property
    def run(self) -> dict[str, Any]:
        """What ``run.json`` says: versions, options, counts."""
        try:
            loaded: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReportError(
                f"{self.folder} is no report: it has no run.json. Make one with: thememiner run CORPUS"
            ) from error
        return loaded

    @cached_property
    def tables(self) -> Tables:
        """Every table as a DataFrame; lists are tuples, whole numbers ``Int64``."""
        from thememiner import store

        return store.read_tables(self.folder / "reviews.db")

    def table(self, name: str) -> pd.DataFrame:
        """Return one table.

        Raises:
            InputError: where there is no table of that name.
        """
        if name not in self.tables:
            raise InputError(f"There is no table {name}; these are: {', '.join(self.tables)}.")
        return self.tables[name]

    @cached_property
    def graph(self) -> Graph:
        """The network, as ``networkx`` has it."""
        from thememiner.network import build_network

        return build_network(self.tables)

    def network(self, *, years: Years | None = None, **columns: str | Sequence[str]) -> Graph:
        """Return the network of some of the reviews alone, with its own weights and measures.

        Args:
            years: first and last year of publication, both included; None is open.
            columns: values of columns of ``reviews``: ``kind="inspection"``,
                ``publisher=["Ofsted", "CQC"]``; a corpus's own columns too.

        Raises:
            InputError: where there is no such column or no such review.
        """
        from thememiner.network import build_network, slice_tables

        if years is None and not columns:
            return self.graph
        return build_network(slice_tables(self.tables, years=years, **columns))


def open_report(report: Report | Path | str) -> Report:
    """Return a report, given as such or by its folder."""
    return report if isinstance(report, Report) else Report(Path(report))


def note_corpus(folder: Path, corpus: Path) -> None:
    """Remember where the PDFs are, for pictures of pages; beside the cache, as it is no result."""
    note, place = folder / _CORPUS_NOTE, os.fsencode(str(corpus.resolve()))
    with suppress(OSError):
        if not note.is_file() or note.read_bytes() != place:
            note.write_bytes(place)


def find_corpus_folder(report: Report) -> Path | None:
    """Return the folder of the PDFs that a report was made from; None where it is gone or not known."""
    try:
        folder = Path(os.fsdecode((report.folder / _CORPUS_NOTE).read_bytes()))
    except (OSError, ValueError):
        return None
    return folder if folder.is_dir() else None


def see_corpus(corpus: Path, folder: Path) -> str:
    """Return the corpus folder as seen from another; empty where there is no way, as between drives."""
    try:
        return Path(os.path.relpath(corpus.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return ""
