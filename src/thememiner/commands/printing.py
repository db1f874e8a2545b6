"""A table on stdout or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd


def print_table(frame: pd.DataFrame, name: str, output: Path) -> None:
    """Write a table as CSV; ``-`` is stdout."""
    from thememiner.columns import TABLES
    from thememiner.publish.csv_files import flatten_table

    table = next(table for table in TABLES if table.name == name)
    text = flatten_table(table, frame).to_csv(
        index=False, lineterminator="\n" if str(output) == "-" else "\r\n"
    )
    if str(output) == "-":
        click.echo(text, nl=False)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(text.encode("utf-8-sig"))
