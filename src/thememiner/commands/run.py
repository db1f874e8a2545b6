"""``run``: a folder of PDFs becomes a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .exits import FINISHED_WITH_FAILURES
from .reading import read_passwords, reading_options

if TYPE_CHECKING:
    from thememiner.schedule import Reuse


@click.command()
@click.argument("corpus")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Folder for the results [reports/NAME]."
)
@click.option("--workers", "-w", type=click.IntRange(1), help="Processes [one per core].")
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one].")
@reading_options
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Where the work runs [dask: extra cluster].",
)
@click.option("--scheduler", default="", metavar="ADDRESS", help="Of the Dask cluster: tcp://HOST:8786.")
@click.option("--quiet", "-q", is_flag=True, help="No progress and no summary.")
def run(
    corpus: str,
    output: Path | None,
    workers: int | None,
    codebook: Path | None,
    reader: str,
    ocr: bool,
    password_file: Path | None,
    engine: Any,
    scheduler: str,
    quiet: bool,
) -> None:
    """Mine the PDFs in the folder CORPUS; it may be a URL such as s3://bucket/reviews."""
    from thememiner import api
    from thememiner.progress import print_summary, show_progress

    begun: list[str] = []
    reused: list[Reuse] = []
    with show_progress(quiet=quiet) as (progress, stage):

        def begin(name: str) -> None:
            begun.append(name)
            if stage:
                stage(name)

        report = api.run(
            corpus,
            output=output,
            workers=workers,
            codebook=codebook,
            reader=reader,
            ocr=ocr,
            passwords=read_passwords(password_file),
            engine=engine,
            scheduler=scheduler,
            progress=progress,
            stage=begin,
            reuse=reused.append,
        )
    if not quiet:
        print_summary(report, unchanged="unchanged" in begun, reuse=reused)
    if report.run["counts"]["failures"]:
        sys.exit(FINISHED_WITH_FAILURES)
