"""``export``: a report in the files of other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Literal, get_args

from thememiner import publish, refi
from thememiner.errors import InputError
from thememiner.network import Years
from thememiner.output import replace_file

from .report import Report, find_corpus_folder, open_report, see_corpus

ExportFormat = Literal[
    "csv", "xlsx", "parquet", "qdc", "qdpx", "graphml", "gexf", "gexf-dynamic", "json", "svg", "png"
]


EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)


NETWORK_FORMATS = frozenset({"graphml", "gexf", "gexf-dynamic", "json", "svg", "png"})
"""Formats that hold the network; these can be cut to some of the reviews."""


def export(
    report: Report | Path | str,
    format: ExportFormat,
    path: Path | str,
    *,
    corpus: Path | str | None = None,
    without_sources: bool = False,
    years: Years | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
    partition: Sequence[str] = (),
) -> Path:
    """Write a report's tables or network to a file or folder, and return where.

    Args:
        report: a report or its folder.
        format: csv or parquet (a folder), xlsx; qdc, the themes as a REFI-QDA codebook; qdpx, a
            REFI-QDA project with texts, PDFs and codings; of the network: graphml, gexf, gexf-dynamic
            (with the years of every link), json (node-link), or a picture as svg or png.
        path: where to write.
        corpus: folder of the PDFs, for qdpx and the links of xlsx; the one that the report was made
            from where None.
        without_sources: qdpx with the reviews as plain text, without the PDFs.
        years: of the network, only reviews of these years, both included; None is open.
        where: of the network, only reviews with these values of columns of ``reviews``.
        partition: parquet in folders by publisher, year or both.

    Raises:
        ReportError: where there is no such report.
        InputError: where the format is not known, PDFs are wanted and not there, or no review is left.
    """
    opened = open_report(report)
    target = Path(path)
    title = opened.run["corpus"]["title"]
    if format not in EXPORT_FORMATS:
        raise InputError(f"{format} is no format; these are: {', '.join(EXPORT_FORMATS)}.")
    if (years or where) and format not in NETWORK_FORMATS:
        raise InputError(
            f"{format} holds the whole report; cut to some reviews: {', '.join(NETWORK_FORMATS)}."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    if format == "csv":
        publish.write_csv(opened.tables, target)
    elif format == "xlsx":
        pdfs = Path(corpus) if corpus is not None else find_corpus_folder(opened)
        place = see_corpus(pdfs, target.parent) if pdfs is not None else ""
        with replace_file(target) as fresh:
            publish.write_workbook(opened.tables, fresh, title=title, corpus=place)
    elif format == "parquet":
        for name in partition:
            if name not in publish.PARTITIONS:
                choices = ", ".join(publish.PARTITIONS)
                raise InputError(f"Files cannot be parted by {name}; these are: {choices}.")
        publish.write_parquet(opened.tables, target, partition=partition)
    elif format in NETWORK_FORMATS:
        graph = opened.network(years=years, **(where or {}))
        with replace_file(target) as fresh:
            publish.write_network(graph, fresh, format, title=title)
    elif format == "qdc":
        tree = refi.write_qdc_tree(refi.build_codes(refi.list_themes(opened.tables)), _name_version())
        with replace_file(target) as fresh:
            fresh.write_bytes(tree)
    else:
        folder = Path(corpus) if corpus is not None else find_corpus_folder(opened)
        sources = {} if without_sources else refi.find_pdfs(opened.tables, folder)
        about = refi.describe_origin(_name_version(), opened.run["codebook"]["version"])
        with replace_file(target) as fresh:
            refi.write_qdpx(
                opened.tables, fresh, title=title, origin=_name_version(), sources=sources, about=about
            )
    return target


def _name_version() -> str:
    return f"thememiner {version('thememiner')}"
