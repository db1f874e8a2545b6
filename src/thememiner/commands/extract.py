"""``extract``: the text of one PDF."""

from __future__ import annotations

from pathlib import Path

import click

from .reading import read_passwords, reading_options


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the place of every line.")
@reading_options
@click.option(
    "--debug", type=click.Path(path_type=Path), help="Folder for a picture of each page with its blocks."
)
def extract(
    file: Path, as_json: bool, reader: str, ocr: bool, password_file: Path | None, debug: Path | None
) -> None:
    """Print the text of one PDF as Markdown."""
    import msgspec

    from thememiner import api
    from thememiner.extraction.views.markdown import write_markdown
    from thememiner.extraction.views.picture import draw_page

    doc = api.extract(file, reader=reader, ocr=ocr, passwords=read_passwords(password_file))
    for warning in doc.warnings:
        click.echo(warning, err=True)
    if debug is not None:
        debug.mkdir(parents=True, exist_ok=True)
        for page in doc.pages:
            draw_page(file, doc, page.number).save(debug / f"page-{page.number:04d}.png")
        click.echo(f"{len(doc.pages)} pictures in {debug}", err=True)
    click.echo(msgspec.json.format(msgspec.json.encode(doc)).decode() if as_json else write_markdown(doc))
