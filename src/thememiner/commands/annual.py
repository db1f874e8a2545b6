"""``annual``: the table that a panel prints in its annual report."""

from __future__ import annotations

from pathlib import Path

import click

from .newest import find_newest_report
from .printing import print_table


@click.command()
@click.argument("report", type=click.Path(path_type=Path), required=False)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such reviews, as year=2023.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with the reviews behind each count.")
def annual(report: Path | None, where: tuple[str, ...], as_csv: bool) -> None:
    """Count what a panel prints in its annual report: deaths, ages, known to social care, themes."""
    from thememiner import api
    from thememiner.tables import iterate_rows

    pairs = dict(item.partition("=")[::2] for item in where)
    counted = api.annual(report or find_newest_report(), where=pairs)
    if as_csv:
        print_table(counted, "annual", Path("-"))
        return
    for row in iterate_rows(counted[counted["n"] > 0]):
        click.echo(f"{row.printed:>12} of {row.n_stated:<5} {row.label}")
