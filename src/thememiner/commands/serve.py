"""``serve``: a report as a site on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import click

from thememiner.errors import InputError

from .newest import find_newest_report


@click.command()
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
        report or find_newest_report(),
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
