"""``fetch``: download what a manifest lists."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .exits import FINISHED_WITH_FAILURES


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "--allow-host",
    multiple=True,
    metavar="HOST",
    help="A further site that may be asked; may be given again.",
)
@click.option(
    "--max-mb",
    type=click.FloatRange(0, min_open=True),
    default=200.0,
    show_default=True,
    help="Largest file.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    help="Seconds between requests to a site.",
)
@click.option("--quiet", "-q", is_flag=True, help="No line per file.")
def fetch(corpus: Path, allow_host: tuple[str, ...], max_mb: float, delay: float, quiet: bool) -> None:
    """Download the PDFs that the manifest of the folder CORPUS lists."""
    from thememiner import api
    from thememiner.fetching import Fetched, Limits

    def tell(one: Fetched) -> None:
        click.echo(
            f"{one.path}: {one.status}" + (f". {one.error} {one.advice}" if one.error else ""), err=True
        )

    fetched = api.fetch(
        corpus,
        hosts=allow_host,
        limits=Limits(megabytes=max_mb, delay=delay),
        told=None if quiet else tell,
    )
    click.echo(fetched.to_csv(index=False, lineterminator="\n"), nl=False)
    if fetched["status"].eq("failed").any():
        sys.exit(FINISHED_WITH_FAILURES)
