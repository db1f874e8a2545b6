"""``export``: tables, network or codings of a report in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

_EXPORT_FORMATS = (
    "csv", "xlsx", "parquet", "qdc", "qdpx", "graphml", "gexf", "gexf-dynamic", "json", "svg", "png",
)  # fmt: skip


@click.command()
@click.argument("report", type=click.Path(path_type=Path))
@click.argument("format", type=click.Choice(_EXPORT_FORMATS))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where to write [NAME.FORMAT here].")
@click.option("--corpus", type=click.Path(path_type=Path), help="qdpx, xlsx: folder of the PDFs [the run's].")
@click.option("--without-sources", is_flag=True, help="qdpx: the texts without the PDFs.")
@click.option("--year", default="", help="Network of reviews of these years: 2020, 2018:2022, 2018:, :2022.")
@click.option("--kind", multiple=True, help="Network of reviews of this kind; may be given again.")
@click.option("--publisher", multiple=True, help="Network of reviews of this publisher; may be given again.")
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", help="The same for any column of reviews.csv."
)
@click.option(
    "--partition", multiple=True, type=click.Choice(["publisher", "year"]), help="parquet: folders by this."
)
def export(
    report: Path,
    format: Any,
    output: Path | None,
    corpus: Path | None,
    without_sources: bool,
    year: str,
    kind: tuple[str, ...],
    publisher: tuple[str, ...],
    where: tuple[str, ...],
    partition: tuple[str, ...],
) -> None:
    """Write the tables, the network or the codings of REPORT as FORMAT."""
    from thememiner import api
    from thememiner.network import read_years

    columns: dict[str, list[str]] = {}
    told = [f"kind={value}" for value in kind] + [f"publisher={value}" for value in publisher]
    for condition in [*told, *where]:
        name, sign, value = condition.partition("=")
        if not sign:
            raise click.UsageError(f"{condition} is no condition; write COLUMN=VALUE.")
        columns.setdefault(name.strip(), []).append(value.strip())
    suffix = {"csv": "-csv", "parquet": "-parquet", "gexf-dynamic": "-dynamic.gexf"}.get(format, f".{format}")
    target = output or Path(f"{report.resolve().name}{suffix}")
    years = read_years(year) if year else None
    done = api.export(
        report,
        format,
        target,
        corpus=corpus,
        without_sources=without_sources,
        partition=partition,
        years=years,
        where=columns,
    )
    click.echo(done)
