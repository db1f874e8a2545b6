"""``tag``: passages that are text already."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from thememiner.errors import InputError

from .printing import print_table

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--id-column", default="id", show_default=True, help="Column that names the passage.")
@click.option("--text-column", default="text", show_default=True, help="Column with its text.")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), help="Format of FILE [by its name].")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default="-", help="CSV to write."
)
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one].")
@click.option("--kind", default="", help="Kind of the documents that the passages are from.")
def tag(
    file: IO[str],
    id_column: str,
    text_column: str,
    form: str | None,
    output: Path,
    codebook: Path | None,
    kind: str,
) -> None:
    """Tag passages that are text already: FILE is CSV or JSONL, - is stdin."""
    from thememiner import api

    table = _read_table(file, form)
    mentions = api.tag(table, id_column=id_column, text_column=text_column, codebook=codebook, kind=kind)
    print_table(mentions, "mentions", output)


def _read_table(file: IO[str], form: str | None) -> pd.DataFrame:
    import pandas as pd

    name = getattr(file, "name", "stdin")
    lines = form == "jsonl" or (form is None and str(name).lower().endswith((".jsonl", ".ndjson")))
    try:
        if lines:
            return pd.read_json(file, lines=True, dtype=False)
        return pd.read_csv(file, dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError, csv.Error) as error:
        kind = "JSONL" if lines else "CSV"
        raise InputError(
            f"{name} cannot be read as {kind}: {error}. Say what it is with --format."
        ) from error
