"""``thememiner judgements``: list, import, export."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def judgements() -> None:
    """What people said of mentions and recommendations: accept, reject, unsure, missed."""


@judgements.command("list")
@click.argument("report", type=click.Path(path_type=Path))
def list_(report: Path) -> None:
    """Print the judgements of REPORT as CSV."""
    from thememiner import api
    from thememiner.columns import JUDGEMENTS
    from thememiner.publish.csv_files import flatten_table

    table = flatten_table(JUDGEMENTS, api.list_judgements(report))
    click.echo(table.to_csv(index=False, lineterminator="\n"), nl=False)


@judgements.command("import")
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reviewer", default="", help="Who judged, where FILE does not say it.")
@click.option("--kept-is-accepted", is_flag=True, help=".qdpx: what was left as it was counts as accepted.")
def import_(report: Path, file: Path, reviewer: str, kept_is_accepted: bool) -> None:
    """Add the verdicts of FILE to REPORT: CSV, or a .qdpx that was exported and corrected."""
    from thememiner import api

    added = api.import_judgements(report, file, reviewer=reviewer, kept_is_accepted=kept_is_accepted)
    click.echo(f"{added} new judgements.", err=True)


@judgements.command("export")
@click.argument("report", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="CSV to write [NAME-judgements.csv here]."
)
def export_(report: Path, output: Path | None) -> None:
    """Write the judgements of REPORT as CSV, to keep or to send to a colleague."""
    from thememiner import api

    click.echo(api.export_judgements(report, output or Path(f"{report.resolve().name}-judgements.csv")))
