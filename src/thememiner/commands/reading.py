"""What is asked of the commands that read PDFs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--reader``, ``--ocr`` and ``--password-file`` to a command."""
    for option in (
        click.option(
            "--password-file",
            type=click.Path(path_type=Path),
            help="Passwords, one a line, to try on locked PDFs.",
        ),
        click.option("--ocr", is_flag=True, help="Read pages without a text layer with OCR [extra: ocr]."),
        click.option(
            "--reader", type=click.Choice(["auto", "pdfplumber"]), default="auto", show_default=True
        ),
    ):
        command = option(command)
    return command


def read_passwords(file: Path | None) -> tuple[str, ...]:
    """Return the passwords of the file; none where no file is named."""
    from thememiner.extraction.engines.passwords import load_passwords

    return load_passwords(file) if file else ()
