"""The command line: each command is one function of ``thememiner``.

stdout is data, stderr is messages, ``-`` is stdin or stdout. Exit codes: 0 ok, 1 an
error that the user can act on, 2 usage, 3 finished with failures, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from thememiner import __version__
from thememiner.commands.codebook import codebook
from thememiner.commands.evaluate import evaluate
from thememiner.commands.evidence import evidence
from thememiner.commands.judgements import judgements
from thememiner.errors import InputError, ThememinerError

if TYPE_CHECKING:
    import pandas as pd


FINISHED_WITH_FAILURES = 3
_EXPORT_FORMATS = (
    "csv", "xlsx", "parquet", "qdc", "qdpx", "graphml", "gexf", "gexf-dynamic", "json", "svg", "png",
)  # fmt: skip
_FILTERS = (
    "theme", "agency", "review", "year", "kind", "role", "polarity",
    "review_kind", "publisher", "area", "response",
)  # fmt: skip


class _Group(click.Group):
    """Turns our errors into a message and exit code 1, and Ctrl-C into 130."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ThememinerError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped. Run the same command again to go on; what is finished is kept.", err=True)
            ctx.exit(130)
        except BrokenPipeError:  # the reader of our output has seen enough: | head
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Mine published safeguarding reviews: themes, recommendations, agencies and their network."""


@main.command()
@click.argument("corpus")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Folder for the results [reports/NAME]."
)
@click.option("--workers", "-w", type=click.IntRange(1), help="Processes [one per core].")
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one].")
@click.option("--reader", type=click.Choice(["auto", "pdfplumber"]), default="auto", show_default=True)
@click.option("--ocr", is_flag=True, help="Read pages without a text layer with OCR [extra: ocr].")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Passwords, one a line, to try on locked PDFs.",
)
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

    with show_progress(quiet=quiet) as progress:
        report = api.run(
            corpus,
            output=output,
            workers=workers,
            codebook=codebook,
            reader=reader,
            ocr=ocr,
            passwords=_load_passwords(password_file),
            engine=engine,
            scheduler=scheduler,
            progress=progress,
        )
    if not quiet:
        print_summary(report)
    if len(report.table("failures")):
        sys.exit(FINISHED_WITH_FAILURES)


def _load_passwords(file: Path | None) -> tuple[str, ...]:
    from thememiner.extraction.passwords import load_passwords

    return load_passwords(file) if file else ()


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@click.option("--id-column", default="id", show_default=True, help="Column that names the passage.")
@click.option("--text-column", default="text", show_default=True, help="Column with its text.")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), help="Format of FILE [by its name].")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, allow_dash=True), default="-", help="CSV to write."
)
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of a codebook [the packaged one].")
def tag(
    file: IO[str], id_column: str, text_column: str, form: str | None, output: Path, codebook: Path | None
) -> None:
    """Tag passages that are text already: FILE is CSV or JSONL, - is stdin."""
    from thememiner import api

    table = _read_table(file, form)
    _write_table(
        api.tag(table, id_column=id_column, text_column=text_column, codebook=codebook), "mentions", output
    )


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


def _write_table(frame: pd.DataFrame, name: str, output: Path) -> None:
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


def _filter_options(command: Callable[..., None]) -> Callable[..., None]:
    for name in reversed(_FILTERS):
        command = click.option(
            f"--{name.replace('_', '-')}",
            multiple=True,
            help=f"Only this {name.replace('_', ' ')}; may be given again.",
        )(command)
    return command


@main.command()
@click.argument("query", default="")
@click.option("--report", type=click.Path(path_type=Path), help="Report to search [the newest in reports/].")
@click.option("--recommendations", is_flag=True, help="Search recommendations, not passages.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "review"]),
    default="relevance",
    show_default=True,
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Hits at most.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@_filter_options
def search(
    query: str,
    report: Path | None,
    recommendations: bool,
    sort: Any,
    limit: int,
    as_csv: bool,
    **filters: tuple[str, ...],
) -> None:
    """Find passages or recommendations: words, "phrases", AND OR NOT, prefix*, theme:neglect."""
    from thememiner import api
    from thememiner.publish.csv_files import disarm
    from thememiner.tables import iterate_rows

    hits = api.search(
        report or _newest_report(),
        query,
        lens="recommendations" if recommendations else "passages",
        filters={name: values for name, values in filters.items() if values},
        sort=sort,
        limit=limit,
    )
    if as_csv:
        shown = hits.drop(columns="snippet", errors="ignore")
        click.echo(shown.map(disarm).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    if hits.empty:
        click.echo("Nothing found. Try fewer words, a beginning with a star (curio*), or OR.", err=True)
    for hit in iterate_rows(hits):
        place = f"{hit.title}, p. {hit.page}" + (f" · {hit.number}" if hit.number else "")
        click.echo(click.style(place, bold=True))
        click.echo(f"  {' '.join(str(hit.snippet).split())}\n")


def _newest_report() -> Path:
    found = sorted(Path("reports").glob("*/run.json"), key=lambda file: (file.stat().st_mtime, str(file)))
    if not found:
        raise InputError("There is no report in reports/. Make one with: thememiner run CORPUS")
    return found[-1].parent


@main.command()
@click.argument("report", type=click.Path(path_type=Path), required=False)
@click.option("--corpus", type=click.Path(path_type=Path), help="Folder of the PDFs [where they were read].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any.")
@click.option(
    "--password-file", type=click.File("r", encoding="utf-8"), help="File with a password asked of visitors."
)
@click.option("--trust-header", default="", help="Header in which a reverse proxy says who has signed in.")
@click.option("--allow-host", multiple=True, help="Another name of the site; may be given again.")
def serve(
    report: Path | None,
    corpus: Path | None,
    host: str,
    port: int,
    password_file: IO[str] | None,
    trust_header: str,
    allow_host: tuple[str, ...],
) -> None:
    """Show REPORT as a search site on this machine [the newest in reports/]."""
    import thememiner

    password = password_file.read().strip() if password_file else os.environ.get("THEMEMINER_PASSWORD", "")
    if password_file and not password:
        raise InputError("The password file is empty. Write a password into it.")

    def tell(address: str) -> None:
        click.echo(f"The site is at {address} until you press Ctrl-C.", err=True)
        for line in _warn_of_network(host, password, trust_header):
            click.echo(line, err=True)

    thememiner.serve(
        report or _newest_report(),
        corpus=corpus,
        host=host,
        port=port,
        password=password,
        trust_header=trust_header,
        allowed_hosts=allow_host,
        started=tell,
    )


def _warn_of_network(host: str, password: str, trust_header: str) -> Iterator[str]:
    from thememiner.web.settings import is_loopback

    if is_loopback(host):
        return
    if trust_header:
        yield (
            f"Everybody who sends the header {trust_header} is let in: make sure that only your "
            "reverse proxy can reach this port, and that it sets the header itself."
        )
    elif password:
        yield (
            "Visitors are asked for the password (any user name). It crosses the network readable to those "
            "who can listen: use it in a network that you trust, or behind a reverse proxy with HTTPS."
        )


@main.command()
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the place of every line.")
@click.option("--reader", type=click.Choice(["auto", "pdfplumber"]), default="auto", show_default=True)
@click.option("--ocr", is_flag=True, help="Read pages without a text layer with OCR [extra: ocr].")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    help="Passwords, one a line, to try on locked PDFs.",
)
@click.option(
    "--debug", type=click.Path(path_type=Path), help="Folder for a picture of each page with its blocks."
)
def extract(
    file: Path, as_json: bool, reader: str, ocr: bool, password_file: Path | None, debug: Path | None
) -> None:
    """Print the text of one PDF as Markdown."""
    import msgspec

    from thememiner import api
    from thememiner.extraction.markdown import write_markdown
    from thememiner.extraction.picture import draw_page

    doc = api.extract(file, reader=reader, ocr=ocr, passwords=_load_passwords(password_file))
    for warning in doc.warnings:
        click.echo(warning, err=True)
    if debug is not None:
        debug.mkdir(parents=True, exist_ok=True)
        for page in doc.pages:
            draw_page(file, doc, page.number).save(debug / f"page-{page.number:04d}.png")
        click.echo(f"{len(doc.pages)} pictures in {debug}", err=True)
    click.echo(msgspec.json.format(msgspec.json.encode(doc)).decode() if as_json else write_markdown(doc))


@main.command()
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


@main.command()
@click.argument("report", type=click.Path(path_type=Path), required=False)
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such reviews, as year=2023.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, with the reviews behind each count.")
def annual(report: Path | None, where: tuple[str, ...], as_csv: bool) -> None:
    """Count what a panel prints in its annual report: deaths, ages, known to social care, themes."""
    from thememiner import api
    from thememiner.tables import iterate_rows

    pairs = dict(item.partition("=")[::2] for item in where)
    counted = api.annual(report or _newest_report(), where=pairs)
    if as_csv:
        _write_table(counted, "annual", Path("-"))
        return
    for row in iterate_rows(counted[counted["n"] > 0]):
        click.echo(f"{row.printed:>12} of {row.n_stated:<5} {row.label}")


main.add_command(codebook)
main.add_command(evaluate)
main.add_command(evidence)
main.add_command(judgements)


if __name__ == "__main__":
    main()
