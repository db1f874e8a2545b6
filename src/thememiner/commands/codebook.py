"""``thememiner codebook``: check, suggest, diff, to and from other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thememiner.errors import CodebookError

if TYPE_CHECKING:
    import pandas as pd

    from thememiner.columns import Table

_FOLDER = click.option(
    "--codebook", "folder", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one]."
)


@click.group()
def codebook() -> None:
    """Look after the codebook."""


@codebook.command("check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Check that every cue can be read and every example does what it says."""
    from thememiner import api
    from thememiner.accuracy import tell_measured
    from thememiner.tagging import load_codebook

    try:
        problems = api.check_codebook(folder)
    except CodebookError as error:
        problems = error.problems
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problems.", err=True)
        sys.exit(1)
    book = load_codebook(folder)
    click.echo(f"The codebook is in order. {tell_measured(book.path, book.version)}", err=True)


@codebook.command("suggest")
@click.argument("report", type=click.Path(path_type=Path))
@click.option(
    "--min-reviews", type=click.IntRange(1), default=3, show_default=True, help="Reviews that must have it."
)
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="Phrases at most.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default="-", help="CSV to write."
)
def suggest(report: Path, min_reviews: int, limit: int, output: Path) -> None:
    """List phrases typical of the findings and recommendations that no theme was found in."""
    from thememiner import api
    from thememiner.curation.columns import SUGGESTIONS

    _write(SUGGESTIONS, api.suggest_codebook(report, min_reviews=min_reviews, limit=limit), output)


@codebook.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("source", metavar="CORPUS_OR_REPORT", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default="-", help="CSV to write."
)
def diff(old: Path, new: Path, source: Path, output: Path) -> None:
    """List each theme that the codebook NEW gives or takes against OLD, with its sentence.

    OLD or NEW may be "packaged". The text is that of the report; no PDF is read.
    """
    from thememiner import api
    from thememiner.curation.columns import DIFFERENCES

    difference = api.diff_codebook(_or_packaged(old), _or_packaged(new), source)
    _write(DIFFERENCES, difference.mentions, output)
    for row in difference.summary.itertuples():
        click.echo(
            f"{row.theme_id}: {row.n_old} -> {row.n_new} sentences (+{row.n_gained} -{row.n_lost}, "
            f"{row.n_polarity} read otherwise), {row.reviews_old} -> {row.reviews_new} reviews",
            err=True,
        )
    if difference.summary.empty:
        click.echo("Both codebooks find the same.", err=True)


@codebook.command("to-xlsx")
@click.argument("file", type=click.Path(path_type=Path))
@_FOLDER
def to_xlsx(file: Path, folder: Path | None) -> None:
    """Write a codebook as the workbook FILE, for staff to edit."""
    from thememiner import api

    _tell(api.codebook_to_xlsx(file, folder))


@codebook.command("from-xlsx")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), help="Folder for the codebook."
)
def from_xlsx(file: Path, output: Path) -> None:
    """Write the YAML of the codebook in the workbook FILE."""
    from thememiner import api

    click.echo(api.codebook_from_xlsx(file, output))


@codebook.command("to-qdc")
@click.argument("file", type=click.Path(path_type=Path))
@_FOLDER
def to_qdc(file: Path, folder: Path | None) -> None:
    """Write a codebook as the REFI-QDA codebook FILE, for NVivo, MAXQDA, ATLAS.ti, QualCoder."""
    from thememiner import api

    _tell(api.codebook_to_qdc(file, folder))


@codebook.command("from-qdc")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), help="Folder for the codebook."
)
@click.option(
    "--base", type=click.Path(path_type=Path), help="Codebook whose cues known themes keep [the packaged]."
)
def from_qdc(file: Path, output: Path, base: Path | None) -> None:
    """Write the YAML of the REFI-QDA codebook FILE."""
    from thememiner import api

    _tell(api.codebook_from_qdc(file, output, base=base))
    click.echo(output)


def _tell(notes: tuple[str, ...]) -> None:
    for note in notes:
        click.echo(note, err=True)


def _or_packaged(folder: Path) -> Path | None:
    return None if str(folder) == "packaged" and not folder.exists() else folder


def _write(table: Table, frame: pd.DataFrame, output: Path) -> None:
    from thememiner.publish.csv_files import flatten_table, write_table

    if str(output) == "-":
        click.echo(flatten_table(table, frame).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    write_table(table, frame, output)
